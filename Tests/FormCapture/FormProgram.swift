import Foundation
import TestSupport

/// `panel survey preview` on a terminal of its own, with nothing tried before.
final class FormProgram {
  let terminal: PseudoTerminal
  private let folder: TemporaryFolder

  static let survey = Repository.root
    .appending(path: "Surveys/independent-ai-foundation-model-2026-1.yaml")

  init(language: String, columns: UInt16, rows: UInt16) throws {
    folder = try TemporaryFolder()
    terminal = try PseudoTerminal(
      Repository.program("panel"),
      ["survey", "preview", Self.survey.path],
      environment: ProgramRun.environment(
        home: folder.url,
        language: language == "ko" ? "ko_KR.UTF-8" : "en_US.UTF-8"
      ),
      columns: columns,
      rows: rows
    )
    try waitForRedraw()
  }

  /// Waits until everything that was typed has been answered and saved.
  ///
  /// Keys are taken in their turn, and Ctrl-L draws everything anew.
  func synchronise() throws {
    terminal.press("C-l")
    try waitForRedraw()
  }

  private func waitForRedraw() throws {
    try terminal.expect("\u{1B}[2J")
    try terminal.expect("\u{1B}[?2026l")
  }

  /// Leaves the form and waits for the end.
  func leave() throws {
    terminal.press("Esc")
    try synchronise()
    terminal.press("q")
    let status = try terminal.wait()
    let failures = terminal.screen.failures
    guard status == 0, failures.isEmpty else {
      throw PseudoTerminal.Timeout(expected: "the end", shown: "\(status) \(failures)")
    }
  }
}
