import Crypto
import Foundation
import NIOHTTP1
import PanelCore
import PanelProtocol
@testable import PanelReport
import TestSupport
import Testing

@testable import panel

@Suite("A round on a real server", .serialized, .timeLimit(.minutes(45)))
struct RoundTests {
  @Test("kill -9 between any two submissions: nothing lost, nothing doubled")
  func killedServer() async throws {
    let trial = try await TrialRound(evaluators: 5)
    try await trial.enrolEverybody()
    for index in trial.people.indices {
      try trial.answer(index)
      if index == 2 {
        // Once without a server: the signed submission waits in the outbox.
        trial.server.kill()
        await #expect(throws: Failure.self) { try await trial.submit(index) }
        guard case .notSubmitted = try trial.people[index].status() else {
          Issue.record("an unacknowledged submission must say so")
          return
        }
        try trial.server.start()
      }
      #expect(try await trial.submit(index) == 1)
      trial.server.kill()
      try trial.server.start()
    }
    #expect(try await trial.submit(0) == 1, "submitting again sends nothing new")
    #expect(try await trial.close() == .closed)
    let release = try await trial.release()
    let expected = trial.people.indices.map { trial.panel.answers(of: $0).answers }
    let released = try release.answers().map(\.answers)
    #expect(released.count == expected.count)
    #expect(
      Set(released.map(\.description)) == Set(expected.map(\.description))
        || expected
          .allSatisfy(released.contains)
    )
    let verification = Verification.run(
      files: release.files,
      fingerprint: trial.sealed.hash.fingerprint,
      mine: try trial.people[0].ownSubmission(),
      progress: nil
    )
    #expect(verification.checks.filter { $0.outcome != .held } == [])
  }

  @Test("a revision replaces the earlier one; stale and conflicting ones are refused")
  func revisions() async throws {
    let trial = try await TrialRound(evaluators: 5)
    try await trial.enrolEverybody()
    try trial.answer(0)
    #expect(try await trial.submit(0) == 1)
    let first = try #require(try trial.people[0].state.latest())
    var changed = trial.panel.answers(of: 0)
    let code = try #require(trial.survey.survey.models.first?.code)
    let item = try #require(trial.survey.survey.items.first?.id)
    let before = changed.answers[code]?[item]
    changed.answers[code]?[item] = before == .rating(4) ? .rating(3) : .rating(4)
    try trial.answer(0, changed)
    #expect(try await trial.submit(0) == 2)

    let path = Route.path(TrialRound.round, .submission)
    let stale = try await trial.problem { client in
      try await client.send(.PUT, path, first.envelope.wire)
    }
    #expect(stale?.type == .stale && stale?.revision == 2)

    let person = trial.people[0]
    let conflicting = try SubmissionEnvelope.make(
      credential: try person.credential(),
      credentialSignature: first.envelope.credentialSignature,
      body: try SubmissionBody(
        revision: 2,
        values: try SubmissionUnits.units(
          of: trial.panel.answers(of: 1),
          for: trial.survey.survey
        ),
        credential: try person.credential()
      ),
      size: trial.sealed.manifest.bodySize
    )
    let conflict = try await trial.problem { client in
      try await client.send(.PUT, path, conflicting.wire)
    }
    #expect(conflict?.type == .conflict && conflict?.revision == 2)

    for index in 1..<5 {
      try trial.answer(index)
      _ = try await trial.submit(index)
    }
    _ = try await trial.close()
    // Resending what is stored is answered in any phase; anything else is too late.
    let latest = try #require(try person.state.latest())
    #expect(
      try await trial.problem { try await $0.send(.PUT, path, latest.envelope.wire) } == nil
    )
    #expect(
      try await trial.problem { try await $0.send(.PUT, path, first.envelope.wire) }?.type
        == .wrongPhase
    )
    #expect(try await trial.release().answers().count == 5)
  }

  @Test("a lost disk: the recovery code and the invitation make the same credential again")
  func recovery() async throws {
    let trial = try await TrialRound(evaluators: 5)
    let invitations = try await trial.invite((0..<5).map { "Person \($0)" })
    _ = try await trial.open()
    for (index, invitation) in invitations.enumerated() {
      try await trial.prepare(invitation, home: "person-\(index)").enrol()
    }
    _ = try await trial.open()
    let lost = try Evaluator(
      RoundState(
        home: trial.folder.url.appending(path: "person-0"),
        round: TrialRound.round
      )
    )
    try lost.state.save(trial.panel.answers(of: 0), for: trial.sealed.hash)
    #expect(try await lost.submit() == 1)
    let code = try RecoveryCode(secret: try lost.state.credentialFile().secret).text

    let found = try trial.prepare(
      invitations[0],
      home: "new-disk",
      secret: try RecoveryCode(text: code).secret
    )
    try await found.enrol()
    #expect(try found.credential().publicKey == lost.credential().publicKey)
    try found.state.save(trial.panel.answers(of: 1), for: trial.sealed.hash)
    #expect(try await found.submit() == 2, "the revision after the one that the server holds")
    try found.state.save(trial.panel.answers(of: 2), for: trial.sealed.hash)
    #expect(try await found.submit() == 3)
  }

  @Test("what nobody may send is refused: forged, foreign, out of scale, unknown item")
  func refusedSubmissions() async throws {
    let trial = try await TrialRound(evaluators: 5)
    try await trial.enrolEverybody()
    let person = trial.people[0]
    let path = Route.path(TrialRound.round, .submission)
    let signature = try #require(try person.state.credentialFile().credentialSignature)
    func envelope(
      _ values: [(label: String, value: String)],
      credential: Credential? = nil
    ) throws -> SubmissionEnvelope {
      let credential = try credential ?? person.credential()
      return try SubmissionEnvelope.make(
        credential: credential,
        credentialSignature: signature,
        body: try SubmissionBody(revision: 1, values: values, credential: credential),
        size: trial.sealed.manifest.bodySize
      )
    }
    let good = try SubmissionUnits.units(
      of: trial.panel.answers(of: 0),
      for: trial.survey.survey
    )
    func refusal(_ envelope: SubmissionEnvelope) async throws -> ProblemReport.Kind? {
      try await trial.problem { try await $0.send(.PUT, path, envelope.wire) }?.type
    }
    func changed(_ value: String) -> [(label: String, value: String)] {
      good.map { $0.label == "answers" ? ("answers", value) : $0 }
    }
    let original = try #require(good.first { $0.label == "answers" }?.value)
    #expect(
      try await refusal(
        try envelope(changed(original.replacing(/:[0-9]/, maxReplacements: 1) { _ in ":9" }))
      )
        == .doesNotFit,
      "a rating out of scale"
    )
    #expect(
      try await refusal(
        try envelope(changed(original.replacing("{\"", with: "{\"Z\":{},\"", maxReplacements: 1)))
      )
        == .doesNotFit,
      "an unknown model"
    )
    #expect(try await refusal(try envelope(changed("{}"))) == .doesNotFit, "open items")
    #expect(try await refusal(try envelope(changed("nonsense"))) == .doesNotFit)
    #expect(
      try await refusal(try envelope(changed(original + " "))) == .doesNotFit,
      "two spellings of the same answers"
    )
    let twice = original.replacing(/"(U1|C1)":([0-9])/, maxReplacements: 1) {
      "\"\($0.1)\":\($0.2),\"\($0.1)\":1"
    }
    #expect(twice != original)
    #expect(try await refusal(try envelope(changed(twice))) == .doesNotFit, "a rating twice")
    #expect(try await refusal(try envelope(Array(good.dropLast()))) == .doesNotFit, "a unit less")
    let stranger = try Credential(
      secret: Data(repeating: 9, count: 32),
      manifest: trial.sealed.hash
    )
    #expect(try await refusal(try envelope(good, credential: stranger)) == .badSignature)
    let real = try envelope(good)
    let forged = SubmissionEnvelope(
      publicKey: real.publicKey,
      credentialSignature: real.credentialSignature,
      revision: 2,
      body: real.body,
      signature: real.signature
    )
    #expect(try await refusal(forged) == .malformed, "the revision differs from the body's")
    let short = try await trial.problem { try await $0.send(.PUT, path, Data("{}".utf8)) }
    #expect(short?.type == .malformed)
    let long = try await trial.problem {
      try await $0.send(.PUT, path, Data(repeating: 32, count: 200_000))
    }
    #expect(long?.type == .tooLarge)
    #expect(try await refusal(real) == nil)
  }

  @Test("wrong, used, foreign and revoked invitations; wrong phases; too few; too many")
  func invitations() async throws {
    let trial = try await TrialRound(evaluators: 5, seats: 6)
    let names = (0..<7).map { "Person \($0)" }
    let early = try await trial.invite(names, again: true)
    func kind(_ person: Evaluator) async -> ProblemReport.Kind? {
      do {
        try await person.enrol()
        return nil
      } catch {
        return (error as? ProblemReport)?.type
      }
    }
    let eager = try trial.prepare(early[0], home: "eager")
    #expect(await kind(eager) == .wrongPhase, "before enrolling")
    #expect(try await trial.open() == .enrolling)

    let current = try await trial.invite(names, again: true)
    #expect(await kind(eager) == .notFound, "revoked by the new list")

    for index in 0..<4 {
      #expect(await kind(try trial.prepare(current[index], home: "p\(index)")) == nil)
    }
    await #expect(throws: Failure.self, "four are fewer than the minimum panel") {
      try await trial.open()
    }
    let used = try trial.prepare(current[0], home: "second-computer")
    #expect(await kind(used) == .alreadyEnrolled)
    let foreign = Invitation(
      server: current[0].server,
      round: TrialRound.round,
      code: try InvitationCode(seed: Data(repeating: 3, count: 16), manifest: trial.sealed.hash)
    )
    #expect(await kind(try trial.prepare(foreign, home: "foreign")) == .notFound)

    #expect(await kind(try trial.prepare(current[4], home: "p4")) == nil)
    #expect(await kind(try trial.prepare(current[5], home: "p5")) == nil)
    #expect(await kind(try trial.prepare(current[6], home: "p6")) == .noSeatLeft)
    #expect(try await trial.open() == .rating)
    #expect(await kind(try trial.prepare(current[6], home: "late")) == .wrongPhase)
    // Whoever enrolled gets the same answer again, also now.
    let secret = try RoundState(
      home: trial.folder.url.appending(path: "p1"),
      round: TrialRound.round
    ).credentialFile().secret
    #expect(await kind(try trial.prepare(current[1], home: "p1-again", secret: secret)) == nil)
    let keys = try FileManager.default.contentsOfDirectory(
      atPath: trial.server.data.appending(path: "rounds/trial").path
    )
    #expect(!keys.contains("issuer.key"), "the issuer key is destroyed when enrolling ends")
  }

  @Test("the outbox survives a server that lost its submissions")
  func refilledServer() async throws {
    let trial = try await TrialRound(evaluators: 5)
    try await trial.enrolEverybody()
    for index in trial.people.indices {
      try trial.answer(index)
      _ = try await trial.submit(index)
    }
    trial.server.kill()
    try FileManager.default.removeItem(
      at: trial.server.data.appending(path: "rounds/trial/submissions.sqlite")
    )
    try trial.server.start()
    for index in trial.people.indices { #expect(try await trial.submit(index) == 1) }
    _ = try await trial.close()
    #expect(try await trial.release().answers().count == 5)
  }

  @Test("times: the phases change when they are due, and restarts change nothing")
  func schedule() async throws {
    let now = Timestamp(Date())
    let trial = try await TrialRound(
      evaluators: 5,
      schedule: .times(
        enrolFrom: now.advanced(by: -60),
        enrolTo: now.advanced(by: 3600),
        rateFrom: now.advanced(by: 7200),
        rateTo: now.advanced(by: 9000)
      )
    )
    guard let url = URL(string: trial.server.address) else { return }
    let phase = try await PanelClient.with(url) {
      try await $0.get(Route.path(TrialRound.round, .status), as: RoundStatus.self).phase
    }
    #expect(phase == .enrolling)
    await #expect(throws: Failure.self, "a schedule is not moved by command") {
      try await trial.open()
    }
    trial.server.kill()
    try trial.server.start()
    #expect(trial.server.log.contains("listening"))
  }

  @Test("a manifest sealed by another key is refused by the coordinator's machine")
  func foreignManifest() async throws {
    let trial = try await TrialRound(evaluators: 5)
    let other = try TemporaryFolder()
    // Another machine with the same token but another key stands for a server that lies.
    let home = other.url.appending(path: "coordinator")
    try FileManager.default.createDirectory(at: home, withIntermediateDirectories: true)
    try FileManager.default.copyItem(
      at: trial.folder.url.appending(path: "home/coordinator/servers.json"),
      to: home.appending(path: "servers.json")
    )
    let roster = try other.write("name\nA\n", to: "roster.csv")
    let run = try ProgramRun.panel(
      "round",
      "invite",
      "trial",
      "--roster",
      roster,
      "--to",
      other.path("out"),
      home: other.url
    )
    #expect(run.status == 76, "\(run.error)")
    #expect(!FileManager.default.fileExists(atPath: other.path("out")))
  }

  @Test("a coordinator who lost the token comes again with a fresh link and the same key")
  func lostToken() async throws {
    let trial = try await TrialRound(evaluators: 5)
    trial.server.kill()
    let link = try ProgramRun.run(
      Repository.program("paneld"),
      ["init", "--data", trial.server.data.path, "--another-link"],
      environment: ProgramRun.environment(home: trial.folder.url)
    ).output
    try trial.server.start()
    let joining = try JoinLink.read(link, server: trial.server.address)
    try await trial.coordinator.join(joining, name: "coordinator-1")
    #expect(try await trial.invite(["A"]).count == 1, "the new token works")
  }

  @Test("a wrong token, a used link, and another coordinator's round are refused")
  func coordinators() async throws {
    let trial = try await TrialRound(evaluators: 5)
    let link = try JoinLink.read(trial.server.localLink, server: nil)
    let again = Coordinator(home: trial.folder.url.appending(path: "other"))
    await #expect(throws: ProblemReport.self) {
      try await again.join(link, name: "coordinator-2")
    }
    let path = Route.path(TrialRound.round, .progress)
    #expect(try await trial.problem { _ = try await $0.get(path) }?.type == .notAuthorised)
    #expect(
      try await trial.problem { _ = try await $0.get(Route.path(TrialRound.round, .tree)) }?.type
        == .wrongPhase
    )
    #expect(
      try await trial.problem { _ = try await $0.get("/v1/rounds/nowhere/status") }?.type
        == .notFound
    )
    #expect(try await trial.problem { _ = try await $0.get("/nothing") }?.type == .notFound)
  }
}
