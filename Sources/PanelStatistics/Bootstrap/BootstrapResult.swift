/// What resampling the evaluators says about the models' scores, their differences and their ranks.
///
/// Models are addressed by their position in the scorer's answer. Comparisons between scores are
/// exact; means, standard errors and interval end points are `Double`.
public struct BootstrapResult: Sendable {
  /// Each model's score with every evaluator taken once; `nil` for a model without a score.
  public let estimate: [Rational?]
  /// Each model's scores in the order of the resamples; `nil` where it had none.
  public let replicates: [[Rational?]]
  /// How many resamples were scored.
  public let resampleCount: Int
  /// In how many resamples each model had no score; they are left out of its other results.
  public let missing: [Int]
  /// Each model's mean over its replicates; `nil` where it has none.
  public let mean: [Double?]
  /// The standard deviation of each model's replicates (ddof 1); `nil` for fewer than two.
  public let standardError: [Double?]
  /// In how many resamples a model with an estimate had no score; ranks leave them out.
  public let incompleteResamples: Int
  /// The share of complete resamples in which a model (first index) has competition rank r + 1.
  ///
  /// All zero for a model without an estimate, which is not ranked, and where no resample is
  /// complete.
  public let rankMatrix: [[Double]]
  /// As ``rankMatrix``, except that k models tied for the first rank take 1/k of it each.
  public let rankProbability: [[Double]]
  /// The scores without each evaluator in turn.
  public let leaveOneOut: LeaveOneOut

  /// Each model's replicates in ascending order.
  private let sorted: [[Double]]

  init(
    estimate: [Rational?],
    replicates: [[Rational?]],
    leaveOneOut: LeaveOneOut,
    ranks: RankTally
  ) {
    self.estimate = estimate
    self.replicates = replicates
    self.leaveOneOut = leaveOneOut
    resampleCount = ranks.complete + ranks.incomplete
    incompleteResamples = ranks.incomplete
    rankMatrix = ranks.matrix
    rankProbability = ranks.probability
    missing = replicates.map { $0.count { $0 == nil } }
    sorted = replicates.map { $0.compactMap { $0?.doubleValue }.sorted() }
    mean = sorted.map(Moments.mean)
    standardError = sorted.map(Moments.standardDeviation)
  }

  /// Returns the interval between the type-7 quantiles that leave out equal tails.
  ///
  /// - Parameters:
  ///   - model: The model's position.
  ///   - level: The confidence level, above 0 and below 1, such as 0.95.
  /// - Returns: `nil` for a model without an estimate or without replicates.
  public func percentileInterval(of model: Int, level: Double) -> Interval? {
    guard estimate[model] != nil else { return nil }
    return Interval(ofSorted: sorted[model], tails: BootstrapResult.tails(level))
  }

  /// Returns the bias-corrected and accelerated interval.
  ///
  /// z₀ = Φ⁻¹((#< + #≤) / 2B) compares the B replicates with the estimate exactly, and the
  /// acceleration comes from ``leaveOneOut``. Where the interval is not defined it is the percentile
  /// interval, and ``BCaInterval/fallback`` says why. Source: Efron and Tibshirani 1993, chapter 14.
  ///
  /// - Parameters:
  ///   - model: The model's position.
  ///   - level: The confidence level, above 0 and below 1, such as 0.95.
  /// - Returns: `nil` for a model without an estimate or without replicates.
  public func bcaInterval(of model: Int, level: Double) -> BCaInterval? {
    guard let official = estimate[model],
      let percentile = percentileInterval(of: model, level: level)
    else { return nil }
    var below = 0
    var equal = 0
    for case let value? in replicates[model] {
      below += value < official ? 1 : 0
      equal += value == official ? 1 : 0
    }
    return BCaInterval(
      ofSorted: sorted[model],
      share: Double(2 * below + equal) / Double(2 * sorted[model].count),
      acceleration: leaveOneOut.acceleration(of: model),
      percentile: percentile,
      level: level
    )
  }

  /// Returns how far apart two models are over the resamples in which both have a score.
  ///
  /// - Parameters:
  ///   - first: The position of the model expected to be ahead.
  ///   - second: The position of the other model.
  ///   - level: The confidence level, above 0 and below 1, such as 0.95.
  /// - Returns: `nil` where either has no estimate, or where no resample scores both.
  public func difference(of first: Int, over second: Int, level: Double) -> PairDifference? {
    guard let minuend = estimate[first], let subtrahend = estimate[second] else { return nil }
    let differences = zip(replicates[first], replicates[second]).compactMap { a, b in
      a.flatMap { a in b.map { Rational.difference(a, $0) } }
    }
    guard
      let interval = Interval(
        ofSorted: differences.map(\.nearest).sorted(),
        tails: BootstrapResult.tails(level)
      )
    else { return nil }
    let count = Double(differences.count)
    return PairDifference(
      estimate: minuend - subtrahend,
      interval: interval,
      probabilityAbove: Double(differences.count { $0.sign > 0 }) / count,
      probabilityTied: Double(differences.count { $0.sign == 0 }) / count,
      resampleCount: differences.count
    )
  }

  static func tails(_ level: Double) -> (lower: Double, upper: Double) {
    precondition(level > 0 && level < 1, "a confidence level lies between 0 and 1")
    let tail = (1 - level) / 2
    return (tail, 1 - tail)
  }
}

/// How far one model is ahead of another.
public struct PairDifference: Hashable, Sendable {
  /// The official difference, first model less second.
  public let estimate: Rational
  /// The percentile interval of the difference.
  public let interval: Interval
  /// The share of the resamples in which the first model is strictly above the second.
  public let probabilityAbove: Double
  /// The share of the resamples in which the two have exactly the same score.
  public let probabilityTied: Double
  /// How many resamples score both models.
  public let resampleCount: Int
}
