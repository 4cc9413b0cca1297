// Written by `swift run extract` from these chapters; don't edit this file.
//   Chapters/Workshop/06-04-hooks.md
// To change it, edit the chapter and run `swift run extract`. If this file was edited, extract shows
// the edit and the chapter's line that it belongs to.
// Content hash: 62f8177b68b470c0

// Chapters/Workshop/06-04-hooks.md: Listening in
/// A hook's registration. Throwing it away changes nothing; `remove()` takes the hook off.
public final class HookHandle {
    private weak var module: Module?

    fileprivate init(_ module: Module) {
        self.module = module
    }

    /// Takes the hook off its module. The second time, nothing happens.
    public func remove() {
        module?.hooks.removeAll { $0.handle === self }
        module?.preHooks.removeAll { $0.handle === self }
    }
}

extension Module {
    /// Calls `hook` after each `forward` with the module, its input and its output.
    @discardableResult
    public func registerForwardHook(_ hook: @escaping (Module, Tensor, Tensor) -> Void) -> HookHandle {
        addHook { module, input, output in
            hook(module, input, output)
            return nil
        }
    }

    /// Calls `hook` after each `forward`. What it returns becomes the output.
    @discardableResult
    public func registerForwardHook(_ hook: @escaping (Module, Tensor, Tensor) -> Tensor) -> HookHandle {
        addHook(hook)
    }

    /// Calls `hook` before each `forward` with the module and its input.
    @discardableResult
    public func registerForwardPreHook(_ hook: @escaping (Module, Tensor) -> Void) -> HookHandle {
        addPreHook { module, input in
            hook(module, input)
            return nil
        }
    }

    /// Calls `hook` before each `forward`. What it returns becomes the input.
    @discardableResult
    public func registerForwardPreHook(_ hook: @escaping (Module, Tensor) -> Tensor) -> HookHandle {
        addPreHook(hook)
    }

    private func addHook(_ hook: @escaping (Module, Tensor, Tensor) -> Tensor?) -> HookHandle {
        let handle = HookHandle(self)
        hooks.append((handle, hook))
        return handle
    }

    private func addPreHook(_ hook: @escaping (Module, Tensor) -> Tensor?) -> HookHandle {
        let handle = HookHandle(self)
        preHooks.append((handle, hook))
        return handle
    }

    /// `forward`, between the hooks.
    func forwardWithHooks(_ x: Tensor) -> Tensor {
        let input = preHooks.reduce(x) { input, hook in hook.call(self, input) ?? input }
        return hooks.reduce(forward(input)) { output, hook in hook.call(self, input, output) ?? output }
    }
}
