// swift-tools-version:6.2

import Foundation
import PackageDescription

// A newer toolchain's new warnings must not stop a newcomer; on CI they must stop us.
let warningsAreErrors: [SwiftSetting] =
  ProcessInfo.processInfo.environment["CI"] == nil ? [] : [.treatAllWarnings(as: .error)]

let settings: [SwiftSetting] =
  [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
  ] + warningsAreErrors

let crypto: Target.Dependency = .product(name: "Crypto", package: "swift-crypto")
let cryptoExtras: Target.Dependency = .product(name: "CryptoExtras", package: "swift-crypto")
let bigInt: Target.Dependency = .product(name: "BigInt", package: "BigInt")
let argumentParser: Target.Dependency = .product(
  name: "ArgumentParser",
  package: "swift-argument-parser"
)
let logging: Target.Dependency = .product(name: "Logging", package: "swift-log")
let nioCore: Target.Dependency = .product(name: "NIOCore", package: "swift-nio")
let nioHTTP: Target.Dependency = .product(name: "NIOHTTP1", package: "swift-nio")
let nioFoundation: Target.Dependency = .product(
  name: "NIOFoundationCompat",
  package: "swift-nio"
)
let certificates: [Target.Dependency] = [
  .product(name: "X509", package: "swift-certificates"),
  .product(name: "SwiftASN1", package: "swift-asn1"),
]
let nioSSL: Target.Dependency = .product(name: "NIOSSL", package: "swift-nio-ssl")

let package = Package(
  name: "panel",
  platforms: [.macOS(.v15)],
  products: [
    .executable(name: "panel", targets: ["panel"]),
    .executable(name: "paneld", targets: ["paneld"]),
    // For other programs, such as those in Examples. Before 1.0 their interfaces may change.
    .library(name: "PanelCore", targets: ["PanelCore"]),
    .library(name: "PanelProtocol", targets: ["PanelProtocol"]),
    .library(name: "PanelScoring", targets: ["PanelScoring"]),
    .library(name: "PanelReport", targets: ["PanelReport"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/apple/swift-asn1", from: "1.7.4"),
    .package(url: "https://github.com/apple/swift-certificates", from: "1.21.1"),
    .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
    .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0"),
    .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
    .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
    .package(url: "https://github.com/apple/swift-nio-extras", from: "1.35.2"),
    .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.37.6"),
    .package(url: "https://github.com/apple/swift-numerics", from: "1.1.1"),
    .package(url: "https://github.com/attaswift/BigInt", from: "6.0.1"),
    .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
    .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1"),
    .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
    .package(url: "https://github.com/swift-server/async-http-client", from: "1.37.0"),
    .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
  ],
  targets: [
    .target(
      name: "PanelStatistics",
      dependencies: [bigInt, .product(name: "RealModule", package: "swift-numerics")],
      exclude: ["README.md"],
      swiftSettings: settings
    ),
    .target(
      name: "PanelCore",
      dependencies: [.product(name: "Yams", package: "Yams")],
      exclude: ["README.md"],
      swiftSettings: settings
    ),
    .target(
      name: "PanelProtocol",
      dependencies: ["PanelCore", crypto, cryptoExtras, bigInt],
      exclude: ["README.md"],
      swiftSettings: settings
    ),
    .target(
      name: "PanelScoring",
      dependencies: ["PanelCore", "PanelStatistics"],
      exclude: ["README.md"],
      swiftSettings: settings
    ),
    .target(
      name: "PanelReport",
      dependencies: ["PanelCore", "PanelStatistics", "PanelScoring", "PanelProtocol"],
      exclude: ["README.md"],
      swiftSettings: settings
    ),
    .target(name: "PanelFiles", exclude: ["README.md"], swiftSettings: settings),
    .target(
      name: "PanelStore",
      dependencies: ["PanelCore", .product(name: "GRDB", package: "GRDB.swift")],
      exclude: ["README.md"],
      swiftSettings: settings
    ),
    .target(name: "CTerminal", exclude: ["README.md"]),
    .target(
      name: "PanelTerminal",
      dependencies: ["PanelCore", "PanelStatistics", "CTerminal"],
      exclude: ["README.md"],
      swiftSettings: settings
    ),
    .executableTarget(
      name: "panel",
      dependencies: [
        "PanelStatistics", "PanelCore", "PanelScoring", "PanelProtocol", "PanelReport",
        "PanelTerminal", "PanelFiles", argumentParser, crypto, nioCore, nioHTTP, nioFoundation,
        nioSSL,
        .product(name: "AsyncHTTPClient", package: "async-http-client"),
      ],
      exclude: ["README.md"],
      swiftSettings: settings
    ),
    .executableTarget(
      name: "paneld",
      dependencies: [
        "PanelCore", "PanelProtocol", "PanelStore", "PanelFiles",
        argumentParser, crypto, logging, nioCore, nioFoundation, nioSSL,
        .product(name: "HTTPTypes", package: "swift-http-types"),
        .product(name: "Hummingbird", package: "hummingbird"),
        .product(name: "HummingbirdCore", package: "hummingbird"),
        .product(name: "NIOHTTPTypes", package: "swift-nio-extras"),
        .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
        .product(name: "UnixSignals", package: "swift-service-lifecycle"),
      ] + certificates,
      exclude: ["README.md"],
      swiftSettings: settings
    ),

    // The examples, built here so that a test can run them; each has its own Package.swift too.
    .executableTarget(
      name: "example-verify-release",
      dependencies: ["PanelCore", "PanelProtocol", "PanelReport"],
      path: "Examples/verify-release/Sources",
      swiftSettings: settings
    ),
    .executableTarget(
      name: "example-score-a-csv",
      dependencies: ["PanelCore", "PanelScoring"],
      path: "Examples/score-a-csv/Sources",
      swiftSettings: settings
    ),

    .target(name: "CPseudoTerminal", path: "Tests/CPseudoTerminal"),
    .target(
      name: "TestSupport",
      dependencies: ["CPseudoTerminal", "PanelTerminal"],
      path: "Tests/TestSupport",
      swiftSettings: settings
    ),
    .executableTarget(
      name: "terminal-probe",
      dependencies: ["PanelTerminal"],
      path: "Tests/TerminalProbe",
      swiftSettings: settings
    ),
    // What the JSON of panel does not carry, for the comparison with other software: make peers.
    .executableTarget(
      name: "statistics-probe",
      dependencies: ["PanelStatistics", "PanelCore", "PanelScoring"],
      path: "peers/probe",
      swiftSettings: settings
    ),
    // Pictures of the form for the README, and how long a key takes: make screens, make bench-form.
    .executableTarget(
      name: "form-capture",
      dependencies: ["PanelTerminal", "PanelCore", "TestSupport"],
      path: "Tests/FormCapture",
      swiftSettings: settings
    ),
    // Many clients that submit to a real paneld at once: make bench-submit.
    .executableTarget(
      name: "submission-load",
      dependencies: ["PanelCore", "PanelProtocol", "TestSupport"],
      path: "Tests/SubmissionLoad",
      swiftSettings: settings
    ),
    .testTarget(
      name: "PanelStatisticsTests",
      dependencies: ["PanelStatistics", "TestSupport", bigInt],
      swiftSettings: settings
    ),
    .testTarget(
      name: "PanelCoreTests",
      dependencies: ["PanelCore", "TestSupport"],
      exclude: ["Golden"],
      swiftSettings: settings
    ),
    .testTarget(
      name: "PanelProtocolTests",
      dependencies: ["PanelProtocol", "PanelCore", "TestSupport", crypto, cryptoExtras, bigInt],
      swiftSettings: settings
    ),
    .testTarget(
      name: "PanelReportTests",
      dependencies: [
        "PanelReport", "PanelScoring", "PanelStatistics", "PanelProtocol", "PanelCore",
        "TestSupport",
        crypto, cryptoExtras,
      ],
      exclude: ["Golden"],
      swiftSettings: settings
    ),
    .testTarget(
      name: "PanelStoreTests",
      dependencies: ["PanelStore", "PanelFiles", "PanelCore", "TestSupport"],
      swiftSettings: settings
    ),
    .testTarget(
      name: "PanelTerminalTests",
      dependencies: [
        "PanelTerminal", "PanelCore", "PanelStatistics", "TestSupport", "terminal-probe",
      ],
      exclude: ["Golden", "Vectors"],
      swiftSettings: settings
    ),
    .testTarget(
      name: "CommandTests",
      dependencies: [
        "panel", "paneld", "example-verify-release", "example-score-a-csv", "TestSupport",
      ],
      exclude: ["Golden"],
      swiftSettings: settings
    ),
    .testTarget(
      name: "EndToEndTests",
      dependencies: [
        "panel", "paneld", "PanelCore", "PanelProtocol", "PanelReport", "PanelScoring",
        "PanelStatistics", "PanelStore", "TestSupport", "form-capture", argumentParser, bigInt,
        crypto,
        nioHTTP, nioSSL,
      ] + certificates,
      exclude: ["Crashpoint", "Golden"],
      swiftSettings: settings
    ),
    // The server's router in this process; TLS, kills and locks need real processes: EndToEndTests.
    .testTarget(
      name: "ServerTests",
      dependencies: [
        "paneld", "PanelCore", "PanelProtocol", "PanelStore", "TestSupport", crypto, logging,
        nioCore,
        .product(name: "HTTPTypes", package: "swift-http-types"),
        .product(name: "Hummingbird", package: "hummingbird"),
        .product(name: "HummingbirdTesting", package: "hummingbird"),
      ],
      swiftSettings: settings
    ),
    .testTarget(
      name: "ProjectTests",
      dependencies: [
        "paneld", "PanelCore", "PanelProtocol", "PanelStore", "TestSupport", logging,
        .product(name: "Hummingbird", package: "hummingbird"),
        .product(name: "Yams", package: "Yams"),
      ],
      swiftSettings: settings
    ),
  ]
)
