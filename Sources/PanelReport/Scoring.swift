public import PanelCore
public import PanelStatistics

/// Turns ratings into points by a rule, in exact arithmetic, for any multiset of the evaluators.
///
/// Steps and terms are those of `docs/statistics/README.md`. The same code scores the panel and
/// every resample of it.
public struct Scoring: Sendable {
  /// What one model gets before rounding.
  public struct ModelPoints: Hashable, Sendable {
    /// Points before the relative step.
    public var absolute: Rational
    /// Points per criterion; empty when the unit is `total`.
    public var criteria: [Rational]
    /// The criterion estimates on the scale of the ratings.
    public var estimates: [Rational]
  }

  /// The ratings.
  public let table: RatingsTable
  /// The rule.
  public let rule: ScoringRule
  private let full: Rational
  private let models: [[Estimator]]
  private let totals: [Estimator]

  /// One estimate: the distinct values in ascending order, and which evaluator has which.
  struct Estimator: Sendable {
    let plan: LocationPlan
    let place: [Int]
    let n: Int

    init(_ values: [Rational?], _ location: Location) {
      let present = values.compactMap { $0 }
      n = present.count
      let sorted = Set(present).sorted()
      let index = Dictionary(uniqueKeysWithValues: sorted.enumerated().map { ($1, $0) })
      plan = LocationPlan(location, distinct: DistinctValues(sorted), ratings: n)
      place = values.map { $0.flatMap { index[$0] } ?? -1 }
    }

    func estimate(_ multiplicities: [Int]) -> Rational? {
      var counts = Array(repeating: 0, count: plan.distinct.values.count)
      for (evaluator, index) in place.enumerated() where index >= 0 {
        counts[index] += multiplicities[evaluator]
      }
      return plan.estimate(counts: counts)
    }

    /// The value of each evaluator who has one, with the evaluator's position.
    var values: [(evaluator: Int, value: Rational)] {
      place.enumerated().compactMap { $1 < 0 ? nil : ($0, plan.distinct.values[$1]) }
    }
  }

  /// Prepares a table for a rule.
  public init(table: RatingsTable, rule: ScoringRule) {
    self.table = table
    self.rule = rule
    let form = table.form
    full = form.parts.reduce(.zero) { $0 + Rational($1.points) }
    let raters = table.raters.indices
    let location = Location(rule.outliers, fullMarks: Rational(form.highest))
    let criterionRatings = Scoring.criterionRatings(table, rule.minimumAnswered)
    switch rule.unit {
    case .criterion:
      models = criterionRatings.map { $0.map { Estimator($0, location) } }
      totals = []
    case .item:
      models = form.models.indices.map { model in
        form.items.indices.map { item in
          Estimator(raters.map { table[$0, model, item].rating.map { Rational($0) } }, location)
        }
      }
      totals = []
    case .total:
      let conversion = rule.conversion
      let isComplete = criterionRatings.map { parts in
        raters.map { rater in parts.allSatisfy { $0[rater] != nil } }
      }
      models = zip(criterionRatings, isComplete).map { parts, complete in
        parts.map { part in
          Estimator(zip(part, complete).map { $1 ? $0 : nil }, location)
        }
      }
      let ofTotals = Location(rule.outliers, fullMarks: full)
      totals = zip(criterionRatings, isComplete).map { parts, complete in
        Estimator(
          raters.map { rater in
            guard complete[rater] else { return nil }
            return zip(parts, form.parts).reduce(.zero) { sum, pair in
              sum
                + Rational(pair.1.points)
                * Scoring.share(pair.0[rater] ?? .zero, conversion, form)
            }
          },
          ofTotals
        )
      }
    }
  }

  /// All criterion ratings: by model, then by criterion, then by evaluator.
  static func criterionRatings(
    _ table: RatingsTable,
    _ minimumAnswered: ExactDecimal
  ) -> [[[Rational?]]] {
    table.form.models.indices.map { model in
      table.form.parts.map { part in
        table.raters.indices.map { rater in
          criterionRating(table, rater, model, part, minimumAnswered)
        }
      }
    }
  }

  /// Σ w·x / Σ w over the answered items; `nil` when fewer than the rule's share are answered.
  private static func criterionRating(
    _ table: RatingsTable,
    _ rater: Int,
    _ model: Int,
    _ part: RatedForm.Part,
    _ minimumAnswered: ExactDecimal
  ) -> Rational? {
    var (sum, weight, answered) = (Rational.zero, Rational.zero, 0)
    for item in part.items {
      guard let rating = table[rater, model, item].rating else { continue }
      let w = Rational(table.form.weights[item])
      sum = sum + w * Rational(rating)
      weight = weight + w
      answered += 1
    }
    guard answered > 0,
      Rational(answered) >= Rational(minimumAnswered) * Rational(part.items.count)
    else { return nil }
    return sum / weight
  }

  /// The share of full marks that a rating stands for.
  private static func share(
    _ rating: Rational,
    _ conversion: Conversion,
    _ form: RatedForm
  ) -> Rational {
    switch conversion {
    case .range: (rating - Rational(form.lowest)) / Rational(form.highest - form.lowest)
    case .proportion: rating / Rational(form.highest)
    }
  }

  /// Points of every model before the relative step, without a quorum.
  ///
  /// `multiplicities` says how often each evaluator counts.
  public func absolutePoints(_ multiplicities: [Int]) -> [ModelPoints?] {
    let form = table.form
    return models.indices.map { model in
      var estimates: [Rational] = []
      switch rule.unit {
      case .criterion, .total:
        for estimator in models[model] {
          guard let estimate = estimator.estimate(multiplicities) else { return nil }
          estimates.append(estimate)
        }
      case .item:
        for part in form.parts {
          var (sum, weight) = (Rational.zero, Rational.zero)
          for item in part.items {
            guard let estimate = models[model][item].estimate(multiplicities) else {
              return nil
            }
            let w = Rational(form.weights[item])
            sum = sum + w * estimate
            weight = weight + w
          }
          estimates.append(sum / weight)
        }
      }
      if rule.unit == .total {
        guard let total = totals[model].estimate(multiplicities) else { return nil }
        return ModelPoints(absolute: total, criteria: [], estimates: estimates)
      }
      let criteria = zip(form.parts, estimates).map { part, estimate in
        Rational(part.points) * Scoring.share(estimate, rule.conversion, form)
      }
      return ModelPoints(
        absolute: criteria.reduce(.zero, +),
        criteria: criteria,
        estimates: estimates
      )
    }
  }

  /// Applies the relative step to unrounded points.
  public func relative(_ absolute: [Rational?], _ step: RelativeStep) -> [Rational?] {
    switch step {
    case .none: return absolute
    case .best:
      guard let best = absolute.compactMap({ $0 }).max(), best > .zero else { return absolute }
      return absolute.map { points in points.map { $0 * full / best } }
    case .rankSteps(let distance):
      return absolute.map { points in
        points.map { points in
          let better = absolute.count { ($0 ?? points) > points }
          return max(.zero, full - Rational(better) * Rational(distance))
        }
      }
    }
  }

  /// The points that count, before rounding, for a multiset of the evaluators.
  public func points(_ multiplicities: [Int]) -> [Rational?] {
    relative(absolutePoints(multiplicities).map { $0?.absolute }, rule.relative)
  }

  /// Points and ranks for a multiset of the evaluators; models that are not scored have none.
  func replicate(_ multiplicities: [Int], _ isScored: [Bool]) -> Bootstrap.Replicate {
    let points = zip(absolutePoints(multiplicities), isScored).map { $1 ? $0 : nil }
    return Bootstrap.Replicate(
      points: relative(points.map { $0?.absolute }, rule.relative),
      ranks: ranks(points)
    )
  }

  /// Competition ranks on unrounded points; equal points are told apart by the rule's criteria.
  ///
  /// The relative step is left aside: it keeps the order, but its floor of 0 would make ties.
  public func ranks(_ points: [ModelPoints?]) -> [Int?] {
    guard !rule.ties.isEmpty else { return CompetitionRanks.ranks(points.map { $0?.absolute }) }
    let order = rule.ties.compactMap { tie in table.form.parts.firstIndex { $0.criterion == tie } }
    let keys = points.map { points in
      points.map { points in [points.absolute] + order.map { points.estimates[$0] } }
    }
    return keys.map { key in
      key.map { key in
        1 + keys.count { other in other.map { key.lexicographicallyPrecedes($0) } ?? false }
      }
    }
  }

  /// Whether the rule's results are exact fractions.
  public var isExact: Bool { Location(rule.outliers, fullMarks: .one).isExact }

  /// A number on the scale of the ratings: `p/q`, or a decimal where the rule is approximate.
  func text(_ value: Rational) -> String {
    isExact ? value.fraction : "\(value.doubleValue)"
  }

  /// Full marks of all criteria together.
  public var fullMarks: Rational { full }

  /// How many evaluators enter each criterion's estimate of a model.
  public func entering(_ model: Int) -> [Int] {
    switch rule.unit {
    case .criterion, .total: models[model].map(\.n)
    case .item:
      table.form.parts.map { part in part.items.map { models[model][$0].n }.min() ?? 0 }
    }
  }

  /// One rating that the rule dropped or clipped.
  public struct Treated: Hashable, Sendable {
    /// The evaluator's position.
    public var rater: Int
    /// The model's position.
    public var model: Int
    /// The criterion or item, or `total`.
    public var subject: String
    /// The value, on the scale it was treated on.
    public var value: Rational
    /// What happened.
    public var kind: Treatment.Kind
    /// Points the model would gain if this one rating were kept as it is.
    public var effect: Rational
  }

  /// All ratings that the rule dropped or clipped, in the order of models and criteria.
  public func treatments() -> [Treated] {
    let form = table.form
    var list: [Treated] = []
    func add(_ estimator: Estimator, _ model: Int, _ subject: String, _ slope: Rational) {
      let values = estimator.values
      for treatment in estimator.plan.rule.estimate(values.map(\.value))?.treatments ?? [] {
        list.append(
          Treated(
            rater: values[treatment.index].evaluator,
            model: model,
            subject: subject,
            value: treatment.rating,
            kind: treatment.kind,
            effect: treatment.effect * slope
          )
        )
      }
    }
    // Both conversions are linear, so one unit of a criterion estimate is worth this many points.
    let unit =
      Scoring.share(.one, rule.conversion, form)
      - Scoring.share(.zero, rule.conversion, form)
    for model in form.models.indices {
      switch rule.unit {
      case .criterion:
        for (index, part) in form.parts.enumerated() {
          add(
            models[model][index],
            model,
            part.criterion.rawValue,
            Rational(part.points) * unit
          )
        }
      case .item:
        for part in form.parts {
          let weight = part.items.reduce(Rational.zero) { $0 + Rational(form.weights[$1]) }
          for item in part.items {
            add(
              models[model][item],
              model,
              form.items[item].rawValue,
              Rational(part.points) * unit * Rational(form.weights[item]) / weight
            )
          }
        }
      case .total: add(totals[model], model, "total", .one)
      }
    }
    return list
  }
}

extension Rational {
  /// The exact value of a decimal.
  public init(_ decimal: ExactDecimal) {
    self.init(decimal.unscaled, decimal.denominator)
  }
}

extension Location {
  /// The estimator that an outlier rule stands for.
  ///
  /// `fullMarks` is the most that one of its values can be, which `tInterval` looks at.
  public init(_ rule: OutlierRule, fullMarks: Rational) {
    self =
      switch rule {
      case .none: .none
      case .dropHighLow(let count): .dropHighLow(count)
      case .trimmed(let share): .trimmed(Rational(share))
      case .winsorised(let share): .winsorised(Rational(share))
      case .median: .median
      case .hodgesLehmann: .hodgesLehmann
      case .huber(let constant): .huber(Rational(constant))
      case .tukey(let constant): .tukey(Rational(constant))
      case .mad(let constant): .mad(Rational(constant))
      case .gesd(let count, let level): .gesd(count, Rational(level))
      case .tInterval: .tInterval(fullMarks: fullMarks)
      }
  }
}

extension RoundingMode {
  /// The same mode in the words of a rule.
  init(_ mode: Rounding.Mode) {
    self =
      switch mode {
      case .halfUp: .halfUp
      case .truncate: .truncate
      case .halfEven: .halfEven
      }
  }
}
