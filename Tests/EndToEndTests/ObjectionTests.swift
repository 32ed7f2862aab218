import Foundation
import NIOHTTP1
import PanelCore
import PanelProtocol
import PanelReport
import TestSupport
import Testing

@testable import panel

extension TrialRound {
  func claimFiles() throws -> [String] {
    try FileManager.default.contentsOfDirectory(
      atPath: roundFiles.appending(path: "claims").path
    )
  }
}

@Suite(
  "Receipts against a server that drops, rolls back or forks",
  .serialized,
  .timeLimit(.minutes(45))
)
struct ObjectionTests {
  private func replace(_ url: URL, by copy: URL) throws {
    try FileManager.default.removeItem(at: url)
    // A server killed in the middle of a vacuum left a journal, which would be played into the copy.
    try? FileManager.default.removeItem(atPath: url.path + "-journal")
    try FileManager.default.copyItem(at: copy, to: url)
  }

  @Test("dropped and rolled back submissions: found, claimed, reinstated under new heads")
  func claims() async throws {
    let trial = try await TrialRound(evaluators: 5, objectionSeconds: 3_600)
    try await trial.enrolEverybody()
    for index in 0..<4 {
      try trial.answer(index)
      _ = try await trial.submit(index)
    }
    // The operator keeps a copy, and puts it back after one has revised and one has come in.
    let database = trial.roundFiles.appending(path: "submissions.sqlite")
    let copy = trial.folder.url.appending(path: "copy.sqlite")
    #expect(trial.server.stop() == 0)
    try FileManager.default.copyItem(at: database, to: copy)
    try trial.server.start()
    try trial.answer(0, trial.panel.answers(of: 4))
    #expect(try await trial.submit(0) == 2)
    try trial.answer(4)
    _ = try await trial.submit(4)
    trial.server.kill()
    try replace(database, by: copy)
    try trial.server.start()
    _ = try await trial.close()

    func open(_ index: Int) async throws -> Verification {
      let url = try #require(URL(string: trial.server.address))
      let files = try await PanelClient.with(url) { try await trial.sealed.openFiles($0) }
      return Verification.run(
        files: files,
        fingerprint: trial.sealed.hash.fingerprint,
        mine: try trial.people[index].ownSubmission(),
        tier: .open
      )
    }
    #expect(try await open(1).failed == [])
    let (rolledBack, dropped) = (try await open(0), try await open(4))
    #expect(rolledBack.failed == ["V14"] && dropped.failed == ["V14"])
    #expect(rolledBack.checks[13].detail?.en.hasPrefix("rolled back") == true)
    #expect(dropped.checks[13].detail?.en.hasPrefix("missing") == true)
    #expect(rolledBack.checks[8].outcome == .notInThisTier)
    await #expect(throws: Failure.self, "objections are open") { try await trial.release() }

    // A receipt for something else proves nothing.
    let own = try #require(try trial.people[4].state.lastAcknowledged())
    let foreign = try #require(try trial.people[0].state.lastAcknowledged()?.receipt)
    let path = Route.path(TrialRound.round, .claims)
    let forged = SubmissionClaim(submission: own.envelope.wire, receipt: foreign)
    let refused = try await trial.problem { client in
      try await client.send(.POST, path, forged, reply: SubmissionReply.self)
    }
    #expect(refused?.type == .badSignature)

    for index in [0, 4] {
      guard case .reinstated = try await reporting({ try await trial.people[index].claim() }) else {
        Issue.record("\(index) must be reinstated")
        return
      }
      guard case .row(_, of: index == 0 ? 4 : 5) = try await trial.people[index].claim() else {
        Issue.record("\(index) must be counted")
        return
      }
    }
    guard case .row(_, of: 5) = try await trial.people[1].claim() else {
      Issue.record("who was never dropped is counted")
      return
    }
    #expect(try await trial.history().heads.count == 3)
    try trial.server.advance(by: 3_700)
    let release = try await trial.release()
    for index in 0..<5 {
      let verification = Verification.run(
        files: release.files,
        fingerprint: trial.sealed.hash.fingerprint,
        mine: try trial.people[index].ownSubmission()
      )
      #expect(verification.checks.filter { $0.outcome != .held } == [])
    }
    let late = try await trial.problem { client in
      let claim = SubmissionClaim(submission: own.envelope.wire, receipt: try #require(own.receipt))
      try await client.send(.POST, path, claim, reply: SubmissionReply.self)
    }
    #expect(late?.type == .wrongPhase)
  }

  @Test(
    "a claim that a kill interrupted gets its head at the start, even after the deadline",
    .enabled(if: Crashpoint.isSupported)
  )
  func interruptedClaim() async throws {
    let trial = try await TrialRound(evaluators: 5, objectionSeconds: 3_600)
    let crashpoint = try Crashpoint(in: trial.folder.url, name: "paneld")
    try await trial.enrolEverybody()
    for index in 0..<4 {
      try trial.answer(index)
      _ = try await trial.submit(index)
    }
    let database = trial.roundFiles.appending(path: "submissions.sqlite")
    let (few, all) = (
      trial.folder.url.appending(path: "few.sqlite"), trial.folder.url.appending(path: "all.sqlite")
    )
    #expect(trial.server.stop() == 0)
    try FileManager.default.copyItem(at: database, to: few)
    try trial.server.start()
    try trial.answer(4)
    _ = try await trial.submit(4)
    #expect(trial.server.stop() == 0)
    try FileManager.default.copyItem(at: database, to: all)
    try replace(database, by: few)
    trial.server.environment.merge(crashpoint.environment) { $1 }
    try trial.server.start()
    _ = try await trial.close()

    // Rows that no head covers are not counted, whatever the server shows.
    trial.server.kill()
    try replace(database, by: all)
    try trial.server.start()
    #expect(try await trial.history().heads.map(\.count) == [4], "nobody has claimed anything")
    let uncovered = await #expect(throws: Failure.self) { try await trial.people[4].claim() }
    #expect(uncovered?.status == .checkFailed)

    // The claim is stored and the server killed before its head is logged.
    trial.server.kill()
    try replace(database, by: few)
    try trial.server.start()
    try crashpoint.arm(.before("ftruncate registry.sqlite-journal"))
    await #expect(throws: Failure.self) { try await trial.people[4].claim() }
    #expect(trial.server.waitForEnd(seconds: 20) == 128 + SIGKILL)
    crashpoint.disarm()
    try trial.server.start()
    try trial.server.advance(by: 4_000)
    #expect(try await trial.history().heads.map(\.count) == [4, 5])
    guard case .row(_, of: 5) = try await trial.people[4].claim() else {
      Issue.record("it must be counted")
      return
    }
    #expect(trial.has("claims"))
    #expect(try trial.claimFiles() == [])
    let verification = Verification.run(
      files: try await trial.release().files,
      fingerprint: trial.sealed.hash.fingerprint,
      mine: try trial.people[4].ownSubmission()
    )
    #expect(verification.failed == [])
  }

  @Test("a server cannot use up the numbers of revisions")
  func revisionsFarAhead() async throws {
    let trial = try await TrialRound(evaluators: 5)
    try await trial.enrolEverybody()
    #expect(try trial.people[0].following(7, after: 0) == 8)
    for stored: UInt32 in [.max, .max - 1, 5_000_000, 2_000] {
      #expect(throws: Failure.self) { try trial.people[0].following(stored, after: 3) }
    }
  }

  @Test("a round whose issuer key is gone: nobody enrols half, all can be read, it can be given up")
  func lostIssuerKey() async throws {
    let trial = try await TrialRound(evaluators: 5)
    let invitations = try await trial.invite((0..<5).map { "Person \($0)" })
    _ = try await trial.open()
    for index in 0..<5 {
      let person = try trial.prepare(invitations[index], home: "person-\(index)")
      if index == 4 {
        try FileManager.default.removeItem(at: trial.roundFiles.appending(path: "issuer.key"))
        await #expect(throws: Failure.self) { try await reporting { try await person.enrol() } }
      } else {
        try await reporting { try await person.enrol() }
      }
    }
    let states = try await trial.asCoordinator { client, _ in
      try await client.get(Route.path(TrialRound.round, .invitations), as: InvitationStates.self)
    }
    #expect(states.invitations.count { $0.state == .enrolled } == 4)
    #expect(try await trial.enter(.voided) { $0.reason = "key lost" }.phase == .void)
  }

  @Test("a recovery never enrols: somebody else's code on a fresh invitation is refused")
  func recoveryIsNoEnrolment() async throws {
    let trial = try await TrialRound(evaluators: 5)
    let invitations = try await trial.invite((0..<5).map { "Person \($0)" })
    _ = try await trial.open()
    let first = try trial.prepare(invitations[0], home: "person-0")
    try await reporting { try await first.enrol() }
    let secret = try first.state.credentialFile().secret
    let other = try trial.prepare(invitations[1], home: "person-1", secret: secret)
    await #expect(throws: Failure.self) {
      try await reporting { try await other.enrol(recovering: true) }
    }
    let again = try trial.prepare(invitations[0], home: "person-0b", secret: secret)
    try await reporting { try await again.enrol(recovering: true) }
    #expect(try again.isEnrolled())
    let stranger = try trial.prepare(invitations[0], home: "person-0c")
    let refused = await #expect(throws: Failure.self) {
      try await reporting { try await stranger.enrol(recovering: true) }
    }
    #expect(refused?.message.en.contains("does not belong to this invitation") == true)
  }

  @Test("inviting into a directory that is there already is no success")
  func invitedAlready() async throws {
    let trial = try await TrialRound(evaluators: 5)
    _ = try await trial.invite((0..<5).map { "Person \($0)" })
    let there = trial.folder.url.appending(path: "there")
    try FileManager.default.createDirectory(at: there, withIntermediateDirectories: true)
    let roster = trial.folder.url.appending(path: "roster.csv")
    try "name\nSomebody else\n".write(to: roster, atomically: true, encoding: .utf8)
    let run = try ProgramRun.panel(
      "round",
      "invite",
      "trial",
      "--roster",
      roster.path,
      "--to",
      there.path,
      home: trial.folder.url.appending(path: "home")
    )
    #expect(run.status == 77 && run.error.contains("invited already"), "\(run.error)")
  }

  @Test("every table of codes is kept, so that the one the manifest commits to can be opened")
  func codesAreNeverOverwritten() async throws {
    let trial = try await TrialRound(evaluators: 5)
    let tables = try (1...3).map { number in
      try #require(
        CodeTable(
          [ModelCode("A"): "One", ModelCode("B"): "Two"],
          salt: Data(repeating: UInt8(number), count: 32)
        )
      )
    }
    for table in tables { try trial.coordinator.save(table, of: TrialRound.round) }
    #expect(Set(try trial.coordinator.codes(of: TrialRound.round)) == Set(tables))
  }

  @Test("a server that takes a line of its log back, or shows another one, is caught")
  func forkedLog() async throws {
    let trial = try await TrialRound(evaluators: 5)
    let invitations = try await trial.invite((0..<5).map { "Person \($0)" })
    let registry = trial.server.data.appending(path: "registry.sqlite")
    let copy = trial.folder.url.appending(path: "registry-copy.sqlite")
    trial.server.kill()
    try FileManager.default.copyItem(at: registry, to: copy)
    try trial.server.start()
    _ = try await trial.open()
    let person = try trial.prepare(invitations[0], home: "person-0")
    _ = try await person.follow()
    trial.server.kill()
    try replace(registry, by: copy)
    try trial.server.start()
    for attempt in 0..<2 {
      let caught = await #expect(throws: Failure.self, "\(attempt)") {
        if attempt == 0 { _ = try await person.follow() } else { _ = try await trial.open() }
      }
      #expect(caught?.message.en.contains("a log that differs") == true)
      #expect(caught?.status == .protocolMismatch)
    }
  }

  @Test("a backup while people rate holds no submission and never an issuer key")
  func backup() async throws {
    let trial = try await TrialRound(evaluators: 5)
    _ = try await trial.invite((0..<5).map { "Person \($0)" })
    _ = try await trial.open()
    func backup(_ name: String) throws -> (ProgramRun, [String]) {
      let to = trial.folder.url.appending(path: name)
      let run = try ProgramRun.run(
        Repository.program("paneld"),
        ["backup", "--data", trial.server.data.path, "--to", to.path],
        environment: ProgramRun.environment(home: trial.folder.url)
      )
      let files = FileManager.default.enumerator(atPath: to.path)?.allObjects as? [String] ?? []
      return (run, files.filter { $0.contains(".") })
    }
    let (early, first) = try backup("first")
    #expect(early.status == 0)
    #expect(trial.has("issuer.key") && !first.contains { $0.hasSuffix("issuer.key") })
    #expect(first.contains("registry.sqlite") && first.contains("rounds/trial/receipt.key"))

    let rated = try await TrialRound(evaluators: 5)
    try await rated.enrolEverybody()
    for index in 0..<5 {
      try rated.answer(index)
      _ = try await rated.submit(index)
    }
    func backupRated(_ name: String) throws -> (ProgramRun, URL) {
      let to = rated.folder.url.appending(path: name)
      let run = try ProgramRun.run(
        Repository.program("paneld"),
        ["backup", "--data", rated.server.data.path, "--to", to.path],
        environment: ProgramRun.environment(home: rated.folder.url)
      )
      return (run, to.appending(path: "rounds/trial/submissions.sqlite"))
    }
    let (during, missing) = try backupRated("during")
    #expect(during.status == 0 && during.error.contains("without submissions: trial"))
    #expect(!FileManager.default.fileExists(atPath: missing.path))
    _ = try await rated.close()
    let (after, there) = try backupRated("after")
    #expect(after.status == 0)
    #expect(FileManager.default.fileExists(atPath: there.path))
    #expect(try backupRated("after").0.status == 73, "never overwritten")
  }
}
