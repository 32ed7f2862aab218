import Foundation
import TestSupport
import Testing

@Suite("The command lines", .timeLimit(.minutes(45)))
struct CommandLineTests {
  let folder: TemporaryFolder
  init() throws { folder = try TemporaryFolder() }

  /// Every command below a program, as the parser itself knows them.
  static func commands(of program: String) throws -> [[String]] {
    struct Dump: Decodable {
      struct Command: Decodable {
        var commandName: String
        var subcommands: [Command]?
      }
      var command: Command
    }
    let folder = try TemporaryFolder()
    let run = try ProgramRun.run(
      Repository.program(program),
      ["--experimental-dump-help"],
      environment: ProgramRun.environment(home: folder.url)
    )
    func paths(_ command: Dump.Command, _ path: [String]) -> [[String]] {
      (command.subcommands ?? []).filter { $0.commandName != "help" }.flatMap { child in
        [path + [child.commandName]] + paths(child, path + [child.commandName])
      }
    }
    return paths(try JSONDecoder().decode(Dump.self, from: Data(run.output.utf8)).command, [])
  }

  @Test("every command has help, and those that do something have an example")
  func help() throws {
    for program in ["panel", "paneld"] {
      let commands = try Self.commands(of: program)
      #expect(commands.count >= 2)
      for command in commands {
        let run = try ProgramRun.run(
          Repository.program(program),
          command + ["--help"],
          environment: ProgramRun.environment(home: folder.url)
        )
        #expect(run.status == 0)
        let isGroup = run.output.contains("SUBCOMMANDS:")
        #expect(isGroup || run.output.contains("Example:"), "\(program) \(command)")
      }
    }
  }

  @Test("version, wrong options and wrong commands")
  func usage() throws {
    #expect(try ProgramRun.panel("--version", home: folder.url).output == "0.1.0\n")
    #expect(try ProgramRun.panel("nonsense", home: folder.url).status == 64)
    #expect(try ProgramRun.panel("verify", home: folder.url).status == 64)
    #expect(
      try ProgramRun.panel("verify", folder.path("nowhere"), home: folder.url).status == 66
    )
    #expect(try ProgramRun.panel("status", home: folder.url).status == 0)
    let none = try ProgramRun.panel("submit", home: folder.url, language: "ko_KR.UTF-8")
    #expect(none.status == 66 && none.error.contains("등록한 회차가 없습니다"))
    let noServer = try ProgramRun.panel("round", "open", "x", home: folder.url)
    #expect(noServer.status == 77 && noServer.error.contains("coordinator join"))
  }

  @Test("join and rate refuse a pipe and say what to do", arguments: [["join"], ["rate"]])
  func pipes(command: [String]) throws {
    let run = try ProgramRun.run(
      Repository.program("panel"),
      command,
      environment: ProgramRun.environment(home: folder.url),
      input: "yes\nyes\n"
    )
    #expect(run.status == 66 && run.error.contains("terminal") && run.error.contains("fix:"))
    #expect(!FileManager.default.fileExists(atPath: folder.path("rounds")))
  }

  @Test("a reader that goes away is no failure")
  func closedPipe() throws {
    let run = try ProgramRun.run(
      URL(fileURLWithPath: "/bin/sh"),
      ["-c", "\"$0\" --help | head -1; exit 0", Repository.program("panel").path],
      environment: ProgramRun.environment(home: folder.url)
    )
    #expect(run.status == 0 && run.error.isEmpty)
  }

  @Test("a full disk under standard output is a failure")
  func fullDisk() throws {
    guard FileManager.default.fileExists(atPath: "/dev/full") else { return }
    let run = try ProgramRun.run(
      URL(fileURLWithPath: "/bin/sh"),
      [
        "-c", "\"$0\" survey check Surveys/example.yaml > /dev/full",
        Repository.program("panel").path,
      ],
      environment: ProgramRun.environment(home: folder.url)
    )
    #expect(run.status == 73 && run.error.contains("fix:"), "\(run.error)")
  }

  @Test("aggregate: no such path, no ratings, rows that a spreadsheet left blank")
  func emptyRatings() throws {
    let missing = try ProgramRun.panel("aggregate", folder.path("nowhere"), home: folder.url)
    #expect(missing.status == 66, "\(missing.error)")
    let none = try folder.write("rater,model,item,rating\n", to: "none.csv")
    let empty = try ProgramRun.panel("aggregate", none, "--criteria", "s=10", home: folder.url)
    #expect(empty.status == 65 && empty.error.contains("fix:"), "\(empty.error)")
    let blank = try folder.write("rater,model,item,rating\na,A,s,3\n,,,\n\n", to: "blank.csv")
    let scored = try ProgramRun.panel("aggregate", blank, "--criteria", "s=10", home: folder.url)
    #expect(scored.status == 0, "\(scored.error)")
  }

  @Test("a damaged credential says so instead of advising to join again")
  func damagedCredential() throws {
    let round = folder.url.appending(path: "rounds/r")
    try FileManager.default.createDirectory(at: round, withIntermediateDirectories: true)
    _ = try folder.write("", to: "rounds/r/credential.json")
    let run = try ProgramRun.panel("status", home: folder.url)
    #expect(run.status == 65 && run.error.contains("damaged"), "\(run.output) \(run.error)")
  }

  @Test("survey check: the shipped ones hold; a broken one names line and fix, in both languages")
  func surveyCheck() throws {
    let shipped = try ProgramRun.panel(
      "survey",
      "check",
      "Surveys/example.yaml",
      "Surveys/independent-ai-foundation-model-2026-1.yaml",
      home: folder.url
    )
    #expect(shipped.status == 0, "\(shipped.error)")
    let text = try String(
      contentsOf: Repository.root.appending(path: "Surveys/example.yaml"),
      encoding: .utf8
    )
    let broken = try folder.write(
      text.replacing("minimumPanel:", with: "minimumPannel:")
        .replacing("unit: criterion", with: "unit: everything"),
      to: "broken.yaml"
    )
    let run = try ProgramRun.panel("survey", "check", broken, home: folder.url)
    #expect(run.status == 65)
    #expect(run.error.contains("minimumPannel") && run.error.contains("minimumPanel"))
    #expect(run.error.contains("everything"))
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    let line = (lines.firstIndex { $0.hasPrefix("minimumPanel:") } ?? 0) + 1
    #expect(run.error.contains("broken.yaml:\(line):"), "\(run.error)")
    let korean = try ProgramRun.panel(
      "survey",
      "check",
      broken,
      "--language",
      "ko",
      home: folder.url
    )
    #expect(korean.status == 65 && korean.error != run.error)
    let named = try folder.write("Hidden Name\n", to: "names.txt")
    let leaking = try folder.write(
      text.replacing("version: 1", with: "version: 1 # Hidden Name"),
      to: "leak.yaml"
    )
    let leak = try ProgramRun.panel(
      "survey",
      "check",
      leaking,
      "--names",
      named,
      home: folder.url
    )
    #expect(leak.status == 65 && leak.error.contains("Hidden Name"))
  }

  @Test("a roster with problems names every line")
  func roster() throws {
    let path = try folder.write("name,email\nA,a@x\n,b@x\nA,a@x\nC\n", to: "roster.csv")
    let run = try ProgramRun.panel(
      "round",
      "invite",
      "x",
      "--roster",
      path,
      "--to",
      folder.path("out"),
      home: folder.url
    )
    #expect(run.status == 65)
    for line in [3, 4, 5] { #expect(run.error.contains("roster.csv:\(line):"), "\(run.error)") }
  }

  @Test(
    "an invitation with a mistyped code, without lines, of another kind",
    arguments: [
      ("server: http://127.0.0.1:1\nround: r\ncode: 0400-20G3\n", "56"),
      ("round: r\n", "server"),
      ("server: here\nround: r\ncode: x\n", "address"),
      (
        "server: http://127.0.0.1:1\nround: r\ncode: "
          + "0400-20G3-0G2G-C1R8-1450-P30D-1R7Q-6G9C-2B6Z-G3W5-VEQD-3RAJ-2S60-V486\n", "mistyped"
      ),
      (
        "server: http://127.0.0.1:1\nround: r\ncode: "
          + "08G2-28H3-4GJJ-C9S8-54N2-PB1D-5RQK-0C9J-6CT3-ADHQ-70WK-MESW-7MZ3-YFDR\n", "recovery"
      ),
      (
        "server: http://127.0.0.1:1\nround: r\ncode: "
          + "0400-20G3-0G2G-C1R8-1450-P30D-1R7Q-6G9C-2B6Z-G3W5-VEQD-3RAJ-2S60-V485\n", "reached"
      ),
    ]
  )
  func badInvitations(text: String, word: String) throws {
    let path = try folder.write(text, to: "invitation.txt")
    let terminal = try PseudoTerminal(
      Repository.program("panel"),
      ["join", path],
      environment: ProgramRun.environment(home: folder.url)
    )
    let status = try terminal.wait()
    #expect([65, 69].contains(status))
    #expect(terminal.transcript.contains(word), "\(terminal.transcript)")
    #expect(terminal.transcript.contains("fix:"))
  }
}
