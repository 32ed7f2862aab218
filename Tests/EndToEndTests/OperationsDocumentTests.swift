import Foundation
import TestSupport
import Testing

@testable import panel

@Suite("docs/operations.md and packaging", .timeLimit(.minutes(45)))
struct OperationsDocumentTests {
  private func text(_ path: String) throws -> String {
    try String(contentsOf: Repository.root.appending(path: path), encoding: .utf8)
  }

  /// The commands of our programs in the shell blocks of the document, in order.
  private func commands() throws -> [[String]] {
    var (commands, isShell): ([[String]], Bool) = ([], false)
    for line in try text("docs/operations.md").split(separator: "\n") {
      if line.hasPrefix("```") {
        isShell = line == "```sh"
      } else if isShell {
        let words = line.replacing("sudo -u paneld ", with: "").split(separator: " ")
          .map(String.init).filter { $0 != "&" }
        if ["panel", "paneld"].contains(words.first) { commands.append(words) }
      }
    }
    return commands
  }

  @Test("every command of ours in it is taken, and those on files do what it says")
  func commandsWork() async throws {
    let trial = try await TrialRound(evaluators: 5)
    try await trial.enrolEverybody()
    try await trial.submitEverybody()
    _ = try await trial.close()
    let places = [
      ("/var/lib/paneld-restored", trial.folder.path("restored")), ("/var/lib/paneld", trial.data),
      ("/backup", trial.folder.path("backups")), ("/srv/drill", trial.folder.path("drill")),
    ]
    var worked: Set<String> = []
    for words in try commands() {
      var arguments = words.dropFirst().map { word in
        places.reduce(word) { $0.replacing($1.0, with: $1.1) }
      }
      // Listening on a port of the document's is not for a test; the rest of the line is.
      let serves = arguments.first == "serve"
      if serves, let data = arguments.firstIndex(of: "--data") { arguments[data + 1] += "/none" }
      let run = try ProgramRun.run(
        Repository.program(words[0]),
        arguments,
        environment: ProgramRun.environment(home: trial.folder.url.appending(path: "home"))
      )
      let line = Comment(rawValue: "\(words.joined(separator: " ")): \(run.error)")
      #expect(run.status != 64, line)
      guard words[0] == "paneld" else { continue }
      let command = arguments[0]
      #expect(run.status == (serves ? 66 : command == "init" ? 73 : 0), line)
      worked.insert(command)
    }
    #expect(worked == ["init", "serve", "link", "access", "backup", "restore", "check"])
  }

  @Test("the unit starts a server as the program takes it, and gives it few rights")
  func unit() throws {
    let unit = try text("packaging/paneld.service")
    let folder = try TemporaryFolder()
    let start = try #require(unit.firstMatch(of: /\nExecStart=\/usr\/local\/bin\/paneld (.*)\n/))
    let arguments = start.1.split(separator: " ").map {
      $0 == "/var/lib/paneld" ? folder.path("none") : String($0)
    }
    let run = try ProgramRun.run(
      Repository.program("paneld"),
      arguments,
      environment: ProgramRun.environment(home: folder.url)
    )
    #expect(run.status == 66, "\(run.error)")
    for line in [
      "NoNewPrivileges=true", "ProtectSystem=strict", "ReadWritePaths=/var/lib/paneld",
      "LimitCORE=0", "PrivateTmp=true", "MemoryDenyWriteExecute=true",
      "SystemCallFilter=@system-service", "Restart=on-failure", "UMask=0077",
    ] {
      #expect(unit.contains("\n\(line)\n"), "\(line)")
    }
  }
}
