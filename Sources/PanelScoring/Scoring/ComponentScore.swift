public import PanelCore
public import PanelStatistics

/// The component scores of a round or of a file of ratings: points, ranks, uncertainty.
///
/// Its JSON form is the part of `panel.aggregate.v1` (`docs/cli.md`) that a release carries.
public struct ComponentScore: Encodable, Sendable {
  /// One criterion of one model.
  public struct CriterionScore: Encodable, Sendable {
    /// Rounded points; absent when the unit is `total`.
    public var points: String?
    /// The same before rounding.
    public var exact: ExactText?
    /// The estimate on the scale of the ratings: `p/q`, or a decimal where it is approximate.
    public var estimate: String?
    /// How many evaluators enter.
    public var n: Int
  }

  /// Points on one side of the comparison of absolute and relative.
  public struct Points: Encodable, Sendable {
    /// The relative step.
    public var relative: String
    /// Rounded points.
    public var points: String
    /// The same before rounding.
    public var exact: ExactText
  }

  /// An interval.
  public struct Bounds: Encodable, Sendable {
    /// The confidence level.
    public var level: Double
    /// The lower end, points.
    public var lower: Double
    /// The upper end, points.
    public var upper: Double
    /// `bca`, or `percentile` where BCa is not defined.
    public var method: String
  }

  /// What the bootstrap says of one model.
  public struct Resampled: Encodable, Sendable {
    /// Mean of the replicates, points.
    public var mean: Double?
    /// Standard error (ddof 1), points.
    public var standardError: Double?
    /// The percentile interval.
    public var percentile: Bounds?
    /// Bias correction z₀ of the BCa interval.
    public var bias: Double?
    /// Acceleration a of the BCa interval.
    public var acceleration: Double?
  }

  /// One model.
  public struct ModelScore: Encodable, Sendable {
    /// The model's code.
    public var id: String
    /// How many evaluators enter every estimate of the model.
    public var n: Int
    /// Rounded points; absent without a score.
    public var points: String?
    /// The same before rounding.
    public var exact: ExactText?
    /// The competition rank; absent without a score.
    public var rank: Int?
    /// Why there is no score.
    public var withheld: Withheld?
    /// Points without a relative step.
    public var absolute: Points?
    /// Points relative to the best, or by the rule's own relative step.
    public var relative: Points?
    /// Per criterion.
    public var criteria: [String: CriterionScore]
    /// The 95 per cent interval of the points.
    public var interval: Bounds?
    /// The shares of resamples in which the model has rank 1, 2, …; ties for the first are shared.
    public var rankProbability: [Double]?
    /// More of the bootstrap.
    public var bootstrap: Resampled?
  }

  /// Two neighbours in the ranking.
  public struct Neighbours: Encodable, Sendable {
    /// The model in front.
    public var first: String
    /// The model behind it.
    public var second: String
    /// How many points it is in front.
    public var difference: Double
    /// The lower end of the 95 per cent interval of the difference.
    public var lower: Double
    /// The upper end.
    public var upper: Double
    /// Whether the interval leaves out zero.
    public var separable: Bool
  }

  /// The name and version of this form.
  public var schema = "panel.aggregate.v1"
  /// The rule.
  public var rule: ScoringRule
  /// Whether this is the rule of the manifest over every submission.
  public var official: Bool
  /// Where the ratings came from: `release` or `csv`.
  public var source: String
  /// How many evaluators the quorum is counted from.
  public var invited: Int
  /// How many evaluators there are ratings of.
  public var evaluators: Int
  /// The quorum per model.
  public var quorum: Int
  /// Full marks.
  public var fullMarks: String
  /// The models in the declared order.
  public var models: [ModelScore]
  /// Neighbours in the ranking, from the top.
  public var separable: [Neighbours]
  /// What the rule dropped or clipped.
  public var outliers: [OutlierEntry]
  /// The criteria in the declared order; not part of the JSON form, whose criteria are named.
  public var criteria: [String]
  /// The resamples behind intervals and ranks; `nil` without a bootstrap.
  ///
  /// Not part of the JSON form.
  public var resamples: BootstrapResult?

  /// The models from the first rank down; those without a score last, in the declared order.
  public var ranking: [ModelScore] {
    models.enumerated().sorted { first, second in
      (first.element.rank ?? Int.max, first.offset) < (
        second.element.rank ?? Int.max, second.offset
      )
    }.map(\.element)
  }

  private enum CodingKeys: String, CodingKey {
    case schema, rule, official, source, invited, evaluators, quorum, fullMarks, models, separable
    case outliers
  }
}

/// A number before rounding, as it stands in results.
public enum ExactText: Hashable, Sendable, Encodable {
  /// `p/q` in lowest terms.
  case fraction(String)
  /// The rule cannot be computed exactly; `null` in JSON.
  case approximate

  /// Takes a number for what it is under a rule.
  init(_ value: Rational, isExact: Bool) {
    self = isExact ? .fraction(value.fraction) : .approximate
  }

  /// The fraction, if there is one.
  public var fraction: String? {
    guard case .fraction(let text) = self else { return nil }
    return text
  }

  /// Writes the fraction or `null`.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    switch self {
    case .fraction(let text): try container.encode(text)
    case .approximate: try container.encodeNil()
    }
  }
}

/// Why a model has no score.
public enum Withheld: Hashable, Sendable, Encodable {
  /// Too few evaluators enter its estimate.
  case quorum(Int, of: Int)
  /// The rule gives no estimate for these ratings.
  case noEstimate

  /// The reason in words.
  public var text: LocalizedText {
    switch self {
    case .quorum(let n, let quorum):
      LocalizedText(en: "quorum: \(n) of \(quorum)", ko: "정족수 \(quorum)명 가운데 \(n)명")
    case .noEstimate:
      LocalizedText(en: "the rule gives no estimate", ko: "이 규칙으로는 추정값이 없음")
    }
  }

  /// Writes the reason in English.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(text.en)
  }
}
