import Foundation
import PanelCore
import PanelStatistics
import Testing

@testable import PanelReport
@testable import PanelScoring

/// Points computed from the files of the public tier alone, by a computation of the test's own.
@Suite(.timeLimit(.minutes(45)))
struct RecomputedPointsTests {
  /// The mean of the values without the share at both ends, as fractions.
  private func trimmed(_ values: [Rational], _ share: Rational) throws -> Rational {
    let drop = try #require((share * Rational(values.count)).floor)
    let kept = values.sorted().dropFirst(drop).dropLast(drop)
    return kept.reduce(.zero, +) / Rational(kept.count)
  }

  private func fraction(_ text: String) throws -> Rational {
    let parts = try text.split(separator: "/").map { part in
      let digits = try #require(Int(part))
      return digits
    }
    return Rational(parts[0], parts.count > 1 ? parts[1] : 1)
  }

  private struct Rule: Decodable {
    struct Criterion: Decodable {
      var id: String
      var points: String
    }
    struct Item: Decodable {
      var id: String
      var criterion: String
      var weight: String
    }
    struct Scale: Decodable {
      var lowest: Int
      var highest: Int
    }
    struct Scoring: Decodable {
      var rule: String
      var unit: String
      var conversion: String
    }
    var criteria: [Criterion]
    var items: [Item]
    var scale: Scale
    var rule: Scoring
  }

  /// The points of a model, from `rule.json`, `histograms.csv` and `estimates.csv`.
  private func points(_ model: String, _ files: ExportedFiles) throws -> Rational {
    let rule = try JSONDecoder().decode(Rule.self, from: Data(try files.text("rule.json").utf8))
    let share = try #require(Rational(decimal: String(rule.rule.rule.dropFirst("trimmed=".count))))
    let range = Rational(rule.scale.highest - rule.scale.lowest)
    func decimal(_ text: String) throws -> Rational { try #require(Rational(decimal: text)) }
    func values(_ file: String, _ subject: String, _ value: String) throws -> [Rational] {
      let name = file == "histograms.csv" ? "item" : "criterion"
      return try files.rows(file).filter { $0["model"] == model && $0[name] == subject }
        .flatMap { row in
          let count = try #require(Int(row["count"] ?? ""))
          return Array(repeating: try fraction(row[value] ?? ""), count: count)
        }
    }
    if rule.rule.unit == "total" {
      return try trimmed(try values("estimates.csv", "total", "value"), share)
    }
    var sum = Rational.zero
    for criterion in rule.criteria {
      var estimate = Rational.zero
      if rule.rule.unit == "criterion" {
        estimate = try trimmed(try values("estimates.csv", criterion.id, "value"), share)
      } else {
        var weights = Rational.zero
        for item in rule.items where item.criterion == criterion.id {
          let weight = try decimal(item.weight)
          let ratings = try values("histograms.csv", item.id, "rating")
          estimate = estimate + weight * (try trimmed(ratings, share))
          weights = weights + weight
        }
        estimate = estimate / weights
      }
      let points = try decimal(criterion.points)
      sum = sum + points * (estimate - Rational(rule.scale.lowest)) / range
    }
    return sum
  }

  @Test(arguments: ScoringUnit.allCases, [UInt64(3), 4, 5])
  func anybodyCanComputeThePointsFromThePublicFiles(_ unit: ScoringUnit, _ seed: UInt64) throws {
    var panel = try ExportPanel(17, seed: seed)
    panel.survey.scoring.unit = unit
    panel.survey.scoring.outliers = try OutlierRule(word: "trimmed=0.10")
    // Six who cannot judge an item are enough not to be known.
    panel.cannotJudge("A", "U2", 2..<8)
    let files = try ExportedFiles(panel.publicContent)
    let official = panel.score
    for model in official.models {
      #expect(try points(model.id, files).fraction == model.exact?.fraction)
      let line = try #require(
        try files.rows("scores.csv").first { $0["model"] == model.id && $0["criterion"] == "total" }
      )
      #expect(line["exact"] == model.exact?.fraction && line["points"] == model.points)
    }
  }
}
