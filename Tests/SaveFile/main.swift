// Saves a state for the test that kills it meanwhile:
//
//     save-file folder/file.safetensors 25000
//
// The last argument is how many numbers it has; they count from 0.

import Foundation
import Kindling

let arguments = CommandLine.arguments
guard arguments.count == 3, let count = Int(arguments[2]) else { fatalError("usage: save-file FILE COUNT") }
do {
    try (["x": Tensor.arange(Double(count))] as StateDict).write(to: URL(fileURLWithPath: arguments[1]))
} catch {
    print(error)
    exit(1)
}
