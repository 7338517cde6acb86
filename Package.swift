// swift-tools-version: 6.2
import PackageDescription

/// Warnings are errors; imports are exact.
let everywhere: [SwiftSetting] = [
  .treatAllWarnings(as: .error),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
]
/// Targets without C code: there, an unsafe construct is a compile error unless it is marked `unsafe`.
let pure = everywhere + [.strictMemorySafety()]

// Read from top to bottom: data flows down, and a target depends only on targets above it.
let package = Package(
  name: "audit",
  products: [.executable(name: "audit", targets: ["audit"])],
  targets: [
    // System libraries.
    .systemLibrary(name: "CCrypto", pkgConfig: "libcrypto", providers: [.apt(["libssl-dev"])]),
    .systemLibrary(name: "CCurl", pkgConfig: "libcurl", providers: [.apt(["libcurl4-openssl-dev"])]),
    .systemLibrary(name: "CMalloc"),
    .systemLibrary(name: "CSQLite", pkgConfig: "sqlite3", providers: [.apt(["libsqlite3-dev"])]),
    .systemLibrary(name: "CYAML", pkgConfig: "yaml-0.1", providers: [.apt(["libyaml-dev"])]),
    .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),

    // The domain, and the formats everything speaks: values only, no input or output.
    .target(name: "Locking", swiftSettings: pure),
    .target(name: "Model", swiftSettings: pure),
    .target(name: "Spelling", swiftSettings: pure),
    .target(name: "JSON", swiftSettings: pure),
    .target(name: "XML", swiftSettings: pure),
    .target(name: "YAML", dependencies: ["CYAML"], swiftSettings: everywhere),

    // Data files that the binary carries inside itself: rules, price tables, providers, the action table.
    .executableTarget(name: "embed-files", path: "Sources/Plugins/EmbedTool", swiftSettings: everywhere),
    .plugin(
      name: "EmbedFiles", capability: .buildTool(), dependencies: ["embed-files"], path: "Sources/Plugins/EmbedFiles"),
    .target(
      name: "Catalog", exclude: ["prices", "providers", "iam"], swiftSettings: pure, plugins: ["EmbedFiles"]),

    // The AWS client: signing, HTTP, the AWS CLI's files, retries; and how to log in, which asks AWS itself.
    .target(name: "Signing", dependencies: ["CCrypto", "Locking"], swiftSettings: everywhere),
    .target(name: "Transport", dependencies: ["CCurl", "Locking"], swiftSettings: everywhere),
    .target(name: "Profiles", dependencies: ["Model", "Spelling"], swiftSettings: pure),
    .target(
      name: "AWS", dependencies: ["JSON", "Locking", "Model", "Profiles", "Signing", "Transport", "XML"],
      swiftSettings: pure),
    .target(
      name: "Credentials",
      dependencies: ["AWS", "JSON", "Locking", "Model", "Profiles", "Signing", "Transport", "XML"],
      swiftSettings: pure),

    // AWS services as typed operations, and the reading of listings.
    .target(
      name: "Services", dependencies: ["AWS", "Catalog", "JSON", "Model", "Spelling", "Transport", "XML", "YAML"],
      swiftSettings: pure),
    .target(
      name: "Listing", dependencies: ["AWS", "Locking", "Model", "Services", "Transport", "XML"], swiftSettings: pure),

    // What is asked, in what order; what is kept.
    .target(name: "Scanner", dependencies: ["AWS", "Listing", "Locking", "Model", "Services"], swiftSettings: pure),
    .target(name: "Store", dependencies: ["CSQLite", "CZlib", "Locking", "Model"], swiftSettings: everywhere),

    // What is thought about it.
    .target(name: "CEL", dependencies: ["Spelling"], swiftSettings: pure),
    .executableTarget(name: "cel-conformance", dependencies: ["CEL"], swiftSettings: everywhere),
    .target(name: "Policy", dependencies: ["Catalog", "JSON", "Model"], swiftSettings: pure),
    .target(
      name: "Rules", dependencies: ["CEL", "Catalog", "Model", "Policy", "Signing", "Spelling", "YAML"],
      swiftSettings: pure),
    .target(name: "Pricing", dependencies: ["Catalog", "JSON", "Model"], swiftSettings: pure),

    .target(name: "Comparison", dependencies: ["Model"], swiftSettings: pure),

    // What is said about it.
    .target(name: "Reports", dependencies: ["Comparison", "Model"], swiftSettings: pure, plugins: ["EmbedFiles"]),
    .target(name: "Terminal", dependencies: ["CMalloc", "Locking"], swiftSettings: everywhere),
    .target(name: "Arguments", dependencies: ["Spelling"], swiftSettings: pure),
    .target(
      name: "Commands",
      dependencies: [
        "AWS", "Arguments", "CEL", "Catalog", "Comparison", "Credentials", "JSON", "Listing", "Locking", "Model",
        "Policy", "Pricing", "Profiles", "Reports", "Rules", "Scanner", "Services", "Spelling", "Store", "Terminal",
        "Transport", "YAML",
      ], swiftSettings: everywhere, plugins: ["EmbedFiles"]),
    .executableTarget(name: "audit", dependencies: ["Commands", "Terminal"], swiftSettings: pure),

    // What bench/listing.sh measures with.
    .executableTarget(
      name: "listing-bench", dependencies: ["AWS", "Listing", "Locking", "Model", "Terminal", "Transport"],
      path: "bench/listing",
      swiftSettings: everywhere),
    // What bench/accounts.sh measures with.
    .executableTarget(
      name: "accounts-bench",
      dependencies: ["AWS", "JSON", "Listing", "Locking", "Model", "Scanner", "Services", "Signing", "Transport"],
      path: "bench/accounts", swiftSettings: everywhere),

    // Tests: one target a target, and whole-program tests that run the built binary.
    .target(name: "TestSupport", dependencies: ["Locking"], path: "Tests/TestSupport", swiftSettings: everywhere),
  ]
    + testTargets([
      "AWS", "Arguments", "CEL", "Commands", "Comparison", "Credentials", "JSON", "Listing", "Locking", "Model",
      "Policy",
      "Pricing", "Profiles", "Reports", "Rules", "Scanner", "Services", "Signing", "Spelling", "Store", "Terminal",
      "Transport", "XML", "YAML",
    ]) + [
      // The whole program on bad days: every fault of a network and of a service, and what must never be said.
      .testTarget(
        name: "ReliabilityTests", dependencies: ["Locking", "TestSupport"], exclude: ["Fixtures"],
        swiftSettings: everywhere)
    ],
  swiftLanguageModes: [.v6]
)

/// `<Target>Tests` in Tests/, which may use the target's own dependencies and the test support.
func testTargets(_ names: [String]) -> [Target] {
  let shared = [
    "Locking", "Model", "JSON", "XML", "YAML", "CEL", "Catalog", "Transport", "Profiles", "AWS", "Services",
    "TestSupport",
  ]
  return names.map { name in
    .testTarget(
      name: "\(name)Tests",
      dependencies: [.init(stringLiteral: name)] + shared.filter { $0 != name }.map { .init(stringLiteral: $0) },
      exclude: ["Fixtures"], swiftSettings: everywhere)
  }
}
