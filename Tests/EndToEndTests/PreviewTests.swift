import Foundation
import PanelCore
import TestSupport
import Testing

@testable import panel

@Suite("The preview of a survey", .timeLimit(.minutes(45)))
struct PreviewTests {
  private let folder: TemporaryFolder
  private let file: String

  init() throws {
    folder = try TemporaryFolder()
    let example = Repository.root.appending(path: "Surveys/example.yaml")
    file = try folder.write(try String(contentsOf: example, encoding: .utf8), to: "survey.yaml")
  }

  private var home: URL { folder.url.appending(path: "home") }

  private static let strace = URL(filePath: "/usr/bin/strace")

  private static let canTrace: Bool =
    FileManager.default.isExecutableFile(atPath: strace.path)
    && (try? ProgramRun.run(strace, ["-f", "/bin/true"], environment: [:]))?.status == 0

  private func fill(_ window: FormWindow) throws {
    #expect(window.opening.first?.contains("PREVIEW") == true)
    window.press("\n4\n5\n\n3\n3\n\n")
    try window.terminal.expect("Everything is answered")
    window.press("s")
    try window.terminal.expect("This is a preview: nothing is sent.")
    window.press("y")
    try window.terminal.expect("This is a preview: nothing was sent.")
    window.press("q")
    #expect(try window.terminal.wait() == 0)
    #expect(window.terminal.transcript.contains("The preview has ended; nothing was sent."))
    #expect(!FileManager.default.fileExists(atPath: home.appending(path: "rounds").path))
    let made = try FileManager.default.subpathsOfDirectory(atPath: home.path)
    #expect(made.allSatisfy { $0.hasPrefix("previews") })
    #expect(made.contains { $0.hasSuffix("/draft.json") })
  }

  @Test("all of it, submitting too, writes under previews only")
  func files() throws {
    try fill(FormWindow(home, ["survey", "preview", file]))
    let again = try FormWindow(home, ["survey", "preview", file])
    #expect(again.opening.contains { $0.contains("Everything is answered") })
    again.press("q")
    #expect(try again.terminal.wait() == 0)
    let anew = try FormWindow(home, ["survey", "preview", file, "--anew"])
    #expect(anew.opening.first?.contains("Before you begin") == true)
  }

  @Test("no connection is so much as begun", .enabled(if: canTrace))
  func network() throws {
    let trace = folder.path("trace")
    try fill(
      FormWindow(
        home,
        ["-f", "-qq", "-o", trace, "-e", "trace=socket,connect,sendto,sendmsg"]
          + [Repository.program("panel").path, "survey", "preview", file],
        program: Self.strace
      )
    )
    let calls = try String(contentsOfFile: trace, encoding: .utf8)
    #expect(!calls.contains("AF_INET"))
  }

  @Test("a second preview of one file is told so; another file is another preview")
  func twice() throws {
    let first = try FormWindow(home, ["survey", "preview", file])
    let second = try PseudoTerminal(
      Repository.program("panel"),
      ["survey", "preview", file],
      environment: ProgramRun.environment(home: home)
    )
    try second.expect("this survey is being previewed in another window")
    try second.expect("fix: close that preview first")
    #expect(try second.wait() == 75)
    #expect(!second.transcript.contains("\u{1B}"))
    let copy = folder.path("copy.yaml")
    try FileManager.default.copyItem(atPath: file, toPath: copy)
    let other = try FormWindow(home, ["survey", "preview", copy])
    other.press("q")
    #expect(try other.terminal.wait() == 0)
    first.press("q")
    #expect(try first.terminal.wait() == 0)
  }

  @Test("a survey with errors is told by file and line, before any screen")
  func errors() throws {
    let text = try String(contentsOfFile: file, encoding: .utf8)
    let bad = try folder.write(
      text.replacing("  lowest: 1\n", with: "  lowest: 9\n"),
      to: "bad.yaml"
    )
    let preview = try PseudoTerminal(
      Repository.program("panel"),
      ["survey", "preview", bad],
      environment: ProgramRun.environment(home: home)
    )
    #expect(try preview.wait() == 65)
    let places = preview.transcript.matches(of: /bad\.yaml:[0-9]+:/)
    #expect(!places.isEmpty)
    #expect(preview.transcript.contains("fix: ") && !preview.transcript.contains("\u{1B}"))
    #expect(!FileManager.default.fileExists(atPath: home.path))
  }
}
