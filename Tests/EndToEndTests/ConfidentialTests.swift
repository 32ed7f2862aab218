import Foundation
import NIOHTTP1
import PanelCore
import PanelProtocol
import PanelReport
import TestSupport
import Testing

@testable import panel

@Suite("Links, lists and proofs on a real server", .serialized, .timeLimit(.minutes(45)))
struct ConfidentialTests {
  @Test("a confidential round: only both custodians together open who wrote what, and it is logged")
  func confidential() async throws {
    let keys = [CustodianKeys(generatingFor: "Audit"), CustodianKeys(generatingFor: "Notary")]
    let trial = try await TrialRound(
      evaluators: 5,
      survey: "mode: confidential",
      custodians: try keys.map { try $0.custodian() }
    )
    try await trial.enrolEverybody()
    for index in 0..<5 {
      try trial.answer(index)
      _ = try await trial.submit(index)
    }
    let sheet = PrivacySheet.text(trial.sealed.manifest)
    #expect(sheet.en.contains("NOT ANONYMOUS") && sheet.en.contains("Audit, Notary"))
    let escrow = Route.path(TrialRound.round, .escrow)
    await #expect(throws: Failure.self, "not before closing") {
      try await trial.asCoordinator { client, _ in try await client.get(escrow) }
    }
    _ = try await trial.close()
    let links = try await trial.asCoordinator { client, _ in
      try await client.get(escrow, as: SealedLinks.self).links
    }
    #expect(links.count == 5)
    let person = trial.people[2]
    let identifier = try #require(try person.state.credentialFile().invitationID)
    var opening = LinkOpening(
      round: TrialRound.round,
      manifest: trial.sealed.manifestBytes,
      invitation: identifier,
      reason: "disqualified, decision 12",
      content: try #require(links.first { $0.invitation == identifier }).sealed
    )
    #expect(throws: Failure.self, "the second goes first") { try opening.open(with: keys[0]) }
    try opening.open(with: keys[1])
    #expect(opening.content != (try person.credential().publicKey))
    var rewritten = opening
    rewritten.reason = "curiosity"
    #expect(throws: Failure.self, "the second agreed to another reason") {
      try rewritten.open(with: keys[0])
    }
    try opening.open(with: keys[0])
    #expect(opening.content == (try person.credential().publicKey))
    #expect(opening.isConfirmed)
    var framed = opening
    framed.content = try trial.people[3].credential().publicKey
    #expect(!framed.isConfirmed, "another person's key was written over it")
    let opened = opening
    func log(_ approvals: [Data]) async throws {
      try await trial.enter(.linkOpened) {
        $0.invitation = Hexadecimal.text(identifier)
        ($0.reason, $0.approvals) = (opened.reason, approvals)
      }
    }
    await #expect(throws: Failure.self) { try await log(opened.approvals) }
    try await log(opened.approvals.reversed())
    let verification = Verification.run(
      files: try await trial.release().files,
      fingerprint: trial.sealed.hash.fingerprint,
      mine: try person.ownSubmission()
    )
    #expect(verification.checks.filter { $0.outcome != .held } == [])
    #expect(verification.whatItCannotShow.contains { $0.en.contains("not anonymous") })
    // Whoever has the registry alone has no key of a submission.
    trial.server.kill()
    let registry = try Data(contentsOf: trial.server.data.appending(path: "registry.sqlite"))
    for person in trial.people {
      #expect(registry.range(of: try person.credential().publicKey) == nil)
    }
  }

  @Test("a wrong opening is refused, and an anonymous round takes none")
  func openings() async throws {
    let keys = [CustodianKeys(generatingFor: "Audit"), CustodianKeys(generatingFor: "Notary")]
    for lines in ["", "mode: confidential"] {
      let trial = try await TrialRound(
        evaluators: 5,
        survey: lines,
        custodians: lines.isEmpty ? [] : try keys.map { try $0.custodian() }
      )
      let invitation = try #require(try await trial.invite((0..<5).map { "P \($0)" }).first)
      _ = try await trial.open()
      let person = try trial.prepare(invitation, home: "p")
      let blinded = try person.credential().blind(for: trial.sealed.issuer)
      let other = try Credential(secret: Data(count: 32), manifest: trial.sealed.hash)
      let declaration = try person.state.credentialFile().declaration
      let upload = EnrolmentUpload(
        invitation: invitation.code.identifier,
        blinded: blinded.blinded,
        declaration: declaration,
        declarationSignature: try DeclarationSignature.sign(
          declaration,
          invitation: invitation.code.identifier,
          manifest: trial.sealed.hash,
          with: invitation.code.signingKey
        ),
        proof: try EnrolmentProof.sign(
          invitation: invitation.code.identifier,
          blindedHash: ContentHash.sha256(blinded.blinded),
          manifest: trial.sealed.hash,
          with: invitation.code.signingKey
        ),
        opening: lines.isEmpty
          ? blinded.opening : try other.blind(for: trial.sealed.issuer).opening
      )
      let path = Route.path(TrialRound.round, .enrolments)
      let refused = try await trial.problem { client in
        try await client.send(.POST, path, upload, reply: EnrolmentReply.self)
      }
      #expect(refused?.type == (lines.isEmpty ? .malformed : .badSignature))
      try await reporting { try await person.enrol() }
      #expect(try person.isEnrolled())
    }
  }

  @Test("the issuance list, asked by who enrolled and by who did not; the proof of enrolment")
  func lists() async throws {
    let trial = try await TrialRound(evaluators: 6)
    let names = (0..<6).map { "Person \($0)" }
    let invitations = try await trial.invite(names)
    _ = try await trial.open()
    for index in 0..<5 {
      let person = try trial.prepare(invitations[index], home: "person-\(index)")
      try await reporting { try await person.enrol() }
    }
    func home(_ name: String) -> URL { trial.folder.url.appending(path: name) }
    let early = try ProgramRun.panel("receipt", "--issuance", home: home("person-0"))
    #expect(early.status == 77, "\(early.error)")
    _ = try await trial.open()
    let mine = try ProgramRun.panel("receipt", "--issuance", home: home("person-0"))
    #expect(mine.status == 0 && mine.output.contains("It is the credential on this computer"))
    func texts(_ index: Int) throws -> String {
      let file = home("invitation-\(index).txt")
      let text = invitations[index].text(title: trial.survey.survey.title, person: "")
      try text.write(to: file, atomically: true, encoding: .utf8)
      return file.path
    }
    let unused = try ProgramRun.panel(
      "receipt",
      "--issuance",
      "--invitation",
      try texts(5),
      home: home("nobody")
    )
    #expect(unused.status == 0 && unused.output.contains("Nobody enrolled in your place"))
    // Somebody who says they did not enrol finds that a credential was issued.
    let stolen = try ProgramRun.panel(
      "receipt",
      "--issuance",
      "--invitation",
      try texts(1),
      home: home("nobody")
    )
    #expect(stolen.status == 1 && stolen.output.contains("NOT yours"))

    let proof = try ProgramRun.panel("receipt", "--participation", home: home("person-2"))
    let file = home("proof.json")
    try proof.output.write(to: file, atomically: true, encoding: .utf8)
    let good = try ProgramRun.panel(
      "round",
      "participation",
      "trial",
      file.path,
      home: home("home")
    )
    #expect(good.status == 0 && good.output == "has enrolled: Person 2\n", "\(good.error)")
    func identifier(_ name: String) throws -> Data {
      let state = RoundState(home: home(name), round: TrialRound.round)
      return try #require(try state.credentialFile().invitationID)
    }
    let (own, other) = (try identifier("person-2"), try identifier("person-3"))
    try proof.output.replacing(Hexadecimal.text(own), with: Hexadecimal.text(other))
      .write(to: file, atomically: true, encoding: .utf8)
    let forged = try ProgramRun.panel(
      "round",
      "participation",
      "trial",
      file.path,
      home: home("home")
    )
    #expect(forged.status == 1)

    let csv = home("issuance.csv")
    let told = try ProgramRun.panel(
      "round",
      "issuance",
      "trial",
      "--to",
      csv.path,
      home: home("home")
    )
    #expect(told.status == 0, "\(told.error)")
    let lines = try String(contentsOf: csv, encoding: .utf8).split(separator: "\r\n")
    #expect(lines.count == 7)
    #expect(lines.count { $0.contains(",issued,") } == 5)
    #expect(lines.contains { $0.hasPrefix("Person 5,") && $0.contains(",notIssued,") })

    // After a recovery sending waits, so that the two cannot be linked by time.
    let state = RoundState(home: home("person-4"), round: TrialRound.round)
    try state.save(trial.panel.answers(of: 4), for: trial.sealed.hash)
    var credential = try state.credentialFile()
    credential.submitNotBefore = Timestamp(Date()).advanced(by: 600)
    try state.save(credential)
    let tooSoon = try ProgramRun.panel("submit", home: home("person-4"))
    #expect(tooSoon.status == 75 && tooSoon.error.contains("NOT SUBMITTED"))
    credential.submitNotBefore = Timestamp(Date()).advanced(by: -1)
    try state.save(credential)
    #expect(try ProgramRun.panel("submit", "--wait", home: home("person-4")).status == 0)
  }
}
