import Foundation
import NIOHTTP1
import PanelCore
import PanelProtocol
@testable import PanelReport
import PanelScoring
import TestSupport
import Testing

@testable import panel

extension TrialRound {
  func history() async throws -> RoundHistory {
    try await asCoordinator { client, _ in try await coordinator.follow(sealed, client: client) }
  }

  @discardableResult
  func enter(
    _ action: LogEntry.Action,
    _ change: (inout LogEntry) -> Void = { _ in }
  ) async throws -> RoundHistory {
    try await asCoordinator { client, server in
      var entry = LogEntry(action, actor: server.name, at: now)
      change(&entry)
      return try await coordinator.append(entry, to: sealed, client: client)
    }
  }

  var roundFiles: URL { server.data.appending(path: "rounds/trial") }

  func has(_ name: String) -> Bool {
    FileManager.default.fileExists(atPath: roundFiles.appending(path: name).path)
  }
}

@Suite("The life of a round on a real server", .serialized, .timeLimit(.minutes(45)))
struct LifecycleTests {
  private static func schedule(
    enrolTo: Int64,
    rateFrom: Int64,
    rateTo: Int64 = 1_000_000
  ) -> Schedule {
    let now = Timestamp(Date())
    return .times(
      enrolFrom: now,
      enrolTo: now.advanced(by: enrolTo),
      rateFrom: now.advanced(by: rateFrom),
      rateTo: now.advanced(by: rateTo)
    )
  }

  @Test("below the minimum panel: extended once by itself, then void, and the key is gone")
  func belowMinimumPanel() async throws {
    let trial = try await TrialRound(
      evaluators: 5,
      schedule: Self.schedule(enrolTo: 600_000, rateFrom: 700_000),
      automaticExtensionSeconds: 100_000
    )
    let invitation = try #require(try await trial.invite((0..<5).map { "Person \($0)" }).first)
    let person = try trial.prepare(invitation, home: "person-0")
    try await reporting { try await person.enrol() }
    #expect(trial.has("issuer.key"))
    try trial.server.advance(by: 600_100)
    #expect(try await trial.history().wasExtendedAutomatically)
    #expect(try await trial.history().phase == .enrolling)
    try trial.server.advance(by: 100_000)
    #expect(try await trial.history().phase == .void)
    let own = try await trial.history().entries.filter { $0.actor == LogEntry.server }
    #expect(own.map(\.action) == [.opened, .extended, .voided])
    #expect(own.last?.reason == LogEntry.belowMinimumPanel && own.last?.count == 1)
    #expect(!trial.has("issuer.key") && !trial.has("submissions.sqlite"))
    // The evaluator's machine says so, and says it again without a server.
    try person.state.save(trial.panel.answers(of: 0), for: trial.sealed.hash)
    await #expect(throws: Failure.self) { try await person.submit() }
    _ = try await person.follow()
    trial.server.kill()
    #expect(try person.statusText().line.en.contains("cancelled"))
  }

  @Test("an extension: in time, within the cap, not dated back; clients follow it")
  func extensions() async throws {
    let trial = try await TrialRound(
      evaluators: 5,
      schedule: Self.schedule(enrolTo: 90_000, rateFrom: 100_000),
      extensionCapSeconds: 7_200
    )
    let end = try #require(trial.sealed.manifest.schedule.end(of: .enrolling))
    func extend(by seconds: Int64) async throws -> RoundHistory {
      try await trial.enter(.extended) {
        ($0.phase, $0.until) = (.enrolling, end.advanced(by: seconds))
      }
    }
    await #expect(throws: Failure.self) { try await extend(by: 10_000) }
    let after = try await extend(by: 3_600)
    #expect(after.schedule.end(of: .enrolling) == end.advanced(by: 3_600))
    let url = try #require(URL(string: trial.server.address))
    let status = try await PanelClient.with(url) { client in
      try await client.get(Route.path(TrialRound.round, .status), as: RoundStatus.self)
    }
    #expect(status.schedule == after.schedule)
    // Our own client would never send it: an entry dated back to when it was still in time.
    var history = after
    var late = LogEntry(
      .extended,
      actor: "coordinator-1",
      at: Timestamp(Date()).advanced(by: -900),
      phase: .enrolling
    )
    late.until = end.advanced(by: 5_000)
    let line = try history.append(late, with: try trial.coordinator.key())
    let upload = LogUpload(line: line)
    await #expect(throws: Failure.self) {
      try await trial.asCoordinator { client, _ in
        try await client.send(
          .POST,
          Route.path(TrialRound.round, .log),
          upload,
          reply: RoundStatus.self
        )
      }
    }
    #expect(try await trial.history().log == after.log)
  }

  @Test("a round given up while people rate takes nothing more and cannot be released")
  func void() async throws {
    let trial = try await TrialRound(evaluators: 5)
    try await trial.enrolEverybody()
    try trial.answer(0)
    _ = try await trial.submit(0)
    try await trial.enter(.voided) { $0.reason = "the wrong survey was sealed" }
    try trial.answer(1)
    let refused = await #expect(throws: Failure.self) { try await trial.submit(1) }
    #expect(refused?.message.en.contains("the wrong survey was sealed") == true)
    await #expect(throws: Failure.self) { try await trial.release() }
    await #expect(throws: Failure.self) { try await trial.close() }
    trial.server.kill()
    try trial.server.start()
    #expect(try await trial.history().phase == .void)
    let bare = try ProgramRun.panel("log", "trial", home: trial.folder.url.appending(path: "home"))
    #expect(bare.status == 0 && bare.output.contains("cancelled the round: the wrong survey"))
  }

  @Test("who abstains is counted in the tree and rates nothing; until closing they may come back")
  func abstention() async throws {
    let trial = try await TrialRound(evaluators: 6)
    try await trial.enrolEverybody()
    for index in 0..<6 {
      try trial.answer(index)
      _ = try await trial.submit(index)
    }
    for index in [0, 1] {
      let person = trial.people[index]
      #expect(try await reporting { try await person.submit(abstaining: true) } == 2)
      guard case .abstained(2) = try person.status() else {
        Issue.record("must say that they abstain")
        return
      }
      #expect(try person.statusText().line.en.contains("ABSTAINED"))
    }
    #expect(try await trial.submit(1) == 3, "back again with the draft")
    _ = try await trial.close()
    let release = try await trial.release()
    #expect(try release.answers().count { $0.isAbstention } == 1)
    #expect(try release.ratings().raters.count == 5)
    #expect(try release.officialScore().evaluators == 5)
    let verification = Verification.run(
      files: release.files,
      fingerprint: trial.sealed.hash.fingerprint,
      mine: try trial.people[0].ownSubmission()
    )
    #expect(verification.checks.filter { $0.outcome != .held } == [])
    #expect(verification.checks[3].detail?.en.contains("1 of them abstain") == true)
    // A draft that is merely empty is no abstention.
    try trial.answer(2, Answers())
    await #expect(throws: Failure.self) { try await trial.submit(2) }
  }

  @Test("overlapping phases: people enrol while others rate; the key lives until closing")
  func overlapping() async throws {
    let trial = try await TrialRound(evaluators: 6, survey: "phases: overlapping")
    let invitations = try await trial.invite((0..<6).map { "Person \($0)" })
    _ = try await trial.open()
    #expect(try await trial.open() == .rating)
    for (index, invitation) in invitations.enumerated() {
      let person = try trial.prepare(invitation, home: "person-\(index)")
      try await reporting { try await person.enrol() }
      try person.state.save(trial.panel.answers(of: index), for: trial.sealed.hash)
      if index == 3 { await #expect(throws: Failure.self) { try await trial.close() } }
      _ = try await reporting { try await person.submit() }
    }
    #expect(trial.has("issuer.key"))
    #expect(try await trial.close() == .closed)
    #expect(!trial.has("issuer.key"))
    let verification = Verification.run(
      files: try await trial.release().files,
      fingerprint: trial.sealed.hash.fingerprint,
      mine: nil
    )
    #expect(verification.failed == [])
    #expect(verification.whatItCannotShow.contains { $0.en.contains("not anonymous towards") })
  }

  @Test("progress tells the count once a day, not at every question")
  func progress() async throws {
    let trial = try await TrialRound(evaluators: 5)
    try await trial.enrolEverybody()
    func count() async throws -> Int {
      try await trial.asCoordinator { client, _ in
        try await client.get(Route.path(TrialRound.round, .progress), as: RoundProgress.self)
          .submissionsAtLeast
      }
    }
    #expect(try await count() == 0)
    for index in 0..<5 {
      try trial.answer(index)
      _ = try await trial.submit(index)
    }
    #expect(try await count() == 0)
    trial.server.kill()
    try trial.server.start()
    #expect(try await count() == 0, "a restart is no new day")
    _ = try await trial.close()
    #expect(try await count() == 5)
  }

  @Test("published: only what was released, and its entry names the head before it")
  func published() async throws {
    let salt = Data(repeating: 3, count: 32)
    let codes = try #require(
      CodeTable([ModelCode("A"): "Team Blue", ModelCode("B"): "Team Amber"], salt: salt)
    )
    let trial = try await TrialRound(evaluators: 5, codes: codes)
    try await trial.enrolEverybody()
    for index in 0..<5 {
      try trial.answer(index)
      _ = try await trial.submit(index)
    }
    await #expect(throws: Failure.self, "not before closing") {
      try await trial.enter(.codesOpened) { ($0.codes, $0.salt) = (codes.bytes, salt) }
    }
    _ = try await trial.close()
    await #expect(throws: Failure.self, "nothing was released") {
      try await trial.enter(.published)
    }
    _ = try await trial.release()
    _ = try await trial.release()
    try await trial.enter(.codesOpened) { ($0.codes, $0.salt) = (codes.bytes, salt) }
    let before = try await trial.history()
    #expect(before.entries.count { $0.action == .released } == 1, "the same release once")
    let head = Hexadecimal.text(before.log.hash)
    #expect(try await trial.enter(.published) { $0.head = head }.phase == .published)
    let release = try await trial.release()
    #expect(try release.history().codes == codes)
    let verification = Verification.run(
      files: release.files,
      fingerprint: trial.sealed.hash.fingerprint,
      mine: nil
    )
    #expect(verification.failed == [])
    #expect(verification.logHead == Hexadecimal.text(try await trial.history().log.hash))
  }
}
