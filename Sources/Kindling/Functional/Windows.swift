// Written by `swift run extract` from these chapters; don't edit this file.
//   Chapters/Workshop/13-01-conv2d.md
// To change it, edit the chapter and run `swift run extract`. If this file was edited, extract shows
// the edit and the chapter's line that it belongs to.
// Content hash: d7132ab9f5cb864a

// Chapters/Workshop/13-01-conv2d.md: Windows
/// How windows slide along one dimension.
struct Windows {
    var kernel, stride, padding, dilation: Int

    /// How many windows there are: ⌊(size + 2 padding − dilation (kernel − 1) − 1) / stride⌋ + 1.
    ///
    /// - Parameter ceilMode: round up instead; but a window that would begin in the padding behind the last element is
    ///   left out.
    func count(in size: Int, ceilMode: Bool = false) -> Int {
        let room = size + 2 * padding - dilation * (kernel - 1) - 1 + (ceilMode ? stride - 1 : 0)
        if room < 0 { return 0 }
        let last = room / stride
        return ceilMode && last * stride >= size + padding ? last : last + 1
    }
}
