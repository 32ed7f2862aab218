import PanelCore
import PanelStatistics
import Testing

@testable import PanelReport
@testable import PanelScoring

extension ComponentScore {
  /// Scores with these points, in the order of the models A, B, C …; `nil` is below the quorum.
  static func told(
    _ points: [String?],
    relative: String = "none",
    full: String = "25.00",
    places: Int = 2,
    ranks: [Int?]? = nil,
    ties: [String] = []
  ) throws -> ComponentScore {
    let numbers = points.map { $0.flatMap { Rational(decimal: $0) } }
    let models = points.enumerated().map { index, text in
      let rank = numbers[index].map { own in 1 + numbers.count { ($0 ?? own) > own } }
      return ModelScore(
        id: String("ABCDEFGHIJKLM".dropFirst(index).prefix(1)),
        n: 49 - index,
        points: text,
        rank: ranks.map { $0[index] } ?? rank,
        withheld: text == nil ? .quorum(3, of: 17) : nil,
        criteria: text.map { ["usability": CriterionScore(points: $0 + "1", n: 40)] } ?? [:]
      )
    }
    return ComponentScore(
      rule: try .words("trimmed=0.10", relative: relative, round: "\(places),halfUp", ties: ties),
      official: true,
      source: "release",
      invited: 49,
      evaluators: 47,
      quorum: 17,
      fullMarks: full,
      models: models,
      separable: [],
      outliers: [],
      criteria: ["usability", "cost"]
    )
  }
}
