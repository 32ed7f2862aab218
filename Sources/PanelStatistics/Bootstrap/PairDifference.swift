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
