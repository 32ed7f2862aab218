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
