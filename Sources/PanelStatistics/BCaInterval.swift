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
}
