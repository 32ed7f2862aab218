import Foundation
import TestSupport
import Testing

/// The recorded pages of the form: a line with the cursor, then what is to be seen.
enum FormRecording {
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
    let recording = "Form/\(name).txt"
    let file = Golden.url(recording)
    if Golden.isRecording || !FileManager.default.fileExists(atPath: file.path) {
      terminal.settle(quiet: 0.3, answer: 2)
      Issue.record("\(try Golden.difference(text(terminal.screen), recording) ?? "")")
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
