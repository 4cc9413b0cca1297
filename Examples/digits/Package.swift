// swift-tools-version: 6.2
import PackageDescription

/// A command that reads handwritten digits: a package of its own, as you would write one that depends on Kindling.
let package = Package(
    name: "digits",
    platforms: [.macOS(.v15)],
    dependencies: [
        // In a package of yours: .package(url: "…", from: "…", traits: [])
        .package(name: "Kindling", path: "../..", traits: []),
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.5.0"),
    ],
    targets: [
        .executableTarget(
            name: "digits",
            dependencies: [
                .product(name: "Kindling", package: "Kindling"),
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            resources: [.copy("Resources/lenet.safetensors")])
    ]
)
