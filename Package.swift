// swift-tools-version: 6.2
import PackageDescription

/// The programs of the book, one a chapter and one for each chapter's solutions.
/// `swift run extract` keeps the list between the two markers, and leaves out what stands between the markers further
/// down when it writes a stage of the book (`--stage NN`), which has no tools and tests.
let programs: [String] = [
    // extract: programs begin
    "01-tensors",
    "02-autograd",
    "03-mnist",
    "04-scratch",
    "05-functional",
    "06-module",
    "07-linear",
    "08-optim",
    "09-dataset",
    "10-dataloader",
    "11-validation",
    "11-01-batch-norm",
    "11-02-peak-memory",
    "12-fit",
    "12-01-criteria",
    "13-cnn",
    "14-sequential",
    "15-lenet",
    "16-summary",
    "A-engine-room",
    "01-tensors-solutions",
    "02-autograd-solutions",
    "03-mnist-solutions",
    "04-scratch-solutions",
    "05-functional-solutions",
    "06-module-solutions",
    "07-linear-solutions",
    "08-optim-solutions",
    "09-dataset-solutions",
    "10-dataloader-solutions",
    "11-validation-solutions",
    "12-fit-solutions",
    "13-cnn-solutions",
    "14-sequential-solutions",
    "15-lenet-solutions",
    "16-summary-solutions",
    // extract: programs end
]

let package = Package(
    name: "Kindling",
    platforms: [.macOS(.v15)],
    products: [
        .library(name: "Kindling", targets: ["Kindling"])
    ],
    dependencies: [
        // stage: leave out
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.5.0"),
        .package(url: "https://github.com/swiftlang/swift-subprocess", from: "1.0.0"),
        // stage: end
    ],
    targets: [
        // The library: every line of it stands in a chapter.
        .target(
            name: "KindlingEngine",
            path: "Sources/Engine"),
        .target(
            name: "Kindling",
            dependencies: ["KindlingEngine", "CZlib"],
            path: "Sources/Kindling",
            resources: [.copy("Resources/MNIST")]),
        .systemLibrary(
            name: "CZlib",
            path: "Tools/CZlib",
            pkgConfig: "zlib",
            providers: [.apt(["zlib1g-dev"]), .brew(["zlib"])]),
        // What a program needs to say where it is.
        .target(
            name: "Checkpoint",
            path: "Tools/Checkpoint"),

        // stage: leave out
        // The tools that turn chapters into programs and check what they print.
        .systemLibrary(
            name: "CMark",
            path: "Tools/CMark",
            pkgConfig: "libcmark",
            providers: [.apt(["libcmark-dev"]), .brew(["cmark"])]),
        .target(
            name: "Literate",
            dependencies: [
                "CMark",
                .product(name: "Subprocess", package: "swift-subprocess"),
            ],
            path: "Tools/Literate"),
        .executableTarget(
            name: "extract",
            dependencies: [
                "Literate",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            path: "Tools/extract"),
        .executableTarget(
            name: "verify",
            dependencies: [
                "Literate",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            path: "Tools/verify"),

        // `make bench`: Kindling's side of the benchmark, and the arithmetic that it is measured against.
        .target(
            name: "BenchPeak",
            path: "Benchmarks/peak"),
        .executableTarget(
            name: "bench",
            dependencies: ["Kindling", "KindlingEngine", "BenchPeak"],
            path: "Benchmarks/worker"),

        // The checks.
        .testTarget(
            name: "LiterateTests",
            dependencies: ["Literate"],
            path: "Tests/LiterateTests"),
        // A program that trains the book's networks, for the test that every path gives the same bits.
        .executableTarget(
            name: "training-bits",
            dependencies: ["Kindling", "KindlingEngine"],
            path: "Tests/TrainingBits",
            swiftSettings: [.swiftLanguageMode(.v5)]),
        .testTarget(
            name: "KindlingTests",
            dependencies: [
                "Kindling", "KindlingEngine", "training-bits",
                .product(name: "Subprocess", package: "swift-subprocess"),
            ],
            path: "Tests/KindlingTests",
            resources: [.copy("Fixtures")]),
        .testTarget(
            name: "ChapterTests",
            dependencies: ["Literate"],
            path: "Tests/ChapterTests"),
        // stage: end
    ]
        // Programs are built in Swift 5 mode: in Swift 6 mode their top-level variables would belong to the main
        // actor, and the functions of a chapter could not use them.
        + programs.map { name in
            .executableTarget(
                name: name,
                dependencies: ["Kindling", "Checkpoint"],
                path: "Sources/Programs/\(name)",
                swiftSettings: [.swiftLanguageMode(.v5)])
        }
)
