public import Foundation
public import PanelCore
import PanelProtocol

/// An export of the same round that has left already.
public struct EarlierExport: Sendable {
  /// What it is called in findings: its directory.
  public var name: String
  /// What the gate said of it.
  public var report: GateReport
  /// SHA-256 of its `release-gate.json`, hex: how a register knows it.
  public var digest: String

  /// What is wrong with a directory.
  public enum Problem: Error, Hashable, Sendable {
    /// It has no `release-gate.json`, or one of another version.
    case unreadable
    /// It is of another round.
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
