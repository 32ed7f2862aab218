import Foundation
import PanelCore
import PanelTerminal
import TestSupport
import Testing

@testable import panel

extension FormJourneyTests {
  @Suite("What is written where", .timeLimit(.minutes(45)))
  struct Output {
    private let person: FormPerson

    init() throws { person = try FormRound.anyone() }

    private func terminal(
      _ arguments: [String] = ["rate"],
      _ change: (inout [String: String]) -> Void = { _ in }
    ) throws -> PseudoTerminal {
      var environment = ProgramRun.environment(home: person.home)
      change(&environment)
      return try PseudoTerminal(
        Repository.program("panel"),
        arguments,
        environment: environment,
        rows: 60
      )
    }

    private func shell(_ script: String) throws -> PseudoTerminal {
      try PseudoTerminal(
        URL(filePath: "/bin/sh"),
        ["-c", "\(script); echo \"status $?.\""],
        environment: ProgramRun.environment(home: person.home)
      )
    }

    // MARK: - Lines

    @Test("on a terminal of lines, or where they are asked for, there is no escape sequence")
    func lines() throws {
      let ways: [([String], (inout [String: String]) -> Void)] = [
        (["rate"], { $0["TERM"] = "dumb" }), (["rate"], { $0["TERM"] = nil }),
        (["rate"], { $0["TERM"] = "" }), (["rate", "--plain"], { _ in }),
        (["rate"], { $0["PANEL_PLAIN"] = "1" }),
      ]
      for (number, (arguments, change)) in ways.enumerated() {
        let terminal = try terminal(arguments, change)
        try terminal.expect("[1/")
        terminal.type("?")
        try terminal.expect("[1/")
        terminal.type("q")
        #expect(try terminal.wait() == 0)
        #expect(!terminal.transcript.contains("\u{1B}"), "way \(number)")
      }
    }

    // MARK: - Pipes and files

    @Test("nothing is answered from a pipe, a file or nothing at all")
    func input() throws {
      let file = person.home.appending(path: "answers.txt")
      try Data("1\n1\n1\n1\n".utf8).write(to: file)
      for way in ["</dev/null", "<'\(file.path)'", "--plain </dev/null", "--plain <'\(file.path)'"]
      {
        let terminal = try shell("panel rate \(way)")
        try terminal.expect("standard input is not a terminal")
        try terminal.expect("fix: run panel rate in a terminal")
        try terminal.expect("status 66.")
      }
      let alone = try ProgramRun.panel("rate", home: person.home, input: "1\n1\n1\n")
      #expect(alone.status == 66 && alone.error.contains("\n  fix: run panel rate in a terminal"))
      #expect(try person.draft() == Answers())
    }

    @Test("with results or messages sent elsewhere, the form is on the terminal all the same")
    func output() throws {
      let pipe = try shell("panel rate | cat")
      try pipe.expect("Before you begin")
      pipe.send(FormWindow.bytes("\n2\n1"))
      try pipe.expect("Saving")
      try pipe.expect("Saved")
      pipe.send(FormWindow.bytes("q"))
      try pipe.expect("status 0.")
      let file = person.home.appending(path: "messages.txt")
      let messages = try shell("panel rate 2>'\(file.path)'")
      try messages.expect("\u{1B}[?1049h")
      try messages.expect("Access")
      messages.send(FormWindow.bytes("1"))
      try messages.expect("Saving")
      try messages.expect("Saved")
      messages.send(FormWindow.bytes("q"))
      try messages.expect("status 0.")
      let text = try String(contentsOf: file, encoding: .utf8)
      #expect(text.hasPrefix("trial: NOT SUBMITTED") && !text.contains("\u{1B}"))
      #expect(try person.draft().exposure[person.order[0]]?.count == 2)
    }

    // MARK: - Languages

    /// The columns a line takes where Hangul takes two.
    private func columns(of line: some StringProtocol) -> Int {
      line.unicodeScalars.reduce(0) {
        $0 + ((0x1100...0x115F).contains($1.value) || (0x2E80...0xFFE6).contains($1.value) ? 2 : 1)
      }
    }

    @Test("Korean in the C locale: the same screen, and every column where it belongs")
    func localeC() throws {
      let person = person
      func opened(_ arguments: [String], _ locale: [String: String]) throws -> FormWindow {
        let window = try FormWindow(person.home, arguments, environment: locale)
        window.press("\n2\n")
        return window
      }
      let bare = try opened(["rate", "--language", "ko"], ["LC_ALL": "C", "LANG": "C"])
      let shown = try bare.whole()
      bare.press("q")
      _ = try bare.terminal.wait()
      let korean = try opened(["rate"], ["LC_ALL": "ko_KR.UTF-8"])
      #expect(try korean.whole() == shown)
      let lines = FormWindow.lines(shown)
      #expect(lines.contains { $0.contains("사용 여부") })
      #expect(lines.allSatisfy { columns(of: $0) <= 80 })
      let divided = lines.compactMap { line in line.firstIndex(of: "|").map { line[..<$0] } }
      #expect(divided.count > 10 && divided.allSatisfy { columns(of: $0) == 33 })
      korean.press("q")
      _ = try korean.terminal.wait()

      let plain = try terminal(["rate", "--plain", "--language", "ko"]) { $0["LC_ALL"] = "C" }
      try plain.expect("[1/")
      plain.type("?")
      try plain.expect("한국어")
      plain.type("q")
      #expect(try plain.wait() == 0)
      #expect(plain.transcript.split(separator: "\r\n").allSatisfy { columns(of: $0) <= 80 })
    }

    // MARK: - Colours

    /// The codes of every change of style.
    private func codes(_ transcript: String) -> Set<Int> {
      Set(
        transcript.matches(of: /\u{1B}\[([0-9;]*)m/)
          .flatMap { $0.1.split(separator: ";").compactMap { Int($0) } }
      )
    }

    private func styles(_ arguments: [String], _ variables: [String: String]) throws -> Set<Int> {
      let window = try FormWindow(person.home, ["rate"] + arguments, environment: variables)
      // The matrix, a warning, a choice, the help: every style there is.
      window.press("\n2\n1jj9mm?")
      try window.screen()
      window.press("nu\nq")
      _ = try? window.terminal.expect("\u{1B}[?1049l", seconds: 10)
      window.terminal.killNow()
      _ = try window.terminal.wait()
      return codes(window.terminal.transcript)
    }

    @Test("no colour where none is wanted, strong ones where they are")
    func colours() throws {
      let colours = Set(30...37).union(90...97).union(40...47).union(100...107)
      #expect(try styles([], [:]).contains(35))
      #expect(try styles([], ["NO_COLOR": "1"]).isDisjoint(with: colours))
      #expect(try styles(["--theme", "plain"], [:]).isDisjoint(with: colours))
      #expect(try styles([], ["PANEL_THEME": "plain"]).isDisjoint(with: colours))
      #expect(try styles([], ["NO_COLOR": ""]).contains(35), "an empty NO_COLOR says nothing")
      #expect(try styles(["--theme", "colour"], ["NO_COLOR": "1"]).contains(35))
      let strong = try styles(["--theme", "contrast"], [:])
      #expect(strong.isSuperset(of: [93, 40, 31, 107]) && !strong.contains(2))
    }
  }
}
