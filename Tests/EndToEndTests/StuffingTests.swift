import BigInt
import Crypto
import Foundation
import NIOHTTP1
import PanelCore
@testable import PanelReport
import TestSupport
import Testing

@testable import PanelProtocol
@testable import panel

/// More votes than persons: many clients at once, replays, and forged or borrowed parts.
@Suite("Ballot stuffing", .serialized, .timeLimit(.minutes(45)))
struct StuffingTests {
  /// What a client got for a request: an answer, or the kind of the problem.
  private enum Outcome: Hashable, Sendable {
    case issued(blindSignature: Data)
    case refused(ProblemReport.Kind)
    case failed(String)
  }

  /// The request by which a code asks for a signature on a blinded message.
  ///
  /// Where nothing is given it is noise, which looks to a server like any other blinded message.
  private func upload(
    _ invitation: Invitation,
    _ sealed: SealedRound,
    blinded: Data? = nil
  ) throws -> EnrolmentUpload {
    let code = invitation.code
    let noise = Data((1..<384).map { _ in UInt8.random(in: .min ... .max) })
    let blinded = blinded ?? Data([0]) + noise
    let declaration = try CanonicalJSON.encode(Declaration(pledge: true, conflicts: []))
    return EnrolmentUpload(
      invitation: code.identifier,
      blinded: blinded,
      declaration: declaration,
      declarationSignature: try DeclarationSignature.sign(
        declaration,
        invitation: code.identifier,
        manifest: sealed.hash,
        with: code.signingKey
      ),
      proof: try EnrolmentProof.sign(
        invitation: code.identifier,
        blindedHash: ContentHash.sha256(blinded),
        manifest: sealed.hash,
        with: code.signingKey
      )
    )
  }

  /// Sends all requests at once, each over a connection of its own.
  private func atOnce(
    _ uploads: [EnrolmentUpload],
    _ trial: TrialRound,
    round: RoundID = TrialRound.round
  ) async throws -> [Outcome] {
    let url = try #require(URL(string: trial.server.address))
    return await withTaskGroup(of: (Int, Outcome).self) { group in
      for (index, upload) in uploads.enumerated() {
        group.addTask {
          do {
            let reply = try await PanelClient.with(url) { client in
              try await client.send(
                .POST,
                Route.path(round, .enrolments),
                upload,
                reply: EnrolmentReply.self
              )
            }
            return (index, .issued(blindSignature: reply.blindSignature))
          } catch let report as ProblemReport {
            return (index, .refused(report.type))
          } catch {
            return (index, .failed("\(error)"))
          }
        }
      }
      var outcomes: [(Int, Outcome)] = []
      for await outcome in group { outcomes.append(outcome) }
      return outcomes.sorted { $0.0 < $1.0 }.map(\.1)
    }
  }

  private func count(_ outcomes: [Outcome], _ kind: ProblemReport.Kind) -> Int {
    outcomes.count { $0 == .refused(kind) }
  }

  private func signatures(_ outcomes: [Outcome]) -> [Data] {
    outcomes.compactMap { if case .issued(let signature) = $0 { signature } else { nil } }
  }

  @Test("many clients at once: one invitation gives one credential, and seats are a bound")
  func concurrentEnrolments() async throws {
    let seats = 6
    let trial = try await TrialRound(evaluators: 5, seats: seats)
    let invitations = try await trial.invite((0..<14).map { "Person \($0)" }, again: true)
    _ = try await trial.open()

    // Different credentials on one code, three times over.
    for invitation in invitations.prefix(3) {
      let uploads = try (0..<8).map { _ in try upload(invitation, trial.sealed) }
      let outcomes = try await atOnce(uploads, trial)
      #expect(signatures(outcomes).count == 1, "\(outcomes)")
      #expect(count(outcomes, .alreadyEnrolled) == 7, "\(outcomes)")
      // Whoever was first stays so, and the others cannot wait it out.
      #expect(try await atOnce(uploads, trial) == outcomes)
    }

    // The same request from eight clients, then with a rival among them.
    let same = try upload(invitations[3], trial.sealed)
    let answers = try await atOnce(Array(repeating: same, count: 8), trial)
    #expect(signatures(answers).count == 8 && Set(answers).count == 1, "\(answers)")
    let rivals = try (0..<2).map { _ in try upload(invitations[4], trial.sealed) }
    let mixed = try await atOnce(rivals + rivals + rivals + rivals, trial)
    #expect(Set(signatures(mixed)).count == 1 && signatures(mixed).count == 4, "\(mixed)")
    #expect(count(mixed, .alreadyEnrolled) == 4, "\(mixed)")

    // One seat is left, and nine persons with codes of their own ask for it.
    let last = try invitations[5...].map { try upload($0, trial.sealed) }
    let seated = try await atOnce(last, trial)
    #expect(signatures(seated).count == 1, "\(seated)")
    #expect(count(seated, .noSeatLeft) == 8, "\(seated)")

    #expect(try await trial.open() == .rating)
    let lines = try await issuance(trial)
    #expect(lines.count == 14)
    #expect(lines.count(where: \.isIssued) == seats)
    // Nobody gets in behind the end, and who is in gets the same answer again.
    let again = try await atOnce(last, trial)
    #expect(Set(signatures(again)) == Set(signatures(seated)))
    #expect(count(again, .wrongPhase) == 8, "\(again)")
  }

  private func issuance(_ trial: TrialRound) async throws -> [IssuanceLine] {
    let url = try #require(URL(string: trial.server.address))
    let file = try await PanelClient.with(url) {
      try await $0.get(Route.path(TrialRound.round, .issuance))
    }
    return file.split(separator: 10).compactMap { IssuanceLine(bytes: Data($0)) }
  }

  @Test("borrowed and forged parts of a submission are refused, each for its reason")
  func forgeries() async throws {
    let trial = try await TrialRound(evaluators: 5)
    try await trial.enrolEverybody()
    for index in 0..<2 {
      try trial.answer(index)
      #expect(try await trial.submit(index) == 1)
    }
    let (own, other) = (trial.people[0], trial.people[1])
    let mine = try #require(try own.state.latest())
    let theirs = try #require(try other.state.latest())
    let credential = try own.credential()
    let size = trial.sealed.manifest.bodySize
    func answer(_ envelope: SubmissionEnvelope) async throws -> ProblemReport.Kind? {
      try await trial.problem {
        try await $0.send(.PUT, Route.path(TrialRound.round, .submission), envelope.wire)
      }?.type
    }
    func envelope(
      key: Data? = nil,
      credentialSignature: Data? = nil,
      revision: UInt32 = 2,
      body: Data? = nil,
      signature: Data? = nil
    ) -> SubmissionEnvelope {
      SubmissionEnvelope(
        publicKey: key ?? mine.envelope.publicKey,
        credentialSignature: credentialSignature ?? mine.envelope.credentialSignature,
        revision: revision,
        body: body ?? mine.envelope.body,
        signature: signature ?? mine.envelope.signature
      )
    }
    /// A submission that is right but for the signature on its credential.
    func signed(
      _ credential: Credential,
      _ credentialSignature: Data,
      revision: UInt32
    ) throws -> SubmissionEnvelope {
      let units = try SubmissionUnits.units(
        of: trial.panel.answers(of: 2),
        for: trial.survey.survey
      )
      return try SubmissionEnvelope.make(
        credential: credential,
        credentialSignature: credentialSignature,
        body: try SubmissionBody(revision: revision, values: units, credential: credential),
        size: size
      )
    }

    // One credential signature for a second key, and what arithmetic makes of two of them.
    let fresh = try Credential(secret: Data(repeating: 77, count: 32), manifest: trial.sealed.hash)
    let modulus = trial.sealed.issuer.numbers.modulus
    let (left, right) = (
      BigUInt(mine.envelope.credentialSignature), BigUInt(theirs.envelope.credentialSignature)
    )
    func octets(_ number: BigUInt) -> Data {
      let bytes = number.serialize()
      return Data(count: IssuerPublicKey.byteCount - bytes.count) + bytes
    }
    let blind = try #require(try own.state.credentialFile().blindSignature)
    for (name, signature) in [
      ("another's", mine.envelope.credentialSignature), ("the blind one", blind),
      ("a product", octets(left * right % modulus)), ("the negative", octets(modulus - left)),
      ("one", octets(1)), ("zero", octets(0)), ("noise", Data(repeating: 90, count: 384)),
    ] {
      #expect(try await answer(signed(fresh, signature, revision: 1)) == .badSignature, "\(name)")
    }
    // The same holds under a key that has a credential: no second form of its signature counts.
    for signature in [octets(modulus - left), theirs.envelope.credentialSignature, blind] {
      #expect(try await answer(signed(credential, signature, revision: 2)) == .badSignature)
    }

    // Another's body: with their signature, with mine on my earlier one, or signed for their key.
    #expect(
      try await answer(
        envelope(revision: 1, body: theirs.envelope.body, signature: theirs.envelope.signature)
      ) == .badSignature
    )
    #expect(try await answer(envelope(revision: 1, body: theirs.envelope.body)) == .badSignature)
    let forTheirs = try SubmissionSignature.sign(
      revision: 1,
      bodyHash: theirs.envelope.bodyHash,
      recordCommitment: theirs.recordCommitment,
      manifest: trial.sealed.hash,
      with: credential.signingKey
    )
    #expect(
      try await answer(envelope(revision: 1, body: theirs.envelope.body, signature: forTheirs))
        == .badSignature,
      "a commitment names the key of its author"
    )
    // A revision of mine under another's key: nobody else can revise.
    #expect(
      try await answer(
        envelope(
          key: theirs.envelope.publicKey,
          credentialSignature: theirs.envelope.credentialSignature,
          revision: 1
        )
      ) == .badSignature
    )

    // Revision 0, and a revision that the signature does not cover.
    func body(revision: String) -> Data {
      let text = String(decoding: SubmissionBody.strip(mine.envelope.body), as: UTF8.self)
        .replacing("{\"revision\":1,", with: "{\"revision\":\(revision),", maxReplacements: 1)
      return SubmissionBody.restore(Data(text.utf8), size: size)
    }
    #expect(try await answer(envelope(revision: 0, body: body(revision: "0"))) == .malformed)
    #expect(try await answer(envelope(revision: 0)) == .malformed)
    #expect(try await answer(envelope(revision: 2, body: body(revision: "2"))) == .badSignature)
    #expect(
      try await answer(envelope(revision: 2, body: body(revision: "4294967298"))) == .malformed
    )

    // Receipts are the server's signatures, not the author's, and are about one revision.
    let receipt = try #require(mine.receipt)
    #expect(try await answer(envelope(revision: 1, signature: receipt)) == nil, "a resent body")
    #expect(
      try await answer(envelope(revision: 2, body: body(revision: "2"), signature: receipt))
        == .badSignature
    )
    #expect(own.receiptIsValid(receipt, mine))
    #expect(!own.receiptIsValid(receipt, theirs))

    for index in 2..<5 {
      try trial.answer(index)
      _ = try await trial.submit(index)
    }
    _ = try await trial.close()
    let release = try await trial.release()
    #expect(try release.answers().count == 5)
    // What was stored first stays, the author's signature with it.
    let verification = Verification.run(
      files: release.files,
      fingerprint: trial.sealed.hash.fingerprint,
      mine: try own.ownSubmission(),
      progress: nil
    )
    #expect(verification.checks.filter { $0.outcome != .held } == [])
  }

  @Test("nothing of one round counts in another round of the same server")
  func otherRound() async throws {
    let trial = try await TrialRound(evaluators: 5)
    try await trial.enrolEverybody()
    try trial.answer(0)
    _ = try await trial.submit(0)
    let sent = try #require(try trial.people[0].state.latest())

    let other = RoundID("other")
    let sealed = try await trial.anotherRound(other)
    let server = try #require(URL(string: trial.server.address))
    let codes = try (0..<5).map { number in
      Invitation(
        server: server,
        round: other,
        code: try InvitationCode(
          seed: Data(repeating: UInt8(number), count: 16),
          manifest: sealed.hash
        )
      )
    }
    try await trial.invite(codes, to: sealed)
    try await trial.open(sealed)
    // The code and the whole request of the first round, then the same secret with a code of this.
    let foreign = try Invitation(
      server: server,
      round: other,
      code: InvitationCode(seed: Data(repeating: 9, count: 16), manifest: trial.sealed.hash)
    )
    let stale = try upload(foreign, trial.sealed)
    #expect(try await atOnce([stale], trial, round: other) == [.refused(.notFound)])
    let crossed = try upload(codes[0], trial.sealed)
    #expect(
      try await atOnce([crossed], trial, round: other) == [.refused(.badSignature)],
      "signed for the manifest of the first round"
    )
    // A proof is about one blinded message: with another's it does not do.
    var swapped = try upload(codes[0], sealed)
    swapped.blinded = try upload(codes[0], sealed).blinded
    #expect(try await atOnce([swapped], trial, round: other) == [.refused(.badSignature)])
    swapped = try upload(codes[0], sealed)
    swapped.declarationSignature = try upload(codes[1], sealed).declarationSignature
    #expect(try await atOnce([swapped], trial, round: other) == [.refused(.badSignature)])
    let reused = try trial.people[0].state.credentialFile().secret
    // The same person with the same secret is another key here.
    let credential = try Credential(secret: reused, manifest: sealed.hash)
    #expect(credential.publicKey != sent.envelope.publicKey)
    let blinded = try credential.blind(for: sealed.issuer)
    let uploads = try codes.enumerated().map { number, code in
      try upload(code, sealed, blinded: number == 0 ? blinded.blinded : nil)
    }
    let outcomes = try await atOnce(uploads, trial, round: other)
    #expect(signatures(outcomes).count == 5, "\(outcomes)")
    try await trial.open(sealed)

    let path = Route.path(other, .submission)
    let replay = try await trial.problem { try await $0.send(.PUT, path, sent.envelope.wire) }
    #expect(replay?.type == .badSignature, "the submission of the first round, byte for byte")
    let values = try SubmissionUnits.units(
      of: trial.panel.answers(of: 0),
      for: trial.survey.survey
    )
    func envelope(_ signature: Data) throws -> SubmissionEnvelope {
      try SubmissionEnvelope.make(
        credential: credential,
        credentialSignature: signature,
        body: try SubmissionBody(revision: 1, values: values, credential: credential),
        size: sealed.manifest.bodySize
      )
    }
    // The first round's signature on the credential does not hold for its key of this round.
    let borrowed = try envelope(sent.envelope.credentialSignature)
    #expect(
      try await trial.problem { try await $0.send(.PUT, path, borrowed.wire) }?.type
        == .badSignature
    )
    let right = try envelope(
      try blinded.finalize(blindSignature: try #require(signatures(outcomes).first))
    )
    #expect(try await trial.problem { try await $0.send(.PUT, path, right.wire) } == nil)
  }
}
