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
  /// The key's signature on link and name, which proves possession of the private key.
  public var proof: Data

  /// Creates a registration.
  public init(link: Data, name: String, key: Data, proof: Data) {
    self.link = link
    self.name = name
    self.key = key
    self.proof = proof
  }
}

/// The answer to a registration.
public struct CoordinatorToken: Codable, Sendable {
  /// The bearer token, shown once.
  public var token: String
  /// The role of the token; if absent, as from servers of earlier versions, a coordinator's.
  public var role: Role?

  /// Pairs a token with its role.
  public init(token: String, role: Role? = nil) {
    self.token = token
    self.role = role
  }
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

  /// Creates a sealing.
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
  /// The phase.
  public var phase: Phase
  /// The hash of the manifest, hex; absent in draft.
  public var manifestHash: String?
  /// The times in force, extensions included; absent in draft.
  public var schedule: Schedule?

  /// Creates a status.
  public init(round: RoundID, phase: Phase, manifestHash: String?, schedule: Schedule? = nil) {
    self.round = round
    self.phase = phase
    self.manifestHash = manifestHash
    self.schedule = schedule
  }
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

/// `GET …/progress`: counts only; submissions in steps of five.
public struct RoundProgress: Codable, Hashable, Sendable {
  /// The phase of the round.
  public var phase: Phase
  /// The seats of the manifest.
  public var seats: Int
  /// The minimum number of enrolled evaluators.
  public var minimumPanel: Int
  /// Invitations in force.
  public var invited: Int
  /// Credentials issued.
  public var enrolled: Int
  /// Invited persons who have declined.
  public var declined: Int?
  /// Submissions, rounded down to a multiple of five until closing.
  public var submissionsAtLeast: Int
  /// When they were counted; until closing at most once a day.
  public var submissionsAsOf: Timestamp?
  /// The times in force, extensions included.
  public var schedule: Schedule?

  /// Creates a progress.
  public init(
    phase: Phase,
    seats: Int,
    minimumPanel: Int,
    invited: Int,
    enrolled: Int,
    declined: Int? = nil,
    submissionsAtLeast: Int,
    submissionsAsOf: Timestamp? = nil,
    schedule: Schedule? = nil
  ) {
    self.phase = phase
    self.seats = seats
    self.minimumPanel = minimumPanel
    self.invited = invited
    self.enrolled = enrolled
    self.submissionsAtLeast = submissionsAtLeast
    self.submissionsAsOf = submissionsAsOf
    self.declined = declined
    self.schedule = schedule
  }
}
