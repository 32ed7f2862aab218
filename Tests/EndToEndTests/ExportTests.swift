import Foundation
import PanelCore
import PanelProtocol
import PanelReport
import TestSupport
import Testing

@testable import panel

/// Every byte of the exports of a real round, and what `panel export` refuses.
@Suite("panel export", .serialized, .timeLimit(.minutes(45)))
struct ExportTests {
  @Test(
    "no name, reference, invitation, key, time, host or path in any byte; nothing of a false release"
  )
  func bytes() throws {
    let folder = try TemporaryFolder()
    func panel(_ arguments: String...) throws -> ProgramRun {
      try ProgramRun.run(
        Repository.program("panel"),
        arguments,
        environment: ProgramRun.environment(home: folder.url.appending(path: "home"))
      )
    }
    let survey = Fixture.url("survey.yaml").path
    let demo = try panel(
      "demo",
      "--survey",
      survey,
      "--evaluators",
      "23",
      "--seed",
      "3",
      "--to",
      folder.path("demo")
    )
    #expect(demo.status == 0, "\(demo.error)")
    let release = folder.path("demo/release")
    func export(
      _ name: String,
      _ more: [String],
      home: String = "home"
    ) throws -> [String: Data] {
      let run = try ProgramRun.run(
        Repository.program("panel"),
        ["export", release, "--to", folder.path(name)] + more,
        environment: ProgramRun.environment(home: folder.url.appending(path: home))
      )
      #expect(run.status == 0, "\(run.error)")
      return try InputFile.directory(folder.path(name))
    }
    // Rows that could not be written have not left: groups may, from the same home.
    let failed = try ProgramRun.run(
      Repository.program("panel"),
      ["export", release, "--to", folder.path("nosuch/rows")],
      environment: ProgramRun.environment(home: folder.url.appending(path: "another-home"))
    )
    #expect(failed.status == 73, "\(failed.error)")
    let exports = [
      try export("public", ["--tier", "public"]),
      try export("one", ["--seed", "1"]),
      try export("two", ["--seed", "2", "--no-bom"]),
      try export("groups", ["--by", "P1"], home: "another-home"),
      try InputFile.directory(folder.path("demo/export")),
      try InputFile.directory(folder.path("demo/export-public")),
    ]
    let round = folder.url.appending(path: "demo")
    let coordinator = Coordinator(home: round.appending(path: "coordinator-home"))
    let roster = try coordinator.roster(of: RoundID("demo"))
    #expect(roster.count == 23)
    let tree = try #require(Release(files: try InputFile.directory(release)).files["tree.jsonl"])
    let rows = try tree.split(separator: 10)
      .map { try JSONDecoder().decode(TreeLine.self, from: $0) }
    #expect(rows.count == 23)
    let secrets =
      roster.flatMap { [Data($0.name.utf8), Data($0.reference.utf8), $0.invitation] }
      + rows.flatMap { [$0.publicKey, $0.bodyHash, $0.recordCommitment] }
      + [folder.url.path, ProcessInfo.processInfo.hostName, NSUserName()].filter { $0.count > 5 }
      .map { Data($0.utf8) }
    for (number, files) in exports.enumerated() {
      #expect(files.count >= 11)
      for (name, data) in files {
        for secret in secrets {
          #expect(!ByteSearch.holds(data, secret), "export \(number), \(name)")
        }
        let text = String(decoding: data, as: UTF8.self)
        #expect(
          text.firstMatch(of: #/20\d\d-\d\d-\d\d|\d\d:\d\d:\d\d/#) == nil,
          "\(number), \(name)"
        )
      }
    }
    // A fresh order each time; the same again by the same seed.
    #expect(exports[1]["ratings-wide.csv"] != exports[2]["ratings-wide.csv"])
    #expect(try export("again", ["--seed", "1"], home: "third-home") == exports[1])
    #expect(exports[3]["groups.csv"] != nil && exports[3]["ratings-wide.csv"] == nil)
    #expect(exports[0].keys.allSatisfy { !$0.contains("ratings") && !$0.contains("profile") })

    // What is refused, each with a way out.
    func refused(_ status: Int32, _ words: String, _ arguments: String...) throws {
      let run = try ProgramRun.run(
        Repository.program("panel"),
        ["export", release] + arguments,
        environment: ProgramRun.environment(home: folder.url.appending(path: "home"))
      )
      #expect(run.status == status && run.error.contains(words), "\(run.error)")
      #expect(run.error.contains("fix: ") && run.output.isEmpty)
    }
    try refused(73, "exists already", "--to", folder.path("one"))
    try refused(64, "no question 'P9'", "--to", folder.path("new"), "--by", "P9")
    try refused(64, "--tier research", "--to", folder.path("new"), "--by", "P1", "--tier", "public")
    try refused(64, "one question", "--to", folder.path("new"), "--by", "P1", "--by", "P2")
    try refused(
      64,
      "cannot include comments",
      "--to",
      folder.path("new"),
      "--by",
      "P1",
      "--comments",
      "review.jsonl"
    )
    try refused(64, "--tier public", "--to", folder.path("new"), "--policy", "none")
    for (option, value) in [("--keys", "audit.json"), ("--admit", "x"), ("--merge", "x.jsonl")] {
      let words = "\(option) goes with --review-comments"
      try refused(64, words, "--to", folder.path("new"), option, value)
    }
    let options = [("--by", "P1"), ("--policy", "none"), ("--comments", "x"), ("--to", "x")]
    for (option, value) in options {
      let words = "\(option) does not go with --review-comments"
      try refused(64, words, "--review-comments", folder.path("review.jsonl"), option, value)
    }
    // Rows have left this machine: groups of the same people must not.
    try refused(1, "groups by P1", "--to", folder.path("new"), "--by", "P1")
    // A stricter policy than the manifest's shows no table and no score.
    let strict = try export("strict", ["--tier", "public", "--policy", "none"])
    let head = try #require(strict["scores.csv"]).split(separator: 10).dropFirst()
    #expect(head.allSatisfy { String(decoding: $0, as: UTF8.self).contains(",policy") })
    try refused(
      64,
      "unknown disclosure policy",
      "--to",
      folder.path("new"),
      "--tier",
      "public",
      "--policy",
      "some"
    )
    let scores = folder.url.appending(path: "demo/release/scores.json")
    try (Data(contentsOf: scores) + Data("\n".utf8)).write(to: scores)
    try refused(65, "does not verify (V", "--to", folder.path("new"))
    #expect(!FileManager.default.fileExists(atPath: folder.path("new")))
  }
}
