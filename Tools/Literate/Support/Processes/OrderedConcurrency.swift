/// Transforms elements at the same time, at most `width` at once, and hands each result to `body` in the order of the
/// elements, as soon as it and those before it are there.
func forEachInOrder<Element: Sendable, Result: Sendable>(
    _ elements: [Element], width: Int, transform: @escaping @Sendable (Element) async -> Result,
    body: (Result) -> Void
) async {
    await withTaskGroup(of: (index: Int, result: Result).self) { group in
        var started = 0
        func startNext() {
            guard started < elements.count else { return }
            let index = started
            group.addTask { (index, await transform(elements[index])) }
            started += 1
        }
        for _ in 0..<max(1, width) { startNext() }

        var waiting: [Int: Result] = [:]
        var next = 0
        while let finished = await group.next() {
            startNext()
            waiting[finished.index] = finished.result
            while let result = waiting.removeValue(forKey: next) {
                body(result)
                next += 1
            }
        }
    }
}
