public import Foundation
public import PanelCore
public import PanelProtocol
import PanelStatistics

/// Audits what an export says before it becomes a directory: everything that fails is found at once.
///
/// It takes the content and not the release, so that it sees what a recipient sees.
public struct ReleaseGate: Sendable {
  private let round: String
  private let settings: DisclosureSettings
  private let scan: TextScan
  private let waivers: [[String]: GateReport.Waiver]

  /// What the gate found: the report for everybody, the findings for the coordinator.
  public struct Result: Sendable {
    /// The report, which goes with the export.
    public var report: GateReport
    /// What was found, waived or not, by the order of the checks.
    public var findings: [GateFinding]
  }

  /// Prepares the gate of a round.
  ///
  /// - Parameters:
  ///   - history: The log, as far as it is known: it names the round and has the waivers.
  ///   - settings: Policy and thresholds of the round.
  ///   - scan: What no text may have.
  public init(history: RoundHistory, settings: DisclosureSettings, scan: TextScan) {
    round = history.hash.hex
    waivers = GateReport.Waiver.all(in: history)
    self.settings = settings
    self.scan = scan
  }

  /// Audits an export.
  ///
  /// - Parameters:
  ///   - content: What it says.
  ///   - inference: What its scores tell of those that are kept back.
  ///   - linked: The profiles joined to the ratings, which no export is; measured as information.
  ///   - files: Its files, for their texts.
  ///   - surveyText: The bytes of the survey: what stands there already, no export gives away.
  ///   - earlier: The exports of the round that have left.
  ///   - absent: Names of exports that are known to have left and are not at hand.
  /// - Returns: What it found.
  public func result(
    on content: ExportContent,
    inference: InferenceGuard? = nil,
    linked: LinkedProfiles? = nil,
    files: [String: Data] = [:],
    surveyText: String = "",
    earlier: [EarlierExport] = [],
    absent: [String] = []
  ) -> Result {
    var audit = GateAudit(content, settings)
    audit.checkPolicy()
    audit.checkInference(inference)
    audit.checkProfile(linked)
    audit.checkGroups()
    audit.checkCells()
    audit.checkSuppression(earlier)
    audit.checkDifferencing(earlier, absent: absent)
    audit.checkRecusals()
    audit.checkKnownRatings()
    audit.checkTexts(scan, files, surveyText)
    let report = GateReport(
      round: round,
      tier: content.tier,
      settings: settings,
      checks: GateCheck.allCases.map { check($0, audit, content) },
      published: PublishedCounts(content)
    )
    return Result(
      report: report,
      findings: GateCheck.allCases.flatMap { check in audit.findings(of: check) }
    )
  }

  private func check(
    _ check: GateCheck,
    _ audit: GateAudit,
    _ content: ExportContent
  ) -> GateReport.Check {
    let findings = audit.findings(of: check)
    var result = GateReport.Check(
      id: check,
      title: check.title,
      outcome: audit.applies.contains(check) ? .pass : .notApplicable,
      numbers: audit.numbers[check] ?? [:],
      findings: findings.count
    )
    guard !findings.isEmpty else { return result }
    let digest = GateReport.digest(
      check,
      content.tier,
      submissions: content.submissions,
      findings
    )
    result.digest = digest
    result.waiver = waivers[[content.tier.rawValue, check.rawValue, digest]]
    result.outcome = result.waiver == nil ? .fail : .waived
    return result
  }
}
