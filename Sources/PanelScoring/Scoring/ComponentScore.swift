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

  /// The bootstrap of one model.
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
    /// The model after it.
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
  /// The resamples from which intervals and ranks come; `nil` without a bootstrap.
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

/// A number before rounding, in the form that results have.
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

extension ComponentScore {
  /// Scores a table.
  ///
  /// The quorum is counted from `invited`; `resamples` (one list of positions in the order
  /// of the table each) replaces the seeded bootstrap.
  public init(
    _ table: RatingsTable,
    rule: ScoringRule,
    official: Bool,
    source: String,
    invited: Int,
    resamples: [[Int]]? = nil
  ) {
    let ordered = resamples == nil ? table.sortedByRatings() : table
    let scoring = Scoring(table: ordered, rule: rule)
    let form = table.form
    let rounding = RoundingMode(rule.rounding.mode)
    func text(_ value: Rational) -> String {
      value.decimalText(places: rule.rounding.places, mode: rounding)
    }

    let quorum = rule.quorum(invited: invited)
    let everyone = Array(repeating: 1, count: table.raters.count)
    let entering = form.models.indices.map { scoring.entering($0) }
    let estimated = scoring.absolutePoints(everyone)
    let scored = zip(estimated, entering).map { points, n in
      (n.min() ?? 0) >= quorum ? points : nil
    }
    let absolute = scored.map { $0?.absolute }
    let final = scoring.relative(absolute, rule.relative)
    let beside = scoring.relative(absolute, rule.relative == .none ? .best : rule.relative)
    let ranks = scoring.ranks(scored)

    // Models below the quorum have no points, so they have none in the resamples either.
    let isScored = scored.map { $0 != nil }
    let result = scoring.bootstrap(resamples, isScored)

    self.rule = rule
    self.official = official
    self.source = source
    self.invited = invited
    self.quorum = quorum
    evaluators = everyone.count
    fullMarks = text(scoring.fullMarks)
    models = form.models.indices.map { model in
      let criteria = form.parts.enumerated().map { index, part in
        (
          part.criterion.rawValue,
          CriterionScore(
            points: scored[model].flatMap { $0.criteria.isEmpty ? nil : text($0.criteria[index]) },
            exact: scored[model].flatMap {
              $0.criteria.isEmpty
                ? nil : ExactText($0.criteria[index], isExact: scoring.isExact)
            },
            estimate: scored[model].flatMap { $0.estimates[index].map(scoring.text) },
            n: entering[model][index]
          )
        )
      }
      let n = entering[model].min() ?? 0
      return ModelScore(
        id: form.models[model].rawValue,
        n: n,
        points: final[model].map(text),
        exact: final[model].map { ExactText($0, isExact: scoring.isExact) },
        rank: ranks[model],
        withheld: final[model] == nil
          ? (n < quorum ? .quorum(n, of: quorum) : .noEstimate) : nil,
        absolute: absolute[model].map {
          Points(relative: "none", points: text($0), exact: ExactText($0, isExact: scoring.isExact))
        },
        relative: beside[model].map {
          Points(
            relative: (rule.relative == .none ? RelativeStep.best : rule.relative).description,
            points: text($0),
            exact: ExactText($0, isExact: scoring.isExact)
          )
        },
        criteria: Dictionary(criteria, uniquingKeysWith: { first, _ in first }),
        interval: result.flatMap { ComponentScore.interval($0, model) },
        rankProbability: final[model] == nil ? nil : result?.rankProbability[model],
        bootstrap: final[model] == nil ? nil : result.map { ComponentScore.resampled($0, model) }
      )
    }
    let order = form.models.indices.filter { ranks[$0] != nil }
      .sorted { (ranks[$0] ?? 0, $0) < (ranks[$1] ?? 0, $1) }
    separable = zip(order, order.dropFirst()).compactMap { first, second in
      guard let difference = result?.difference(of: first, over: second, level: 0.95) else {
        return nil
      }
      return Neighbours(
        first: form.models[first].rawValue,
        second: form.models[second].rawValue,
        difference: difference.estimate.doubleValue,
        lower: difference.interval.lower,
        upper: difference.interval.upper,
        separable: difference.interval.lower > 0 || difference.interval.upper < 0
      )
    }
    outliers = ComponentScore.ledger(scoring, isScored: scored.map { $0 != nil })
    self.resamples = result
    criteria = form.parts.map(\.criterion.rawValue)
  }

  private static func interval(_ result: BootstrapResult, _ model: Int) -> Bounds? {
    result.bcaInterval(of: model, level: 0.95).map {
      Bounds(
        level: 0.95,
        lower: $0.interval.lower,
        upper: $0.interval.upper,
        method: $0.fallback == nil ? "bca" : "percentile"
      )
    }
  }

  private static func resampled(_ result: BootstrapResult, _ model: Int) -> Resampled {
    let bca = result.bcaInterval(of: model, level: 0.95)
    return Resampled(
      mean: result.mean[model],
      standardError: result.standardError[model],
      percentile: result.percentileInterval(of: model, level: 0.95).map {
        Bounds(level: 0.95, lower: $0.lower, upper: $0.upper, method: "percentile")
      },
      bias: bca?.bias,
      acceleration: bca?.acceleration
    )
  }
}

extension Scoring {
  /// Scores resamples of the evaluators, and the panel without each of them in turn.
  ///
  /// - Parameters:
  ///   - given: Positions in the table for each resample (default: the rule's seeded resamples).
  ///   - isScored: Whether each model has points; one below the quorum has none in a resample either.
  /// - Returns: `nil` without evaluators, models or resamples.
  func bootstrap(_ given: [[Int]]?, _ isScored: [Bool]) -> BootstrapResult? {
    let evaluators = table.raters.count
    guard evaluators > 0 else { return nil }
    let samples = columns.samples
    let flat = samples.flatMap { $0 }.map {
      Bootstrap.Column(places: $0.places, size: $0.distinct.values.count)
    }
    let replicate = { (counts: [[Int]]) -> Bootstrap.Replicate in
      var start = 0
      let byModel = samples.map { samples in
        defer { start += samples.count }
        return Array(counts[start..<start + samples.count])
      }
      return self.replicate(byModel, isScored)
    }
    if let given {
      return Bootstrap.run(evaluators, columns: flat, resamples: given, replicate: replicate)
    }
    guard rule.bootstrap > 0 else { return nil }
    let drawn = Bootstrap.resamples(
      evaluators: evaluators,
      count: rule.bootstrap,
      seed: rule.seed
    )
    return Bootstrap.run(evaluators, columns: flat, resamples: drawn, replicate: replicate)
  }
}
