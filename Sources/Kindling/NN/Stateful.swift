// Written by `swift run extract` from these chapters; don't edit this file.
//   Chapters/Workshop/18-08-optimizer-state.md
// To change it, edit the chapter and run `swift run extract`. If this file was edited, extract shows
// the edit and the chapter's line that it belongs to.
// Content hash: be346180408fc5b4

// Chapters/Workshop/18-08-optimizer-state.md: Reading a state that may not fit
/// What has a state that can be saved and loaded: a model, an optimizer, or something of yours.
public protocol Stateful {
    /// All that has to be kept to go on from here, by name. Tensors may be shared; `clone()` separates them.
    var stateDict: StateDict { get }

    /// Takes over a state that `stateDict` has given, maybe in another program. If it throws, nothing has been changed.
    func loadStateDict(_ state: StateDict) throws
}

extension Module: Stateful {
    /// Copies a state's values into the parameters and buffers. All names must be there, and no others.
    /// - Throws: `StateDictError`, naming everything that doesn't fit; nothing has been changed then.
    public func loadStateDict(_ state: StateDict) throws(StateDictError) {
        _ = try loadStateDict(state, strict: true)
    }
}
