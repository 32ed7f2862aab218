/// How far each evaluator's ratings lie from the panel's mean, in the metric of its covariance.
public struct Mahalanobis: Hashable, Sendable {
  /// Each evaluator's squared distance D², flagged above ``threshold``.
  ///
  /// Undefined for an evaluator without ratings.
  public let findings: [ScreeningFinding]
  /// The 99 % point of chi-square with ``degreesOfFreedom``.
  public let threshold: Double
  /// How many cells entered: those with at least one rating.
  public let degreesOfFreedom: Int
  /// How many dimensions the covariance has.
  ///
  /// Below ``degreesOfFreedom`` the threshold is too high for the distances; at one less than the
  /// number of evaluators all distances are equal and say nothing.
  public let rank: Int

  /// Eigenvalues up to this share of the largest are taken as zero.
  ///
  /// Rounding leaves about n·1e-16 of it in a dimension that the ratings do not have, and ratings on
  /// a scale leave far more in one that they have.
  static let cutoff = 1e-12

  /// Measures every evaluator.
  ///
  /// Blanks are imputed with the cell's mean; the covariance (ddof 1) is that of all evaluators and is
  /// inverted in the dimensions that it has (Moore–Penrose). Cost: evaluators × cells² and cells³.
  ///
  /// - Returns: Why there is no covariance: no ratings, fewer than two evaluators, or evaluators who
  ///   do not differ.
  public static func measure(_ ratings: RatingMatrix) -> Result<Mahalanobis, Undefined> {
    guard ratings.missing < ratings.evaluators * ratings.cells else {
      return .failure(.noRatings)
    }
    guard ratings.evaluators > 1 else { return .failure(.tooFewEvaluators) }
    let means = ratings.cellSums.enumerated().compactMap { cell, total in
      total.count > 0 ? (cell: cell, mean: total.sum / Double(total.count)) : nil
    }
    let deviations = (0..<ratings.evaluators).map { evaluator in
      means.map { cell, mean in
        ratings[evaluator: evaluator, cell: cell].map { $0 - mean } ?? 0
      }
    }
    guard let metric = Metric(deviations) else { return .failure(.constantRatings) }
    let threshold = ChiSquare.quantile(0.99, degreesOfFreedom: Double(means.count))
    let findings = deviations.enumerated().map { evaluator, deviation in
      guard (0..<ratings.cells).contains(where: { ratings.code(evaluator, $0) >= 0 }) else {
        return ScreeningFinding(.noRatings, threshold: threshold)
      }
      let distance = metric.squaredLength(deviation)
      return ScreeningFinding(distance, threshold: threshold, isFlagged: distance > threshold)
    }
    return .success(
      Mahalanobis(
        findings: findings,
        threshold: threshold,
        degreesOfFreedom: means.count,
        rank: metric.axes.count
      )
    )
  }

  /// The inverse of a covariance in the dimensions that it has.
  private struct Metric {
    let axes: [(variance: Double, direction: [Double])]

    init?(_ deviations: [[Double]]) {
      let cells = deviations.first?.count ?? 0
      var covariance = [[Double]](repeating: Array(repeating: 0, count: cells), count: cells)
      for deviation in deviations {
        for i in 0..<cells where deviation[i] != 0 {
          for j in i..<cells {
            covariance[i][j] += deviation[i] * deviation[j]
          }
        }
      }
      for i in 0..<cells {
        for j in i..<cells {
          covariance[i][j] /= Double(deviations.count - 1)
          covariance[j][i] = covariance[i][j]
        }
      }
      let eigen = SymmetricEigen(covariance)
      let least = Mahalanobis.cutoff * (eigen.values.max() ?? 0)
      axes = zip(eigen.values, eigen.vectors).compactMap { value, vector in
        value > least && value > 0 ? (value, vector) : nil
      }
      if axes.isEmpty {
        return nil
      }
    }

    func squaredLength(_ deviation: [Double]) -> Double {
      axes.reduce(0) { sum, axis in
        let part = zip(deviation, axis.direction).reduce(0) { $0 + $1.0 * $1.1 }
        return sum + part * part / axis.variance
      }
    }
  }
}
