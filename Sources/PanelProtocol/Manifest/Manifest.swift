public import Foundation
public import PanelCore

/// Everything that is fixed before a round opens: the content of `manifest.json`.
///
/// Hashes and signatures are over the bytes of that file as stored.
public struct Manifest: Hashable, Codable, Sendable {
  /// The protocol's name, `panel.v1`.
  public var `protocol`: String
  /// The round.
  public var round: RoundID
  /// The survey's name and version.
  public var survey: SurveyID
  /// The survey's version.
  public var surveyVersion: Int
  /// SHA-256 of the survey file's bytes, hex.
  public var surveyHash: String
  /// The anonymity mode, that of the survey.
  public var mode: AnonymityMode
  /// Whether rating begins only after enrolling has ended; that of the survey.
  public var phases: PhaseOrder
  /// Whether evaluators see codes only.
  public var blind: Bool
  /// The codes of the models, in the order of the survey.
  public var models: [ModelCode]
  /// The complete rule that turns ratings into points.
  public var scoring: ScoringRule
  /// The teams of the models, sorted; empty if there is no commitment to teams.
  public var teams: [String]
  /// The commitment to the team of each code; absent if there is none.
  public var codeCommitment: Data?
  /// The times at which the phases change.
  public var schedule: Schedule
  /// By how much the coordinator may extend each phase in total, seconds.
  public var extensionCapSeconds: Int
  /// By how much enrolling is extended once if the minimum panel is not reached, seconds; with 0 the
  /// round is void instead.
  public var automaticExtensionSeconds: Int
  /// The greatest number of credentials.
  public var seats: Int
  /// The least number of enrolled evaluators.
  public var minimumPanel: Int
  /// Seconds between closing and scoring in which evaluators can claim that a submission is missing;
  /// 0 in trials.
  public var objectionSeconds: Int
  /// The issuer's public key, SPKI.
  public var issuerKey: Data
  /// The server's key for receipts and tree heads.
  public var receiptKey: Data
  /// The coordinator's key.
  public var coordinatorKey: Data
  /// The two custodians of a confidential round, in the order of sealing; empty in other rounds.
  public var custodians: [Custodian]
  /// The certificates the server may show: a key of the format without a use.
  ///
  /// It is written as an empty list because the bytes of manifests are hashed and signed, and rounds
  /// with this key are still open; a manifest with any pin is refused.
  private var tlsPins = NoPins()
  /// The size of a padded body, bytes.
  public var bodySize: Int
  /// The labels of the signed units, in order.
  public var units: [String]
  /// How many days after publication the server must keep the persons' data and ratings before they
  /// may be destroyed; if absent, as in rounds of earlier versions, 0.
  public var retentionDays: Int?
  /// What may be disclosed, that of the survey; absent if the survey sets nothing.
  public var disclosure: DisclosureSettings?

  /// The version of the protocol that this program implements.
  public static let version = "panel.v1"

  /// The usual size of a padded body, bytes.
  public static let standardBodySize = 65_536

  /// Makes the manifest of a survey.
  public init(
    round: RoundID,
    survey: Survey,
    surveyBytes: Data,
    schedule: Schedule,
    seats: Int,
    objectionSeconds: Int,
    issuerKey: Data,
    receiptKey: Data,
    coordinatorKey: Data,
    extensionCapSeconds: Int = 0,
    automaticExtensionSeconds: Int = 0,
    codes: CodeTable? = nil,
    custodians: [Custodian] = [],
    retentionDays: Int? = nil,
    bodySize: Int = Manifest.standardBodySize
  ) {
    self.protocol = Manifest.version
    self.round = round
    self.survey = survey.id
    surveyVersion = survey.version
    surveyHash = ContentHash.hex(surveyBytes)
    mode = survey.mode
    phases = survey.phases
    blind = survey.blind
    models = survey.models.map(\.code)
    scoring = survey.scoring
    teams = codes?.teams ?? []
    codeCommitment = codes?.commitment
    self.schedule = schedule
    self.extensionCapSeconds = extensionCapSeconds
    self.automaticExtensionSeconds = automaticExtensionSeconds
    self.seats = seats
    minimumPanel = survey.minimumPanel
    self.objectionSeconds = objectionSeconds
    self.issuerKey = issuerKey
    self.receiptKey = receiptKey
    self.coordinatorKey = coordinatorKey
    self.custodians = custodians
    self.retentionDays = retentionDays
    disclosure = survey.disclosure
    self.bodySize = bodySize
    units = SubmissionUnits.labels(for: survey)
  }

  /// Reads a manifest from exactly the bytes that `bytes()` writes.
  ///
  /// Programs could read other JSON differently, and then follow different rules under one fingerprint.
  public init(bytes: Data) throws {
    self = try JSONDecoder().decode(Manifest.self, from: bytes)
    guard try self.bytes() == bytes else {
      throw DecodingError.dataCorrupted(
        .init(codingPath: [], debugDescription: "the manifest is not canonical JSON")
      )
    }
  }

  /// The names that ties are declared to: the teams, or the models if their names are open.
  public var teamNames: [String] { teams.isEmpty && !blind ? models.map(\.rawValue) : teams }

  /// The bytes to hash, sign and store.
  public func bytes() throws -> Data { try CanonicalJSON.encodeReadable(self) }

  /// Why a manifest does not match its survey or is invalid, in English; `nil` if it is valid.
  public func problem(survey: Survey, surveyBytes: Data) -> String? {
    if `protocol` != Manifest.version { return "the protocol is \(`protocol`), not panel.v1" }
    if !round.isWellFormed { return "'\(round)' cannot name a round" }
    if !(0...31_536_000).contains(objectionSeconds) {
      return "the time for objections is longer than a year"
    }
    if let retentionDays, !(0...36_500).contains(retentionDays) {
      return "the retention period is longer than a hundred years"
    }
    if mode != survey.mode || phases != survey.phases {
      return "the mode or the phases are not those of the survey"
    }
    let isConfidential = mode == .confidential
    if custodians.count != (isConfidential ? 2 : 0) || custodians.contains(where: { !$0.isUsable })
      || custodians.first?.sealingKey == custodians.last?.sealingKey && isConfidential
    {
      return
        "a confidential round has two custodians with different keys, and other rounds have none"
    }
    for seconds in [extensionCapSeconds, automaticExtensionSeconds]
    where !(0...31_536_000).contains(seconds) {
      return "an extension is longer than a year"
    }
    if schedule == .manual, extensionCapSeconds + automaticExtensionSeconds > 0 {
      return "a manual schedule has no extensions"
    }
    if teams != teams.sorted(by: CodeTable.precedes) || Set(teams).count != teams.count
      || teams.contains(where: { $0.isEmpty || !PlainLine.isPlain($0, longest: 200) })
      || (codeCommitment == nil) != teams.isEmpty || codeCommitment.map({ $0.count != 32 }) == true
    {
      return "the teams or the commitment to the codes cannot be used"
    }
    if surveyHash != ContentHash.hex(surveyBytes) {
      return "the survey file differs from the one that the manifest names"
    }
    if survey.id != self.survey || survey.version != surveyVersion {
      return "the survey has another name or version"
    }
    if models != survey.models.map(\.code) || blind != survey.blind {
      return "the models are not those of the survey"
    }
    if scoring != survey.scoring { return "the scoring rule is not that of the survey" }
    if disclosure != survey.disclosure {
      return "the disclosure setting is not that of the survey"
    }
    if units != SubmissionUnits.labels(for: survey) {
      return "the units are not those of the survey"
    }
    if units.contains(where: { $0.contains("\0") }) { return "a unit label contains a zero byte" }
    if minimumPanel != survey.minimumPanel || seats < minimumPanel {
      return "there are fewer seats than the minimum panel of \(survey.minimumPanel)"
    }
    if let problem = schedule.problem(phases) { return problem.en }
    if !(1024...1_048_576).contains(bodySize) { return "the body size is out of range" }
    if receiptKey.count != 32 || coordinatorKey.count != 32 { return "a key has a wrong length" }
    return nil
  }
}

/// An empty list in JSON, and nothing else.
private struct NoPins: Hashable, Codable {
  init() {}

  init(from decoder: any Decoder) throws {
    guard try decoder.unkeyedContainer().isAtEnd else {
      throw DecodingError.dataCorrupted(
        .init(
          codingPath: decoder.codingPath,
          debugDescription: "pinned certificates are not known to this version"
        )
      )
    }
  }

  func encode(to encoder: any Encoder) throws { _ = encoder.unkeyedContainer() }
}

extension ScoringRule {
  /// SHA-256 of the rule's canonical JSON, hex; identifies the rule in results.
  public func hash() throws -> String {
    ContentHash.hex(try CanonicalJSON.encode(self))
  }
}
