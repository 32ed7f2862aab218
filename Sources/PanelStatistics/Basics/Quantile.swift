/// Sample quantiles of the kind that R calls type 7 and that NumPy and Excel use by default.
public enum Quantile {
  /// Returns the value at the position (n−1)·p of the sorted sample, interpolated linearly.
  ///
  /// - Parameters:
  ///   - p: The probability, 0 to 1.
  ///   - sorted: The sample in ascending order.
  /// - Returns: `nil` for an empty sample, or where `p` is not within 0 to 1.
  public static func type7(_ p: Double, ofSorted sorted: [Double]) -> Double? {
    guard !sorted.isEmpty, p >= 0, p <= 1 else { return nil }
    let position = Double(sorted.count - 1) * p
    let index = Int(position)
    guard index + 1 < sorted.count else { return sorted[sorted.count - 1] }
    let lower = sorted[index]
    return lower + (position - Double(index)) * (sorted[index + 1] - lower)
  }
}

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

/// The first two moments of a sample.
enum Moments {
  static func mean(_ values: [Double]) -> Double? {
    values.isEmpty ? nil : values.reduce(0, +) / Double(values.count)
  }

  /// With n − 1 in the denominator.
  static func standardDeviation(_ values: [Double]) -> Double? {
    guard values.count > 1, let mean = mean(values) else { return nil }
    let squares = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    return (squares / Double(values.count - 1)).squareRoot()
  }
}
