// Downloads a file for the test that kills it meanwhile:
//
//     download-file http://127.0.0.1:8080/a folder/file.gz 200000 5
//
// The last arguments are how many bytes the file must have, and how many seconds may pass in which none arrives.

import Foundation
import Kindling

let arguments = CommandLine.arguments
guard arguments.count == 5, let address = URL(string: arguments[1]), let count = Int(arguments[3]),
    let patience = Double(arguments[4])
else {
    fatalError("usage: download-file ADDRESS FILE BYTES SECONDS")
}
do {
    try Download.fetch(
        from: [address], to: URL(fileURLWithPath: arguments[2]), limit: count, patience: patience, progress: nil
    ) { partial in
        guard try readBytes(of: partial, limit: count).count == count else {
            throw DataError(.truncated, arguments[2], "it is too short")
        }
    }
} catch {
    print(error)
    exit(1)
}
