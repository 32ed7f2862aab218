/// A closed interval of scores, score differences or probabilities.
public struct Interval: Hashable, Sendable {
  /// The lower end.
  public let lower: Double
  /// The upper end.
  public let upper: Double

  /// Creates an interval from its ends.
  public init(lower: Double, upper: Double) {
    self.lower = lower
    self.upper = upper
  }

  init?(ofSorted sample: [Double], tails: (lower: Double, upper: Double)) {
    guard let lower = Quantile.type7(tails.lower, ofSorted: sample),
      let upper = Quantile.type7(tails.upper, ofSorted: sample)
    else { return nil }
    self.init(lower: lower, upper: upper)
  }
}
