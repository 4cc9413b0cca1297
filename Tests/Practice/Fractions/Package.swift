// swift-tools-version: 6.2
import PackageDescription

/// The programs of the book, one a page. `swift run extract` keeps the list between the two markers.
let programs: [String] = [
    // extract: programs begin
    // extract: programs end
]

let package = Package(
    name: "fractions",
    platforms: [.macOS(.v15)],
    dependencies: [
        .package(name: "Kindling", path: "../../..", traits: [])
    ],
    targets: [
        .target(name: "Fractions")
    ]
        + programs.map { name in
            .executableTarget(
                name: name,
                dependencies: ["Fractions", .product(name: "Checkpoint", package: "Kindling")],
                path: "Sources/Programs/\(name)",
                swiftSettings: [.swiftLanguageMode(.v5)])
        }
)
