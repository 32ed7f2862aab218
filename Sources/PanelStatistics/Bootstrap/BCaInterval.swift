/// A bias-corrected and accelerated bootstrap interval, or the percentile interval in its place.
public struct BCaInterval: Hashable, Sendable {
  /// Why the percentile interval is given instead.
  public enum Fallback: String, CaseIterable, Sendable {
    /// All replicates are equal.
    case constantReplicates
    /// All replicates lie on one side of the estimate, so that z₀ is infinite.
    case estimateOutsideReplicates
    /// Leaving out any one evaluator gives the same score, so that the acceleration is 0/0.
    case undefinedAcceleration
    /// The correction takes a level beyond its pole, where it has no meaning.
    case undefinedLevels
  }

  /// The interval of the score.
  public let interval: Interval
  /// The bias correction z₀; `nil` where it is infinite.
  public let bias: Double?
  /// The acceleration a; `nil` where it is undefined.
  public let acceleration: Double?
  /// The adjusted probabilities whose quantiles are the ends; `nil` after a fallback.
  public let levels: Interval?
  /// Why ``interval`` is the percentile interval; `nil` where it is the BCa interval.
  public let fallback: Fallback?

  /// Adjusts the levels of a percentile interval.
  ///
  /// - Parameters:
  ///   - sorted: The replicates in ascending order.
  ///   - share: (#< + #≤) / 2B, of the replicates compared with the estimate.
  ///   - acceleration: The acceleration, `nil` where it is undefined.
  ///   - percentile: The percentile interval.
  ///   - level: The confidence level, above 0 and below 1.
  init(
    ofSorted sorted: [Double],
    share: Double,
    acceleration: Double?,
    percentile: Interval,
    level: Double
  ) {
    let bias = share > 0 && share < 1 ? Normal.quantile(share) : nil
    self.bias = bias
    self.acceleration = acceleration
    let tails = BootstrapResult.tails(level)
    let fallback: Fallback
    if sorted.first == sorted.last {
      fallback = .constantReplicates
    } else if let bias, let acceleration {
      let adjusted = [tails.lower, tails.upper].compactMap { tail -> Double? in
        let z = bias + Normal.quantile(tail)
        let scale = 1 - acceleration * z
        return scale > 0 ? Normal.cumulative(bias + z / scale) : nil
      }
      if adjusted.count == 2,
        let interval = Interval(ofSorted: sorted, tails: (adjusted[0], adjusted[1]))
      {
        self.interval = interval
        levels = Interval(lower: adjusted[0], upper: adjusted[1])
        self.fallback = nil
        return
      }
      fallback = .undefinedLevels
    } else {
      fallback = bias == nil ? .estimateOutsideReplicates : .undefinedAcceleration
    }
    interval = percentile
    levels = nil
    self.fallback = fallback
  }
}
