public import Foundation
import PanelCore
import PanelProtocol

/// The gate report of an export of the same round that was made earlier.
public struct EarlierExport: Sendable {
  /// The name of its directory, which findings show.
  public var name: String
  /// Its gate report.
  public var report: GateReport
  /// SHA-256 of its `release-gate.json`, hex; identifies it in the export register.
  public var digest: String

  /// Why a directory is not usable as an earlier export.
  public enum Problem: Error, Hashable, Sendable {
    /// It has no readable `release-gate.json` of this version.
    case unreadable
    /// Its report is about another round.
    case otherRound
  }

  /// Reads the report of an export.
  public init(name: String, report data: Data, round: String) throws(Problem) {
    guard let report = try? JSONDecoder().decode(GateReport.self, from: data),
      report.schema == "panel.release-gate.v1"
    else { throw .unreadable }
    guard report.round == round else { throw .otherRound }
    self.name = name
    self.report = report
    digest = ContentHash.hex(data)
  }
}
