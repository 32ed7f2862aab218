import Foundation
import PanelCore
import PanelStatistics
import Testing

@testable import PanelReport
@testable import PanelScoring

/// Standings of files and of texts.
enum StandingFiles {
  static func text(_ name: String) throws -> String {
    let project = URL(filePath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
    return try String(contentsOf: project.appending(path: "docs/standing/\(name)"), encoding: .utf8)
  }

  static func standing(_ yaml: String, patience: Int = 5_000_000) throws -> StandingResult {
    try StandingResult(try StandingDocument.read(yaml), patience: patience)
  }

  static func problems(_ yaml: String) throws -> [FileProblem] {
    let frame = try StandingDocument.read(yaml)
    do throws(FileProblems) {
      _ = try StandingResult(frame)
      return []
    } catch { return error.problems }
  }

  /// A file of one line for each team, whose components are worth so many points.
  static func yaml(
    _ components: [(id: String, points: Int)],
    teams: [String],
    more: String = "",
    rules: String
  ) -> String {
    let parts = components.map {
      "  - {id: \($0.id), title: {ko: \($0.id), en: \($0.id)}, points: \($0.points)}\n"
    }
    let lines = teams.enumerated().map { "  - {id: T\($0.offset + 1), \($0.element)}\n" }
    return """
      format: panel.standing.v1
      title: {ko: 가상, en: synthetic}
      total: \(components.reduce(0) { $0 + $1.points })
      gates: [{id: g, title: {ko: 요건, en: gate}}]
      components:
      \(parts.joined())teams:
      \(lines.joined())\(more)
      rules: {\(rules)}
      """
  }

  static let met = "gates: {g: {outcome: met, grounds: {ko: 가, en: a}}}"
  static let notMet = "gates: {g: {outcome: notMet, grounds: {ko: 나, en: b}}}"
}

extension StandingResult {
  func points(_ team: String, _ component: String) throws -> Points {
    let team = try #require(teams.first { $0.id.rawValue == team })
    return try #require(team.points[ComponentID(component)])
  }

  /// The teams of which a statement has a certainty.
  func teams(
    _ certainty: StandingConclusion.Certainty,
    _ statement: StandingConclusion.Statement
  ) -> [String] {
    conclusions.filter { $0.certainty == certainty && $0.statement == statement }
      .map(\.team.rawValue)
  }

  func outcomes(_ team: Int) -> [StandingOutcome] { teams[team].outcomes }
}
