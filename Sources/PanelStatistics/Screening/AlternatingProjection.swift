/// Scores of the cells with each evaluator's bias and inconsistency taken into account.
///
/// ITU-T P.910 and P.913: a rating is the cell's score, plus the evaluator's bias, plus noise of the
/// evaluator's own size. A diagnostic, never an official score. Source: Li, Bampis, Krasula, Janowski
/// and Katsavounidis 2020, "A simple model for subject behavior in subjective experiments".
public struct AlternatingProjection: Hashable, Sendable {
  /// Each cell's score ψ, in points of the scale; `nil` for a cell without ratings.
  public let scores: [Double?]
  /// Each evaluator's bias, in points of the scale, zero on average; `nil` without ratings.
  public let bias: [Double?]
  /// Each evaluator's inconsistency v in the last iteration (ddof 0), after the floor if there is one.
  ///
  /// In points of the scale; `nil` without ratings.
  public let inconsistency: [Double?]
  /// The largest share of the total weight that one evaluator has, above 0 and at most 1.
  public let largestWeightShare: Double
  /// How many evaluators of equal weight would weigh as much: 1 / Σ share².
  public let effectiveEvaluators: Double
  /// How many iterations were made.
  public let iterations: Int
  /// Whether the last iteration moved the scores by less than 1e-8 in all.
  public let isConverged: Bool

  private static let epsilon = 1e-8
  private static let tolerance = 1e-8
  private static let greatestIterations = 1_000

  /// Estimates scores, biases and inconsistencies.
  ///
  /// Evaluators and cells without ratings are left out. Cost: linear in the ratings, per iteration.
  ///
  /// - Parameters:
  ///   - ratings: The ratings.
  ///   - isFloored: Whether no inconsistency may fall below half of the quadratic mean of all. Without
  ///     it, and with few cells, all weight can collapse onto a single evaluator.
  /// - Returns: Why there is no estimate: fewer than two evaluators or cells with ratings.
  public static func estimate(
    _ ratings: RatingMatrix,
    isFloored: Bool = true
  ) -> Result<AlternatingProjection, Undefined> {
    var model = Model(ratings)
    guard model.totals.contains(where: { $0.count > 0 }) else { return .failure(.noRatings) }
    guard model.answered.count(where: { $0 > 0 }) > 1 else { return .failure(.tooFewEvaluators) }
    guard model.totals.count(where: { $0.count > 0 }) > 1 else { return .failure(.tooFewCells) }
    var (iterations, isConverged) = (0, false)
    while !isConverged, iterations < greatestIterations {
      model.updateBias()
      model.updateInconsistency(isFloored: isFloored)
      isConverged = model.updateScores(epsilon: epsilon) < tolerance
      iterations += 1
    }
    model.updateBias()
    let present = model.answered.indices.filter { model.answered[$0] > 0 }
    let weights = present.map {
      1 / (model.inconsistency[$0] * model.inconsistency[$0] + epsilon)
    }
    let total = weights.reduce(0, +)
    let shares = weights.map { $0 / total }
    return .success(
      AlternatingProjection(
        scores: model.scores.indices.map { model.totals[$0].count > 0 ? model.scores[$0] : nil },
        bias: model.bias.indices.map { model.answered[$0] > 0 ? model.bias[$0] : nil },
        inconsistency: model.bias.indices.map {
          model.answered[$0] > 0 ? model.inconsistency[$0] : nil
        },
        largestWeightShare: shares.max() ?? 0,
        effectiveEvaluators: 1 / shares.reduce(0) { $0 + $1 * $1 },
        iterations: iterations,
        isConverged: isConverged
      )
    )
  }
}

/// The estimates while they are being improved.
private struct Model {
  let ratings: RatingMatrix
  let totals: [(count: Int, sum: Double)]
  let answered: [Int]
  var scores: [Double]
  var bias: [Double]
  /// What centring took off every bias.
  var offset = 0.0
  var inconsistency: [Double]

  init(_ ratings: RatingMatrix) {
    self.ratings = ratings
    totals = ratings.cellSums
    scores = totals.map { $0.count > 0 ? $0.sum / Double($0.count) : 0 }
    var answered = [Int](repeating: 0, count: ratings.evaluators)
    for cell in 0..<ratings.cells {
      for evaluator in 0..<ratings.evaluators where ratings.code(evaluator, cell) >= 0 {
        answered[evaluator] += 1
      }
    }
    self.answered = answered
    bias = Array(repeating: 0, count: ratings.evaluators)
    inconsistency = bias
  }

  /// Each evaluator's sum of a function of its ratings less the cells' scores.
  private func sums(_ function: (_ residual: Double, _ evaluator: Int) -> Double) -> [Double] {
    var sums = [Double](repeating: 0, count: ratings.evaluators)
    for cell in 0..<ratings.cells {
      let (start, score) = (cell * ratings.evaluators, scores[cell])
      for evaluator in sums.indices {
        let code = Int(ratings.codes[start + evaluator])
        if code >= 0 {
          sums[evaluator] += function(ratings.distinct[code] - score, evaluator)
        }
      }
    }
    return sums
  }

  mutating func updateBias() {
    bias = sums { residual, _ in residual }
    var (total, present) = (0.0, 0)
    for evaluator in bias.indices where answered[evaluator] > 0 {
      bias[evaluator] /= Double(answered[evaluator])
      total += bias[evaluator]
      present += 1
    }
    offset = total / Double(max(present, 1))
    for evaluator in bias.indices where answered[evaluator] > 0 {
      bias[evaluator] -= offset
    }
  }

  mutating func updateInconsistency(isFloored: Bool) {
    // Centring left every evaluator with residuals around the same offset.
    let squares = sums { residual, evaluator in
      let rest = residual - bias[evaluator] - offset
      return rest * rest
    }
    let variances = zip(squares, answered).map { $0 / Double(max($1, 1)) }
    var floor = 0.0
    if isFloored {
      let present = answered.count { $0 > 0 }
      floor = (variances.reduce(0, +) / Double(max(present, 1))).squareRoot() / 2
    }
    inconsistency = variances.map { max($0.squareRoot(), floor) }
  }

  /// Returns the Euclidean distance by which the scores moved.
  mutating func updateScores(epsilon: Double) -> Double {
    let weights = inconsistency.map { 1 / ($0 * $0 + epsilon) }
    var moved = 0.0
    for cell in scores.indices where totals[cell].count > 0 {
      let start = cell * ratings.evaluators
      var (total, sum) = (0.0, 0.0)
      for evaluator in weights.indices {
        let code = Int(ratings.codes[start + evaluator])
        if code >= 0 {
          total += weights[evaluator]
          sum += weights[evaluator] * (ratings.distinct[code] - bias[evaluator])
        }
      }
      let score = sum / total
      moved += (score - scores[cell]) * (score - scores[cell])
      scores[cell] = score
    }
    return moved.squareRoot()
  }
}
