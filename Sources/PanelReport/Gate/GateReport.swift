public import Foundation
public import PanelCore
import PanelProtocol

/// What the release gate says of an export: `release-gate.json`, `panel.release-gate.v1`.
///
/// It goes with the export, so it names no cell: findings are counted, and told to the coordinator.
public struct GateReport: Codable, Hashable, Sendable {
  /// How a check ended.
  public enum Outcome: String, Codable, Sendable {
    /// Nothing was found.
    case pass
    /// Something was found, and nobody has approved it.
    case fail
    /// Something was found, and somebody has approved it.
    case waived
    /// The export has nothing that the check looks at.
    case notApplicable
  }

  /// Who approved findings, and why; from the round's log.
  public struct Waiver: Codable, Hashable, Sendable {
    /// The coordinator who signed the entry.
    public var approver: String
    /// The reason.
    public var reason: String
    /// SHA-256 of the entry's bytes, hex.
    public var entry: String
  }

  /// One check.
  public struct Check: Codable, Hashable, Sendable {
    /// Which check.
    public var id: GateCheck
    /// The check in words.
    public var title: LocalizedText
    /// How it ended.
    public var outcome: Outcome
    /// What was measured, by name; fractions as `p/q`.
    public var numbers: [String: String]
    /// How many findings there are.
    public var findings: Int
    /// Names exactly these findings of this tier and number of submissions, hex; what a waiver names.
    public var digest: String?
    /// Who approved them.
    public var waiver: Waiver?
  }

  /// The name and version of this form.
  public var schema = "panel.release-gate.v1"
  /// Of which round: the manifest's hash, hex.
  public var round: String
  /// For whom the export is.
  public var tier: ExportTier
  /// The thresholds that were used.
  public var settings: DisclosureSettings
  /// The checks in their order.
  public var checks: [Check]
  /// What later exports of the round are compared with.
  public var published: PublishedCounts

  /// Whether the export may leave.
  public var isOpen: Bool { checks.allSatisfy { $0.outcome != .fail } }

  /// The name of the file.
  public static let fileName = "release-gate.json"

  /// The bytes of the file.
  public func data() throws -> Data { try CanonicalJSON.encodeReadable(self) }

  /// Names a set of findings; another tier, number of submissions or finding gives another digest.
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
  /// The waivers in a log, by tier, check and digest of the findings; the last entry counts.
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
