/// Something the book shows that isn't what came, and what came.
package enum Correction: Hashable, Sendable {
    /// A fenced block's text. `swiftVersion` is the new value of an `error` block's attribute.
    case block(fenceLine: Int, body: String, swiftVersion: String? = nil)
    /// A file of Chapters/Figures.
    case figure(name: String, bytes: [UInt8])
}
