import Foundation
import TestSupport
import Testing

/// The recorded pages of the form: a line with the cursor, then what is to be seen.
enum FormRecording {
  static let folder = URL(filePath: #filePath).deletingLastPathComponent()
    .appending(path: "Golden/Form")

  static var isRecording: Bool { ProcessInfo.processInfo.environment["RECORD_GOLDEN"] == "1" }

  static func text(_ screen: TerminalScreen) -> String {
    let cursor = screen.cursor
    let place = cursor.isVisible ? "line \(cursor.row + 1), column \(cursor.column + 1)" : "hidden"
    return (["cursor: \(place)"] + screen.lines).joined(separator: "\n") + "\n"
  }

  /// Expects that a page comes to look as it was recorded; `false` if it does not.
  ///
  /// With `RECORD_GOLDEN=1` the page is recorded, and the test fails so that a recording is never
  /// mistaken for a pass.
  static func check(_ terminal: PseudoTerminal, _ name: String, patience: Double) throws -> Bool {
    let file = folder.appending(path: "\(name).txt")
    if isRecording {
      terminal.settle(quiet: 0.3, answer: 2)
      let text = text(terminal.screen)
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
      if (try? Data(contentsOf: file)) != Data(text.utf8) { try Data(text.utf8).write(to: file) }
      Issue.record("recorded \(name); run again without RECORD_GOLDEN")
      return true
    }
    let recorded = (try? String(decoding: Data(contentsOf: file), as: UTF8.self)) ?? ""
    if terminal.waits(seconds: patience, until: { text($0) == recorded }) { return true }
    let lines = recorded.split(separator: "\n", omittingEmptySubsequences: false)
    let shown = text(terminal.screen).split(separator: "\n", omittingEmptySubsequences: false)
    let differences = zip(shown, lines).filter { $0 != $1 }.prefix(3)
      .map { "got ‘\($0)’, recorded ‘\($1)’" }
    let reason =
      recorded.isEmpty ? "is not recorded" : "differs: " + differences.joined(separator: "; ")
    Issue.record("\(name) \(reason); RECORD_GOLDEN=1 records it")
    return false
  }
}
