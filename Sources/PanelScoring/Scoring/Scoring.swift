public import PanelCore
public import PanelStatistics

/// Turns ratings into points by a rule, in exact arithmetic, for any multiset of the evaluators.
///
/// Steps and terms are those of `docs/statistics/README.md`. The same code scores the panel and
/// every resample of it.
public struct Scoring: Sendable {
  /// The points of one model before rounding.
  public struct ModelPoints: Hashable, Sendable {
    /// Points before the relative step.
    public var absolute: Rational
    /// Points per criterion; empty when the unit is `total`.
    public var criteria: [Rational]
    /// The criterion estimates on the scale of the ratings; with the unit `total` some may be missing.
    public var estimates: [Rational?]
  }

  /// The ratings.
  public var table: RatingsTable { columns.table }
  /// The rule.
  public let rule: ScoringRule
  let columns: RatingColumns
  private let full: Rational
  /// For each model the rule, prepared for each of its samples.
  private let plans: [[LocationPlan]]
  /// The points of each model before the relative step.
  private let sums: [EstimateSum]

  /// An outlier rule prepared for any values of a panel.
  struct Plans: Sendable {
    let ofRatings: LocationPlan
    let ofTotals: LocationPlan

    init(_ rule: OutlierRule, _ form: RatedForm, evaluators: Int) {
      let nothing = DistinctValues([])
      let rating = Location(rule, fullMarks: Rational(form.highest))
      let total = Location(rule, fullMarks: form.fullMarks)
      ofRatings = LocationPlan(rating, distinct: nothing, ratings: evaluators)
      ofTotals =
        total == rating
        ? ofRatings : LocationPlan(total, distinct: nothing, ratings: evaluators)
    }

    /// Whether estimates are exact fractions.
    var isExact: Bool { ofRatings.rule.isExact }
  }

  /// Prepares a table for a rule.
  public init(table: RatingsTable, rule: ScoringRule) {
    self.init(
      RatingColumns(table, rule),
      rule,
      Plans(rule.outliers, table.form, evaluators: table.raters.count)
    )
  }

  /// Takes what several rules can share: the columns of the rule's unit, and its plans.
  ///
  /// The columns must be those of the rule's unit, conversion and share of answered items.
  init(_ columns: RatingColumns, _ rule: ScoringRule, _ plans: Plans) {
    self.columns = columns
    self.rule = rule
    let form = columns.table.form
    full = form.fullMarks
    let prepared = form.models.indices.map { model in
      columns.samples[model].enumerated().map { column, sample in
        let isTotal = rule.unit == .total && column == form.parts.count
        return LocationPlan(
          isTotal ? plans.ofTotals : plans.ofRatings,
          distinct: sample.distinct
        )
      }
    }
    self.plans = prepared
    let (worth, atZero) = Scoring.worth(form, rule)
    sums = prepared.map { plans in
      guard rule.unit != .total else {
        let total = form.parts.count
        return EstimateSum([.init(plan: plans[total], sample: total, factor: .one)], plus: .zero)
      }
      let terms = Scoring.columns(form, rule).map { column in
        EstimateSum.Term(plan: plans[column], sample: column, factor: worth[column])
      }
      return EstimateSum(terms, plus: atZero)
    }
  }

  /// The columns that enter a model's points, by criterion.
  private static func columns(_ form: RatedForm, _ rule: ScoringRule) -> [Int] {
    rule.unit == .item ? form.parts.flatMap(\.items) : Array(form.parts.indices)
  }

  /// Points for one more on the scale in each column, and points of a model with 0 in all.
  ///
  /// Both conversions are linear.
  private static func worth(
    _ form: RatedForm,
    _ rule: ScoringRule
  ) -> (columns: [Rational], atZero: Rational) {
    let zero = form.share(.zero, rule.conversion)
    let unit = form.share(.one, rule.conversion) - zero
    let parts = form.parts.map { Rational($0.points) * unit }
    guard rule.unit == .item else { return (parts, form.fullMarks * zero) }
    var columns = Array(repeating: Rational.zero, count: form.items.count)
    for (part, points) in zip(form.parts, parts) {
      let weight = part.items.reduce(Rational.zero) { $0 + Rational(form.weights[$1]) }
      for item in part.items {
        columns[item] = points * Rational(form.weights[item]) / weight
      }
    }
    return (columns, form.fullMarks * zero)
  }

  /// Points of every model before the relative step, without a quorum.
  ///
  /// `multiplicities` says how often each evaluator counts.
  public func absolutePoints(_ multiplicities: [Int]) -> [ModelPoints?] {
    plans.indices.map { try? points(of: $0, columns.counts($0, multiplicities)) }
  }

  /// Points of one model before the relative step, without a quorum.
  ///
  /// `counts` are those of the model's samples. Throws the reason why
  /// the first missing estimate is missing.
  func points(of model: Int, _ counts: [[Int]]) throws(NoEstimate) -> ModelPoints {
    let form = table.form
    if rule.unit == .total {
      // The criteria are only information here: one without an estimate does not remove the points.
      let total = form.parts.count
      return ModelPoints(
        absolute: try plans[model][total].value(counts: counts[total]),
        criteria: [],
        estimates: form.parts.indices.map { plans[model][$0].estimate(counts: counts[$0]) }
      )
    }
    let estimates = try estimates(model, counts)
    let criteria = zip(form.parts, estimates).map { part, estimate in
      Rational(part.points) * form.share(estimate, rule.conversion)
    }
    return ModelPoints(
      absolute: criteria.reduce(.zero, +),
      criteria: criteria,
      estimates: estimates
    )
  }

  /// The criterion estimates of a model.
  private func estimates(_ model: Int, _ counts: [[Int]]) throws(NoEstimate) -> [Rational] {
    let form = table.form
    var estimates: [Rational] = []
    for (index, part) in form.parts.enumerated() {
      guard rule.unit == .item else {
        estimates.append(try plans[model][index].value(counts: counts[index]))
        continue
      }
      var (sum, weight) = (Rational.zero, Rational.zero)
      for item in part.items {
        let w = Rational(form.weights[item])
        sum += w * (try plans[model][item].value(counts: counts[item]))
        weight += w
      }
      estimates.append(sum / weight)
    }
    return estimates
  }

  /// Only the points of one model before the relative step: the same number, computed much faster.
  func absolute(_ model: Int, _ counts: [[Int]]) throws(NoEstimate) -> Rational {
    try sums[model].value(counts)
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
    relative(
      plans.indices.map { try? absolute($0, columns.counts($0, multiplicities)) },
      rule.relative
    )
  }

  /// Points and ranks for a multiset of the evaluators, by how often each value occurs in each sample
  /// of each model; models that are not scored have none.
  func replicate(_ counts: [[[Int]]], _ isScored: [Bool]) -> Bootstrap.Replicate {
    var keys = plans.indices.map { model in
      isScored[model]
        ? (try? absolute(model, counts[model])).map { RankingKey(points: $0, ties: []) } : nil
    }
    // The criteria that break ties cost more than the points and are rarely needed.
    let points = keys.compactMap { $0?.points }
    if !rule.ties.isEmpty, Set(points).count < points.count {
      keys = plans.indices.map { isScored[$0] ? try? key($0, counts[$0]) : nil }
    }
    return Bootstrap.Replicate(
      points: relative(keys.map { $0?.points }, rule.relative),
      ranks: RankingKey.ranks(keys)
    )
  }

  /// Competition ranks on unrounded points; the rule's criteria break ties.
  ///
  /// The relative step is not applied: it keeps the order, but its floor of 0 would make ties.
  func ranks(_ points: [ModelPoints?]) -> [Int?] {
    RankingKey.ranks(points.map { points in points.map { key($0) } })
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
    columns.entering(columns.counts(model, Array(repeating: 1, count: table.raters.count)))
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
    func add(_ model: Int, _ column: Int, _ subject: String, _ slope: Rational) {
      let values = columns.samples[model][column].values
      let estimate = plans[model][column].rule.estimate(values.map(\.value))
      for treatment in estimate?.treatments ?? [] {
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
    let (worth, _) = Scoring.worth(form, rule)
    for model in form.models.indices {
      guard rule.unit != .total else {
        add(model, form.parts.count, "total", .one)
        continue
      }
      for column in Scoring.columns(form, rule) {
        let subject =
          rule.unit == .item
          ? form.items[column].rawValue : form.parts[column].criterion.rawValue
        add(model, column, subject, worth[column])
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
  /// The estimator of an outlier rule.
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
  package init(_ mode: Rounding.Mode) {
    self =
      switch mode {
      case .halfUp: .halfUp
      case .truncate: .truncate
      case .halfEven: .halfEven
      }
  }
}
