public import PanelCore
public import PanelScoring
import PanelStatistics

/// The part of the component scores that a disclosure policy makes public.
public struct DisclosedScore: Hashable, Encodable, Sendable {
  /// The public part of one model's result; a field that is not public is absent.
  public struct Model: Hashable, Encodable, Sendable {
    /// The model's code.
    public var id: String
    /// Its rank.
    public var rank: Int?
    /// Its rounded points.
    public var points: String?
  }

  /// The policy.
  public var policy: DisclosurePolicy
  /// The models with a public rank or points, from the first rank down; under `winnerAndAverage`
  /// only those that share the first rank.
  public var models: [Model]
  /// The mean of the rounded points of all models that have points, rounded once, half up, to one
  /// decimal place more than the points have.
  public var average: String?
  /// The number of models with points; absent if nothing is public.
  public var scored: Int?
  /// The models without points, in the declared order; empty if nothing is public.
  public var withoutPoints: [String]
}

extension ComponentScore {
  /// The part of these scores that a policy makes public.
  public func disclosed(_ policy: DisclosurePolicy) -> DisclosedScore {
    let ranked = ranking.filter { $0.points != nil }
    let shown =
      switch policy {
      case .none: [ModelScore]()
      case .winnerAndAverage: ranked.filter { $0.rank == 1 }
      case .ranksOnly, .all: ranked
      }
    let isSilent = policy == .none
    return DisclosedScore(
      policy: policy,
      models: shown.map {
        DisclosedScore.Model(
          id: $0.id,
          rank: $0.rank,
          points: policy == .ranksOnly ? nil : $0.points
        )
      },
      average: policy.showsAverage ? averagePoints : nil,
      scored: isSilent ? nil : ranked.count,
      withoutPoints: isSilent ? [] : models.filter { $0.points == nil }.map(\.id)
    )
  }

  /// The average as it is published; `nil` if no model has points.
  var averagePoints: String? {
    let points = models.compactMap { $0.points.flatMap { Rational(decimal: $0) } }
    guard !points.isEmpty else { return nil }
    return (points.reduce(.zero, +) / Rational(points.count))
      .decimalText(places: averagePlaces, mode: .halfUp)
  }

  /// The decimal places of the average: one more than the points have.
  var averagePlaces: Int { rule.rounding.places + 1 }
}

extension DisclosurePolicy {
  /// Whether a team learns its rank.
  public var showsRanks: Bool { self == .ranksOnly || self == .all }

  /// Whether the average of all models is public.
  public var showsAverage: Bool { self == .winnerAndAverage || self == .all }
}
