public import PanelCore
import PanelStatistics

/// The component scores of a round or of a file of ratings: points, ranks, uncertainty.
///
/// Its JSON form is `panel.aggregate.v1` (`docs/cli.md`).
public struct ComponentScore: Encodable, Sendable {
  /// One criterion of one model.
  public struct CriterionScore: Encodable, Sendable {
    /// Rounded points; absent when the unit is `total`.
    public var points: String?
    /// The same, exact.
    public var exact: String?
    /// The estimate on the scale of the ratings, exact.
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
    /// The same, exact.
    public var exact: String
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
    /// The same before rounding, `p/q` in lowest terms.
    public var exact: String?
    /// The competition rank; absent without a score.
    public var rank: Int?
    /// Why there is no score.
    public var withheld: String?
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

  /// One rating that the rule dropped or clipped.
  public struct Outlier: Encodable, Sendable {
    /// The evaluator's row label.
    public var rater: String
    /// The model.
    public var model: String
    /// The criterion, item, or `total`.
    public var criterion: String
    /// The value, exact.
    public var value: String
    /// What happened to it.
    public var reason: String
    /// Points the model would gain if it were kept, with sign.
    public var effect: String
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
  public var outliers: [Outlier]

  /// The models from the first rank down; those without a score last, in the declared order.
  public var ranking: [ModelScore] {
    models.enumerated().sorted { first, second in
      (first.element.rank ?? Int.max, first.offset) < (
        second.element.rank ?? Int.max, second.offset
      )
    }.map(\.element)
  }

  /// Scores a table.
  ///
  /// `invited` is what the quorum is counted from; `resamples` (one list of positions in the order
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
    let ranks = ComponentScore.ranks(scored, rule.ties, form)

    // Models below the quorum have no points, so they have none in the resamples either.
    let score: ([Int]) -> [Rational?] = { multiplicities in
      scoring.relative(
        zip(scoring.absolutePoints(multiplicities), scored).map { $1 == nil ? nil : $0?.absolute },
        rule.relative
      )
    }
    let result =
      resamples.map { Bootstrap.run(evaluators: everyone.count, resamples: $0, score: score) }
      ?? (rule.bootstrap > 0 && !everyone.isEmpty
        ? Bootstrap.run(
          evaluators: everyone.count,
          resamples: Bootstrap.resamples(
            evaluators: everyone.count,
            count: rule.bootstrap,
            seed: rule.seed
          ),
          score: score
        )
        : nil)

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
              $0.criteria.isEmpty ? nil : $0.criteria[index].fraction
            },
            estimate: scored[model]?.estimates[index].fraction,
            n: entering[model][index]
          )
        )
      }
      let n = entering[model].min() ?? 0
      return ModelScore(
        id: form.models[model].rawValue,
        n: n,
        points: final[model].map(text),
        exact: final[model]?.fraction,
        rank: ranks[model],
        withheld: final[model] == nil
          ? (n < quorum ? "quorum: \(n) of \(quorum)" : "the rule gives no estimate") : nil,
        absolute: absolute[model].map {
          Points(relative: "none", points: text($0), exact: $0.fraction)
        },
        relative: beside[model].map {
          Points(
            relative: (rule.relative == .none ? RelativeStep.best : rule.relative).description,
            points: text($0),
            exact: $0.fraction
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
    outliers = scoring.treatments().filter { scored[$0.model] != nil }.map { treated in
      Outlier(
        rater: ordered.raters[treated.rater],
        model: form.models[treated.model].rawValue,
        criterion: treated.subject,
        value: treated.value.fraction,
        reason: treated.kind.rawValue,
        effect: (treated.effect.isNegative ? "" : "+")
          + treated.effect.decimalText(places: 4, mode: .halfUp)
      )
    }
  }

  /// Competition ranks on unrounded points; equal points are told apart by the rule's criteria.
  ///
  /// The relative step is left aside: it keeps the order, but its floor of 0 would make ties.
  private static func ranks(
    _ scored: [Scoring.ModelPoints?],
    _ ties: [CriterionID],
    _ form: RatedForm
  ) -> [Int?] {
    let keys: [[Rational]?] = scored.map { points in
      points.map { points in
        [points.absolute]
          + ties.compactMap { tie in
            form.parts.firstIndex { $0.criterion == tie }.map { points.estimates[$0] }
          }
      }
    }
    return keys.map { key in
      key.map { key in
        1 + keys.count { other in other.map { key.lexicographicallyPrecedes($0) } ?? false }
      }
    }
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
