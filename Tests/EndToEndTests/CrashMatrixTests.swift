import Foundation
import PanelCore
import PanelProtocol
import PanelStore
import TestSupport
import Testing

@testable import panel

/// The crash matrix of the protocol: each row kills a real process at that point.
///
/// `PANEL_CRASH_ROUNDS=all` kills at every call of the step as well (`make crash`).
@Suite(
  "The crash matrix",
  .serialized,
  .enabled(if: Crashpoint.isSupported),
  .timeLimit(.minutes(45))
)
struct CrashMatrixTests {
  /// One kill and one pending check per point, and at the end how many there were.
  static func sweep(
    _ row: String,
    _ named: [Crashpoint.Point],
    every: [Crashpoint.Point] = [],
    _ body: (Int, Crashpoint.Point) async throws -> Void
  ) async rethrows {
    let points = named + every
    for (index, point) in points.enumerated() { try await body(index, point) }
    guard Crashpoint.isSweep else { return }
    print("crash matrix, \(row): \(points.count) kill points")
  }

  /// The calls of one whole `panel join`.
  private func joinCalls(_ round: CrashRound) throws -> Calls {
    #expect(try round.join("watched", 0, killedAt: .never).status == 0)
    return round.onClient.calls
  }

  @Test("row 1: client before fsync of its secret: nothing sent; start again")
  func clientBeforeKeepingItsSecret() async throws {
    let round = try await CrashRound(seats: Crashpoint.isSweep ? 80 : 5)
    let named: [Crashpoint.Point] = [
      .during("write .credential.json.aside"), .before("fsync .credential.json.aside"),
      .before("rename credential.json"),
    ]
    let every =
      Crashpoint.isSweep ? try joinCalls(round).everyPoint(before: "rename credential.json") : []
    try await Self.sweep("row 1", named, every: every) { index, point in
      let (person, invitation) = ("person-\(index)", index + 1)
      let cut = try round.join(person, invitation, killedAt: point)
      let comment: Comment = "\(point): \(round.onClient.calls.killed ?? "not killed")"
      #expect(cut.status == 128 + SIGKILL, comment)
      #expect(!round.state(person).exists, comment)
      #expect(!round.onClient.calls.contains("send POST"), comment)
      #expect(try round.enrolment(invitation) == nil, comment)
      let again = try round.join(person, invitation)
      #expect(again.status == 0, comment)
      #expect(again.transcript.contains("recovery code"), "everything is asked and shown again")
      let secret = try round.state(person).credentialFile().secret
      try round.expectCredential(of: person, invitation, secret: secret, comment)
    }
  }

  @Test("row 2: client before the reply: the same answer, also after enrolling has ended")
  func clientBeforeTheReply() async throws {
    let round = try await CrashRound(seats: Crashpoint.isSweep ? 60 : 6)
    let calls = try joinCalls(round)
    #expect(
      calls.isDurable("credential.json", in: "trial", before: "send POST"),
      "the secret is on the disk before anything is sent"
    )
    let sent = "send POST *"
    let named: [Crashpoint.Point] = [
      .after("fsync trial/", since: "rename credential.json"), .during(sent),
      .before("receive", since: sent), .after("receive", since: sent),
      .before("rename credential.json", since: sent),
    ]
    // Each point twice: one runs again at once, the other after enrolling has ended.
    let every =
      Crashpoint.isSweep
      ? calls.everyPoint(after: "rename credential.json").flatMap { [$0, $0] } : []
    var waiting: [(person: String, invitation: Int, secret: Data, comment: Comment)] = []
    try await Self.sweep("row 2", named, every: every) { index, point in
      let (person, invitation) = ("person-\(index)", index + 1)
      let cut = try round.join(person, invitation, killedAt: point)
      let calls = round.onClient.calls
      let comment: Comment = "\(point): \(calls.killed ?? "not killed")"
      #expect(cut.status == 128 + SIGKILL, comment)
      let secret = try round.state(person).credentialFile().secret
      // A request cut in two never arrived, so it cannot wait for the end of enrolling.
      let isSent = calls.contains("send POST") && calls.killed?.contains("send POST") != true
      if isSent { try await round.waitUntilRecorded(invitation) }
      if isSent, index % 2 == 0 {
        waiting.append((person, invitation, secret, comment))
      } else {
        #expect(try round.join(person, invitation).status == 0, comment)
        try round.expectCredential(of: person, invitation, secret: secret, comment)
      }
    }
    #expect(!waiting.isEmpty)
    #expect(try await round.trial.open() == .rating)
    #expect(!round.hasRoundFile("issuer.key"))
    for (person, invitation, secret, comment) in waiting {
      #expect(try round.join(person, invitation).status == 0, comment)
      try round.expectCredential(of: person, invitation, secret: secret, comment)
    }
  }

  /// The calls of the server in one enrolment, cut at the COMMIT.
  private func enrolmentCalls(_ round: CrashRound) async throws -> Calls {
    try round.onServer.watch()
    try await reporting {
      try await round.trial.prepare(round.invitations[0], home: "first").enrol()
    }
    round.onServer.disarm()
    return round.onServer.calls
  }

  @Test("row 3: server before COMMIT: nothing recorded; retry works")
  func serverBeforeCommit() async throws {
    let round = try await CrashRound(seats: Crashpoint.isSweep ? 80 : 5)
    let calls = try await enrolmentCalls(round)
    let named: [Crashpoint.Point] = [
      .before("fsync registry.sqlite-journal"), .during("write registry.sqlite"),
      .before("ftruncate registry.sqlite-journal"),
    ]
    let every = calls.everyPoint(before: "ftruncate registry.sqlite-journal")
    try await Self.sweep("row 3", named, every: Crashpoint.isSweep ? every : []) { index, point in
      let (home, invitation) = ("person-\(index)", index + 1)
      let person = try round.trial.prepare(round.invitations[invitation], home: home)
      let secret = try person.state.credentialFile().secret
      let isKilled = try await round.killServer(at: point) { try await person.enrol() }
      let comment: Comment = "\(point): \(round.onServer.calls.killed ?? "not killed")"
      #expect(isKilled, comment)
      #expect(try !person.isEnrolled(), comment)
      #expect(try round.enrolments().count == invitation, comment)
      #expect(try round.enrolment(invitation) == nil, comment)
      try round.trial.server.start()
      try await reporting { try await person.enrol() }
      #expect(try round.enrolments().count == invitation + 1, comment)
      try round.expectCredential(of: home, invitation, secret: secret, comment)
    }
  }

  @Test("row 4: server after COMMIT: signed on retry or at the end of enrolling")
  func serverAfterCommit() async throws {
    let round = try await CrashRound(seats: Crashpoint.isSweep ? 80 : 6)
    let calls = try await enrolmentCalls(round)
    #expect(
      calls.isCommitted("registry.sqlite", before: "open issuer.key"),
      "recorded durably before the key is read"
    )
    let commit = "ftruncate registry.sqlite-journal"
    let named: [Crashpoint.Point] = [
      .after(commit), .before("open issuer.key"), .before(commit, 2), .after(commit, 2),
      .before("send HTTP*", since: "open issuer.key"),
    ]
    // After the last call the client has its answer.
    let every = calls.everyPoint(after: commit).dropLast()
    var waiting: [(person: Evaluator, home: String, invitation: Int, comment: Comment)] = []
    try await Self.sweep(
      "row 4",
      named,
      every: Crashpoint.isSweep ? Array(every) : []
    ) { index, point in
      let (home, invitation) = ("person-\(index)", index + 1)
      let person = try round.trial.prepare(round.invitations[invitation], home: home)
      let isKilled = try await round.killServer(at: point) { try await person.enrol() }
      let killed = round.onServer.calls
      let comment: Comment = "\(point): \(killed.killed ?? "not killed")"
      #expect(isKilled, comment)
      #expect(try !person.isEnrolled(), comment)
      let recorded = try #require(try round.enrolment(invitation), comment)
      // The second COMMIT keeps the signature; a call that killed before it was not made.
      let commits = killed.lines.count { $0 == commit }
      #expect((recorded.blindSignature != nil) == (commits == 2), comment)
      try round.trial.server.start()
      if index % 2 == 0 {
        waiting.append((person, home, invitation, comment))
      } else {
        try await reporting { try await person.enrol() }
        let secret = try person.state.credentialFile().secret
        try round.expectCredential(of: home, invitation, secret: secret, comment)
      }
    }
    #expect(try round.enrolments().contains { $0.blindSignature == nil })
    #expect(try await round.trial.open() == .rating)
    #expect(!round.hasRoundFile("issuer.key"))
    #expect(try round.enrolments().allSatisfy { $0.blindSignature != nil })
    for (person, home, invitation, comment) in waiting {
      let secret = try person.state.credentialFile().secret
      try await reporting { try await person.enrol() }
      try round.expectCredential(of: home, invitation, secret: secret, comment)
    }
  }

  /// Enrols over a killed client, as far as the recovery code that was shown before.
  private func joinCut(
    _ round: CrashRound,
    _ invitation: Int
  ) async throws -> (
    secret: Data, recovery: String
  ) {
    let point = Crashpoint.Point.before("receive", since: "send POST *")
    let person = "lost-\(invitation)"
    let cut = try round.join(person, invitation, killedAt: point)
    #expect(cut.status == 128 + SIGKILL)
    try await round.waitUntilRecorded(invitation)
    let secret = try round.state(person).credentialFile().secret
    try FileManager.default.removeItem(at: round.home(person))
    let shown = try #require(cut.transcript.firstMatch(of: /[0-9A-Z]{4}(-[0-9A-Z]{4}){13}/))
    return (secret, String(shown.0))
  }

  @Test("row 6: client lost its disk, has recovery code and invitation: the same answer")
  func clientLostItsDisk() async throws {
    let round = try await CrashRound()
    var lost: [(secret: Data, recovery: String)] = []
    for invitation in 0..<2 { lost.append(try await joinCut(round, invitation)) }
    try await round.enrol(2..<5)
    let recorded = try round.enrolments()
    for invitation in 0..<2 {
      // The second one comes back only after enrolling has ended.
      if invitation == 1 { #expect(try await round.trial.open() == .rating) }
      let found = "found-\(invitation)"
      let joined = try round.join(found, invitation, recovery: lost[invitation].recovery)
      #expect(joined.status == 0, "\(joined.transcript)")
      try round.expectCredential(of: found, invitation, secret: lost[invitation].secret, "found")
    }
    #expect(try round.enrolments().map(\.blinded) == recorded.map(\.blinded))
  }

  @Test("row 6: the recovery code also helps who first tried without it")
  func recoveryAfterARefusal() async throws {
    let round = try await CrashRound()
    let lost = try await joinCut(round, 0)
    let refused = try round.join("found", 0)
    #expect(refused.status == ExitStatus.notPermitted.rawValue, "\(refused.transcript)")
    let joined = try round.join("found", 0, recovery: lost.recovery)
    #expect(joined.status == 0, "\(joined.transcript)")
    try round.expectCredential(of: "found", 0, secret: lost.secret, "found")
  }

  @Test("row 6: who was cut before reading the recovery code is shown it at the next start")
  func recoveryCodeIsShownAgain() async throws {
    let round = try await CrashRound()
    let cut = try round.join("person", 0, killedAt: .after("rename credential.json"))
    #expect(cut.status == 128 + SIGKILL)
    let secret = try round.state("person").credentialFile().secret
    let again = try round.join("person", 0)
    #expect(again.status == 0)
    #expect(again.transcript.contains(try RecoveryCode(secret: secret).text))
  }

  @Test("row 7: client lost its secret: the credential is gone, no second one on that invitation")
  func clientLostItsSecret() async throws {
    // A seat stays free, so that it is not for want of one that nobody gets in.
    let round = try await CrashRound(seats: 6)
    _ = try await joinCut(round, 0)
    try await round.enrol(1..<5)
    let recorded = try round.enrolments()
    let refused = try round.join("stranger", 0)
    #expect(refused.status == ExitStatus.notPermitted.rawValue, "\(refused.transcript)")
    #expect(refused.transcript.contains("issued on this invitation already"))
    #expect(try round.enrolments() == recorded)
    #expect(try await round.trial.open() == .rating)
    #expect(try round.join("late", 0).status == ExitStatus.notPermitted.rawValue)
    #expect(try round.join("stranger", 0).status == ExitStatus.notPermitted.rawValue)
    let list = try IssuanceList(file: try Data(contentsOf: round.roundFile("issuance.jsonl")))
    #expect(list.issuedCount == 5)
    #expect(try round.enrolments().map(\.blinded) == recorded.map(\.blinded))
  }
}
