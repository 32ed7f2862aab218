public import PanelCore
public import PanelScoring
public import PanelStatistics

/// What can be derived about the points that a policy withholds: by the public, by each team from
/// its own points, and by any two teams together (`docs/disclosure.md`).
///
/// Everybody is assumed to know the rule and which models have points.
public struct InferenceGuard: Sendable {
  /// How precisely an observer can determine the points of a model.
  public enum Kind: String, Encodable, Sendable {
    /// Only one printable value fits: the policy is refused.
    case exact
    /// An interval narrower than `narrowShare` of full marks: it is reported.
    case narrow
    /// A wider interval.
    case wide
  }

  /// What one observer can derive about one model.
  public struct Finding: Hashable, Encodable, Sendable {
    /// The models whose teams share their own points; empty for the public.
    public var observer: [String]
    /// The model whose points are derived.
    public var model: String
    /// The least points that fit, as they would be printed.
    public var lower: String
    /// The greatest points that fit, as they would be printed.
    public var upper: String
    /// How precise the result is.
    public var kind: Kind

    /// The width of the interval, in points.
    public var width: Rational {
      (Rational(decimal: upper) ?? .zero) - (Rational(decimal: lower) ?? .zero)
    }
  }

  /// The share of full marks below which an interval is narrow: 1/20.
  static let narrowShare = Rational(1, 20)

  /// The policy.
  public let policy: DisclosurePolicy
  /// The width in points below which an interval is narrow.
  public let narrowBelow: String
  /// One finding per observer and model whose points the observer is not told, fewest teams first.
  public let findings: [Finding]
  let scores: ScoredModels

  /// The findings for which the policy is refused.
  public var exact: [Finding] { findings.filter { $0.kind == .exact } }

  /// Whether nobody can derive points exactly.
  public var passes: Bool { exact.isEmpty }

  /// Determines what can be derived under a policy.
  public init(_ score: ComponentScore, policy: DisclosurePolicy) {
    let scores = ScoredModels(score)
    let knowledge = InferenceKnowledge(scores, policy: policy)
    let models = scores.models.indices
    let observers =
      [[]] + models.map { [$0] }
      + models.flatMap { first in models.filter { $0 > first }.map { [first, $0] } }
    self.policy = policy
    self.scores = scores
    narrowBelow = scores.text(scores.fullMarks * Self.narrowShare, morePlaces: 2)
    findings = observers.flatMap { observer in
      knowledge.ranges(knowing: observer).map { model, range in
        let width = range.upperBound - range.lowerBound
        return Finding(
          observer: observer.map { scores.models[$0] },
          model: scores.models[model],
          lower: scores.text(range.lowerBound),
          upper: scores.text(range.upperBound),
          kind: width == .zero
            ? .exact : width < scores.fullMarks * Self.narrowShare ? .narrow : .wide
        )
      }
    }
  }

  /// The policies that show no more than `allowed` and under which nobody can derive points
  /// exactly.
  public static func passing(
    _ score: ComponentScore,
    within allowed: DisclosurePolicy
  ) -> [DisclosurePolicy] {
    DisclosurePolicy.allCases.filter {
      $0.isWithin(allowed) && InferenceGuard(score, policy: $0).passes
    }
  }
}

/// The models that have points, from the first rank down, with what constrains their points.
struct ScoredModels: Sendable {
  let models: [String]
  let points: [Rational]
  let ranks: [Int]
  let fullMarks: Rational
  let rule: ScoringRule
  let average: Rational?
  let averagePlaces: Int

  init(_ score: ComponentScore) {
    let scored = score.ranking.compactMap { model in
      model.points.flatMap { Rational(decimal: $0) }.map { (model.id, $0, model.rank ?? 1) }
    }
    models = scored.map(\.0)
    points = scored.map(\.1)
    ranks = scored.map(\.2)
    fullMarks = Rational(decimal: score.fullMarks) ?? .zero
    rule = score.rule
    average = score.averagePoints.flatMap { Rational(decimal: $0) }
    averagePlaces = score.averagePlaces
  }

  /// The difference between two adjacent printable values.
  var unit: Rational { Self.unit(places: rule.rounding.places) }

  /// The sums of printed points that give the published average after rounding half up.
  var sums: ClosedRange<Rational>? {
    guard let average else { return nil }
    let (count, half) = (Rational(models.count), Self.unit(places: averagePlaces) / Rational(2))
    return (count * (average - half)).raised(to: unit)...(count * (average + half)).raised(to: unit)
      - unit
  }

  func text(_ points: Rational, morePlaces: Int = 0) -> String {
    points.decimalText(places: rule.rounding.places + morePlaces, mode: .halfUp)
  }

  private static func unit(places: Int) -> Rational {
    (0..<places).reduce(.one) { unit, _ in unit / Rational(10) }
  }
}

extension Rational {
  /// The least multiple of a unit that is not below the number: 0.13 raised to 0.1 is 0.2.
  func raised(to unit: Rational) -> Rational {
    guard let floor = (-self / unit).floor else { return self }
    return Rational(-floor) * unit
  }
}
