import Foundation
import PanelCore
import PanelProtocol
import PanelReport
import PanelStore
import TestSupport
import Testing

@testable import panel

/// The rows about ending enrolling, submitting, and closing.
extension CrashMatrixTests {
  // MARK: Ending enrolling

  /// Five enrolled, one of them recorded but not signed yet.
  private func enrolledRound() async throws -> (round: CrashRound, pending: Data) {
    let round = try await CrashRound()
    try await round.enrol(0..<4)
    let last = try round.trial.prepare(round.invitations[4], home: "person-4")
    let isKilled = try await round.killServer(at: .after("ftruncate registry.sqlite-journal")) {
      try await last.enrol()
    }
    #expect(isKilled)
    #expect(try round.enrolment(4)?.blindSignature == nil)
    return (round, try last.state.credentialFile().secret)
  }

  /// What has to lie on the disk wherever the key is gone.
  private func expectListBeforeKey(_ round: CrashRound, _ comment: Comment) throws {
    guard !round.hasRoundFile("issuer.key") else { return }
    let sealed = round.trial.sealed
    let list = try IssuanceList(file: try Data(contentsOf: round.roundFile("issuance.jsonl")))
    let head = try JSONDecoder().decode(
      TreeHead.self,
      from: try Data(contentsOf: round.roundFile("issuance-head.json"))
    )
    #expect(list.issuedCount == 5, comment)
    #expect(head.describes(list.tree(manifest: sealed.hash)), comment)
    #expect(head.isValid(manifest: sealed.hash, by: sealed.manifest.receiptKey), comment)
    #expect(try round.enrolments().allSatisfy { $0.blindSignature != nil }, comment)
  }

  /// What a round that went on to rating has to look like, however often it was killed.
  private func expectEnded(_ round: CrashRound, _ comment: Comment) async throws {
    #expect(try await round.trial.open() == .rating, comment)
    #expect(!round.hasRoundFile("issuer.key"), comment)
    try expectListBeforeKey(round, comment)
    let log = try round.log()
    #expect(log.count { $0.action == .closed && $0.phase == .enrolling } == 1, comment)
    let destroyed = log.filter { $0.action == .keyDestroyed }
    let list = try IssuanceList(file: try Data(contentsOf: round.roundFile("issuance.jsonl")))
    let root = list.tree(manifest: round.trial.sealed.hash).root
    #expect(destroyed.map(\.root) == [Hexadecimal.text(root)], comment)
  }

  /// The one who waited for the signature gets it, from any disk.
  private func expectPendingAnswered(
    _ round: CrashRound,
    _ pending: Data,
    _ comment: Comment
  ) async throws {
    let home = "again-\(UUID().uuidString)"
    let person = try round.trial.prepare(round.invitations[4], home: home, secret: pending)
    try await reporting { try await person.enrol() }
    try round.expectCredential(of: home, 4, secret: pending, comment)
  }

  @Test("row 5: at any step of ending enrolling: resumes; the list is durable before the key goes")
  func endingEnrolling() async throws {
    let (round, pending) = try await enrolledRound()
    try round.keepServer(as: "enrolling")
    try round.onServer.watch()
    #expect(try await round.trial.close() == .enrolled)
    let calls = round.onServer.calls
    for file in ["issuance.jsonl", "issuance-head.json"] {
      #expect(calls.isDurable(file, in: "trial", before: "unlink issuer.key"), "\(file)")
    }
    let commit = "ftruncate registry.sqlite-journal"
    let named: [Crashpoint.Point] = [
      .before(commit), .after(commit), .before(commit, 2), .before("rename issuance.jsonl"),
      .before("rename issuance-head.json"), .before("unlink issuer.key"),
      .after("unlink issuer.key"), .after(commit, 3),
    ]
    let every = Crashpoint.isSweep ? calls.everyPoint : []
    try await Self.sweep("row 5", named, every: every) { index, point in
      try round.restoreServer("enrolling")
      let isKilled = try await round.killServer(at: point) { _ = try await round.trial.close() }
      let comment: Comment = "\(point): \(round.onServer.calls.killed ?? "not killed")"
      #expect(isKilled, comment)
      try expectListBeforeKey(round, comment)
      try round.trial.server.start()
      try await expectEnded(round, comment)
      if index % 4 == 0 { try await expectPendingAnswered(round, pending, comment) }
    }
    try await expectResumedAfterEachKill(round, pending: pending)
  }

  /// Kills what resumes as well, three times over.
  private func expectResumedAfterEachKill(_ round: CrashRound, pending: Data) async throws {
    try round.restoreServer("enrolling")
    let first = Crashpoint.Point.before("rename issuance-head.json")
    #expect(try await round.killServer(at: first) { _ = try await round.trial.close() })
    let points: [Crashpoint.Point] = [
      .before("rename issuance.jsonl"), .after("unlink issuer.key"),
      .before("ftruncate registry.sqlite-journal"),
    ]
    for point in points {
      // Ending goes on at the start, which may therefore never come to listening.
      let isKilled = try await round.killServer(at: point) { try? round.trial.server.start() }
      #expect(isKilled, "\(point)")
      try expectListBeforeKey(round, "\(point)")
    }
    try round.trial.server.start()
    try await expectEnded(round, "after four kills")
    try await expectPendingAnswered(round, pending, "after four kills")
  }

  // MARK: Submitting

  /// Five enrolled people and a round in rating.
  private func ratingRound() async throws -> CrashRound {
    let round = try await CrashRound()
    try await round.enrol(0..<5)
    #expect(try await round.trial.open() == .rating)
    return round
  }

  private func outbox(_ round: CrashRound, _ person: String, _ revision: Int) -> Data? {
    let folder = round.state(person).folder.appending(path: "outbox")
    return try? Data(contentsOf: folder.appending(path: "\(revision).json"))
  }

  /// Checks that a rerun submits one person's revision, and that the server holds it once.
  private func expectSubmitted(
    _ round: CrashRound,
    _ person: String,
    _ revision: Int,
    of count: Int,
    _ comment: Comment
  ) throws {
    let kept = outbox(round, person, revision)
    let rerun = try round.submit(person)
    #expect(rerun.status == 0, "\(comment): \(rerun.error)")
    #expect(rerun.output.contains("SUBMITTED (r\(revision))"), comment)
    if kept != nil { #expect(outbox(round, person, revision) == kept, comment) }
    #expect(outbox(round, person, revision + 1) == nil, comment)
    let sent = try #require(try round.state(person).latest(), comment)
    #expect(sent.receipt != nil, comment)
    let stored = try round.submissions()
    #expect(stored.count == count, comment)
    let own = stored.filter { $0.credentialKey == sent.envelope.publicKey }
    #expect(own.map(\.revision) == [UInt32(revision)], comment)
    #expect(own.map(\.bodyHash) == [sent.envelope.bodyHash], comment)
    #expect(own.map(\.signature) == [sent.envelope.signature], comment)
  }

  @Test("row 8: client at any point of submitting: the outbox is sent again, and counts once")
  func clientSubmitting() async throws {
    let round = try await ratingRound()
    try round.answerAnew("person-0", revision: 1)
    #expect(try round.submit("person-0", killedAt: .never).status == 0)
    #expect(
      round.onClient.calls.isDurable("1.json", in: "outbox", before: "send PUT"),
      "the signed submission is on the disk before it is sent"
    )
    // From the second revision on the one before is sent again first.
    try round.answerAnew("person-0", revision: 2)
    #expect(try round.submit("person-0", killedAt: .never).status == 0)
    let kept = "rename [0-9]*.json"
    let named: [Crashpoint.Point] = [
      .before("send PUT *"), .during("write .[0-9]*.json.aside"),
      .before("fsync .[0-9]*.json.aside"), .before(kept), .before("send PUT *", since: kept),
      .during("send PUT *", since: kept), .before("receive", since: kept),
      .before("fsync .*.receipt.aside", since: kept),
      .before("rename *.receipt", since: kept),
    ]
    let every = Crashpoint.isSweep ? round.onClient.calls.everyPoint : []
    var revision = 2
    try await Self.sweep("row 8, client", named, every: every) { _, point in
      revision += 1
      try round.answerAnew("person-0", revision: revision)
      let cut = try round.submit("person-0", killedAt: point)
      let calls = round.onClient.calls
      let comment: Comment = "\(point): \(calls.killed ?? "not killed")"
      #expect(cut.status == 128 + SIGKILL, comment)
      if calls.lines.contains("rename \(revision).json"),
        calls.killed?.hasSuffix("rename \(revision).json") != true
      {
        #expect(outbox(round, "person-0", revision) != nil, comment)
      }
      try expectSubmitted(round, "person-0", revision, of: 1, comment)
    }
  }

  @Test("row 8: server at any point of a submission: stored or not, never lost or doubled")
  func serverStoring() async throws {
    let round = try await ratingRound()
    for index in 0..<4 {
      try round.answer("person-\(index)", index)
      #expect(try round.submit("person-\(index)").status == 0)
    }
    try round.restartServer()
    try round.onServer.watch()
    try round.answerAnew("person-4", revision: 1)
    #expect(try round.submit("person-4").status == 0)
    let calls = round.onServer.calls
    #expect(
      calls.isCommitted("submissions.sqlite", before: "send HTTP", last: true),
      "stored durably before the receipt goes out"
    )
    let commit = "ftruncate submissions.sqlite-journal"
    let named: [Crashpoint.Point] = [
      .during("write submissions.sqlite"), .before(commit), .after(commit),
      .before("send HTTP*", since: commit),
      // The vacuum that follows.
      .during("write submissions.sqlite", since: commit), .before(commit, 2),
    ]
    var revision = 1
    var every: [Crashpoint.Point] = []
    if Crashpoint.isSweep {
      // One whole later revision with its vacuum, as every point of it will see it.
      try round.restartServer()
      try round.onServer.watch()
      revision += 1
      try round.answerAnew("person-4", revision: revision)
      #expect(try round.submit("person-4").status == 0)
      let deadline = Date(timeIntervalSinceNow: 30)
      while round.onServer.calls.lines.count(where: { $0 == commit }) < 2, Date() < deadline {
        try await Task.sleep(for: .milliseconds(20))
      }
      every = round.onServer.calls.everyPoint
    }
    try await Self.sweep("row 8, server", named, every: every) { _, point in
      // The vacuum after the last submission must not be taken for that of this one.
      try round.restartServer()
      revision += 1
      try round.answerAnew("person-4", revision: revision)
      var run: ProgramRun?
      let isKilled = try await round.killServer(at: point) { run = try round.submit("person-4") }
      let calls = round.onServer.calls
      let comment: Comment = "\(point): \(calls.killed ?? "not killed")"
      // How many pages a change touches differs; a point beyond the last call is none.
      let isBeyond = point.pattern == "*" && calls.lines.count < point.number
      #expect(isKilled || isBeyond, comment)
      let sent = try #require(try round.state("person-4").latest(), comment)
      let stored = try round.submissions()
      #expect(stored.count == 5, comment)
      let own = try #require(
        stored.first { $0.credentialKey == sent.envelope.publicKey },
        comment
      )
      let isStored = calls.lines.contains(commit)
      #expect(own.revision == UInt32(isStored ? revision : revision - 1), comment)
      if run?.status == 0 {
        #expect(isStored, comment)
      } else {
        #expect(run?.error.contains("NOT SUBMITTED") == true, comment)
      }
      try round.trial.server.start()
      try expectSubmitted(round, "person-4", revision, of: 5, comment)
    }
  }

  @Test("row 9: server's submissions destroyed during rating: restarts empty; clients refill it")
  func serverLostItsSubmissions() async throws {
    let round = try await ratingRound()
    for index in 0..<5 {
      try round.answer("person-\(index)", index)
      #expect(try round.submit("person-\(index)").status == 0)
    }
    let before = try round.submissions()
    let file = round.submissionsFile
    let journal = URL(fileURLWithPath: file.path + "-journal")
    let ways: [(name: String, destroy: () throws -> Void)] = [
      (
        "file and journal gone",
        {
          for lost in [file, journal] { try FileManager.default.removeItem(at: lost) }
        }
      ),
      ("file gone, its journal left", { try FileManager.default.removeItem(at: file) }),
      ("file empty, its journal left", { try Data().write(to: file) }),
    ]
    for (index, way) in ways.prefix(Crashpoint.isSweep ? 3 : 2).enumerated() {
      let comment: Comment = "\(way.name)"
      try round.restartServer()
      try round.answer("person-0", index + 1)
      let point = Crashpoint.Point.before("ftruncate submissions.sqlite-journal")
      #expect(try await round.killServer(at: point) { _ = try round.submit("person-0") }, comment)
      try way.destroy()
      try round.trial.server.start()
      #expect(try round.submissions() == [], comment)
      for number in 0..<5 {
        let revision = number == 0 ? index + 2 : 1
        try expectSubmitted(round, "person-\(number)", revision, of: number + 1, comment)
      }
    }
    let unchanged = Set(try round.submissions()).intersection(before)
    #expect(unchanged.count == 4, "byte for byte what was there, but the one that was revised")
    #expect(try await round.trial.close() == .closed)
    let verification = Verification.run(
      files: try await round.trial.release().files,
      fingerprint: round.trial.sealed.hash.fingerprint,
      mine: try Evaluator(round.state("person-0")).ownSubmission(),
      progress: nil
    )
    #expect(verification.checks.filter { $0.outcome != .held } == [])
  }

  // MARK: Closing

  @Test("row 10: closing interrupted: deterministic, the same root")
  func closing() async throws {
    let round = try await ratingRound()
    for index in 0..<5 {
      try round.answer("person-\(index)", index)
      #expect(try round.submit("person-\(index)").status == 0)
    }
    try round.keepServer(as: "rating")
    func roots() throws -> [String?] {
      try round.log().filter { $0.action == .treeFixed }.map(\.root)
    }
    try round.onServer.watch()
    #expect(try await round.trial.close() == .closed)
    let calls = round.onServer.calls
    let undisturbed = try roots()
    #expect(undisturbed.count == 1)
    let (commit, vacuum) = (
      "ftruncate registry.sqlite-journal", "ftruncate submissions.sqlite-journal"
    )
    let named: [Crashpoint.Point] = [
      .before(commit), .after(commit), .before(vacuum), .before(commit, 2), .after(commit, 2),
      .before("fsync registry.sqlite", 2),
    ]
    let every = Crashpoint.isSweep ? calls.everyPoint : []
    try await Self.sweep("row 10", named, every: every) { _, point in
      try round.restoreServer("rating")
      let isKilled = try await round.killServer(at: point) { _ = try await round.trial.close() }
      let comment: Comment = "\(point): \(round.onServer.calls.killed ?? "not killed")"
      #expect(isKilled, comment)
      #expect(try [[], undisturbed].contains(roots()), comment)
      try round.trial.server.start()
      #expect(try await round.trial.close() == .closed, comment)
      #expect(try roots() == undisturbed, comment)
      let log = try round.log()
      #expect(log.count { $0.action == .closed && $0.phase == .rating } == 1, comment)
    }
  }
}
