// swift-tools-version: 6.2
import PackageDescription

/// The programs of the book, one a chapter and one for each chapter's solutions.
/// `swift run extract` keeps the list between the two markers, and leaves out what stands between the markers further
/// down when it writes a stage of the book (`--stage NN`), which has no tools and tests.
let programs: [String] = [
    // extract: programs begin
    "01-tensors",
    "01-01-walking",
    "01-02-making",
    "01-03-views",
    "01-04-operations",
    "01-05-arithmetic",
    "01-06-sums",
    "01-07-integers",
    "01-08-picking",
    "01-09-matmul",
    "01-10-printing",
    "01-11-random",
    "01-12-writing",
    "02-autograd",
    "02-01-tape",
    "02-02-gradients",
    "02-03-checking",
    "02-04-drawing",
    "02-05-straight-through",
    "02-06-more-operations",
    "03-mnist",
    "03-01-reading",
    "03-02-files",
    "03-03-gzip",
    "03-04-sha256",
    "03-05-pictures",
    "03-06-pickle",
    "03-07-pickle-arrays",
    "03-08-download",
    "04-scratch",
    "05-functional",
    "05-01-cross-entropy",
    "05-02-losses-for-numbers",
    "05-03-activation-functions",
    "05-04-layers-without-memory",
    "06-module",
    "06-01-module-class",
    "06-02-modules-in-modules",
    "06-03-module-state",
    "06-04-hooks",
    "07-linear",
    "07-01-starting-weights",
    "08-optim",
    "08-01-optimizers",
    "08-02-adaptive",
    "08-03-optimizer-loops",
    "08-04-schedulers",
    "08-05-starting-point",
    "09-dataset",
    "09-01-rows",
    "09-02-streams",
    "10-dataloader",
    "10-01-samplers",
    "10-02-collate",
    "10-03-loading",
    "10-04-workers",
    "10-05-tar",
    "10-06-png",
    "10-07-image-folder",
    "10-08-notmnist",
    "11-validation",
    "11-01-batch-norm",
    "11-02-peak-memory",
    "12-fit",
    "12-01-criteria",
    "13-cnn",
    "13-01-conv2d",
    "13-02-convolution-loops",
    "13-03-convolution-tile",
    "13-05-pooling",
    "14-sequential",
    "14-01-functions-as-modules",
    "15-lenet",
    "15-01-max-pooling",
    "15-02-loss-objects",
    "16-summary",
    "16-01-every-figure",
    "16-02-the-line",
    "17-blocks",
    "17-01-tables-and-norms",
    "17-02-attention",
    "17-03-attention-loops",
    "17-04-layer-norm-loops",
    "17-05-layers",
    "17-06-leaving-out",
    "18-saving",
    "18-01-replacing",
    "18-02-elements",
    "18-03-json",
    "18-04-safetensors",
    "18-05-npy",
    "18-06-zip",
    "18-07-torch",
    "18-08-optimizer-state",
    "18-09-random-state",
    "18-10-loader-state",
    "18-11-checkpoint",
    "18-12-resumed",
    "18-13-a-network-for-others",
    "18-14-a-picture-of-a-digit",
    "A-engine-room",
    "A-01-engine-measured",
    "A-02-engine-functions",
    "A-03-engine-kernels",
    "A-04-engine-machine",
    "A-05-engine-pool",
    "A-06-engine-product",
    "A-07-engine-loops",
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
    "17-blocks-solutions",
    "18-saving-solutions",
    // extract: programs end
]

/// Where `make test` builds the tests, apart from the programs and the commands: they are built already, in the folder
/// of that name.
let programsAreBuilt = Context.environment["KINDLING_PROGRAMS"] != nil

// stage: leave out
/// Most tests run once for each time that they are compiled.
let testSettings: [SwiftSetting] = [.unsafeFlags(["-Onone"])]
// stage: end

let package = Package(
    name: "Kindling",
    platforms: [.macOS(.v15)],
    products: [
        .library(name: "Kindling", targets: ["Kindling"]),
        // For a book of someone else's, which depends on Kindling: what its programs import, and the tools.
        .library(name: "Checkpoint", targets: ["Checkpoint"]),
    ],
    // stage: leave out
    // Whoever uses the library alone says `traits: []`, and needs neither the tools' packages nor cmark-gfm.
    traits: [
        .default(enabledTraits: ["Tools"]),
        .trait(name: "Tools", description: "The commands extract, verify, practice and weave"),
    ],
    // stage: end
    dependencies: [
        // stage: leave out
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.5.0"),
        .package(url: "https://github.com/swiftlang/swift-subprocess", from: "1.0.0"),
        .package(url: "https://github.com/hummingbird-project/swift-mustache", from: "2.0.0"),
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
            pkgConfig: "libcmark-gfm",
            providers: [.apt(["libcmark-gfm-dev", "libcmark-gfm-extensions-dev"]), .brew(["cmark-gfm"])]),
        // The types of a library of the toolchain's, which is loaded while the tools run.
        .systemLibrary(
            name: "CIndexStore",
            path: "Tools/CIndexStore"),
        .target(
            name: "Literate",
            dependencies: [
                .target(name: "CMark", condition: .when(traits: ["Tools"])), "CIndexStore", "CZlib", "Checkpoint",
                .product(name: "Subprocess", package: "swift-subprocess", condition: .when(traits: ["Tools"])),
                .product(name: "Mustache", package: "swift-mustache", condition: .when(traits: ["Tools"])),
            ],
            path: "Tools/Literate"),

        // The checks, and what several of them use.
        .target(
            name: "TestSupport",
            path: "Tests/Support"),
        .testTarget(
            name: "LiterateTests",
            dependencies: ["Literate", "TestSupport"],
            path: "Tests/LiterateTests",
            exclude: [
                "Fixtures/katex.json", "Fixtures/make_katex.js", "Fixtures/expressions.tex", "Fixtures/highlight.json",
                "Fixtures/highlight_snippets.py", "Fixtures/make_highlight.py",
            ],
            swiftSettings: testSettings),
        // A program that trains the book's networks, for the test that every path gives the same bits.
        .executableTarget(
            name: "training-bits",
            dependencies: ["Kindling", "KindlingEngine"],
            path: "Tests/TrainingBits",
            swiftSettings: [.swiftLanguageMode(.v5)]),
        // A program that computes what pages of the site compute in a browser, for the test that both give the same bits.
        .executableTarget(
            name: "site-bits",
            dependencies: ["Kindling"],
            path: "Tests/SiteBits",
            exclude: ["bits.txt", "check.mjs", "browser.py"]),
        // A program that downloads a file, for the test that kills it meanwhile.
        .executableTarget(
            name: "download-file",
            dependencies: ["Kindling"],
            path: "Tests/DownloadFile"),
        // A program that saves a state, for the test that kills it meanwhile.
        .executableTarget(
            name: "save-file",
            dependencies: ["Kindling"],
            path: "Tests/SaveFile"),
        // A program that saves a checkpoint, for the test that kills it meanwhile.
        .executableTarget(
            name: "save-checkpoint",
            dependencies: ["Kindling"],
            path: "Tests/SaveCheckpoint"),
        .testTarget(
            name: "KindlingTests",
            dependencies: [
                "Kindling", "KindlingEngine", "TestSupport", "training-bits", "site-bits",
                .product(name: "Subprocess", package: "swift-subprocess", condition: .when(traits: ["Tools"])),
            ],
            path: "Tests/KindlingTests",
            resources: [.copy("Fixtures")],
            swiftSettings: testSettings),
        .testTarget(
            name: "ChapterTests",
            dependencies: ["Literate"],
            path: "Tests/ChapterTests",
            swiftSettings: testSettings),
        // The readers of what comes from outside, checked on hostile inputs: a test of the collected ones, or, where
        // `make fuzz` says so, the program in which libFuzzer looks for new ones. Only libFuzzer has a `main` for that.
        Context.environment["KINDLING_FUZZ"] == nil
            ? .testTarget(
                name: "FuzzTests",
                dependencies: ["Kindling", "Literate", "TestSupport"],
                path: "Tests/Fuzz",
                exclude: ["Corpus", "Driver.swift", "fuzz.sh", "make_seeds.py"])
            : .executableTarget(
                name: "fuzz",
                dependencies: ["Kindling", "Literate", "TestSupport"],
                path: "Tests/Fuzz",
                exclude: ["Corpus", "ReplayTests.swift", "fuzz.sh", "make_seeds.py"]),
        // stage: end
    ]
        // Programs are built in Swift 5 mode: in Swift 6 mode their top-level variables would belong to the main
        // actor, and the functions of a chapter could not use them.
        + (programsAreBuilt ? [] : programs).map { name in
            .executableTarget(
                name: name,
                dependencies: ["Kindling", "Checkpoint"],
                path: "Sources/Programs/\(name)",
                swiftSettings: [.swiftLanguageMode(.v5)])
        }
)

// stage: leave out
if !programsAreBuilt {
    package.products += [
        .executable(name: "extract", targets: ["extract"]),
        .executable(name: "verify", targets: ["verify"]),
        .executable(name: "practice", targets: ["practice"]),
        .executable(name: "weave", targets: ["weave"]),
    ]
    package.targets += [
        .executableTarget(
            name: "extract",
            dependencies: [
                "Literate",
                .product(
                    name: "ArgumentParser", package: "swift-argument-parser", condition: .when(traits: ["Tools"])),
            ],
            path: "Tools/extract"),
        .executableTarget(
            name: "verify",
            dependencies: [
                "Literate",
                .product(
                    name: "ArgumentParser", package: "swift-argument-parser", condition: .when(traits: ["Tools"])),
            ],
            path: "Tools/verify"),
        .executableTarget(
            name: "practice",
            dependencies: [
                "Literate",
                .product(
                    name: "ArgumentParser", package: "swift-argument-parser", condition: .when(traits: ["Tools"])),
            ],
            path: "Tools/practice"),
        .executableTarget(
            name: "weave",
            dependencies: [
                "Literate",
                .product(
                    name: "ArgumentParser", package: "swift-argument-parser", condition: .when(traits: ["Tools"])),
            ],
            path: "Tools/weave",
            exclude: ["Theme", "Wasm"]),

        // `make bench`: Kindling's side of the benchmark, and the arithmetic that it is measured against.
        .target(
            name: "BenchPeak",
            path: "Benchmarks/peak"),
        .executableTarget(
            name: "bench",
            dependencies: ["Kindling", "KindlingEngine", "BenchPeak"],
            path: "Benchmarks/worker"),
    ]
}
// stage: end
