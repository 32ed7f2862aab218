public import Foundation
public import PanelCore
import PanelProtocol

/// The release gate's report on an export: `release-gate.json`, `panel.release-gate.v1`.
///
/// The report is part of the export, so it counts findings but names no cell: only the coordinator
/// sees what a finding concerns.
public struct GateReport: Codable, Hashable, Sendable {
  /// How a check ended.
  public enum Outcome: String, Codable, Sendable {
    /// The check applied and found nothing.
    case pass
    /// There are findings that no waiver covers.
    case fail
    /// There are findings, and the coordinator has waived all of them.
    case waived
    /// The export contains nothing that this check examines.
    case notApplicable
  }

  /// The approval of a check's findings, from an entry `waived` of the round's log.
  public struct Waiver: Codable, Hashable, Sendable {
    /// The coordinator who signed the entry.
    public var approver: String
    /// The reason the coordinator gave.
    public var reason: String
    /// SHA-256 of the log entry's bytes, hex.
    public var entry: String
  }

  /// The result of one check.
  public struct Check: Codable, Hashable, Sendable {
    /// The check's identifier.
    public var id: GateCheck
    /// What the check demands, in words.
    public var title: LocalizedText
    /// How it ended.
    public var outcome: Outcome
    /// Measured values by name; fractions as `p/q`.
    public var numbers: [String: String]
    /// The number of findings.
    public var findings: Int
    /// Identifies exactly these findings for this tier and number of submissions, hex; a waiver
    /// refers to it.
    ///
    /// `nil` without findings.
    public var digest: String?
    /// The waiver of these findings, if there is one.
    public var waiver: Waiver?
  }

  /// The name and version of this format.
  public var schema = "panel.release-gate.v1"
  /// The hash of the round's manifest, hex.
  public var round: String
  /// The tier of the export.
  public var tier: ExportTier
  /// The policy and thresholds of the round.
  public var settings: DisclosureSettings
  /// The results of all checks, in the order of ``GateCheck``.
  public var checks: [Check]
  /// The counts with which later exports of the round are compared.
  public var published: PublishedCounts

  /// Whether the export may be written: no check fails.
  public var isOpen: Bool { checks.allSatisfy { $0.outcome != .fail } }

  /// The name of the file.
  public static let fileName = "release-gate.json"

  /// The bytes of the file.
  public func data() throws -> Data { try CanonicalJSON.encodeReadable(self) }

  /// Identifies a set of findings: any other tier, number of submissions or finding changes it.
  static func digest(
    _ check: GateCheck,
    _ tier: ExportTier,
    submissions: Int,
    _ findings: [GateFinding]
  ) -> String {
    let lines =
      ["panel.release-gate.v1", check.rawValue, tier.rawValue, String(submissions)]
      + Set(findings.map(\.key)).sorted()
    return ContentHash.hex(Data(lines.joined(separator: "\n").utf8))
  }
}

extension GateReport.Waiver {
  /// The waivers in a log by tier, check and digest of the findings; later entries replace earlier.
  static func all(in history: RoundHistory) -> [[String]: GateReport.Waiver] {
    var waivers: [[String]: GateReport.Waiver] = [:]
    for entry in history.entries where entry.action == .waived {
      guard let tier = entry.tier, let check = entry.check, let findings = entry.findings,
        let bytes = try? entry.bytes()
      else { continue }
      waivers[[tier, check, findings]] = GateReport.Waiver(
        approver: entry.actor,
        reason: entry.reason ?? "",
        entry: ContentHash.hex(bytes)
      )
    }
    return waivers
  }
}
