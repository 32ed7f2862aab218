import Foundation
import TestSupport
import Testing

@Suite("The form on a real terminal", .timeLimit(.minutes(45)))
struct FormScreensTests {
  private static let survey = URL(filePath: #filePath).deletingLastPathComponent()
    .appending(path: "Golden/form-survey.yaml").path

  private static let locales = ["ko": "ko_KR.UTF-8", "en": "en_US.UTF-8"]

  private func environment(_ folder: TemporaryFolder, _ language: String) -> [String: String] {
    ProgramRun.environment(home: folder.url, language: Self.locales[language] ?? "C")
  }

  @Test(
    "Every page looks as it was recorded",
    arguments: ["ko", "en"],
    [(columns: UInt16(80), rows: UInt16(24)), (columns: UInt16(120), rows: UInt16(40))]
  )
  func pages(language: String, size: (columns: UInt16, rows: UInt16)) throws {
    let folder = try TemporaryFolder()
    let terminal = try PseudoTerminal(
      Repository.program("panel"),
      ["survey", "preview", Self.survey],
      environment: environment(folder, language),
      columns: size.columns,
      rows: size.rows
    )
    #expect(terminal.waits { $0.frames > 0 })
    var isAsRecorded = true
    for step in FormWalk.steps(columns: size.columns, rows: size.rows) {
      switch step {
      case .press(let keys): terminal.press(keys)
      case .resize(let columns, let rows): terminal.resize(columns: columns, rows: rows)
      case .page(let page):
        let screen = terminal.screen
        let name = "\(page)-\(language)-\(screen.columns)x\(screen.rows)"
        // Where one page differs most others do: they are not waited for as long.
        let patience = isAsRecorded ? 30.0 : 0.5
        if try !FormRecording.check(terminal, name, patience: patience) { isAsRecorded = false }
      }
    }
    #expect(terminal.screen.isAlternate)
    #expect(terminal.screen.bracketsPaste)
    terminal.press("q")
    #expect(try terminal.wait() == 0)
    let screen = terminal.screen
    #expect(screen.failures == [])
    #expect(!screen.isAlternate && screen.cursor.isVisible && screen.wraps)
    #expect(!screen.bracketsPaste && !screen.isFrameOpen)
  }

  @Test("Nothing is recorded that no walk shows")
  func recordings() throws {
    let pages = FormWalk.steps(columns: 80, rows: 24).compactMap { step in
      if case .page(let page) = step { page } else { nil }
    }
    #expect(Set(pages).count == pages.count)
    let names = pages.flatMap { page in
      Self.locales.keys.flatMap { language in
        page == "too-small"
          ? ["\(page)-\(language)-60x20.txt"]
          : ["80x24", "120x40"].map { "\(page)-\(language)-\($0).txt" }
      }
    }
    let files = try FileManager.default.contentsOfDirectory(atPath: Golden.url("Form").path)
    #expect(Set(files) == Set(names))
  }

  @Test(
    "However the form is left, the terminal is as before",
    arguments: [(key: "q", status: 0), (key: "C-c", status: 130)]
  )
  func terminalState(key: String, status: Int) throws {
    let folder = try TemporaryFolder()
    let terminal = try PseudoTerminal(
      shell: "stty -a; echo; panel survey preview '\(Self.survey)'; echo \"status $?\"; stty -a",
      environment: environment(folder, "en")
    )
    try terminal.expectOnScreen("Before you begin")
    terminal.press("Enter")
    try terminal.expectOnScreen("Recusal")
    #expect(terminal.screen.isAlternate)
    terminal.press(key)
    try terminal.expect("status \(status)\r\n")
    #expect(try terminal.wait() == 0)
    let before = terminal.transcript.prefix { $0 != "\u{1B}" }
    let after = try #require(
      terminal.transcript.components(separatedBy: "status \(status)\r\n").last
    )
    #expect(before.trimmingCharacters(in: .newlines) == after.trimmingCharacters(in: .newlines))
    #expect(before.contains("icanon"))
    #expect(!terminal.screen.isAlternate && terminal.screen.cursor.isVisible)
  }
}
