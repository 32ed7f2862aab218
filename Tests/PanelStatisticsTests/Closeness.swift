import PanelStatistics

/// Whether two numbers agree within a tolerance relative to the expected one.
///
/// Around zero the tolerance is absolute, because probabilities and shifts may be exactly zero.
func isClose(_ actual: Double?, _ expected: Double, within tolerance: Double = 1e-12) -> Bool {
  guard let actual else { return false }
  return (actual - expected).magnitude <= tolerance * max(expected.magnitude, 1e-3)
}

/// Whether two lists have the same length and agree place by place.
func isClose(_ actual: [Double?], _ expected: [Double], within tolerance: Double = 1e-12) -> Bool {
  actual.count == expected.count
    && zip(actual, expected).allSatisfy { isClose($0, $1, within: tolerance) }
}

extension SplitMix64 {
  /// Draws a list of ratings in tenths from 0 to 10, from few or many distinct values.
  mutating func ratings(count: Int) -> [Rational] {
    let steps = 2 + index(below: 99)
    return (0..<count).map { _ in Rational(index(below: steps), 10) }
  }
}
