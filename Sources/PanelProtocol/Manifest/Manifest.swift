public import Foundation
public import PanelCore

/// Everything that is fixed before a round opens.
///
/// Only the bytes of `manifest.json` are ever hashed and signed; this is what they say.
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
  /// What ties a submission to a person; those of the survey.
  public var mode: AnonymityMode
  /// Whether rating waits until enrolling has ended; that of the survey.
  public var phases: PhaseOrder
  /// Whether evaluators see codes only.
  public var blind: Bool
  /// The codes of the models, in the order of the survey.
  public var models: [ModelCode]
  /// The complete rule that turns ratings into points.
  public var scoring: ScoringRule
  /// The teams behind the models, sorted; empty where nothing was committed to.
  public var teams: [String]
  /// The commitment to which code is which team; absent where nothing was committed to.
  public var codeCommitment: Data?
  /// When the phases change.
  public var schedule: Schedule
  /// How much later each phase may end by entries of the coordinator, in sum, seconds.
  public var extensionCapSeconds: Int
  /// How much later enrolling ends, once, if the minimum panel is not reached, seconds; 0 voids.
  public var automaticExtensionSeconds: Int
  /// The greatest number of credentials.
  public var seats: Int
  /// The least number of enrolled evaluators.
  public var minimumPanel: Int
  /// Seconds between closing and scores in which drops can be shown; 0 in trials.
  public var objectionSeconds: Int
  /// The issuer's public key, SPKI.
  public var issuerKey: Data
  /// The server's key for receipts and tree heads.
  public var receiptKey: Data
  /// The coordinator's key.
  public var coordinatorKey: Data
  /// Who can open the link together in a confidential round, in the order of sealing; else nobody.
  public var custodians: [Custodian]
  /// SHA-256 of the SPKI of the certificates the server may show, hex; empty trusts the system.
  public var tlsPins: [String]
  /// The size of a padded body, bytes.
  public var bodySize: Int
  /// The labels of the signed units, in order.
  public var units: [String]
  /// How many days after publication the server keeps what it holds of persons and ratings before
  /// it may be destroyed; absent in rounds of earlier versions: none.
  public var retentionDays: Int?
  /// What may leave the round, that of the survey; absent where the survey sets nothing.
  public var disclosure: DisclosureSettings?

  /// The version this program speaks.
  public static let version = "panel.v1"

  /// The usual size of a padded body, bytes.
  public static let standardBodySize = 65_536

  /// Puts a manifest together for a survey.
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
    tlsPins: [String] = [],
    retentionDays: Int? = nil,
    bodySize: Int = Manifest.standardBodySize
  ) {
    self.protocol = Manifest.version
    self.round = round
    self.survey = survey.id
    surveyVersion = survey.version
    surveyHash = Hexadecimal.text(ContentHash.sha256(surveyBytes))
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
    self.tlsPins = tlsPins
    self.retentionDays = retentionDays
    disclosure = survey.disclosure
    self.bodySize = bodySize
    units = SubmissionUnits.labels(for: survey)
  }

  /// Reads a manifest from its bytes, which must be in the one form that `bytes()` writes: of JSON
  /// with two readings, two programs would follow two rules under one fingerprint.
  public init(bytes: Data) throws {
    self = try JSONDecoder().decode(Manifest.self, from: bytes)
    guard try self.bytes() == bytes else {
      throw DecodingError.dataCorrupted(
        .init(codingPath: [], debugDescription: "the manifest is not in the one form of its JSON")
      )
    }
  }

  /// What ties are declared against: the teams, or the models where their names are open.
  public var teamNames: [String] { teams.isEmpty && !blind ? models.map(\.rawValue) : teams }

  /// The bytes to hash, sign and store.
  public func bytes() throws -> Data { try CanonicalJSON.encodeReadable(self) }

  /// What is wrong with a manifest beside its survey, in English; `nil` when they belong together.
  public func fault(survey: Survey, surveyBytes: Data) -> String? {
    if `protocol` != Manifest.version { return "the protocol is \(`protocol`), not panel.v1" }
    if !round.isWellFormed { return "'\(round)' cannot name a round" }
    if !(0...31_536_000).contains(objectionSeconds) {
      return "the time for objections is not within a year"
    }
    if let retentionDays, !(0...36_500).contains(retentionDays) {
      return "the time of retention is not within a hundred years"
    }
    if !tlsPins.isEmpty { return "pinned certificates are not known to this version" }
    if mode != survey.mode || phases != survey.phases {
      return "the mode or the phases are not those of the survey"
    }
    let isConfidential = mode == .confidential
    if custodians.count != (isConfidential ? 2 : 0) || custodians.contains(where: { !$0.isUsable })
      || custodians.first?.sealingKey == custodians.last?.sealingKey && isConfidential
    {
      return "a confidential round has two custodians with keys of their own, any other has none"
    }
    for seconds in [extensionCapSeconds, automaticExtensionSeconds]
    where !(0...31_536_000).contains(seconds) {
      return "an extension is not within a year"
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
    if surveyHash != Hexadecimal.text(ContentHash.sha256(surveyBytes)) {
      return "the survey file is not the one that was hashed"
    }
    if survey.id != self.survey || survey.version != surveyVersion {
      return "the survey has another name or version"
    }
    if models != survey.models.map(\.code) || blind != survey.blind {
      return "the models are not those of the survey"
    }
    if scoring != survey.scoring { return "the scoring rule is not that of the survey" }
    if disclosure != survey.disclosure {
      return "what may be disclosed is not what the survey sets"
    }
    if units != SubmissionUnits.labels(for: survey) {
      return "the units are not those of the survey"
    }
    if units.contains(where: { $0.contains("\0") }) { return "a unit label holds a zero byte" }
    if minimumPanel != survey.minimumPanel || seats < minimumPanel {
      return "the seats do not reach the minimum panel of \(survey.minimumPanel)"
    }
    if let problem = schedule.problem(phases) { return problem.en }
    if !(1024...1_048_576).contains(bodySize) { return "the body size is out of range" }
    if receiptKey.count != 32 || coordinatorKey.count != 32 { return "a key has a wrong length" }
    return nil
  }
}

extension ScoringRule {
  /// SHA-256 of the rule's one JSON form, hex: the name of a rule in results.
  public func hash() throws -> String {
    Hexadecimal.text(ContentHash.sha256(try CanonicalJSON.encode(self)))
  }
}
