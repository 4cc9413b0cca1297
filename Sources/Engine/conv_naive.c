// Written by `swift run extract` from these chapters; don't edit this file.
//   Chapters/Workshop/13-02-convolution-loops.md
//   Chapters/Workshop/13-05-pooling.md
// To change it, edit the chapter and run `swift run extract`. If this file was edited, extract shows
// the edit and the chapter's line that it belongs to.
// Content hash: 5f03e482b7169415

// Chapters/Workshop/13-02-convolution-loops.md: The definition as loops
// The definition of convolution and its gradients, as plain loops.
#include "kindling_engine.h"
#include <math.h>
#include <stdlib.h>

#pragma STDC FP_CONTRACT OFF

// Element (row, column) of plane number `plane`, and 0 beyond its edge.
static float at(const float *x, long plane, long height, long width, long row, long column) {
    int inside = row >= 0 && row < height && column >= 0 && column < width;
    return inside ? x[(plane * height + row) * width + column] : 0;
}

void kd_conv2d_naive(const struct kd_conv2d_sizes *s, const float *x, const float *w, const float *bias, float *y) {
    long inputs = s->channels / s->groups, outputs = s->outputs / s->groups;  // of one group
    for (long n = 0; n < s->images; n++)
        for (long o = 0; o < s->outputs; o++)
            for (long i = 0; i < s->out_height; i++)
                for (long j = 0; j < s->out_width; j++) {
                    float sum = bias ? bias[o] : 0;
                    for (long c = 0; c < inputs; c++)
                        for (long a = 0; a < s->kernel_h; a++)
                            for (long b = 0; b < s->kernel_w; b++) {
                                long channel = n * s->channels + o / outputs * inputs + c;
                                long row = i * s->stride_h + a * s->dilation_h - s->padding_h;
                                long column = j * s->stride_w + b * s->dilation_w - s->padding_w;
                                float weight = w[((o * inputs + c) * s->kernel_h + a) * s->kernel_w + b];
                                sum = fmaf(weight, at(x, channel, s->height, s->width, row, column), sum);
                            }
                    y[((n * s->outputs + o) * s->out_height + i) * s->out_width + j] = sum;
                }
}

// Chapters/Workshop/13-02-convolution-loops.md: The way back
void kd_conv2d_input_gradient_naive(const struct kd_conv2d_sizes *s, const float *w, const float *dy, float *dx) {
    long inputs = s->channels / s->groups, outputs = s->outputs / s->groups;
    for (long n = 0; n < s->images; n++)
        for (long c = 0; c < s->channels; c++)
            for (long i = 0; i < s->height; i++)
                for (long j = 0; j < s->width; j++) {
                    float sum = 0;
                    for (long o = c / inputs * outputs; o < (c / inputs + 1) * outputs; o++)
                        for (long a = 0; a < s->kernel_h; a++)
                            for (long b = 0; b < s->kernel_w; b++) {
                                long row = i + s->padding_h - a * s->dilation_h;
                                long column = j + s->padding_w - b * s->dilation_w;
                                if (row % s->stride_h != 0 || column % s->stride_w != 0) continue;
                                float weight = w[((o * inputs + c % inputs) * s->kernel_h + a) * s->kernel_w + b];
                                float change = at(dy, n * s->outputs + o, s->out_height, s->out_width,
                                                  row / s->stride_h, column / s->stride_w);
                                sum = fmaf(weight, change, sum);
                            }
                    dx[((n * s->channels + c) * s->height + i) * s->width + j] = sum;
                }
}

void kd_conv2d_weight_gradient_naive(const struct kd_conv2d_sizes *s, const float *x, const float *dy, float *dw) {
    long inputs = s->channels / s->groups, outputs = s->outputs / s->groups;
    for (long o = 0; o < s->outputs; o++)
        for (long c = 0; c < inputs; c++)
            for (long a = 0; a < s->kernel_h; a++)
                for (long b = 0; b < s->kernel_w; b++) {
                    float sum = 0;
                    for (long n = 0; n < s->images; n++)
                        for (long i = 0; i < s->out_height; i++)
                            for (long j = 0; j < s->out_width; j++) {
                                long channel = n * s->channels + o / outputs * inputs + c;
                                long row = i * s->stride_h + a * s->dilation_h - s->padding_h;
                                long column = j * s->stride_w + b * s->dilation_w - s->padding_w;
                                float change = dy[((n * s->outputs + o) * s->out_height + i) * s->out_width + j];
                                sum = fmaf(change, at(x, channel, s->height, s->width, row, column), sum);
                            }
                    dw[((o * inputs + c) * s->kernel_h + a) * s->kernel_w + b] = sum;
                }
}

void kd_conv2d_bias_gradient_naive(const struct kd_conv2d_sizes *s, const float *dy, float *db) {
    long plane = s->out_height * s->out_width, count = s->images * plane;
    float *row = malloc(sizeof(float) * (unsigned long)(count + 1));
    if (!row) abort();
    for (long o = 0; o < s->outputs; o++) {
        for (long i = 0; i < count; i++) row[i] = dy[(i / plane * s->outputs + o) * plane + i % plane];
        kd_sum_naive(1, count, 1, row, db + o);
    }
    free(row);
}

// Chapters/Workshop/13-05-pooling.md: As loops
void kd_max_pool2d_naive(const struct kd_pool2d_sizes *s, const float *x, float *y, int *index) {
    for (long plane = 0; plane < s->images * s->channels; plane++, x += s->height * s->width)
        for (long i = 0; i < s->out_height; i++)
            for (long j = 0; j < s->out_width; j++) {
                float best = -INFINITY;
                long where = -1;
                for (long a = 0; a < s->kernel_h; a++)
                    for (long b = 0; b < s->kernel_w; b++) {
                        long row = i * s->stride_h + a * s->dilation_h - s->padding_h;
                        long column = j * s->stride_w + b * s->dilation_w - s->padding_w;
                        if (row < 0 || row >= s->height || column < 0 || column >= s->width) continue;
                        float v = x[row * s->width + column];
                        if (v > best || v != v || where < 0) best = v, where = row * s->width + column;
                    }
                *y++ = best;
                *index++ = (int)where;
            }
}

void kd_avg_pool2d_naive(const struct kd_pool2d_sizes *s, int count_padding, long divisor, const float *x, float *y) {
    for (long plane = 0; plane < s->images * s->channels; plane++, x += s->height * s->width)
        for (long i = 0; i < s->out_height; i++)
            for (long j = 0; j < s->out_width; j++) {
                float sum = 0;
                long inside = 0, padded = 0;
                for (long a = 0; a < s->kernel_h; a++)
                    for (long b = 0; b < s->kernel_w; b++) {
                        long row = i * s->stride_h + a - s->padding_h, column = j * s->stride_w + b - s->padding_w;
                        padded += row < s->height + s->padding_h && column < s->width + s->padding_w;
                        if (row < 0 || row >= s->height || column < 0 || column >= s->width) continue;
                        sum += x[row * s->width + column];
                        inside++;
                    }
                *y++ = inside == 0 ? 0 : sum / (float)(divisor ? divisor : count_padding ? padded : inside);
            }
}

void kd_max_pool2d_gradient_naive(const struct kd_pool2d_sizes *s, const float *dy, const int *index, float *dx) {
    long size = s->height * s->width, windows = s->out_height * s->out_width;
    for (long i = 0; i < s->images * s->channels * size; i++) dx[i] = 0;
    for (long i = 0; i < s->images * s->channels * windows; i++)
        if (index[i] >= 0) dx[i / windows * size + index[i]] += dy[i];
}

void kd_avg_pool2d_gradient_naive(
    const struct kd_pool2d_sizes *s, int count_padding, long divisor, const float *dy, float *dx
) {
    long size = s->height * s->width;
    for (long i = 0; i < s->images * s->channels * size; i++) dx[i] = 0;
    for (long plane = 0; plane < s->images * s->channels; plane++, dx += size)
        for (long i = 0; i < s->out_height; i++)
            for (long j = 0; j < s->out_width; j++, dy++) {
                long inside = 0, padded = 0;
                for (int pass = 0; pass < 2; pass++)  // first they are counted, then they get their share
                    for (long a = 0; a < s->kernel_h; a++)
                        for (long b = 0; b < s->kernel_w; b++) {
                            long row = i * s->stride_h + a - s->padding_h, column = j * s->stride_w + b - s->padding_w;
                            if (pass == 0) padded += row < s->height + s->padding_h && column < s->width + s->padding_w;
                            if (row < 0 || row >= s->height || column < 0 || column >= s->width) continue;
                            if (pass == 0) inside++;
                            else
                                dx[row * s->width + column] +=
                                    *dy / (float)(divisor ? divisor : count_padding ? padded : inside);
                        }
            }
}

void kd_adaptive_avg_pool2d_naive(const struct kd_pool2d_sizes *s, const float *x, float *y) {
    for (long plane = 0; plane < s->images * s->channels; plane++, x += s->height * s->width)
        for (long i = 0; i < s->out_height; i++)
            for (long j = 0; j < s->out_width; j++) {
                long top = i * s->height / s->out_height;
                long bottom = ((i + 1) * s->height + s->out_height - 1) / s->out_height;
                long left = j * s->width / s->out_width, right = ((j + 1) * s->width + s->out_width - 1) / s->out_width;
                float sum = 0;
                for (long row = top; row < bottom; row++)
                    for (long column = left; column < right; column++) sum += x[row * s->width + column];
                *y++ = sum / (float)(bottom - top) / (float)(right - left);
            }
}

void kd_adaptive_avg_pool2d_gradient_naive(const struct kd_pool2d_sizes *s, const float *dy, float *dx) {
    long size = s->height * s->width;
    for (long i = 0; i < s->images * s->channels * size; i++) dx[i] = 0;
    for (long plane = 0; plane < s->images * s->channels; plane++, dx += size)
        for (long i = 0; i < s->out_height; i++)
            for (long j = 0; j < s->out_width; j++, dy++) {
                long top = i * s->height / s->out_height;
                long bottom = ((i + 1) * s->height + s->out_height - 1) / s->out_height;
                long left = j * s->width / s->out_width, right = ((j + 1) * s->width + s->out_width - 1) / s->out_width;
                for (long row = top; row < bottom; row++)
                    for (long column = left; column < right; column++)
                        dx[row * s->width + column] += *dy / (float)(bottom - top) / (float)(right - left);
            }
}
