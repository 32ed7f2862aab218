import Foundation
import PanelCore
import TestSupport
import Testing

@testable import panel

extension FormJourneyTests {
  @Suite("Two windows, and a disk without room", .timeLimit(.minutes(45)))
  struct Windows {
    private let person: FormPerson

    init() throws { person = try FormRound.anyone() }

    // MARK: - Two windows

    @Test("the second window reads, takes over, and then writes; the first has saved and says why")
    func takeover() throws {
      let first = try FormWindow(person.home)
      try first.answer("\n2\n1")
      let before = try person.draft()
      let second = try FormWindow(person.home)
      #expect(second.opening.first?.contains("READ ONLY") == true)
      #expect(second.opening.focus == "X2")
      for key in ["1", "x", "c", "e", "u"] {
        second.press(key)
        try second.terminal.expect("Another window is writing")
        try second.screen()
      }
      second.press("jn1")
      try second.screen()
      #expect(try person.draft() == before)
      // The first one writes on meanwhile.
      try first.answer("\n3")
      second.press("t")
      try second.terminal.expect("Taken over")
      #expect(try first.terminal.wait() == 128 + SIGTERM)
      let left = first.terminal.transcript.components(separatedBy: "\u{1B}[?1049l").last ?? ""
      #expect(left.contains("Another window has taken over; everything is saved."))
      let seen = try second.screen()
      #expect(seen.first?.contains("NOT SUBMITTED") == true)
      #expect(seen.value(of: "X2") == "3", "what the first one saved last")
      second.press("o")
      try second.answer("1")
      #expect(try person.draft().answers == [person.order[0]: [ItemID("C1"): .rating(1)]])
      #expect(try person.holder() == second.terminal.processID)
    }

    @Test("line by line it is a question; who says no reads, and changes nothing")
    func plain() throws {
      let first = try FormWindow(person.home)
      try first.answer("\n2\n1")
      let before = try person.draft()
      func second(_ answer: String) throws -> PseudoTerminal {
        let terminal = try PseudoTerminal(
          Repository.program("panel"),
          ["rate", "--plain"],
          environment: ProgramRun.environment(home: person.home)
        )
        try terminal.expect("Take over?")
        terminal.type(answer)
        return terminal
      }
      let reading = try second("no")
      try reading.expect("Opened for reading only.")
      try reading.expect("> ")
      reading.type("3")
      try reading.expect("Not changed: the form is open in another window")
      reading.type("q")
      #expect(try reading.wait() == 0)
      #expect(try person.draft() == before)
      try first.answer("2")
      let writing = try second("yes")
      try writing.expect("> ")
      #expect(try first.terminal.wait() == 128 + SIGTERM)
      writing.type("1,3")
      try writing.expect("Draft saved. ")
      #expect(try person.draft().exposure[person.order[0]]?[ItemID("X2")]?.count == 2)
    }

    @Test("a window that only reads saves nothing line by line either, after p")
    func readingThenPlain() throws {
      let first = try FormWindow(person.home)
      try first.answer("\n2\n1")
      let before = try person.draft()
      let second = try FormWindow(person.home)
      second.terminal.resize(columns: 60, rows: 20)
      try second.terminal.expect("The form needs")
      second.press("p")
      try second.terminal.expect("> ")
      second.terminal.type("3")
      try second.terminal.expect("Not changed: the form is open in another window")
      second.terminal.type("q")
      #expect(try second.terminal.wait() == 0)
      #expect(try person.draft() == before)
    }

    // MARK: - No room

    private static let prlimit = URL(filePath: "/usr/bin/prlimit")

    /// Lets a process write no file any more, or again, as a full disk does.
    private func limit(_ process: pid_t, isFull: Bool) throws {
      let run = try ProgramRun.run(
        Self.prlimit,
        ["--pid", "\(process)", "--fsize=\(isFull ? "0" : "unlimited"):unlimited"],
        environment: [:]
      )
      #expect(run.status == 0, "\(run.error)")
    }

    private func limited() throws -> FormWindow {
      try FormWindow(
        person.home,
        ["-c", "trap '' XFSZ; exec panel rate"],
        program: URL(filePath: "/bin/sh")
      )
    }

    @Test(
      "without room the foot says NOT SAVED and why, the form goes on, and saves when there is room",
      .enabled(if: FileManager.default.isExecutableFile(atPath: prlimit.path))
    )
    func noRoom() throws {
      let window = try limited()
      try window.answer("\n2\n1")
      let saved = try person.draft()
      let process = window.terminal.processID
      try limit(process, isFull: true)
      window.press("\n1")
      let told = try window.terminal.expect("NOT SAVED: File too large")
      #expect(!told.contains("Saved"))
      #expect(try person.draft() == saved, "the former draft is whole")
      window.press("j4")
      try window.screen()
      let seen = try window.screen()
      #expect(seen.contains { $0.hasPrefix("! NOT SAVED: File too large") })
      #expect(seen.value(of: "X2") == "1" && seen.value(of: "U1") == "4")
      try limit(process, isFull: false)
      window.press("j")
      try window.terminal.expect("Saved")
      #expect(try person.draft().answers.count == 1)

      try limit(process, isFull: true)
      window.press("3")
      try window.terminal.expect("NOT SAVED: ")
      window.press("q")
      #expect(try window.terminal.wait() == 73)
      let left = window.terminal.transcript.components(separatedBy: "\u{1B}[?1049l").last ?? ""
      #expect(left.contains("panel: NOT SAVED: ") && left.contains("File too large"))
      #expect(left.contains("fix: "))
      #expect(try person.draft().answers.values.map(\.count) == [1])
      let rest = try FileManager.default.contentsOfDirectory(atPath: person.state.folder.path)
      #expect(!rest.contains { $0.hasSuffix(".aside") })
    }

    @Test("a folder that cannot be written to")
    func noFolder() throws {
      let window = try FormWindow(person.home)
      try window.answer("\n2\n1")
      // Also who may do anything cannot write a file where a folder is.
      let obstacle = person.state.folder.appending(path: ".draft.json.aside")
      try FileManager.default.createDirectory(at: obstacle, withIntermediateDirectories: false)
      window.press("2")
      try window.terminal.expect("NOT SAVED: Is a directory")
      try FileManager.default.removeItem(at: obstacle)
      window.press("j")
      try window.terminal.expect("Saved")
      window.press("q")
      #expect(try window.terminal.wait() == 0)
      #expect(try person.draft().exposure.values.flatMap(\.values) == [[ChoiceID("seen")]])
    }
  }
}
