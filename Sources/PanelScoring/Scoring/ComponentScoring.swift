public import PanelCore
import PanelStatistics

extension ComponentScore {
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
