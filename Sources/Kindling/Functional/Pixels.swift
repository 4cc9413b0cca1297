// Written by `swift run extract` from these chapters; don't edit this file.
//   Chapters/Workshop/13-03-convolution-tile.md
// To change it, edit the chapter and run `swift run extract`. If this file was edited, extract shows
// the edit and the chapter's line that it belongs to.
// Content hash: 86e6fc8e2f5408f9

// Chapters/Workshop/13-03-convolution-tile.md: Pixel by pixel
import KindlingEngine

extension Tensor {
    /// The order in memory, if it isn't that of the indices and this tensor reads the whole storage. What treats each
    /// element for itself needs no other.
    var pixelOrder: PixelOrder? {
        guard let order = storage.pixelOrder, layout.offset == 0, layout.isContiguous, layout.count == storage.count
        else { return nil }
        return order
    }
}

extension PixelOrder {
    /// The order for images `(N, C, H, W)` or `(C, H, W)`.
    init(ofImages shape: [Int]) {
        let d = shape.count
        self.init(images: d > 3 ? shape[0] : 1, channels: shape[d - 3], pixels: shape[d - 2] * shape[d - 1])
    }

    /// Whether it is the order of the indices as well: one channel, or one pixel.
    var isOrderOfIndices: Bool { channels <= 1 || pixels <= 1 }
}

extension Tensor {
    /// New images `(N, C, H, W)` or `(C, H, W)`. `fill` writes them pixel by pixel: `(N, H, W, C)`.
    convenience init(pixelsOf shape: [Int], fill: (UnsafeMutablePointer<Float>) -> Void) {
        self.init(uninitialized: shape)
        fill(storage.memory)
        let order = PixelOrder(ofImages: shape)
        if !order.isOrderOfIndices { storage.pixelOrder = order }
    }

    /// Calls `body` with the address of these images, `(N, C, H, W)` or `(C, H, W)`, pixel by pixel: `(N, H, W, C)`.
    /// Images that stand otherwise are copied.
    func withPixels<Result>(_ body: (UnsafePointer<Float>) -> Result) -> Result {
        let order = PixelOrder(ofImages: shape)
        if pixelOrder == order {
            return withExtendedLifetime(self) { body(storage.memory) }
        }
        return unrecorded.contiguous().withPointer { planes in
            if order.isOrderOfIndices { return body(planes) }
            let copy = Storage<Float>(count: count)
            kd_pixels_from_planes(order.images, order.channels, order.pixels, planes, copy.memory)
            return withExtendedLifetime(copy) { body(copy.memory) }
        }
    }
}
