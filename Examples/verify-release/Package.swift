// swift-tools-version:6.2

import PackageDescription

let package = Package(
  name: "verify-release",
  platforms: [.macOS(.v15)],
  // In a project of your own: .package(url: "the address of the repository", from: "0.1.0").
  dependencies: [.package(name: "panel", path: "../..")],
  targets: [
    .executableTarget(
      name: "verify-release",
      dependencies: [
        .product(name: "PanelCore", package: "panel"),
        .product(name: "PanelProtocol", package: "panel"),
        .product(name: "PanelReport", package: "panel"),
      ],
      path: "Sources"
    )
  ]
)
