import Foundation
import TestSupport
import Testing

@testable import PanelTerminal

@Suite(.timeLimit(.minutes(45)))
struct RawTerminalTests {
  private static let greeting = "\u{1B}[?1049h"
  private static let farewell = "\u{1B}[?2004l\u{1B}[?7h\u{1B}[?25h\u{1B}[?1049l"

  /// A shell that shows the terminal's state, runs the probe and shows the state again.
  private func shell(
    _ script: String = "terminal-probe; echo \"status $?\"",
    columns: UInt16 = 80,
    rows: UInt16 = 24
  ) throws -> PseudoTerminal {
    let programs = Repository.program("terminal-probe").deletingLastPathComponent().path
    return try PseudoTerminal(
      URL(filePath: "/bin/sh"),
      ["-c", "echo \"before $(stty -g).\"; \(script); echo \"after $(stty -g).\""],
      environment: [
        "PATH": "\(programs):/usr/bin:/bin", "TERM": "xterm", "LC_ALL": "C",
        "SWIFT_BACKTRACE": "enable=no",
      ],
      columns: columns,
      rows: rows
    )
  }

  private func before(_ terminal: PseudoTerminal) throws -> String {
    try terminal.expect("before ")
    return try terminal.expect(".")
  }

  /// Waits for the probe and returns its process.
  private func ready(_ terminal: PseudoTerminal, _ size: String = "80x24") throws -> pid_t {
    try terminal.expect(Self.greeting)
    try terminal.expect("<ready \(size) pid ")
    return try #require(pid_t(terminal.expect(">")))
  }

  private func expectRestored(_ terminal: PseudoTerminal, to state: String) throws {
    try terminal.expect(Self.farewell)
    let rest = try terminal.expect("after ")
    #expect(!rest.contains(Self.greeting))
    #expect(try terminal.expect(".") == state)
    #expect(try terminal.wait() == 0)
  }

  @Test("Leaving gives the terminal back as it was")
  func leaving() throws {
    let terminal = try shell()
    let state = try before(terminal)
    _ = try ready(terminal)
    terminal.send(Array("\u{3}\u{1A}\u{1C}\u{11}\u{13}한\r".utf8))
    for key in ["control(\"c\")", "control(\"\\\\\")", "control(\"q\")", "control(\"s\")"] {
      if key.contains("\\\\") {
        // Ctrl-Z is a key too, and stops nothing.
        try terminal.expect("<control(\"z\")>")
      }
      try terminal.expect("<\(key)>")
    }
    try terminal.expect("<character(\"한\")>")
    try terminal.expect("<enter>")
    terminal.send(Array("q".utf8))
    try expectRestored(terminal, to: state)
    #expect(terminal.transcript.components(separatedBy: Self.farewell).count == 2)
  }

  @Test("A lone Escape is decided by silence")
  func escape() throws {
    let terminal = try shell()
    _ = try ready(terminal)
    terminal.send([0x1B])
    try terminal.expect("<escape>")
    terminal.send(Array("\u{1B}[A".utf8))
    try terminal.expect("<up>")
    terminal.send(Array("q".utf8))
    try terminal.expect("after ")
  }

  @Test(
    "A signal gives the terminal back before it is reported",
    arguments: [SIGINT, SIGTERM, SIGHUP, SIGQUIT]
  )
  func signals(signal: Int32) throws {
    let terminal = try shell()
    let state = try before(terminal)
    kill(try ready(terminal), signal)
    let words = [SIGINT: "interrupt", SIGHUP: "hangUp"]
    try terminal.expect(Self.farewell)
    try terminal.expect("ending \(words[signal] ?? "terminate")")
    try terminal.expect("status 9")
    try terminal.expect("after ")
    #expect(try terminal.expect(".") == state)
  }

  @Test("A crash gives the terminal back", arguments: ["x", "a", "o", "segv"])
  func crashes(how: String) throws {
    let terminal = try shell("ulimit -c 0; terminal-probe; echo \"status $?\"")
    let state = try before(terminal)
    let process = try ready(terminal)
    if how == "segv" { kill(process, SIGSEGV) } else { terminal.send(Array(how.utf8)) }
    try terminal.expect(Self.farewell)
    try terminal.expect("status ")
    // The signal itself is passed on: 128 and its number.
    let status = try #require(Int(terminal.expect("\r\n")))
    #expect([SIGABRT, SIGILL, SIGSEGV, SIGTRAP].map { Int($0) + 128 }.contains(status))
    try terminal.expect("after ")
    #expect(try terminal.expect(".") == state)
  }

  @Test("A stop gives the terminal back until the program is continued", arguments: [true, false])
  func stopping(byKey: Bool) throws {
    let terminal = try shell(
      "set -m; terminal-probe; echo \"between $(stty -g).\"; stty intr ^G; "
        + "echo \"changed $(stty -g).\"; fg; echo \"status $?\""
    )
    let state = try before(terminal)
    let process = try ready(terminal)
    if byKey { terminal.send(Array("z".utf8)) } else { kill(process, SIGTSTP) }
    try terminal.expect(Self.farewell)
    try terminal.expect("between ")
    #expect(try terminal.expect(".") == state)
    try terminal.expect("changed ")
    let changed = try terminal.expect(".")
    #expect(changed != state)
    try terminal.expect(Self.greeting)
    try terminal.expect("<resumed 80x24>")
    terminal.send([3])
    try terminal.expect("<control(\"c\")>")
    terminal.send(Array("q".utf8))
    // What the person changed meanwhile stays.
    try expectRestored(terminal, to: changed)
  }

  @Test("A stop that nobody could end is passed over")
  func orphaned() throws {
    let terminal = try shell()
    let state = try before(terminal)
    _ = try ready(terminal)
    terminal.send(Array("z".utf8))
    try terminal.expect("<resumed 80x24>")
    terminal.send(Array("q".utf8))
    try expectRestored(terminal, to: state)
  }

  @Test("After SIGSTOP and SIGCONT the terminal is held again")
  func continued() throws {
    let terminal = try shell()
    let state = try before(terminal)
    let process = try ready(terminal)
    kill(process, SIGSTOP)
    kill(process, SIGCONT)
    try terminal.expect(Self.greeting)
    try terminal.expect("<resumed 80x24>")
    terminal.send(Array("q".utf8))
    try expectRestored(terminal, to: state)
  }

  @Test("Another size is reported, and none counts as 80 × 24")
  func sizes() throws {
    let terminal = try shell(columns: 0, rows: 0)
    _ = try ready(terminal)
    terminal.resize(columns: 120, rows: 40)
    try terminal.expect("<resized 120x40>")
    terminal.send(Array("q".utf8))
    try terminal.expect("after ")
  }

  @Test("Much output arrives whole")
  func output() throws {
    let terminal = try shell()
    _ = try ready(terminal)
    terminal.send(Array("w".utf8))
    try terminal.expect("<written>")
    #expect(terminal.transcript.count { $0 == "w" } >= 100_000)
    terminal.send(Array("q".utf8))
    try terminal.expect("after ")
  }

  @Test("A terminal that takes nothing does not keep the program from ending")
  func blocked() throws {
    let terminal = try shell("terminal-probe --silent; echo \"status $?\"")
    let state = try before(terminal)
    let process = try ready(terminal)
    terminal.send(Array("w".utf8))
    // Nobody reads: the probe must end all the same, and what it wrote is still there.
    let deadline = ContinuousClock.now + .seconds(20)
    while terminal.unreadCount < 4_000, ContinuousClock.now < deadline { usleep(10_000) }
    kill(process, SIGTERM)
    while kill(process, 0) == 0, ContinuousClock.now < deadline { usleep(10_000) }
    #expect(kill(process, 0) != 0)
    try terminal.expect("status 9")
    try terminal.expect("after ")
    #expect(try terminal.expect(".") == state)
  }

  @Test("With its standard streams elsewhere the controlling terminal is used")
  func controllingTerminal() throws {
    let terminal = try shell("terminal-probe </dev/null 2>/dev/null; echo \"status $?\"")
    let state = try before(terminal)
    _ = try ready(terminal)
    terminal.send(Array("q".utf8))
    try expectRestored(terminal, to: state)
  }

  @Test("A pipe is no terminal")
  func noTerminal() {
    let pipe = Pipe()
    let descriptor = pipe.fileHandleForReading.fileDescriptor
    #expect(throws: RawTerminal.Problem.noTerminal) {
      try RawTerminal(input: descriptor, output: descriptor)
    }
  }
}
