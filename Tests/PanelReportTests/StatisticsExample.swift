import Foundation
import PanelCore
import PanelReport
import PanelScoring
import PanelStatistics
import Testing

/// One answer of an example in `docs/statistics`, with the keys that hold where it stands.
///
/// `docs/statistics/README.md` says what the keys mean; `peers/document_examples.py` wrote the answers.
struct StatisticsExample: Sendable, CustomTestStringConvertible {
  /// The page without its ending, and the line of the answer from 1.
  var page: String
  var line: Int
  /// What is asked: `result`, `treated`, `scores` and so on.
  var key: String
  /// What the page says.
  var answer: String
  /// The keys with one value, and those with a list below them.
  var words: [String: String]
  var lists: [String: [String]]

  var testDescription: String { "\(page).md:\(line) \(key)" }

  static let folder = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().appending(path: "docs/statistics")

  static func text(_ page: String) throws -> String {
    try String(contentsOf: folder.appending(path: page + ".md"), encoding: .utf8)
  }

  /// All pages but the README, in order.
  static func pages() throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: folder.path)
      .filter { $0.hasSuffix(".md") && $0 != "README.md" }.map { String($0.dropLast(3)) }.sorted()
  }

  private static let answers = [
    "result", "treated", "steps", "scores", "points", "percentile", "bca", "rank probability",
    "difference", "largest shift", "rank changes", "indices",
  ]
  private static let listed = ["ratings", "evaluators", "resamples", "csv", "criteria"]

  /// The answers of every block marked `example`.
  static func all() throws -> [StatisticsExample] {
    var examples: [StatisticsExample] = []
    for page in try pages() {
      var current: StatisticsExample?
      let lines = try text(page).split(separator: "\n", omittingEmptySubsequences: false)
      for (number, line) in lines.enumerated() {
        if line == "```example" {
          current = StatisticsExample(
            page: page,
            line: 0,
            key: "",
            answer: "",
            words: [:],
            lists: [:]
          )
          continue
        }
        guard var example = current else { continue }
        if line == "```" {
          current = nil
          continue
        }
        let parts = line.split(separator: ":", maxSplits: 1).map {
          $0.trimmingCharacters(in: .whitespaces)
        }
        if line.hasPrefix("  ") {
          example.lists[example.key, default: []].append(line.trimmingCharacters(in: .whitespaces))
        } else {
          example.key = parts[0]
          if listed.contains(parts[0]) {
            example.lists[parts[0]] = []
          } else if answers.contains(parts[0]) {
            example.line = number + 1
            example.answer = parts.count > 1 ? parts[1] : ""
            examples.append(example)
          } else {
            example.words[parts[0]] = parts.count > 1 ? parts[1] : ""
          }
        }
        current = example
      }
    }
    return examples
  }

  func word(_ key: String) throws -> String { try #require(words[key], "no '\(key)'") }
  func list(_ key: String) throws -> [String] { try #require(lists[key], "no '\(key)'") }
  func whole(_ key: String) throws -> Int { try #require(Int(try word(key))) }

  /// What the program makes of it, in the words of the page.
  func computed() throws -> String {
    switch key {
    case "result" where words["measure"] != nil: try measured()
    case "result": try estimated()
    case "treated": try treated()
    case "steps": try steps()
    case "scores": try scores()
    case "indices": try indices()
    default: try resampled()
    }
  }

  /// Whether two answers say the same; numbers behind ≈ may differ by 1e-9 of their size or of 1.
  static func same(_ one: String, _ other: String) -> Bool {
    let pattern = /≈ ([^ ,;]+)/
    let numbers = [one, other].map { text in text.matches(of: pattern).map { Double($0.1) } }
    let words = [one, other].map { $0.replacing(pattern, with: "≈") }
    return words[0] == words[1]
      && zip(numbers[0], numbers[1]).allSatisfy { a, b in
        guard let a, let b else { return false }
        return (a - b).magnitude <= 1e-9 * max(1, b.magnitude)
      }
  }

  static func fraction(_ value: Rational) -> String {
    value.fraction.hasSuffix("/1") ? String(value.fraction.dropLast(2)) : value.fraction
  }

  static func about(_ value: Double) -> String { "≈ \(value)" }

  static func number(_ text: some StringProtocol) throws -> Rational {
    try #require(Rational(decimal: String(text)), "\(text)")
  }

  // MARK: Outlier rules

  private func rule() throws -> Location {
    let marks = try Self.number(words["full marks"] ?? "1")
    return Location(try OutlierRule(word: try word("rule")), fullMarks: marks)
  }

  private func values() throws -> [Rational] {
    try word("values").split(separator: " ").flatMap { word in
      let parts = word.split(separator: "*")
      let count = parts.count > 1 ? try #require(Int(parts[0])) : 1
      return Array(repeating: try Self.number(parts[parts.count - 1]), count: count)
    }
  }

  private func estimated() throws -> String {
    do {
      let estimate = try rule().estimate(of: try values())
      return estimate.exact.map(Self.fraction) ?? Self.about(estimate.value.doubleValue)
    } catch NoEstimate.tooFewLeft(let left) {
      return "no estimate, \(left) left"
    }
  }

  private func treated() throws -> String {
    let treatments = try rule().estimate(of: try values()).treatments
    guard !treatments.isEmpty else { return "nothing" }
    return treatments.map { treatment in
      let sign = treatment.effect.isNegative ? "" : "+"
      return "\(Self.fraction(treatment.rating)) \(treatment.kind.rawValue) \(sign)"
        + Self.fraction(treatment.effect)
    }.joined(separator: "; ")
  }

  private func steps() throws -> String {
    guard case .gesd(let steps, let significance) = try rule() else { return "no steps" }
    let test = try #require(
      GeneralisedESD(try values(), steps: steps, significance: significance)
    )
    return test.steps.map {
      "\(Self.about($0.statistic)) against \(Self.about($0.criticalValue))"
    }.joined(separator: "; ")
  }

  // MARK: Screening and agreement

  private func matrix() throws -> RatingMatrix {
    try RatingMatrix(
      exact: try list("ratings").map { row in
        try row.split(separator: " ").map { $0 == "-" ? nil : try Self.number($0) }
      }
    )
  }

  private func findings(
    _ findings: [ScreeningFinding],
    _ value: (Int, Double) -> String = { about($1) }
  ) -> String {
    findings.enumerated().map { evaluator, finding in
      switch finding.outcome {
      case .undefined: "undefined"
      case .clear: value(evaluator, finding.value ?? .nan)
      case .flagged: value(evaluator, finding.value ?? .nan) + " flagged"
      }
    }.joined(separator: ", ")
  }

  private func measured() throws -> String {
    let matrix = try matrix()
    let parts = try word("measure").split(separator: " ").map(String.init)
    let kind = parts.count > 1 ? parts[1] : ""
    switch parts[0] {
    case "longString":
      let runs = Screening.longestRuns(matrix)
      return findings(Screening.longString(matrix)) { evaluator, _ in
        Self.fraction(Rational(runs[evaluator].length, runs[evaluator].answered))
      }
    case "irv": return findings(Screening.variability(matrix))
    case "leaveOneOut": return findings(Screening.leaveOneOutCorrelation(matrix))
    case "mahalanobis": return findings(try Mahalanobis.measure(matrix).get().findings)
    case "bt500":
      let results = BT500.screen(matrix, variance: kind == "sample" ? .sample : .population)
      return findings(results.map(\.finding)) { evaluator, _ in
        let result = results[evaluator]
        return Self.fraction(Rational(result.above + result.below, result.answered))
      }
    case "p910":
      let result = try AlternatingProjection.estimate(matrix, isFloored: parts.count == 2).get()
      let values: [Double?] =
        switch kind {
        case "scores": result.scores
        case "bias": result.bias
        case "inconsistency": result.inconsistency
        default: [result.effectiveEvaluators]
        }
      return values.map { Self.about($0 ?? .nan) }.joined(separator: ", ")
    case "alpha":
      let metric = try #require(KrippendorffAlpha.Metric(rawValue: kind))
      return Self.about(try KrippendorffAlpha.measure(matrix, metric).result.get().value)
    case "icc21", "icc2k":
      let icc = try IntraclassCorrelation.measure(matrix, level: 0.95).result.get()
      let coefficient = try (parts[0] == "icc21" ? icc.single : icc.average).get()
      guard kind == "interval" else { return Self.about(coefficient.value) }
      let ends = try coefficient.interval.get()
      return "\(Self.about(ends.lower)) to \(Self.about(ends.upper))"
    case "kendallW":
      let w = try KendallW.measure(matrix).result.get()
      return "\(Self.about(w.value)), p \(Self.about(w.pValue))"
    default: return "no such measure"
    }
  }
}
