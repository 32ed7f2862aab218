import Foundation
import PanelCore
import PanelStatistics
import Testing

@testable import PanelReport
@testable import PanelScoring

// The examples that score a whole panel, or resample it.

extension StatisticsExample {
  // MARK: Resamples

  func indices() throws -> String {
    Resamples(
      evaluators: try whole("n"),
      count: try whole("count"),
      seed: UInt64(try whole("seed"))
    ).map { $0.map(String.init).joined(separator: " ") }.joined(separator: "; ")
  }

  /// Every model's points are the mean of its column.
  private func run() throws -> BootstrapResult {
    let rows = try list("evaluators").map { row in
      try row.split(separator: " ").map { try Self.number($0) }
    }
    let resamples: [[Int]] =
      if let written = lists["resamples"] {
        try written.map { try $0.split(separator: " ").map { try #require(Int($0)) } }
      } else {
        Array(
          Bootstrap.resamples(
            evaluators: rows.count,
            count: try whole("count"),
            seed: UInt64(try whole("seed"))
          )
        )
      }
    let result = Bootstrap.run(evaluators: rows.count, resamples: resamples) { multiplicities in
      rows[0].indices.map { model in
        zip(rows, multiplicities).reduce(Rational.zero) { $0 + $1.0[model] * Rational($1.1) }
          / Rational(multiplicities.reduce(0, +))
      }
    }
    return try #require(result)
  }

  func resampled() throws -> String {
    let result = try run()
    let models = result.estimate.indices
    func ends(_ interval: Interval) -> String {
      "\(Self.about(interval.lower)) to \(Self.about(interval.upper))"
    }
    switch key {
    case "points":
      return try models.map { Self.fraction(try #require(result.estimate[$0])) }
        .joined(separator: ", ")
    case "percentile":
      return try models.map {
        ends(try #require(result.percentileInterval(of: $0, level: 0.95)))
      }.joined(separator: ", ")
    case "bca":
      return try models.map {
        let bca = try #require(result.bcaInterval(of: $0, level: 0.95))
        return bca.fallback == nil ? ends(bca.interval) : "percentile"
      }.joined(separator: ", ")
    case "difference":
      let pair = try #require(result.difference(of: 0, over: 1, level: 0.95))
      return "\(Self.fraction(pair.estimate)), \(ends(pair.interval))"
    case "rank probability":
      // Shares are counts of resamples, divided by up to five models that tie.
      let parts = result.resampleCount * 60
      return result.rankProbability.map { row in
        row.map { Self.fraction(Rational(Int(($0 * Double(parts)).rounded()), parts)) }
          .joined(separator: " ")
      }.joined(separator: "; ")
    case "largest shift":
      return try result.leaveOneOut.largestShift.map { Self.fraction(try #require($0)) }
        .joined(separator: ", ")
    case "rank changes": return "\(result.leaveOneOut.rankChanges)"
    default: return "no such answer"
    }
  }

  // MARK: Scores

  /// The part of `panel.aggregate.v1` that the pages show.
  private struct Scored: Decodable {
    struct Model: Decodable {
      var id: String
      var n: Int
      var points: String?
      var exact: String?
      var rank: Int?
    }
    var models: [Model]
  }

  private func form() throws -> RatedForm {
    let ends = try word("scale").split(separator: ".").compactMap { Int($0) }
    try #require(ends.count == 2)
    var form = RatedForm(criteria: [], lowest: ends[0], highest: ends[1])
    for line in try list("criteria") {
      let words = line.split(separator: " ")
      let items = words.dropFirst(2).map { $0.split(separator: "*") }
      let start = form.items.count
      form.items += items.map { ItemID(String($0[0])) }
      form.weights += try items.map { try #require(ExactDecimal(String($0[1]))) }
      form.parts.append(
        RatedForm.Part(
          criterion: CriterionID(String(words[0])),
          points: try #require(ExactDecimal(String(words[1]))),
          items: Array(start..<form.items.count)
        )
      )
    }
    return form
  }

  func scores() throws -> String {
    let rule = try ScoringRule.words(
      try word("rule"),
      unit: try #require(ScoringUnit(rawValue: try word("unit"))),
      conversion: try #require(Conversion(rawValue: try word("conversion"))),
      relative: words["relative"] ?? "none",
      round: words["round"] ?? "2,halfUp",
      quorum: Int(words["quorum"] ?? "1"),
      minimumAnswered: words["minimum answered"] ?? "0.5"
    )
    let csv = try list("csv").joined(separator: "\n")
    let score = ComponentScore(
      try RatingsFile(csv: csv, form: try form()).table,
      rule: rule,
      official: false,
      source: "csv",
      invited: 0
    )
    let scored = try JSONDecoder().decode(Scored.self, from: JSONEncoder().encode(score))
    return scored.models.map { model in
      guard let points = model.points, let exact = model.exact, let rank = model.rank else {
        return "\(model.id) none, n \(model.n)"
      }
      let fraction = exact.hasSuffix("/1") ? String(exact.dropLast(2)) : exact
      return "\(model.id) \(points) = \(fraction), rank \(rank), n \(model.n)"
    }.joined(separator: "; ")
  }
}
