public import Foundation
public import PanelCore
public import PanelProtocol
import PanelStatistics

/// Audits an export before its directory is written, and reports everything that fails at once.
///
/// The gate reads the export's content, not the release, so it sees exactly what a recipient sees.
public struct ReleaseGate: Sendable {
  private let round: String
  private let settings: DisclosureSettings
  private let scan: TextScan
  private let waivers: [[String]: GateReport.Waiver]

  /// The result of an audit: a report for everybody, and findings for the coordinator alone.
  public struct Result: Sendable {
    /// The report, which is part of the export.
    public var report: GateReport
    /// All findings, waived or not, in the order of the checks.
    public var findings: [GateFinding]
  }

  /// Prepares the gate of a round.
  ///
  /// - Parameters:
  ///   - history: The round's log as far as it is known; the waivers are read from it.
  ///   - settings: Policy and thresholds of the round.
  ///   - scan: The patterns and names that no text may contain.
  public init(history: RoundHistory, settings: DisclosureSettings, scan: TextScan) {
    round = history.hash.hex
    waivers = GateReport.Waiver.all(in: history)
    self.settings = settings
    self.scan = scan
  }

  /// Audits an export.
  ///
  /// - Parameters:
  ///   - content: What a recipient of the export learns.
  ///   - inference: What its scores reveal about withheld scores.
  ///   - linked: The profiles joined to the ratings; measured for information only, never exported.
  ///   - files: The export's files by name, whose texts are scanned.
  ///   - surveyText: The survey's text; what it contains is public and may be repeated.
  ///   - earlier: The earlier exports of the round.
  ///   - absent: Names of earlier exports on record that cannot be found.
  /// - Returns: The report and the findings.
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
