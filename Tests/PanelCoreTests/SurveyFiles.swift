import Foundation
import PanelCore

/// The survey files that are shipped, and surveys made from them.
enum SurveyFiles {
  /// The folder of the whole project.
  static let project = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  static let full = "independent-ai-foundation-model-2026-1.yaml"

  static var all: [String] {
    get throws {
      try FileManager.default.contentsOfDirectory(atPath: project.path + "/Surveys")
        .filter { $0.hasSuffix(".yaml") }.sorted()
    }
  }

  static func text(_ name: String) throws -> String {
    try String(contentsOf: project.appending(path: "Surveys/\(name)"), encoding: .utf8)
  }

  static func survey(_ name: String) throws -> Survey {
    try SurveyDocument.read(try text(name)).survey
  }

  /// The example with one part replaced; the part must occur in it.
  static func example(_ part: String, _ other: String) throws -> String {
    let text = try text("example.yaml")
    guard let range = text.range(of: part) else { throw PartIsMissing(part: part) }
    return text.replacingCharacters(in: range, with: other)
  }

  /// The line, from 1, that the first occurrence of a part begins on.
  static func line(of part: String, in text: String) throws -> Int {
    guard let range = text.range(of: part) else { throw PartIsMissing(part: part) }
    return 1 + text[..<range.lowerBound].count { $0 == "\n" }
  }

  struct PartIsMissing: Error {
    var part: String
  }
}
