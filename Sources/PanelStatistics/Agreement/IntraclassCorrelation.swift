/// Intraclass correlations of absolute agreement in the two-way random model: ICC(2,1) and ICC(2,k).
///
/// Targets are the cells; only evaluators without blanks enter. The two answer different questions:
/// how alike two evaluators are, and how reliable the mean of all is.
public struct IntraclassCorrelation: Hashable, Sendable {
  /// A coefficient with its confidence interval.
  public struct Coefficient: Hashable, Sendable {
    /// The estimate, at most 1; it can be negative.
    public let value: Double
    /// The confidence interval, or why it is undefined.
    public let interval: Result<Interval, Undefined>
  }

  /// The mean squares of the two-way analysis of variance, in squared points of the scale.
  public struct MeanSquares: Hashable, Sendable {
    /// Between cells: MSR.
    public let cells: Double
    /// Between evaluators: MSC.
    public let evaluators: Double
    /// The rest: MSE.
    public let error: Double
  }

  /// ICC(2,1), of a single evaluator; A,1 in McGraw and Wong.
  public let single: Result<Coefficient, Undefined>
  /// ICC(2,k), of the mean of all evaluators that entered; A,k in McGraw and Wong.
  public let average: Result<Coefficient, Undefined>
  /// What both are made of.
  public let meanSquares: MeanSquares

  /// Measures the agreement of the evaluators without blanks.
  ///
  /// Undefined for fewer than two of them or of cells, and where all ratings are equal. A sum of squares
  /// below 1e-26 of the total is rounding and taken as zero. Source: McGraw and Wong 1996,
  /// Psychological Methods 1(1), tables 4 and 7, with the correction in 1(4).
  ///
  /// - Parameters:
  ///   - ratings: The ratings.
  ///   - level: The confidence level, above 0 and below 1, such as 0.95.
  /// - Returns: Both coefficients, or why there are none, with how many evaluators entered.
  public static func measure(
    _ ratings: RatingMatrix,
    level: Double
  ) -> Agreement<IntraclassCorrelation> {
    precondition(level > 0 && level < 1, "a confidence level lies between 0 and 1")
    let complete = ratings.completeEvaluators
    return Agreement(
      basis: AgreementBasis(complete: complete.count, of: ratings),
      result: estimate(ratings, complete, level)
    )
  }

  private static func estimate(
    _ ratings: RatingMatrix,
    _ complete: [Int],
    _ level: Double
  ) -> Result<IntraclassCorrelation, Undefined> {
    guard ratings.missing < ratings.evaluators * ratings.cells else { return .failure(.noRatings) }
    guard complete.count > 1 else { return .failure(.tooFewEvaluators) }
    guard ratings.cells > 1 else { return .failure(.tooFewCells) }
    guard let analysis = Analysis(ratings, complete) else { return .failure(.constantRatings) }
    return .success(
      IntraclassCorrelation(
        single: analysis.single(level),
        average: analysis.average(level),
        meanSquares: MeanSquares(
          cells: analysis.msr,
          evaluators: analysis.msc,
          error: analysis.mse
        )
      )
    )
  }
}

/// The two-way analysis of variance, in the letters of McGraw and Wong.
private struct Analysis {
  let n: Double
  let k: Double
  let msr: Double
  let msc: Double
  let mse: Double

  init?(_ ratings: RatingMatrix, _ complete: [Int]) {
    let first = ratings.code(complete[0], 0)
    // Deviations from one of the ratings are small and, for whole numbers, exact.
    let origin = ratings.distinct[first]
    var rows = [Double](repeating: 0, count: ratings.cells)
    var columns = [Double](repeating: 0, count: complete.count)
    var isConstant = true
    for cell in rows.indices {
      for (column, evaluator) in complete.enumerated() {
        let code = ratings.code(evaluator, cell)
        isConstant = isConstant && code == first
        rows[cell] += ratings.distinct[code] - origin
        columns[column] += ratings.distinct[code] - origin
      }
    }
    guard !isConstant else { return nil }
    (n, k) = (Double(rows.count), Double(columns.count))
    let mean = rows.reduce(0, +) / (n * k)
    for cell in rows.indices {
      rows[cell] = rows[cell] / k - mean
    }
    for column in columns.indices {
      columns[column] = columns[column] / n - mean
    }
    var (total, error) = (0.0, 0.0)
    for cell in rows.indices {
      for (column, evaluator) in complete.enumerated() {
        let deviation = ratings.distinct[ratings.code(evaluator, cell)] - origin - mean
        let rest = deviation - rows[cell] - columns[column]
        total += deviation * deviation
        error += rest * rest
      }
    }
    let mean2 = { (sum: Double, degrees: Double) in sum > 1e-26 * total ? sum / degrees : 0 }
    msr = mean2(k * rows.reduce(0) { $0 + $1 * $1 }, n - 1)
    msc = mean2(n * columns.reduce(0) { $0 + $1 * $1 }, k - 1)
    mse = mean2(error, (n - 1) * (k - 1))
    guard total > 0 else { return nil }
  }

  func single(_ level: Double) -> Result<IntraclassCorrelation.Coefficient, Undefined> {
    coefficient(level) { msr, mse in
      (n * (msr - mse), k * msc + (k * n - k - n) * mse + n * msr)
    }
  }

  func average(_ level: Double) -> Result<IntraclassCorrelation.Coefficient, Undefined> {
    coefficient(level) { msr, mse in
      (n * (msr - mse), msc - mse + n * msr)
    }
  }

  /// The coefficient as a fraction of MSR and MSE, and its limits by scaling MSR with F quantiles.
  ///
  /// McGraw and Wong multiply MSE by F_L where MSR is divided by it here, which is the same and cannot
  /// overflow; 1/F_L is the quantile of the opposite tail with the degrees of freedom exchanged.
  private func coefficient(
    _ level: Double,
    _ fraction: (_ msr: Double, _ mse: Double) -> (numerator: Double, divisor: Double)
  ) -> Result<IntraclassCorrelation.Coefficient, Undefined> {
    let value = fraction(msr, mse)
    guard value.divisor > 0 else { return .failure(.noTotalVariance) }
    let tail = (1 - level) / 2
    return .success(
      IntraclassCorrelation.Coefficient(
        value: value.numerator / value.divisor,
        interval: degreesOfFreedom.flatMap { v in
          let lower = limit(
            fraction,
            FDistribution.quantile(tail, numerator: v, denominator: n - 1)
          )
          let upper = limit(
            fraction,
            FDistribution.quantile(1 - tail, numerator: v, denominator: n - 1)
          )
          guard let lower, let upper else { return .failure(.noTotalVariance) }
          return .success(Interval(lower: lower, upper: upper))
        }
      )
    )
  }

  private func limit(
    _ fraction: (_ msr: Double, _ mse: Double) -> (numerator: Double, divisor: Double),
    _ scale: Double
  ) -> Double? {
    // MSC belongs to the part that F_L multiplies, and so stays as it is when MSR is divided.
    let limit = fraction(scale * msr, mse)
    guard limit.divisor > 0, limit.divisor.isFinite else { return nil }
    return limit.numerator / limit.divisor
  }

  /// Satterthwaite's degrees of freedom v of the combined mean square of evaluators and error.
  ///
  /// With kρ/(1−ρ) = n(MSR−MSE)/(MSC+(n−1)·MSE) put in, so that ρ = 1 needs no division by zero; what
  /// is squared above the line is then MSR itself. Undefined where that is zero.
  private var degreesOfFreedom: Result<Double, Undefined> {
    let combined = msc + (n - 1) * mse
    guard combined > 0 else { return .failure(.noErrorVariance) }
    guard msr > 0 else { return .failure(.noTotalVariance) }
    let a = (msr - mse) / combined
    let b = 1 + a * (n - 1)
    let (evaluators, error) = (a * msc, b * mse)
    let divisor =
      evaluators * evaluators / (k - 1) + error * error / ((n - 1) * (k - 1))
    let v = msr * msr / divisor
    guard v > 0, v.isFinite else { return .failure(.noErrorVariance) }
    return .success(v)
  }
}
