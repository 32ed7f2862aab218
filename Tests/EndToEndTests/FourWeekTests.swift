import Foundation
import PanelCore
import PanelProtocol
@testable import PanelReport
import TestSupport
import Testing

@testable import panel

@Suite("Four weeks on a server with a clock of its own", .serialized, .timeLimit(.minutes(45)))
struct FourWeekTests {
  private static let hour: Int64 = 3_600
  private static let day: Int64 = 86_400

  @Test(
    "sealed to destroyed: extended, two replaced, a restart in every phase, restored from a backup"
  )
  func fourWeeks() async throws {
    let start = Timestamp(Date())
    let trial = try await TrialRound(
      evaluators: 6,
      seats: 7,
      schedule: .times(
        enrolFrom: start.advanced(by: Self.day),
        enrolTo: start.advanced(by: 8 * Self.day),
        rateFrom: start.advanced(by: 10 * Self.day),
        rateTo: start.advanced(by: 24 * Self.day)
      ),
      objectionSeconds: Int(48 * Self.hour),
      extensionCapSeconds: Int(7 * Self.day),
      retentionDays: 30
    )
    var phases: [Phase] = []
    func restart() async throws {
      trial.server.kill()
      try trial.server.start()
      phases.append(try await trial.history().phase)
    }
    func wait(untilDay day: Int64, _ hours: Int64 = 1) throws {
      try trial.server.advance(by: day * Self.day + hours * Self.hour - trial.server.shift)
    }

    // Week one: invitations, two who decline, and who replaces them.
    let names = ["Kim", "Lee", "Park", "Choi", "Jung"]
    var invitations = try await trial.invite(names)
    try await restart()
    try wait(untilDay: 1)
    #expect(try await trial.history().phase == .enrolling)
    try await restart()
    for index in 0..<3 { try await trial.enrol(invitations[index], home: "person-\(index)") }
    try await decline(invitations[3], trial)
    let refused = try trial.panel(
      ["round", "decline", "trial", "--person", "Kim", "--reason", "by telephone"]
    )
    #expect(refused.status == 77, "Kim has enrolled: \(refused.error)")
    try await trial.asCoordinator { client, server in
      try await Inviter(
        coordinator: trial.coordinator,
        sealed: trial.sealed,
        client: client,
        server: server
      ).decline("Jung", reason: "by telephone", now: trial.now)
    }
    let progress = try await trial.progress()
    #expect(progress.invited == 4 && progress.declined == 1 && progress.enrolled == 3)
    // In their places, and one more, while people enrol and within the seats.
    invitations = try await trial.invite(["Kim", "Lee", "Park", "Han", "Seo", "Yoon"])
    #expect(invitations.compactMap(\.seat).sorted() == [4, 5, 6], "they take over the seats")
    // Week two: not everybody has come, so enrolling is extended, once.
    try wait(untilDay: 6)
    try await trial.enter(.extended) {
      ($0.phase, $0.until) = (.enrolling, start.advanced(by: 9 * Self.day))
    }
    try wait(untilDay: 8)
    #expect(try await trial.history().phase == .enrolling, "the old end has passed")
    for (index, invitation) in invitations.enumerated() {
      try await trial.enrol(invitation, home: "person-\(index + 3)")
    }
    try wait(untilDay: 9)
    #expect(try await trial.history().phase == .enrolled)
    try await restart()
    #expect(!trial.has("issuer.key"))
    // Weeks two to four: rating, which the extension has shifted by a day.
    try wait(untilDay: 10)
    #expect(try await trial.history().phase == .enrolled)
    try wait(untilDay: 11)
    try trial.answer(0)
    #expect(try await trial.submit(0) == 1)
    try await restart()
    for index in 1..<6 {
      try trial.answer(index)
      _ = try await trial.submit(index)
    }
    try trial.answer(0, trial.panel.answers(of: 1))
    #expect(try await trial.submit(0) == 2, "revised after the restart")
    try wait(untilDay: 25)
    #expect(try await trial.history().phase == .closed)
    try await restart()
    await #expect(throws: Failure.self, "two days for objections") { try await trial.release() }
    try wait(untilDay: 27, 2)
    let release = try await trial.release()

    // The disk is lost, and the backup of last night is all there is.
    let backup = trial.folder.url.appending(path: "backup").path
    let saved = try trial.operate("backup", "--to", backup)
    #expect(saved.status == 0, "\(saved.error)")
    trial.server.kill()
    try FileManager.default.removeItem(at: trial.server.data)
    let restored = try trial.operate("restore", "--from", backup)
    #expect(restored.status == 0, "\(restored.error)")
    try trial.server.start()
    let again = try await trial.release()
    #expect(again.files == release.files, "byte for byte")
    try await trial.enter(.published) { [head = try await trial.history().log.hash] in
      $0.head = Hexadecimal.text(head)
    }
    try await restart()
    try await trial.enter(.archived)
    try await restart()
    #expect(
      phases == [.sealed, .enrolling, .enrolled, .rating, .closed, .published, .archived]
    )

    // What was released verifies, and so does what is made of the archived round.
    for release in [release, try await trial.release()] {
      let verification = Verification.run(
        files: release.files,
        fingerprint: trial.sealed.hash.fingerprint,
        mine: try trial.people[0].ownSubmission()
      )
      #expect(verification.checks.filter { $0.outcome != .held } == [])
    }
    #expect(try release.answers().count == 6)
    try await destroy(trial, untilDay: 27 + 31)
  }

  /// After the retention: nothing of persons and ratings is left, and the log still holds.
  private func destroy(_ trial: TrialRound, untilDay day: Int64) async throws {
    await #expect(throws: Failure.self, "kept for thirty days") {
      try await trial.enter(.destroyed)
    }
    let person = try #require(trial.people.first)
    let key = try person.ownSubmission().publicKey
    let invitation = try #require(try person.state.credentialFile().invitationID)
    func found(_ bytes: Data) throws -> [String] {
      let all = FileManager.default.enumerator(atPath: trial.server.data.path)
      return (all?.allObjects as? [String] ?? []).filter { name in
        let file = trial.server.data.appending(path: name)
        return (try? Data(contentsOf: file))?.range(of: bytes) != nil
      }
    }
    #expect(try !found(key).isEmpty && !found(invitation).isEmpty, "the search finds")
    try trial.server.advance(by: day * Self.day - trial.server.shift)
    let after = try await trial.enter(.destroyed)
    #expect(after.erasedAt != nil)
    #expect(try found(key) == [] && found(invitation) == [])
    #expect(!trial.has("submissions.sqlite") && !trial.has("issuance.jsonl"))
    await #expect(throws: Failure.self) { try await trial.release() }
    trial.server.kill()
    try trial.server.start()
    #expect(try await trial.history().phase == .archived)
    let certificate = DestructionCertificate(trial.sealed, try await trial.history())
    #expect(try certificate.statement().en.contains("6 submissions"))
    var forged = certificate
    forged.log.removeLast()
    #expect(throws: Failure.self) { try forged.history() }
  }

  private func decline(_ invitation: Invitation, _ trial: TrialRound) async throws {
    let code = invitation.code
    let upload = DeclineUpload(
      invitation: code.identifier,
      proof: try DeclineProof.sign(
        invitation: code.identifier,
        manifest: trial.sealed.hash,
        with: code.signingKey
      )
    )
    let stranger = DeclineUpload(invitation: code.identifier, proof: Data(count: 64))
    let path = Route.path(invitation.round, .declines)
    let problem = try await trial.problem { client in
      try await client.post(path, stranger, reply: RoundStatus.self)
    }
    #expect(problem?.type == .badSignature)
    #expect(
      try await trial.problem { client in
        try await client.post(path, upload, reply: RoundStatus.self)
      } == nil
    )
  }
}

extension TrialRound {
  func progress() async throws -> RoundProgress {
    try await asCoordinator { client, _ in
      try await client.get(Route.path(TrialRound.round, .progress), as: RoundProgress.self)
    }
  }
}
