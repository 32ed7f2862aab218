import Crypto
import Foundation
import HTTPTypes
import PanelCore
import PanelProtocol
import TestSupport
import Testing

@testable import paneld

/// A round on a `TestServer` and the keys of everyone who takes part in it.
struct TestServerRound {
  static let id = RoundID("test-round")
  static let coordinator = "kim"

  let server: TestServer
  let token: String
  let survey: Survey
  let manifest: Manifest
  let hash: ManifestHash
  let invitations: [InvitationCode]
  /// The last answer to a step of the coordinator.
  private(set) var status: RoundStatus
  private var history: RoundHistory

  private static var key: Curve25519.Signing.PrivateKey { TestServer.key(coordinator) }

  /// Creates and seals a round under a manual schedule, whose phases overlap.
  init(on server: TestServer, seats: Int = 5) async throws {
    self.server = server
    token = try await server.register(Self.coordinator)
    let file = Fixture.url("survey.yaml")
    let text = "phases: overlapping\n" + (try String(contentsOf: file, encoding: .utf8))
    survey = try SurveyDocument.read(text).survey
    let created = try await server.send(
      .post,
      Route.rounds,
      token: token,
      json: RoundDraft(round: Self.id)
    )
    #expect(created.status == 200)
    let keys: RoundKeys = try created.json()
    manifest = Manifest(
      round: Self.id,
      survey: survey,
      surveyBytes: Data(text.utf8),
      schedule: .manual,
      seats: seats,
      objectionSeconds: 86_400,
      issuerKey: keys.issuerKey,
      receiptKey: keys.receiptKey,
      coordinatorKey: Self.key.publicKey.rawRepresentation,
      bodySize: 4_096
    )
    let bytes = try manifest.bytes()
    let hash = ManifestHash(manifest: bytes)
    self.hash = hash
    invitations = try (1...3).map {
      try InvitationCode(seed: Data(repeating: UInt8($0), count: 16), manifest: hash)
    }
    history = RoundHistory(manifest: manifest, hash: hash)
    let entry = LogEntry(
      .sealed,
      actor: Self.coordinator,
      at: server.clock.now,
      manifest: hash.hex
    )
    let sealed = try await server.send(
      .put,
      Route.path(Self.id, .manifest),
      token: token,
      json: Sealing(
        manifest: bytes,
        signature: try ManifestSignature.sign(hash, with: Self.key),
        survey: Data(text.utf8),
        log: try history.append(entry, with: Self.key)
      )
    )
    #expect(sealed.status == 200, "\(String(decoding: sealed.body, as: UTF8.self))")
    status = try sealed.json()
  }

  func path(_ part: Route.Part) -> String { Route.path(Self.id, part) }

  /// Signs an entry of the coordinator on the log as the server has it.
  mutating func line(_ entry: LogEntry) async throws -> LogLine {
    let log: LogLines = try await server.send(.get, path(.log)).json()
    history = try RoundHistory(manifest: manifest, hash: hash, lines: log.lines)
    var longer = history.log
    return try longer.append(try entry.bytes(), manifest: hash, with: Self.key)
  }

  /// Sends an entry of the coordinator.
  mutating func move(
    _ action: LogEntry.Action,
    _ phase: Phase? = nil,
    reason: String? = nil
  ) async throws -> TestServer.Answer {
    var entry = LogEntry(action, actor: Self.coordinator, at: server.clock.now, phase: phase)
    entry.reason = reason
    return try await server.send(
      .post,
      path(.log),
      token: token,
      json: LogUpload(line: try await line(entry))
    )
  }

  /// Uploads the list of invitations.
  mutating func invite() async throws -> TestServer.Answer {
    let list = try InvitationList(invitations.map(\.entry))
    let entry = LogEntry(
      .invited,
      actor: Self.coordinator,
      at: server.clock.now,
      count: list.entries.count,
      root: Hexadecimal.text(list.root(manifest: hash))
    )
    return try await server.send(
      .post,
      path(.invitations),
      token: token,
      json: InvitationsUpload(
        invitations: invitations.enumerated().map {
          InvitationUpload(
            identifier: $1.identifier,
            key: $1.publicKey,
            reference: "reference-\($0)"
          )
        },
        signature: try list.sign(manifest: hash, with: Self.key),
        log: try await line(entry)
      )
    )
  }

  /// The credential of one evaluator.
  func credential(_ number: Int) throws -> Credential {
    try Credential(secret: Data(repeating: UInt8(number + 1), count: 32), manifest: hash)
  }

  /// Enrols with one invitation.
  func enrolment(_ number: Int, _ blinded: Data) throws -> EnrolmentUpload {
    let invitation = invitations[number]
    let declaration = try CanonicalJSON.encode(
      Declaration(
        pledge: true,
        conflicts: [],
        teams: manifest.teams.isEmpty ? nil : []
      )
    )
    return EnrolmentUpload(
      invitation: invitation.identifier,
      blinded: blinded,
      declaration: declaration,
      declarationSignature: try DeclarationSignature.sign(
        declaration,
        invitation: invitation.identifier,
        manifest: hash,
        with: invitation.signingKey
      ),
      proof: try EnrolmentProof.sign(
        invitation: invitation.identifier,
        blindedHash: ContentHash.sha256(blinded),
        manifest: hash,
        with: invitation.signingKey
      )
    )
  }

  /// The bytes of a submission whose credential nobody signed.
  func unsignedSubmission(_ number: Int) throws -> Data {
    let credential = try credential(number)
    return try SubmissionEnvelope.make(
      credential: credential,
      credentialSignature: Data(count: 384),
      body: try SubmissionBody(
        revision: 1,
        values: try SubmissionUnits.units(of: Answers(), for: survey),
        credential: credential
      ),
      size: manifest.bodySize
    ).wire
  }

  /// An abstention, signed by a credential that the round's issuer key signed directly.
  func submission(_ number: Int, revision: UInt32 = 1) throws -> SubmissionEnvelope {
    let credential = try credential(number)
    let issuer = try IssuerPrivateKey(
      der: try Data(contentsOf: server.directory.round(Self.id).issuerKey)
    )
    let blinded = try credential.blind(for: issuer.publicKey)
    return try SubmissionEnvelope.make(
      credential: credential,
      credentialSignature: try blinded.finalize(
        blindSignature: try issuer.blindSign(blinded.blinded)
      ),
      body: try SubmissionBody(
        revision: revision,
        values: try SubmissionUnits.units(of: Answers(), for: survey),
        credential: credential
      ),
      size: manifest.bodySize
    )
  }
}
