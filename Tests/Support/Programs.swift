import Foundation

/// Writes a script that can be run at once.
///
/// Another process does it. If this one did, a process that another test starts at that moment might inherit the open file for an instant, and
/// the system runs nothing that is open for writing ("text file busy").
public func writeProgram(_ path: String, _ text: String) throws {
    let draft = "\(path).draft"
    try Data(text.utf8).write(to: URL(fileURLWithPath: draft))
    let copy = Process()
    copy.executableURL = URL(fileURLWithPath: "/bin/sh")
    copy.arguments = ["-c", "cp \"$1\" \"$2\" && chmod 755 \"$2\" && rm \"$1\"", "sh", draft, path]
    try copy.run()
    copy.waitUntilExit()
    guard copy.terminationStatus == 0 else { throw CocoaError(.fileWriteUnknown) }
}
