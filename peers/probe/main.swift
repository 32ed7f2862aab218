// Prints as JSON what PanelStatistics makes of a table, for peers/compare.py:
//
//   statistics-probe CELLS.csv FULL-MARKS [RULE…]
//
// The CSV has a head, a row per evaluator and a column per cell; `rater` and `role` are skipped, an
// empty field is a blank. A statistic that is not defined is null.

import Foundation
import PanelCore
import PanelScoring
import PanelScoring
import PanelStatistics

func number(_ x: Double?) -> Any { x ?? NSNull() }

struct Table {
  var names: [String]
  var rows: [[Rational?]]

  init(_ path: String) throws {
    let lines = try CSV.read(String(contentsOfFile: path, encoding: .utf8))
    let head = lines.first?.cells ?? []
    let kept = head.indices.filter { !["rater", "role"].contains(head[$0]) }
    names = kept.map { head[$0] }
    rows = lines.dropFirst().map { line in kept.map { Rational(decimal: line.cells[$0]) } }
  }
}

func locations(_ table: Table, _ words: [String], _ fullMarks: Rational) throws -> [String: Any] {
  var out: [String: Any] = [:]
  for (column, name) in table.names.enumerated() {
    let values = table.rows.compactMap { $0[column] }
    var rules: [String: Any] = [:]
    for word in words {
      let rule = Location(try OutlierRule(word: word), fullMarks: fullMarks)
      let estimate = rule.estimate(values)
      rules[word] =
        [
          "value": number(estimate?.value.doubleValue),
          "exact": estimate?.exact.map { $0.fraction } ?? NSNull(),
          "dropped": (estimate?.treatments ?? []).filter { $0.kind.isDropped }.map(\.index).sorted(),
        ] as [String: Any]
    }
    out[name] = rules
  }
  return out
}

func screening(_ ratings: RatingMatrix) -> [String: Any] {
  var out: [String: Any] = [:]
  func outcome(_ finding: ScreeningFinding) -> Any {
    switch finding.outcome {
    case .clear: false
    case .flagged: true
    case .undefined: NSNull()
    }
  }
  func list(_ name: String, _ findings: [ScreeningFinding]) {
    out[name] = [
      "values": findings.map { number($0.value) }, "flagged": findings.map(outcome),
    ]
  }
  out["longest_run"] = Screening.longestRuns(ratings).map(\.length)
  list("long_string", Screening.longString(ratings))
  list("variability", Screening.variability(ratings))
  list("leave_one_out", Screening.leaveOneOutCorrelation(ratings))
  if case .success(let distances) = Mahalanobis.measure(ratings) {
    list("mahalanobis", distances.findings)
    out["mahalanobis_threshold"] = distances.threshold
  } else {
    out["mahalanobis"] = NSNull()
  }
  for (name, variance) in [("bt500_population", BT500.Variance.population), ("bt500_sample", .sample)]
  {
    let screened = BT500.screen(ratings, variance: variance)
    out[name] = [
      "above": screened.map(\.above), "below": screened.map(\.below),
      "flagged": screened.map { outcome($0.finding) },
    ]
  }
  for (name, isFloored) in [("projection_floor", true), ("projection", false)] {
    guard case .success(let found) = AlternatingProjection.estimate(ratings, isFloored: isFloored)
    else {
      out[name] = NSNull()
      continue
    }
    out[name] =
      [
        "scores": found.scores.map(number), "bias": found.bias.map(number),
        "inconsistency": found.inconsistency.map(number), "iterations": found.iterations,
        "converged": found.isConverged, "effective": found.effectiveEvaluators,
        "largest": found.largestWeightShare,
      ] as [String: Any]
  }
  return out
}

func agreement(_ ratings: RatingMatrix) -> [String: Any] {
  var alpha: [String: Any] = [:]
  for metric in KrippendorffAlpha.Metric.allCases {
    alpha[metric.rawValue] = number(
      try? KrippendorffAlpha.measure(ratings, metric).result.get().value
    )
  }
  var out: [String: Any] = ["alpha": alpha, "icc": NSNull(), "kendall": NSNull()]
  if case .success(let found) = IntraclassCorrelation.measure(ratings, level: 0.95).result {
    func coefficient(
      _ result: Result<IntraclassCorrelation.Coefficient, Undefined>
    ) -> (value: Any, ends: [Any]) {
      let coefficient = try? result.get()
      let interval = try? coefficient?.interval.get()
      return (number(coefficient?.value), [number(interval?.lower), number(interval?.upper)])
    }
    let (single, average) = (coefficient(found.single), coefficient(found.average))
    let squares = found.meanSquares
    out["icc"] =
      [
        "single": single.value, "single_ci": single.ends, "average": average.value,
        "average_ci": average.ends,
        "mean_squares": [squares.cells, squares.evaluators, squares.error],
      ] as [String: Any]
  }
  if case .success(let found) = KendallW.measure(ratings).result {
    out["kendall"] = ["w": found.value, "chi2": found.chiSquare, "p": found.pValue]
  }
  return out
}

let arguments = CommandLine.arguments
guard arguments.count > 2, let fullMarks = Rational(decimal: arguments[2]) else {
  FileHandle.standardError.write(Data("statistics-probe CELLS.csv FULL-MARKS [RULE…]\n".utf8))
  exit(64)
}
let table = try Table(arguments[1])
let ratings = try RatingMatrix(exact: table.rows)
var answer = screening(ratings).merging(agreement(ratings)) { first, _ in first }
answer["location"] = try locations(table, Array(arguments.dropFirst(3)), fullMarks)
FileHandle.standardOutput.write(
  try JSONSerialization.data(withJSONObject: answer, options: [.sortedKeys])
)
