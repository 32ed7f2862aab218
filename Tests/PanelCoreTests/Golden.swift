import Foundation
import Testing

/// Compares a text with a recorded one.
enum Golden {
  /// Expects the text of `Golden/NAME`.
  ///
  /// With `RECORD_GOLDEN=1` the text is recorded, and the test fails so that a recording is never
  /// mistaken for a pass.
  static func check(_ text: String, name: String) throws {
    let file = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "Golden/\(name)")
    if ProcessInfo.processInfo.environment["RECORD_GOLDEN"] == "1" {
      try Data(text.utf8).write(to: file)
      Issue.record("recorded \(name); run again without RECORD_GOLDEN")
      return
    }
    let recorded = try String(decoding: Data(contentsOf: file), as: UTF8.self)
    guard !text.utf8.elementsEqual(recorded.utf8) else { return }
    let pairs = zip(text.split(separator: "\n"), recorded.split(separator: "\n"))
    let difference = pairs.first { $0 != $1 }
    Issue.record(
      "\(name) differs: got ‘\(difference?.0 ?? "")’, recorded ‘\(difference?.1 ?? "")’"
    )
  }
}
