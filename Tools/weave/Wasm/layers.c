// A network's layers for JavaScript, which can't build the engine's structures: each calls the engine as Kindling's
// function of that name does. Besides these, the module has the engine's functions of simple arguments.
//
// Images stand pixel by pixel: (images, height, width, channels). All arrays are contiguous.
#include "kindling_engine.h"

#define EXPORT(name) __attribute__((export_name(#name)))

// The convolution with square kernels (outputs, channels, kernel, kernel), by steps of 1 and without padding.
// `Op.Convolution.forward`.
EXPORT(layer_conv2d)
void layer_conv2d(long images, long channels, long height, long width, long outputs, long kernel, const float *x,
                  const float *weight, const float *bias, float *y) {
    struct kd_conv2d_sizes sizes = {
        .images = images, .channels = channels, .height = height, .width = width, .outputs = outputs,
        .out_height = height - kernel + 1, .out_width = width - kernel + 1, .kernel_h = kernel, .kernel_w = kernel,
        .stride_h = 1, .stride_w = 1, .dilation_h = 1, .dilation_w = 1, .groups = 1,
    };
    kd_conv2d(&sizes, x, weight, bias, y);
}

// The largest of each square window, by steps of the window's size. `Op.MaxPool2DWithIndices.forward`. `places` is for
// as many numbers as `y`.
EXPORT(layer_max_pool2d)
void layer_max_pool2d(long images, long channels, long height, long width, long window, const float *x, float *y,
                      int *places) {
    struct kd_pool2d_sizes sizes = {
        .images = images, .channels = channels, .height = height, .width = width, .out_height = height / window,
        .out_width = width / window, .kernel_h = window, .kernel_w = window, .stride_h = window, .stride_w = window,
        .dilation_h = 1, .dilation_w = 1,
    };
    kd_max_pool2d(&sizes, x, y, places);
}

// x Wᵀ + b: (rows, outputs) from (rows, inputs) and a weight (outputs, inputs). `Op.Addmm.forward`.
EXPORT(layer_linear)
void layer_linear(long rows, long inputs, long outputs, const float *x, const float *weight, const float *bias,
                  float *y) {
    kd_matmul(rows, outputs, inputs, x, inputs, 1, weight, 1, inputs, y);
    kd_binary_rows(KD_ADD, rows, outputs, y, outputs, 1, bias, 0, 1, y);
}

// The elements, with 0 in the place of the negative ones, in place. `Tensor.relu`.
EXPORT(layer_relu)
void layer_relu(long count, float *x) { kd_unary(KD_RELU, count, x, 1, x); }
