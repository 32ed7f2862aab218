import Crypto
import Foundation
import PanelCore
import PanelProtocol
import PanelStatistics
import TestSupport
import Testing

@testable import PanelReport

extension Fixture {
  static func survey() throws -> Survey { try SurveyDocument.read(try text("survey.yaml")).survey }
}

/// A synthetic round from the manifest to the closed tree, with all keys, so that it can cheat.
struct TestRound {
  /// One enrolled evaluator with the submission that is counted.
  struct Evaluator {
    var credential: Credential
    var credentialSignature: Data
    var envelope: SubmissionEnvelope
    var body: SubmissionBody
    var receipt: Data

    var row: TreeLine {
      TreeLine(
        publicKey: envelope.publicKey,
        credentialSignature: envelope.credentialSignature,
        revision: envelope.revision,
        bodyHash: envelope.bodyHash,
        recordCommitment: body.recordCommitment(
          manifest: credential.manifest,
          publicKey: envelope.publicKey
        ),
        signature: envelope.signature
      )
    }
  }

  static let schedule = Schedule.times(
    enrolFrom: Timestamp(seconds: 1000),
    enrolTo: Timestamp(seconds: 2000),
    rateFrom: Timestamp(seconds: 3000),
    rateTo: Timestamp(seconds: 4000)
  )
  static let shared = Result { try TestRound() }

  let coordinator = TestRound.key("coordinator")
  let receiptKey = TestRound.key("receipt")
  let issuer: IssuerPrivateKey
  let survey: Survey
  let surveyBytes: Data
  let manifest: Manifest
  let manifestBytes: Data
  let hash: ManifestHash
  var invitations: [InvitationCode]
  var issued: Int
  /// Sorted as in the tree; the last ones may exceed what was issued.
  var evaluators: [Evaluator] = []

  static func key(_ name: String) -> Curve25519.Signing.PrivateKey {
    let seed = Data(SHA256.hash(data: Data(name.utf8)))
    return (try? Curve25519.Signing.PrivateKey(rawRepresentation: seed)) ?? .init()
  }

  init(
    schedule: Schedule = TestRound.schedule,
    seats: Int = 10,
    submissions: Int = 6,
    issued: Int = 7
  ) throws {
    issuer = try IssuerPrivateKey(pem: try Fixture.text("vectors/issuer_test_key_3072.pem"))
    surveyBytes = try Fixture.data("survey.yaml")
    survey = try Fixture.survey()
    manifest = Manifest(
      round: RoundID("report-test"),
      survey: survey,
      surveyBytes: surveyBytes,
      schedule: schedule,
      seats: seats,
      objectionSeconds: 0,
      issuerKey: issuer.publicSPKI,
      receiptKey: receiptKey.publicKey.rawRepresentation,
      coordinatorKey: coordinator.publicKey.rawRepresentation,
      bodySize: 4096
    )
    manifestBytes = try CanonicalJSON.encodeReadable(manifest)
    hash = ManifestHash(manifest: manifestBytes)
    self.issued = issued
    let hash = hash
    // The last two: one never used, one revoked.
    invitations = try (0..<issued + 2).map { number in
      try InvitationCode(seed: Data(repeating: UInt8(number + 1), count: 16), manifest: hash)
    }
    var generator = SplitMix64(seed: 42)
    for number in 0..<submissions {
      let credential = try Credential(
        secret: Data(repeating: UInt8(number + 1), count: 32),
        manifest: hash
      )
      let blinded = try credential.blind(for: issuer.publicKey)
      let signature = try blinded.finalize(
        blindSignature: try issuer.blindSign(blinded.blinded)
      )
      evaluators.append(
        try evaluator(
          credential,
          signature,
          answers: answers(number, using: &generator),
          revision: number == 2 ? 2 : 1
        )
      )
    }
    evaluators.sort { $0.row.publicKey.lexicographicallyPrecedes($1.row.publicKey) }
  }

  func evaluator(
    _ credential: Credential,
    _ signature: Data,
    answers: Answers,
    revision: UInt32
  ) throws -> Evaluator {
    let body = try SubmissionBody(
      revision: revision,
      values: try SubmissionUnits.units(of: answers, for: survey),
      credential: credential
    )
    let envelope = try SubmissionEnvelope.make(
      credential: credential,
      credentialSignature: signature,
      body: body,
      size: manifest.bodySize
    )
    let commitment = body.recordCommitment(manifest: hash, publicKey: credential.publicKey)
    return Evaluator(
      credential: credential,
      credentialSignature: signature,
      envelope: envelope,
      body: body,
      receipt: try SubmissionReceipt.sign(
        publicKey: credential.publicKey,
        revision: revision,
        bodyHash: envelope.bodyHash,
        recordCommitment: commitment,
        manifest: hash,
        with: receiptKey
      )
    )
  }

  /// A complete set of answers; evaluator 1 is recused from B, evaluator 3 cannot judge C.
  func answers(_ number: Int, using generator: inout SplitMix64) -> Answers {
    var answers = Answers()
    if number == 1 { answers.recusals = [ModelCode("B")] }
    for model in survey.models.map(\.code) where !answers.recusals.contains(model) {
      for item in survey.items {
        answers.answers[model, default: [:]][item.id] =
          number == 3 && model == ModelCode("C")
          ? .cannotJudge(ChoiceID("N2")) : .rating(1 + generator.index(below: 5))
      }
      answers.exposure[model] = [ItemID("X1"): [ChoiceID("used")]]
      answers.confidence[model] = 3
      if number % 2 == 0 || survey.requiresComment(on: model, in: answers) {
        answers.comments[model] = "의견 \"따옴표\", 줄\n바꿈 \u{1F600} \u{1} \u{7F} and / a slash"
      }
    }
    let rated = survey.models.map(\.code).filter { !answers.recusals.contains($0) }
    answers.ranking = [Array(rated.prefix(1)), Array(rated.dropFirst())]
    answers.attention = 2
    answers.profile = [ItemID("P1"): ChoiceID("research")]
    return answers
  }

  /// The invitations that count, signed.
  func signedInvitations() throws -> SignedInvitations {
    let list = try InvitationList(invitations.dropLast().map(\.entry))
    return SignedInvitations(
      invitations: list.entries,
      signature: try list.sign(manifest: hash, with: coordinator)
    )
  }

  func issuance() throws -> IssuanceList {
    try IssuanceList(
      try invitations.enumerated().map { index, invitation in
        guard index < issued else {
          return IssuanceLine(
            invitation: invitation.identifier,
            outcome: index < invitations.count - 1 ? .notIssued : .revoked
          )
        }
        let blindedHash = ContentHash.sha256(Data("blinded \(index)".utf8))
        return IssuanceLine(
          invitation: invitation.identifier,
          outcome: .issued(
            key: invitation.publicKey,
            blindedHash: blindedHash,
            proof: try EnrolmentProof.sign(
              invitation: invitation.identifier,
              blindedHash: blindedHash,
              manifest: hash,
              with: invitation.signingKey
            )
          )
        )
      }
    )
  }

  var tree: MerkleTree { MerkleTree(leaves: evaluators.map { $0.row.leaf(manifest: hash) }) }

  /// What is done to the round, unsigned.
  func entries(openComments: Bool = false) throws -> [LogEntry] {
    let signed = try signedInvitations()
    let isManual = manifest.schedule == .manual
    func entry(
      _ action: LogEntry.Action,
      _ seconds: Int64,
      phase: Phase? = nil,
      isServer: Bool,
      manifest: String? = nil,
      count: Int? = nil,
      root: Data? = nil
    ) -> LogEntry {
      LogEntry(
        action,
        actor: isServer ? LogEntry.server : "kim",
        at: Timestamp(seconds: seconds),
        phase: phase,
        manifest: manifest,
        count: count,
        root: root.map(Hexadecimal.text)
      )
    }
    let root = try InvitationList(signed.invitations).root(manifest: hash)
    let issuance = try issuance()
    var entries = [
      entry(.sealed, 1, isServer: false, manifest: hash.hex),
      entry(.invited, 2, isServer: false, count: 1, root: Data(count: 32)),
      entry(.opened, 1000, phase: .enrolling, isServer: !isManual),
      entry(.replaced, 1500, isServer: false, count: signed.invitations.count, root: root),
      entry(.closed, 2000, phase: .enrolling, isServer: !isManual),
      entry(
        .keyDestroyed,
        2000,
        isServer: true,
        count: issuance.issuedCount,
        root: issuance.tree(manifest: hash).root
      ),
      entry(.opened, 3000, phase: .rating, isServer: !isManual),
      entry(.closed, 4000, phase: .rating, isServer: !isManual),
      entry(.treeFixed, 4000, isServer: true, count: evaluators.count, root: tree.root),
    ]
    var released = entry(.released, 4500, isServer: false)
    (released.units, released.scores) = try release(log: [], openComments: openComments).hashes
    entries.append(released)
    return entries
  }

  /// Signs entries with the keys of those they name.
  func log(_ entries: [LogEntry]) throws -> [LogLine] {
    var log = CoordinatorLog()
    for entry in entries {
      try log.append(
        try entry.bytes(),
        manifest: hash,
        with: entry.actor == LogEntry.server ? receiptKey : coordinator
      )
    }
    return log.lines
  }

  func release(openComments: Bool = false) throws -> Release {
    try release(
      log: try log(try entries(openComments: openComments)),
      openComments: openComments
    )
  }

  private func release(log: [LogLine], openComments: Bool) throws -> Release {
    let issuance = try issuance()
    return try Release.build(
      manifest: manifestBytes,
      manifestSignature: try ManifestSignature.sign(hash, with: coordinator),
      survey: surveyBytes,
      log: log,
      invitations: try signedInvitations(),
      issuance: issuance.file,
      issuanceHead: try CanonicalJSON.encodeReadable(
        try issuance.head(manifest: hash, with: receiptKey)
      ),
      tree: evaluators.map(\.row),
      treeHeads: [
        try TreeHead.sign(kind: .submissions, tree: tree, manifest: hash, with: receiptKey)
      ],
      bodies: evaluators.map { SubmissionBody.strip($0.envelope.body) },
      openComments: openComments
    )
  }

  /// What the machine of an evaluator knows.
  func own(_ index: Int) throws -> OwnSubmission {
    let evaluator = evaluators[index]
    return OwnSubmission(
      publicKey: evaluator.envelope.publicKey,
      acknowledged: (
        try OwnSubmission.Revision(
          body: evaluator.envelope.body,
          publicKey: evaluator.envelope.publicKey,
          manifest: hash
        ), evaluator.receipt
      )
    )
  }

  /// The release, verified.
  func verified() throws -> VerifiedRelease {
    try VerifiedRelease(try release(), fingerprint: hash.fingerprint)
  }

  /// Verifies against this round's fingerprint.
  func verify(_ files: [String: Data], mine: OwnSubmission? = nil) -> Verification {
    Verification.run(files: files, fingerprint: hash.fingerprint, mine: mine)
  }
}

extension Verification {
  /// The numbers of the failed checks.
  var failed: [String] { checks.filter { $0.outcome == .failed }.map(\.id) }

  subscript(id: String) -> Check? { checks.first { $0.id == id } }
}

extension [String: Data] {
  /// The lines of a file, without line feeds.
  func lines(_ file: ReleaseFile) -> [String] {
    String(decoding: self[file.rawValue] ?? Data(), as: UTF8.self)
      .split(separator: "\n", omittingEmptySubsequences: false).dropLast().map(String.init)
  }

  mutating func set(_ file: ReleaseFile, _ lines: [String]) {
    self[file.rawValue] = Data(lines.map { $0 + "\n" }.joined().utf8)
  }
}
