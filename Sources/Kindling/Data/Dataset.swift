// Written by `swift run extract` from these chapters; don't edit this file.
//   Chapters/09-dataset.md
// To change it, edit the chapter and run `swift run extract`. If this file was edited, extract shows
// the edit and the chapter's line that it belongs to.
// Content hash: 24e71261b0991b52

// Chapters/09-dataset.md: Two questions
/// A collection of samples to learn from: how many there are, and how to get each by its number.
///
/// torch calls this a map-style data set: it maps numbers to samples. `count` is `__len__`, a subscript `__getitem__`.
///
///     struct Squares: Dataset {
///         let count = 10
///         subscript(index: Int) -> Int { index * index }
///     }
public protocol Dataset<Sample> {
    /// One example: a tensor, a tuple of picture and label, a dictionary, a type of yours.
    associatedtype Sample

    /// The number of samples.
    var count: Int { get }

    /// Sample number `index`, from 0 to `count - 1`. Work that not every sample needs at once belongs here.
    subscript(index: Int) -> Sample { get }
}

/// An array is a data set already.
extension Array: Dataset {}
