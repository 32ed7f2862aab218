import Foundation
import PanelCore
import PanelProtocol
import TestSupport
import Testing

@testable import PanelReport
@testable import PanelScoring
@testable import panel

@Suite("Reviewing comments", .serialized, .timeLimit(.minutes(45)))
struct CommentReviewTests {
  /// A released round with comments, and a second coordinator of the server.
  private struct Commented {
    let trial: TrialRound
    let release: String
    let file: String

    init(custodians: [CustodianKeys] = []) async throws {
      trial = try await TrialRound(
        evaluators: 5,
        survey: custodians.isEmpty ? "" : "mode: confidential",
        custodians: try custodians.map { try $0.custodian() }
      )
      release = trial.folder.url.appending(path: "release").path
      file = trial.folder.url.appending(path: "review.jsonl").path
      let link = trial.folder.url.appending(path: "second-link.txt").path
      let made = try trial.operate("link", "--role", "coordinator")
      try made.output.write(toFile: link, atomically: true, encoding: .utf8)
      let joined = try trial.panel(
        ["coordinator", "join", link, "--name", "second"],
        home: "second"
      )
      #expect(joined.status == 0, "\(joined.error)")
      try await trial.enrolEverybody()
      let texts = [
        "Person 3 told me so on 2026-08-03.", "Good for drafting; weak at tables.",
        "전화 010-1234-5678로 문의하면 됩니다.",
      ]
      for index in 0..<5 {
        var answers = trial.panel.answers(of: index)
        answers.comments = [:]
        if texts.indices.contains(index) { answers.comments[ModelCode("A")] = texts[index] }
        for code in answers.answers.keys {
          answers.answers[code] = answers.answers[code]?.mapValues {
            if case .rating(1) = $0 { .rating(2) } else { $0 }
          }
        }
        try trial.answer(index, answers)
        _ = try await trial.submit(index)
      }
      #expect(try await trial.close() == .closed)
      let released = try trial.panel(["release", "trial", "--to", release])
      #expect(released.status == 0, "\(released.error)")
    }

    func run(_ more: String..., home: String = "home") throws -> ProgramRun {
      try trial.panel(["export", release, "--review-comments", file] + more, home: home)
    }

    func terminal(
      home: String,
      _ more: String...,
      language: String = "en_US.UTF-8"
    ) throws -> PseudoTerminal {
      try PseudoTerminal(
        Repository.program("panel"),
        ["export", release, "--review-comments", file] + more,
        environment: ProgramRun.environment(
          home: trial.folder.url.appending(path: home),
          language: language
        )
      )
    }

    /// The decisions that a person takes on comments as they come, by what they say.
    func decide(
      _ terminal: PseudoTerminal,
      _ keys: (String) -> [String],
      count: Int
    ) throws {
      for number in 1...count {
        let shown = try terminal.expect("\n> ")
        #expect(shown.contains("/\(count) · A · "), "\(number): \(shown)")
        for (index, line) in keys(shown).enumerated() {
          if index > 0 { try terminal.expect("> ") }
          terminal.type(line)
        }
      }
    }

    /// Exports with the comments that are approved, past what the release gate finds in five rows.
    func export(to name: String) throws -> (run: ProgramRun, files: [String: Data]) {
      let path = trial.folder.path(name)
      let command = ["export", release, "--comments", file, "--to", path, "--seed", "1"]
      for waiver in try trial.panel(command).waivers {
        let waived = try trial.panel(waiver)
        #expect(waived.status == 0, "\(waived.error)")
      }
      let run = try trial.panel(command)
      #expect(run.status == 0, "\(run.error)")
      return (run, try InputFile.directory(path))
    }

    func review() throws -> CommentReview {
      let release = Release(files: try InputFile.directory(release))
      return try CommentReview(
        data: try Data(contentsOf: URL(fileURLWithPath: file)),
        manifest: trial.sealed.hash,
        coordinator: trial.sealed.manifest.coordinatorKey,
        custodians: trial.sealed.manifest.custodians.map(\.signingKey),
        commitments: try release.commentCommitments()
      )
    }
  }

  @Test("what is published of a comment, two coordinators have signed; the original stays sealed")
  func twoCoordinators() async throws {
    let round = try await Commented()
    // Nobody but the round's coordinator begins, and a pipe decides nothing.
    let early = try round.run(home: "second")
    #expect(early.status == 66 && early.error.contains("only the round's coordinator"))
    let piped = try round.run()
    #expect(piped.status == 66 && piped.error.contains("terminal"), "\(piped.error)")
    let stranger = try round.run(home: "second")
    #expect(stranger.status == 77 && stranger.error.contains("--admit"), "\(stranger.error)")
    #expect(try round.run("--admit", "nobody").status == 66)
    #expect(try round.run("--admit", "second", home: "second").status == 77)
    let admitted = try round.run("--admit", "second")
    #expect(admitted.status == 0 && admitted.output.contains("open: 3"), "\(admitted.error)")
    let mode = try FileManager.default.attributesOfItem(atPath: round.file)[.posixPermissions]
    #expect(mode as? Int == 0o600)

    let first = try round.terminal(home: "home")
    try round.decide(
      first,
      { shown in
        if shown.contains("weak at tables") { return ["a"] }
        #expect(shown.contains("〔"), "what may give somebody away is marked: \(shown)")
        return shown.contains("010-1234-5678") ? ["w"] : ["r", "a"]
      },
      count: 3
    )
    try first.expect("approved by one: 2")
    #expect(try first.wait() == 0)

    let second = try round.terminal(home: "second", language: "ko_KR.UTF-8")
    try round.decide(
      second,
      { shown in
        if shown.contains("weak at tables") { return ["a"] }
        #expect(shown.contains("[redacted] told me so on [redacted]."), "\(shown)")
        return ["a"]
      },
      count: 2
    )
    try second.expect("승인: 2")
    #expect(try second.wait() == 0)

    let review = try round.review()
    let approved = review.comments.compactMap { review.approval(of: $0) }.sorted()
    #expect(
      approved == ["Good for drafting; weak at tables.", "[redacted] told me so on [redacted]."]
    )
    #expect(review.counts == [.approved: 2, .withheld: 1])
    #expect(review.comments.contains { $0.text.hasPrefix("Person 3 told me") })
    try expectExport(of: round, review, approved)
    // Another window starts with nothing left to ask.
    try round.terminal(home: "home").expect("No comments wait for you.")
  }

  /// The approved wordings and nothing else of a comment, in every table that names them.
  private func expectExport(
    of round: Commented,
    _ review: CommentReview,
    _ approved: [String]
  ) throws {
    let (run, files) = try round.export(to: "export")
    #expect(run.error.contains("only the coordinator vouches that the second is another person's"))
    func text(_ name: String) throws -> String {
      String(decoding: try #require(files[name], "\(name)"), as: UTF8.self)
        .replacing("\u{FEFF}", with: "")
    }
    let rows = try CSV.read(try text("comments.csv")).map(\.cells)
    #expect(rows.first == ["model", "text", "approved_by"])
    #expect(rows.dropFirst().map { $0[1] }.sorted() == approved)
    let keys = review.reviewers.map(\.fingerprint)
    #expect(keys.count == 2)
    for row in rows.dropFirst() {
      #expect(row[0] == "A" && row[2] == "coordinator \(keys[0]); admitted \(keys[1])")
    }
    for name in ["datapackage.json", "codebook.csv", "codebook.md", "ddi-codebook.xml"] {
      #expect(try text(name).contains("comments"), "\(name)")
    }
    // No column of any other table is one of these, and no label of a row stands beside a comment.
    let raters = try CSV.read(try text("ratings-wide.csv")).dropFirst().compactMap(\.cells.first)
    #expect(raters.count == 5)
    #expect(rows.allSatisfy { row in raters.allSatisfy { !row.contains($0) } })
    let hidden = review.comments.filter { review.approval(of: $0) == nil }.map(\.text)
    #expect(hidden.count == 1)
    let originals = review.comments.map(\.text).filter { !approved.contains($0) }
    for (name, data) in files {
      for secret in originals.map({ Data($0.utf8) })
        + review.comments.flatMap({ [$0.salt, $0.commitment] }) + [Data("010-1234".utf8)]
      {
        #expect(!ByteSearch.holds(data, secret), "\(name)")
      }
      if !name.hasPrefix("comments.") {
        #expect(!ByteSearch.holds(data, Data("weak at tables".utf8)), "\(name)")
      }
    }
  }

  @Test("where the manifest names custodians one of them approves, and no other key is admitted")
  func custodian() async throws {
    let namesake = "coordinator-1"
    let keys = [CustodianKeys(generatingFor: "Audit"), CustodianKeys(generatingFor: namesake)]
    let round = try await Commented(custodians: keys)
    let refused = try round.run("--admit", "second")
    #expect(refused.status == 66 && refused.error.contains("name one of: Audit, \(namesake)"))
    // A custodian with the coordinator's name would make a file that nobody can read.
    let taken = try round.run("--admit", namesake)
    #expect(taken.status == 75 && taken.error.contains("another reviewer named '\(namesake)'"))
    #expect(taken.error.contains("fix: admit a reviewer with another name"), "\(taken.error)")
    #expect(try round.review().reviewers.map(\.name) == [namesake])
    let secret = try round.trial.folder.write(
      String(decoding: try JSONEncoder().encode(keys[0]), as: UTF8.self),
      to: "audit.json"
    )
    let admitted = try round.run("--admit", "Audit")
    #expect(admitted.status == 0, "\(admitted.error)")
    let first = try round.terminal(home: "home")
    try round.decide(first, { $0.contains("weak at tables") ? ["a"] : ["w"] }, count: 3)
    #expect(try first.wait() == 0)
    // The custodian needs the release, the review and their own file, and no account on the server.
    let second = try round.terminal(home: "nobody", "--keys", secret)
    try round.decide(second, { _ in ["a"] }, count: 1)
    #expect(try second.wait() == 0)
    let (run, files) = try round.export(to: "export")
    #expect(!run.error.contains("only the coordinator says"))
    let review = try round.review()
    let csv = String(decoding: try #require(files["comments.csv"]), as: UTF8.self)
    #expect(csv.contains("; custodian \(review.reviewers[1].fingerprint)"), "\(csv)")
  }

  @Test("a decision outlives kill -9, and two copies are put together")
  func killedAndMerged() async throws {
    let round = try await Commented()
    #expect(try round.run("--admit", "second").status == 0)
    let copy = round.file + ".copy"
    try FileManager.default.copyItem(atPath: round.file, toPath: copy)
    let first = try round.terminal(home: "home")
    try first.expect("\n> ")
    first.type("w")
    try first.expect("→ withheld")
    first.killNow()
    #expect(try round.review().counts == [.withheld: 1, .open: 2])
    let merged = try round.run("--merge", copy)
    #expect(merged.status == 0 && merged.output.contains("withheld: 1"), "\(merged.error)")
    try Data("{}\n".utf8).write(to: URL(fileURLWithPath: copy))
    let foreign = try round.run("--merge", copy)
    #expect(foreign.status == 65 && foreign.error.contains(":1: not a comment review"))
    #expect(try round.review().counts == [.withheld: 1, .open: 2])
  }
}
