// Written by `swift run extract` from these chapters; don't edit this file.
//   Chapters/Workshop/18-04-safetensors.md
// To change it, edit the chapter and run `swift run extract`. If this file was edited, extract shows
// the edit and the chapter's line that it belongs to.
// Content hash: 1032187253e376a6

// Chapters/Workshop/18-04-safetensors.md: A model
import Foundation

extension Module {
    /// Writes the parameters and persistent buffers into a safetensors file, under torch's names.
    ///
    /// The file is replaced in one step: it is the old one or the new one, never half of it.
    /// - Parameter metadata: remarks that go into the file, such as the number of epochs.
    /// - Throws: `DataError`, as `StateDict.write(to:)`.
    public func save(to file: URL, metadata: [String: String] = [:]) throws {
        try stateDict.write(to: file, metadata: metadata)
    }

    /// Copies the values in a safetensors file into the parameters and buffers. Elements of other types become Floats.
    ///
    /// - Parameter strict: whether names that only one side has are errors.
    /// - Returns: the names that only one side has.
    /// - Throws: `DataError` if the file can't be read or isn't right, `StateDictError` if it doesn't fit the module.
    ///   Nothing has been changed then.
    @discardableResult
    public func load(from file: URL, strict: Bool = true) throws -> (missing: [String], unexpected: [String]) {
        try loadStateDict(StateDict(contentsOf: file).floats(), strict: strict)
    }
}
