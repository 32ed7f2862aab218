/// What two copies of one ballot are to each other in a resample.
public enum BallotCopies: String, CaseIterable, Sendable {
  /// One rating, which is no pair: only ratings of different evaluators are compared.
  ///
  /// A cell's disagreement is the mean over those pairs, and so is the expected one.
  case same
  /// Ratings of two evaluators, who then agree perfectly.
  ///
  /// It lifts all replicates by about (1−α)/evaluators: with a low α the interval can lie above the
  /// estimate. For comparison with software that resamples rows.
  case distinct
}

/// The bootstrap distribution of Krippendorff's α over evaluators, of whom whole ballots are drawn.
public struct KrippendorffInterval: Hashable, Sendable {
  /// The interval between the type-7 quantiles of the replicates.
  public let percentile: Interval
  /// The bias-corrected and accelerated interval.
  public let bca: BCaInterval
  /// The mean of the replicates.
  public let mean: Double
  /// The standard deviation of the replicates (ddof 1); `nil` for a single one.
  public let standardError: Double?
  /// How many resamples gave an α.
  public let resampleCount: Int
  /// How many resamples gave none and are left out.
  public let undefinedResamples: Int
}

extension KrippendorffAlpha {
  /// Resamples the evaluators.
  ///
  /// Cost: linear in the ratings, per resample and per evaluator.
  ///
  /// - Parameters:
  ///   - ratings: The ratings.
  ///   - metric: What counts as disagreement.
  ///   - resamples: The evaluators drawn for each resample, as indices from 0, such as ``Resamples``.
  ///   - copies: What two copies of one ballot are to each other.
  ///   - level: The confidence level, above 0 and below 1, such as 0.95.
  /// - Returns: Why there is no interval: α itself is undefined, or it is in every resample.
  /// - Precondition: Every index is one of an evaluator.
  public static func interval(
    _ ratings: RatingMatrix,
    _ metric: Metric,
    resamples: some Sequence<[Int]>,
    copies: BallotCopies = .same,
    level: Double
  ) -> Result<KrippendorffInterval, Undefined> {
    let value = { (multiplicities: [Int]) in
      estimate(ratings, metric, multiplicities: multiplicities, copies: copies).map(\.value)
    }
    var multiplicities = Array(repeating: 1, count: ratings.evaluators)
    let official: Double
    switch value(multiplicities) {
    case .success(let alpha): official = alpha
    case .failure(let reason): return .failure(reason)
    }
    var replicates: [Double] = []
    var undefined = 0
    for resample in resamples {
      multiplicities = Array(repeating: 0, count: ratings.evaluators)
      for index in resample {
        precondition(multiplicities.indices.contains(index), "no such evaluator in the resample")
        multiplicities[index] += 1
      }
      if case .success(let alpha) = value(multiplicities) {
        replicates.append(alpha)
      } else {
        undefined += 1
      }
    }
    let withoutOne = (0..<ratings.evaluators).compactMap { evaluator in
      multiplicities = Array(repeating: 1, count: ratings.evaluators)
      multiplicities[evaluator] = 0
      return try? value(multiplicities).get()
    }
    let sorted = replicates.sorted()
    guard let mean = Moments.mean(sorted),
      let percentile = Interval(ofSorted: sorted, tails: BootstrapResult.tails(level))
    else { return .failure(.noReplicates) }
    let below = sorted.count { $0 < official }
    let equal = sorted.count { $0 == official }
    return .success(
      KrippendorffInterval(
        percentile: percentile,
        bca: BCaInterval(
          ofSorted: sorted,
          share: Double(2 * below + equal) / Double(2 * sorted.count),
          acceleration: acceleration(withoutOne),
          percentile: percentile,
          level: level
        ),
        mean: mean,
        standardError: Moments.standardDeviation(sorted),
        resampleCount: sorted.count,
        undefinedResamples: undefined
      )
    )
  }

  private static func acceleration(_ withoutOne: [Double]) -> Double? {
    guard let mean = Moments.mean(withoutOne) else { return nil }
    var (squares, cubes) = (0.0, 0.0)
    for value in withoutOne {
      squares += (mean - value) * (mean - value)
      cubes += (mean - value) * (mean - value) * (mean - value)
    }
    let divisor = 6 * squares * squares.squareRoot()
    return divisor > 0 ? cubes / divisor : nil
  }
}
