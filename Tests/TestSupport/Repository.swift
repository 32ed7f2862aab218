public import Foundation

/// Where the project and its built programs lie.
public enum Repository {
  /// The project's root.
  public static let root = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  /// A program that was built beside the tests.
  public static func program(_ name: String) -> URL {
    // The test bundle, or the helper that runs it, lies in the folder of the products.
    let candidates = CommandLine.arguments.map {
      URL(fileURLWithPath: $0).deletingLastPathComponent().appending(path: name)
    }
    let built = root.appending(path: ".build/debug").appending(path: name)
    return candidates.first { FileManager.default.isExecutableFile(atPath: $0.path) } ?? built
  }
}
