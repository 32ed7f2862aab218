public import Foundation
public import PanelCore

/// `POST /v1/coordinators`: the link's secret and the coordinator's key.
public struct CoordinatorRegistration: Codable, Sendable {
  /// The secret of the link that `paneld init` printed, base64.
  public var link: Data
  /// The name the log will carry.
  public var name: String
  /// The coordinator's Ed25519 public key.
  public var key: Data

  /// Puts a registration together.
  public init(link: Data, name: String, key: Data) {
    self.link = link
    self.name = name
    self.key = key
  }
}

/// The answer to a registration.
public struct CoordinatorToken: Codable, Sendable {
  /// The bearer token, shown once.
  public var token: String

  /// Wraps a token.
  public init(token: String) { self.token = token }
}

/// `POST /v1/rounds`: a new round.
public struct RoundDraft: Codable, Sendable {
  /// The round's name.
  public var round: RoundID

  /// Names a round.
  public init(round: RoundID) { self.round = round }
}

/// The answer to a new round: the keys the manifest has to name.
public struct RoundKeys: Codable, Sendable {
  /// The issuer's public key, SPKI.
  public var issuerKey: Data
  /// The receipt key.
  public var receiptKey: Data

  /// Pairs the keys.
  public init(issuerKey: Data, receiptKey: Data) {
    self.issuerKey = issuerKey
    self.receiptKey = receiptKey
  }
}

/// `PUT …/manifest`: the manifest, its signature, the survey, and the signed log entry `sealed`.
public struct Sealing: Codable, Sendable {
  /// The bytes of `manifest.json`.
  public var manifest: Data
  /// The coordinator's signature on its hash.
  public var signature: Data
  /// The bytes of `survey.yaml`.
  public var survey: Data
  /// The first line of the coordinator log.
  public var log: LogLine

  /// Puts a sealing together.
  public init(manifest: Data, signature: Data, survey: Data, log: LogLine) {
    self.manifest = manifest
    self.signature = signature
    self.survey = survey
    self.log = log
  }
}

/// `GET …/status`.
public struct RoundStatus: Codable, Sendable {
  /// The round.
  public var round: RoundID
  /// Where it stands.
  public var phase: Phase
  /// The hash of the manifest, hex; absent in draft.
  public var manifestHash: String?
  /// The times in force, extensions included; absent in draft.
  public var schedule: Schedule?

  /// Puts a status together.
  public init(round: RoundID, phase: Phase, manifestHash: String?, schedule: Schedule? = nil) {
    self.round = round
    self.phase = phase
    self.manifestHash = manifestHash
    self.schedule = schedule
  }
}

/// One invitation on its way to the server.
public struct InvitationUpload: Codable, Hashable, Sendable {
  /// The identifier derived from the code.
  public var identifier: Data
  /// The invitation's public key.
  public var key: Data
  /// The coordinator's opaque reference.
  public var reference: String

  /// Puts an invitation together.
  public init(identifier: Data, key: Data, reference: String) {
    self.identifier = identifier
    self.key = key
    self.reference = reference
  }
}

/// `POST …/invitations`: the whole list, signed, with its log entry.
public struct InvitationsUpload: Codable, Sendable {
  /// All invitations that count from now on.
  public var invitations: [InvitationUpload]
  /// The coordinator's signature over the sorted list.
  public var signature: Data
  /// The log line `invited`.
  public var log: LogLine

  /// Puts a list together.
  public init(invitations: [InvitationUpload], signature: Data, log: LogLine) {
    self.invitations = invitations
    self.signature = signature
    self.log = log
  }
}

/// The signed list of invitations as a release carries it: no references.
public struct SignedInvitations: Codable, Hashable, Sendable {
  /// The invitations, sorted by identifier.
  public var invitations: [InvitationEntry]
  /// The coordinator's signature over them.
  public var signature: Data

  /// Puts a list together.
  public init(invitations: [InvitationEntry], signature: Data) {
    self.invitations = invitations
    self.signature = signature
  }
}

/// One line of `GET …/invitations`, for the coordinator.
public struct InvitationState: Codable, Hashable, Sendable {
  /// What has become of an invitation.
  public enum State: String, Codable, Sendable {
    /// Nothing yet.
    case open
    /// A credential was issued on it.
    case enrolled
    /// It was taken back.
    case revoked
  }

  /// The identifier.
  public var identifier: Data
  /// The invitation's public key.
  public var key: Data
  /// The coordinator's reference.
  public var reference: String
  /// What has become of it.
  public var state: State

  /// Puts a line together.
  public init(identifier: Data, key: Data, reference: String, state: State) {
    self.identifier = identifier
    self.key = key
    self.reference = reference
    self.state = state
  }
}

/// `GET …/invitations`.
public struct InvitationStates: Codable, Sendable {
  /// All invitations.
  public var invitations: [InvitationState]
  /// The signature over those that are not revoked.
  public var signature: Data?

  /// Puts the answer together.
  public init(invitations: [InvitationState], signature: Data?) {
    self.invitations = invitations
    self.signature = signature
  }
}

/// `POST …/enrolments`.
public struct EnrolmentUpload: Codable, Hashable, Sendable {
  /// The invitation's identifier.
  public var invitation: Data
  /// The blinded message.
  public var blinded: Data
  /// The declaration's bytes.
  public var declaration: Data
  /// The invitation key's signature on the declaration.
  public var declarationSignature: Data
  /// The invitation key's signature on the blinded message.
  public var proof: Data
  /// What shows whose credential it is; in confidential rounds only.
  public var opening: CredentialOpening?
  /// Asks for an answer that was given before, and for nothing new.
  public var recover: Bool?

  private enum CodingKeys: String, CodingKey {
    case invitation = "inv_id"
    case blinded
    case declaration
    case declarationSignature = "declaration_sig"
    case proof
    case opening
    case recover
  }

  /// Puts an enrolment together.
  public init(
    invitation: Data,
    blinded: Data,
    declaration: Data,
    declarationSignature: Data,
    proof: Data,
    opening: CredentialOpening? = nil,
    recover: Bool? = nil
  ) {
    self.invitation = invitation
    self.blinded = blinded
    self.declaration = declaration
    self.declarationSignature = declarationSignature
    self.proof = proof
    self.opening = opening
    self.recover = recover
  }
}

/// The answer to an enrolment.
public struct EnrolmentReply: Codable, Hashable, Sendable {
  /// The blind signature.
  public var blindSignature: Data
  /// The receipt key's signature on the issuance.
  public var issued: Data

  private enum CodingKeys: String, CodingKey {
    case blindSignature = "blind_sig"
    case issued
  }

  /// Puts a reply together.
  public init(blindSignature: Data, issued: Data) {
    self.blindSignature = blindSignature
    self.issued = issued
  }
}

/// What an evaluator declares at joining: the pledge, the ties they have, and to whom.
public struct Declaration: Codable, Hashable, Sendable {
  /// Whether the pledge was made.
  public var pledge: Bool
  /// The ties declared, by name of the choice; empty when there is none.
  public var conflicts: [ChoiceID]
  /// The teams of the manifest (or codes, where names are open) that they are tied to.
  public var teams: [String]?

  /// Puts a declaration together.
  public init(pledge: Bool, conflicts: [ChoiceID], teams: [String]? = nil) {
    self.pledge = pledge
    self.conflicts = conflicts
    self.teams = teams
  }
}

/// One line of `GET …/declarations`, for the coordinator: what a person signed at joining.
public struct SignedDeclaration: Codable, Hashable, Sendable {
  /// The invitation's identifier.
  public var identifier: Data
  /// The coordinator's reference.
  public var reference: String
  /// The declaration's bytes.
  public var declaration: Data
  /// The invitation key's signature on it.
  public var signature: Data

  /// Puts a line together.
  public init(identifier: Data, reference: String, declaration: Data, signature: Data) {
    self.identifier = identifier
    self.reference = reference
    self.declaration = declaration
    self.signature = signature
  }
}

/// `GET …/declarations`.
public struct SignedDeclarations: Codable, Sendable {
  /// One line an enrolled person.
  public var declarations: [SignedDeclaration]

  /// Wraps the lines.
  public init(declarations: [SignedDeclaration]) { self.declarations = declarations }
}

/// One sealed link of a confidential round.
public struct SealedLink: Codable, Hashable, Sendable {
  /// The invitation's identifier.
  public var invitation: Data
  /// The credential's key under two layers.
  public var sealed: Data

  /// Pairs an invitation with its link.
  public init(invitation: Data, sealed: Data) {
    self.invitation = invitation
    self.sealed = sealed
  }
}

/// `GET …/escrow`: the sealed links of a confidential round, for the coordinator.
public struct SealedLinks: Codable, Sendable {
  /// The links, by invitation.
  public var links: [SealedLink]

  /// Wraps the links.
  public init(links: [SealedLink]) { self.links = links }
}

/// `POST …/claims`: a submission that the tree lacks, and the receipt that proves it.
public struct SubmissionClaim: Codable, Sendable {
  /// The submission's request, exactly as it was sent.
  public var submission: Data
  /// The server's receipt for it.
  public var receipt: Data

  /// Pairs a submission with its receipt.
  public init(submission: Data, receipt: Data) {
    self.submission = submission
    self.receipt = receipt
  }
}

/// `GET …/tree-heads`: every head of the submissions' tree; the last counts.
public struct TreeHeads: Codable, Sendable {
  /// The heads in order.
  public var heads: [TreeHead]

  /// Wraps the heads.
  public init(heads: [TreeHead]) { self.heads = heads }
}

/// The answer to a submission.
public struct SubmissionReply: Codable, Hashable, Sendable {
  /// The receipt.
  public var receipt: Data

  /// Wraps a receipt.
  public init(receipt: Data) { self.receipt = receipt }
}

/// `POST …/log`: one signed entry.
public struct LogUpload: Codable, Sendable {
  /// The line.
  public var line: LogLine

  /// Wraps a line.
  public init(line: LogLine) { self.line = line }
}

/// `GET …/log`.
public struct LogLines: Codable, Sendable {
  /// The lines in order.
  public var lines: [LogLine]

  /// Wraps the lines.
  public init(lines: [LogLine]) { self.lines = lines }
}

/// `GET …/progress`: counts alone, submissions in steps of five.
public struct RoundProgress: Codable, Hashable, Sendable {
  /// Where the round stands.
  public var phase: Phase
  /// The seats of the manifest.
  public var seats: Int
  /// The least number of enrolled evaluators.
  public var minimumPanel: Int
  /// Invitations that count.
  public var invited: Int
  /// Credentials issued.
  public var enrolled: Int
  /// Submissions, rounded down to a multiple of five until closing.
  public var submissionsAtLeast: Int
  /// When they were counted; until closing at most once a day.
  public var submissionsAsOf: Timestamp?

  /// Puts a progress together.
  public init(
    phase: Phase,
    seats: Int,
    minimumPanel: Int,
    invited: Int,
    enrolled: Int,
    submissionsAtLeast: Int,
    submissionsAsOf: Timestamp? = nil
  ) {
    self.phase = phase
    self.seats = seats
    self.minimumPanel = minimumPanel
    self.invited = invited
    self.enrolled = enrolled
    self.submissionsAtLeast = submissionsAtLeast
    self.submissionsAsOf = submissionsAsOf
  }
}

/// One row of the submission tree.
public struct TreeLine: Codable, Hashable, Sendable {
  /// The credential's public key.
  public var publicKey: Data
  /// The issuer's signature on it.
  public var credentialSignature: Data
  /// The revision.
  public var revision: UInt32
  /// SHA-256 of the padded body.
  public var bodyHash: Data
  /// The record commitment.
  public var recordCommitment: Data
  /// The credential's signature on the revision.
  public var signature: Data

  private enum CodingKeys: String, CodingKey {
    case publicKey = "ppk"
    case credentialSignature = "cred_sig"
    case revision = "rev"
    case bodyHash = "body_sha256"
    case recordCommitment = "rc"
    case signature = "sig"
  }

  /// Puts a row together.
  public init(
    publicKey: Data,
    credentialSignature: Data,
    revision: UInt32,
    bodyHash: Data,
    recordCommitment: Data,
    signature: Data
  ) {
    self.publicKey = publicKey
    self.credentialSignature = credentialSignature
    self.revision = revision
    self.bodyHash = bodyHash
    self.recordCommitment = recordCommitment
    self.signature = signature
  }

  /// The bytes that the tree hashes.
  public func leaf(manifest: ManifestHash) -> Data {
    SubmissionLeaf.bytes(
      publicKey: publicKey,
      revision: revision,
      bodyHash: bodyHash,
      recordCommitment: recordCommitment,
      signature: signature,
      manifest: manifest
    )
  }
}

/// `GET …/tree`.
public struct TreeLines: Codable, Sendable {
  /// The rows, sorted by credential key.
  public var rows: [TreeLine]

  /// Wraps the rows.
  public init(rows: [TreeLine]) { self.rows = rows }
}

/// `GET …/submissions`: the padded-off bodies of all submissions, in the order of the tree.
public struct SubmissionBodies: Codable, Sendable {
  /// The bodies without padding.
  public var bodies: [Data]

  /// Wraps the bodies.
  public init(bodies: [Data]) { self.bodies = bodies }
}
