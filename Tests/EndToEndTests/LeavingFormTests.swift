import Foundation
import PanelCore
import TestSupport
import Testing

@testable import panel

extension FormJourneyTests {
  // What SIGKILL leaves cannot be tested: nothing can give the terminal back then.
  @Suite("The terminal after the form", .timeLimit(.minutes(45)))
  struct Leaving {
    private let person: FormPerson

    init() throws { person = try FormRound.anyone() }

    /// A shell that shows the terminal's state, rates, and shows status and state again.
    private func shell(
      _ script: String = "panel rate; echo \"status $?.\"",
      environment: [String: String] = [:],
      rows: UInt16 = 24
    ) throws -> PseudoTerminal {
      try PseudoTerminal(
        URL(filePath: "/bin/sh"),
        ["-c", "echo \"before $(stty -g).\"; \(script); echo \"after $(stty -g).\""],
        environment: ProgramRun.environment(home: person.home)
          .merging(["SWIFT_BACKTRACE": "enable=no"]) { $1 }.merging(environment) { $1 },
        rows: rows
      )
    }

    private func before(_ terminal: PseudoTerminal) throws -> String {
      try terminal.expect("before ")
      return try terminal.expect(".")
    }

    /// Gives one answer in a form that has just been opened.
    private func rate(_ terminal: PseudoTerminal) throws {
      try terminal.expect("Before you begin")
      terminal.send(FormWindow.bytes("\n2\n1"))
      try terminal.expect("Saving")
      try terminal.expect("Saved")
    }

    private func expectLeft(_ terminal: PseudoTerminal, state: String, status: Int32) throws {
      try terminal.expect("\u{1B}[?1049l")
      try terminal.expect("status ")
      #expect(try terminal.expect(".") == "\(status)")
      try terminal.expect("after ")
      #expect(try terminal.expect(".") == state)
      #expect(try terminal.wait() == 0)
      // The last word on each: no alternate screen, no brackets around a paste, a cursor, wrapping.
      for (mode, last) in [("?1049", "l"), ("?2004", "l"), ("?25", "h"), ("?7", "h")] {
        let parts = terminal.transcript.components(separatedBy: "\u{1B}[\(mode)")
        #expect(parts.count > 2 && parts.last?.hasPrefix(last) == true, "\(mode)")
      }
      let rest = terminal.transcript.components(separatedBy: "\u{1B}[?1049l").last ?? "\u{1B}"
      #expect(!rest.contains("\u{1B}"), "on the ordinary screen there are only lines")
      #expect(try person.draft().exposure.count == 1)
    }

    enum Way: CaseIterable {
      case leave, controlC, interrupt, terminate, quit, hangUp, crash, abort

      var key: String? { [.leave: "q", .controlC: "\u{3}"][self] }

      var signal: Int32 {
        switch self {
        case .leave, .controlC: 0
        case .interrupt: SIGINT
        case .terminate: SIGTERM
        case .quit: SIGQUIT
        case .hangUp: SIGHUP
        case .crash: SIGSEGV
        case .abort: SIGABRT
        }
      }

      var status: Int32 {
        switch self {
        case .leave: 0
        case .controlC: 130
        // Ctrl-\ is no key of the form; from outside it ends the program like SIGTERM.
        case .quit: 128 + SIGTERM
        default: 128 + signal
        }
      }
    }

    @Test("whatever way it ends, the terminal is as it was and the answer is there")
    func ways() throws {
      for way in Way.allCases {
        try? FileManager.default.removeItem(
          at: person.state.folder.appending(path: "draft.json")
        )
        let terminal = try shell()
        let state = try before(terminal)
        try rate(terminal)
        if let key = way.key {
          terminal.send(FormWindow.bytes(key))
        } else {
          kill(try person.holder(), way.signal)
        }
        try expectLeft(terminal, state: state, status: way.status)
      }
    }

    @Test("Ctrl-Z gives the terminal to the shell, and fg draws everything anew")
    func stopping() throws {
      let terminal = try shell(
        "set -m; panel rate; echo \"between $(stty -g).\"; fg; echo \"status $?.\""
      )
      let state = try before(terminal)
      try rate(terminal)
      terminal.send([0x1A])
      try terminal.expect("\u{1B}[?1049l")
      try terminal.expect("between ")
      #expect(try terminal.expect(".") == state)
      try terminal.expect("\u{1B}[?1049h")
      try terminal.expect("\u{1B}[2J")
      #expect(try terminal.expect("\u{1B}[?2026l").contains("Access"))
      terminal.send(FormWindow.bytes("q"))
      try expectLeft(terminal, state: state, status: 0)
    }

    @Test("a screen that is too small: p goes on line by line, on the ordinary screen")
    func tooSmall() throws {
      let terminal = try shell()
      let state = try before(terminal)
      try rate(terminal)
      terminal.resize(columns: 80, rows: 20)
      try terminal.expect("The form needs 80x24")
      // Keys that answer do nothing while no question can be seen.
      terminal.send(FormWindow.bytes("2\n3"))
      terminal.send(FormWindow.bytes("p"))
      try terminal.expect("\u{1B}[?1049l")
      try terminal.expect("> ")
      terminal.type("q")
      try terminal.expect("status 0.")
      try terminal.expect("after ")
      #expect(try terminal.expect(".") == state)
      #expect(try person.draft().exposure.values.flatMap(\.values) == [[ChoiceID("used")]])
    }

    @Test(
      "a window that is closed ends the form, also one that ignores SIGHUP",
      arguments: [false, true]
    )
    func closing(ignoring: Bool) throws {
      let ignored = "trap '' HUP; exec panel rate"
      let terminal = try PseudoTerminal(
        ignoring ? URL(filePath: "/bin/sh") : Repository.program("panel"),
        ignoring ? ["-c", ignored] : ["rate"],
        environment: ProgramRun.environment(home: person.home)
      )
      try rate(terminal)
      terminal.hangUp()
      #expect(try terminal.wait() == 128 + SIGHUP)
      #expect(try person.draft().exposure.count == 1)
    }
  }
}
