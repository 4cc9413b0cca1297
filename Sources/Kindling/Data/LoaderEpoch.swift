// Written by `swift run extract` from these chapters; don't edit this file.
//   Chapters/Workshop/18-10-loader-state.md
// To change it, edit the chapter and run `swift run extract`. If this file was edited, extract shows
// the edit and the chapter's line that it belongs to.
// Content hash: 8ac012db4af4a7cf

// Chapters/Workshop/18-10-loader-state.md: What an epoch has drawn already
/// How far an epoch of a loader has come.
final class LoaderEpoch {
    var baseSeed: UInt64 = 0
    /// The batches that the loop has got.
    var position = 0
    /// The numbers of the samples in each batch, from the batch `first` on; nil before the first is asked for, and in a
    /// stream.
    var batches: [[Int]]?
    var first = 0
    var isStream = false
    /// Where the random numbers were when a stream was begun.
    var streamStart: Generator.State?
    var isOver = false
    /// Whether it was loaded, and waits for a loop.
    var isWaiting = false
}

/// What a loader and its copies share: the epoch that was begun last.
final class LoaderEpochs {
    var current: LoaderEpoch?

    /// The order of an epoch has been drawn.
    func drawn(_ batches: [[Int]], baseSeed: UInt64) {
        // A loop that was begun earlier may still be going on.
        if let current, current.baseSeed == baseSeed, current.batches == nil { current.batches = batches }
    }
}
