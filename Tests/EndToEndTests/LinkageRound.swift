import Crypto
import Foundation
import PanelCore
import PanelProtocol
import PanelStatistics
import PanelStore
import TestSupport

/// Credentials that were really blinded, signed and unblinded, once for all rounds of the game.
///
/// The client's arithmetic takes a fifth of a second a person without the optimiser; everything else
/// of a round is made anew.
struct LinkagePool: Sendable {
  /// A credential and its two signatures: the blind one and the one that was made of it.
  struct Member: Sendable {
    var credential: Credential
    var blinded: Data
    var blindSignature: Data
    var signature: Data
  }

  let manifest: ManifestHash
  let issuer: IssuerPublicKey
  let survey: Survey
  let members: [Member]

  /// Made once for all tests.
  static let shared = Task { try await LinkagePool(count: 24, seed: 1) }

  private init(count: Int, seed: UInt64) async throws {
    let issuer = try IssuerPrivateKey(pem: try Fixture.text("vectors/issuer_test_key_3072.pem"))
    let manifest = ManifestHash(manifest: Data("the linkage game".utf8))
    var generator = SplitMix64(seed: seed)
    let secrets = (0..<count).map { _ in LinkageRound.bytes(32, &generator) }
    members = try await withThrowingTaskGroup(of: (Int, Member).self) { group in
      for (index, secret) in secrets.enumerated() {
        group.addTask {
          let credential = try Credential(secret: secret, manifest: manifest)
          let blinded = try credential.blind(for: issuer.publicKey)
          let blindSignature = try issuer.blindSign(blinded.blinded)
          let member = Member(
            credential: credential,
            blinded: blinded.blinded,
            blindSignature: blindSignature,
            signature: try blinded.finalize(blindSignature: blindSignature)
          )
          return (index, member)
        }
      }
      var made: [(Int, Member)] = []
      for try await member in group { made.append(member) }
      return made.sorted { $0.0 < $1.0 }.map(\.1)
    }
    self.manifest = manifest
    self.issuer = issuer.publicKey
    survey = try SurveyDocument.read(
      String(contentsOf: Repository.root.appending(path: "Surveys/example.yaml"), encoding: .utf8)
    ).survey
  }
}

/// One round of the linkage game: all that an operator ends up with, and the truth beside it.
///
/// It is made in this process by the code that clients and server use, over real files: many rounds
/// are needed, and a real server takes seconds for one.
struct LinkageRound: Sendable {
  /// What is varied between games.
  struct Settings: Sendable {
    var persons = 12
    /// Whether the submissions are vacuumed, as the server does when it is idle and at closing.
    var vacuums = true
    /// Whether people write as their coordinator knows them to write.
    var showsHabits = false
  }

  /// What is known of a person before the round.
  struct Habits: Hashable, Sendable {
    static let fields = ["law", "medicine", "engineering", "education", "industry"]
    static let styles = ["...", "!!", "i.e.", " ;", "(sic)", "in fact"]
    var field: String
    var style: String
  }

  let manifest: ManifestHash
  /// The identity side, in the order of the coordinator's roster.
  let invitations: [StoredInvitation]
  let enrolments: [StoredEnrolment]
  let habits: [Habits]
  /// The persons in the order in which they enrolled: an operator sees it happen.
  let enrolmentOrder: [Int]
  /// The other side, in the order in which it is read: by key.
  let submissions: [StoredSubmission]
  let registryBytes: Data
  let submissionBytes: Data
  /// For each person the position of their submission; what the matcher does not get.
  let truth: [Int]

  private static let bodySize = 4_096
  private static let name = RoundID("game")

  /// Plays a round; everything in it follows from the seed.
  init(seed: UInt64, pool: LinkagePool, _ settings: Settings) throws {
    var generator = SplitMix64(seed: seed)
    let folder = try TemporaryFolder()
    let registryPath = folder.path("registry.sqlite")
    let boxPath = folder.path("submissions.sqlite")
    let registry = try Registry(path: registryPath)
    let box = try SubmissionStore(path: boxPath)
    let people = 0..<settings.persons
    let members = Array(pool.members.shuffled(using: &generator).prefix(settings.persons))
    habits = people.map { _ in
      Habits(
        field: Habits.fields[generator.index(below: Habits.fields.count)],
        style: Habits.styles[generator.index(below: Habits.styles.count)]
      )
    }

    // The side that knows persons.
    let codes = try people.map { _ in
      try InvitationCode.generate(for: pool.manifest, using: &generator)
    }
    let references = people.map { _ in
      CrockfordBase32.encode(LinkageRound.bytes(10, &generator))
    }
    invitations = zip(codes, references).map { code, reference in
      StoredInvitation(identifier: code.identifier, key: code.publicKey, reference: reference)
    }
    try LinkageRound.beginEnrolling(registry, pool.issuer, pool.manifest, invitations)
    enrolmentOrder = people.shuffled(using: &generator)
    for person in enrolmentOrder {
      try LinkageRound.enrol(members[person], codes[person], registry)
    }

    // The side that knows credentials. In half of the rounds people come in the order in which they
    // enrolled, the worst case: then an order kept on this side is all that a matcher needs.
    let isSameOrder = seed.isMultiple(of: 2)
    let arrival = isSameOrder ? enrolmentOrder : people.shuffled(using: &generator)
    // Revisions stir what order there is, so in half of the rounds nobody revises.
    let revises = seed % 4 < 2
    let revised = people.shuffled(using: &generator).prefix(revises ? settings.persons / 4 : 0)
    var revisions: [Int: UInt32] = [:]
    for person in arrival + revised {
      let revision = revisions[person, default: 0] + 1
      revisions[person] = revision
      let values = try LinkageRound.values(
        pool.survey,
        settings.showsHabits ? habits[person] : nil,
        &generator
      )
      _ = try box.store(try LinkageRound.submission(members[person], revision, values))
    }
    if settings.vacuums { try box.vacuum() }

    let stored = try box.all()
    let places = Dictionary(
      uniqueKeysWithValues: stored.enumerated().map { ($1.credentialKey, $0) }
    )
    manifest = pool.manifest
    submissions = stored
    truth = members.compactMap { places[$0.credential.publicKey] }
    enrolments = try invitations.compactMap { invitation in
      try registry.enrolment(invitation.identifier, in: LinkageRound.name)
    }
    registryBytes = try Data(contentsOf: URL(fileURLWithPath: registryPath))
    submissionBytes = try Data(contentsOf: URL(fileURLWithPath: boxPath))
  }

  /// Plays many rounds, on as many processors as there are.
  static func play(_ seeds: ClosedRange<UInt64>, _ settings: Settings) async throws -> [Self] {
    let pool = try await LinkagePool.shared.value
    return try await withThrowingTaskGroup(of: LinkageRound.self) { group in
      for seed in seeds {
        group.addTask { try LinkageRound(seed: seed, pool: pool, settings) }
      }
      var rounds: [LinkageRound] = []
      for try await round in group { rounds.append(round) }
      return rounds
    }
  }

  static func bytes(_ count: Int, _ generator: inout SplitMix64) -> Data {
    Data((0..<count).map { _ in UInt8.random(in: .min ... .max, using: &generator) })
  }

  /// Brings a registry to the phase of enrolling.
  private static func beginEnrolling(
    _ registry: Registry,
    _ issuer: IssuerPublicKey,
    _ manifest: ManifestHash,
    _ invitations: [StoredInvitation]
  ) throws {
    let some = Data(repeating: 1, count: 32)
    func line(_ text: String) -> StoredLogEntry {
      StoredLogEntry(entry: Data(text.utf8), signature: Data(repeating: 2, count: 64))
    }
    try registry.addJoinLink(tokenHash: some)
    try registry.register(
      linkHash: some,
      name: "c",
      key: some,
      tokenHash: some,
      at: Timestamp(seconds: 0)
    )
    try registry.addRound(name, coordinator: "c", issuerKey: issuer.spki, receiptKey: some)
    try registry.move(
      name,
      from: .draft,
      to: .sealed,
      manifest: (hash: manifest.bytes, seats: invitations.count),
      log: [line("sealed")],
      at: 0
    )
    try registry.replaceInvitations(
      of: name,
      with: invitations,
      signature: Data(repeating: 3, count: 64),
      log: line("invited"),
      at: 1
    )
    try registry.move(name, from: .sealed, to: .enrolling, log: [line("opened")], at: 2)
  }

  /// Records an enrolment and keeps its blind signature, in the server's two steps.
  private static func enrol(
    _ member: LinkagePool.Member,
    _ code: InvitationCode,
    _ registry: Registry
  ) throws {
    let manifest = member.credential.manifest
    let declaration = try CanonicalJSON.encode(Declaration(pledge: true, conflicts: []))
    try registry.record(
      StoredEnrolment(
        identifier: code.identifier,
        blinded: member.blinded,
        proof: try EnrolmentProof.sign(
          invitation: code.identifier,
          blindedHash: ContentHash.sha256(member.blinded),
          manifest: manifest,
          with: code.signingKey
        ),
        declaration: declaration,
        declarationSignature: try DeclarationSignature.sign(
          declaration,
          invitation: code.identifier,
          manifest: manifest,
          with: code.signingKey
        )
      ),
      in: name
    )
    try registry.keep(blindSignature: member.blindSignature, for: code.identifier, in: name)
  }

  /// Ratings drawn independently of who gives them; of the person only the habits, if any.
  private static func values(
    _ survey: Survey,
    _ habits: Habits?,
    _ generator: inout SplitMix64
  ) throws -> [(label: String, value: String)] {
    var answers = Answers()
    for model in survey.models {
      for item in survey.items {
        let steps = survey.scale.highest - survey.scale.lowest + 1
        let rating = survey.scale.lowest + generator.index(below: steps)
        answers.answers[model.code, default: [:]][item.id] = .rating(rating)
      }
      if let habits { answers.comments[model.code] = "Good\(habits.style) for my work" }
    }
    let units = try SubmissionUnits.units(of: answers, for: survey)
    return units + (habits.map { [("profile.field/0", $0.field)] } ?? [])
  }

  private static func submission(
    _ member: LinkagePool.Member,
    _ revision: UInt32,
    _ values: [(label: String, value: String)]
  ) throws -> StoredSubmission {
    let credential = member.credential
    let body = try SubmissionBody(revision: revision, values: values, credential: credential)
    let envelope = try SubmissionEnvelope.make(
      credential: credential,
      credentialSignature: member.signature,
      body: body,
      size: bodySize
    )
    return StoredSubmission(
      credentialKey: envelope.publicKey,
      credentialSignature: envelope.credentialSignature,
      revision: envelope.revision,
      body: SubmissionBody.strip(envelope.body),
      bodyHash: envelope.bodyHash,
      commitment: body.recordCommitment(
        manifest: credential.manifest,
        publicKey: envelope.publicKey
      ),
      signature: envelope.signature
    )
  }
}
