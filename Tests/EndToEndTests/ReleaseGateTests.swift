import Foundation
import PanelCore
import PanelReport
import TestSupport
import Testing

@testable import panel

extension ProgramRun {
  /// The commands that would approve what the release gate found, as `panel export` printed them.
  var waivers: [[String]] {
    error.matches(of: /panel (round waive [^\n]*) --reason/).map {
      $0.1.split(separator: " ").map(String.init) + ["--reason", "for one named recipient"]
    }
  }
}

@Suite("The release gate of a round", .serialized, .timeLimit(.minutes(45)))
struct ReleaseGateTests {
  @Test("what fails is not written; the coordinator approves it in the log; nobody else can")
  func waivers() async throws {
    let trial = try await TrialRound(evaluators: 5)
    try await trial.enrolEverybody()
    for index in 0..<5 {
      try trial.answer(index)
      _ = try await trial.submit(index)
    }
    #expect(try await trial.close() == .closed)
    let release = trial.folder.path("release")
    let released = try trial.panel(["release", "trial", "--to", release])
    #expect(released.status == 0, "\(released.error)")
    func export(_ name: String, _ more: String...) throws -> ProgramRun {
      try trial.panel(["export", release, "--to", trial.folder.path(name)] + more)
    }

    // Five rows: a rating that one person gave finds that person's row.
    let stopped = try export("one", "--seed", "1")
    #expect(stopped.status == 1 && stopped.error.contains("fix: "), "\(stopped.error)")
    #expect(stopped.error.contains("one known rating finds a row"))
    #expect(!FileManager.default.fileExists(atPath: trial.folder.path("one")))
    let check = try trial.panel(["export", release, "--check"])
    #expect(check.status == 1 && check.output.contains("fail  one known rating"))

    // Somebody else, who has the release and no key of the round.
    let commands = stopped.waivers
    #expect(!commands.isEmpty)
    let foreign = try trial.panel(commands[0], home: "somebody")
    #expect(foreign.status != 0 && foreign.error.contains("fix: "))
    let vague = try trial.panel(
      ["round", "waive", "trial", "anything", "--tier", "research", "--finding", "00"]
        + ["--reason", "why"]
    )
    #expect(vague.status == 64)

    // The log is public: a reason with a name of the roster is not entered.
    let roster = try Coordinator(home: trial.folder.url.appending(path: "home"))
      .roster(of: RoundID("trial"))
    let person = try #require(roster.first)
    let naming = try trial.panel(commands[0].dropLast() + ["agreed with \(person.name)"])
    #expect(naming.status == 64 && naming.error.contains("a name of the roster"), "\(naming.error)")

    for command in commands {
      let waived = try trial.panel(command)
      #expect(waived.status == 0, "\(waived.error)")
    }
    let passed = try export("one", "--seed", "1")
    #expect(passed.status == 0, "\(passed.error)")
    let data = try Data(
      contentsOf: trial.folder.url.appending(path: "one").appending(path: GateReport.fileName)
    )
    let report = try JSONDecoder().decode(GateReport.self, from: data)
    let check1 = try #require(report.checks.first { $0.id == .knownRatings })
    #expect(check1.outcome == .waived && check1.waiver?.reason == "for one named recipient")
    let log = try trial.panel(["log", "trial"])
    #expect(log.output.contains("approved findings of the release gate"), "\(log.output)")

    // The same again, and other labels, are the same findings; the machine knows the first export.
    let again = try export("two", "--seed", "2")
    #expect(again.status == 0, "\(again.error)")
    let kept = try String(
      contentsOf: trial.folder.url.appending(path: "home/exports/trial.jsonl"),
      encoding: .utf8
    )
    #expect(kept.split(separator: "\n").count == 2)

    // Without what was kept of it, and without its directory, it has to be named.
    let exports = trial.folder.url.appending(path: "home/exports")
    for file in try FileManager.default.contentsOfDirectory(atPath: exports.path)
    where file.hasSuffix(".json") {
      try FileManager.default.removeItem(at: exports.appending(path: file))
    }
    let moved = trial.folder.url.appending(path: "moved")
    for name in ["one", "two"] {
      try FileManager.default.moveItem(
        at: trial.folder.url.appending(path: name),
        to: moved.appendingPathExtension(name)
      )
    }
    let absent = try export("three", "--seed", "3")
    #expect(
      absent.status == 1 && absent.error.contains("directory cannot be found"),
      "\(absent.error)"
    )
    let named = try export(
      "three",
      "--seed",
      "3",
      "--earlier",
      moved.appendingPathExtension("one").path
    )
    #expect(named.status == 0, "\(named.error)")
  }
}
