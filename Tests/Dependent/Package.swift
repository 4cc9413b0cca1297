// swift-tools-version: 6.2
import PackageDescription

/// A package as a user of Kindling would write it; `check.sh` builds and runs it.
let package = Package(
    name: "Dependent",
    platforms: [.macOS(.v15)],
    dependencies: [
        .package(name: "Kindling", path: "../..", traits: [])
    ],
    targets: [
        .executableTarget(
            name: "dependent",
            dependencies: [.product(name: "Kindling", package: "Kindling")])
    ]
)
