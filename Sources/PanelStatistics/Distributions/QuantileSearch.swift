import RealModule

/// Finds where a tail probability of a positive variable takes a value.
enum QuantileSearch {
  /// Finds x with tail(x) = p, to about the accuracy of `tail`.
  ///
  /// Newton's method on the logarithms of both, which are concave in each other for the
  /// distributions here, kept inside an interval known to hold the solution.
  ///
  /// - Parameters:
  ///   - p: The probability, above 0 and below 1.
  ///   - start: A positive number to start from.
  ///   - rises: Whether the probability rises with x, and does not fall.
  ///   - tail: Returns the probability at x and the size of its derivative by ln x.
  /// - Returns: A positive number.
  static func solve(
    _ p: Double,
    from start: Double,
    rises: Bool,
    _ tail: (Double) -> (probability: Double, slope: Double)
  ) -> Double {
    var x = start
    var (lower, upper) = (0.0, Double.infinity)
    for _ in 0..<greatestNumberOfSteps {
      let (probability, slope) = tail(x)
      guard probability != p else { return x }
      // Where the probability underflows its slope says nothing, so the direction is given.
      if (probability < p) == rises {
        lower = x
      } else {
        upper = x
      }
      let size = Double.log(p / probability) * (probability / slope)
      let step = rises ? size : -size
      let next = x * Double.exp(step)
      if next > lower, next < upper {
        x = next
        // The next step would be about the square of this one.
        if step.magnitude < 1e-9 { return x }
      } else if lower == 0 {
        x = upper / 16
      } else if upper == .infinity {
        x = lower * 16
      } else {
        let middle = lower * (upper / lower).squareRoot()
        guard middle > lower, middle < upper else { return x }
        x = middle
      }
    }
    return x
  }

  /// Enough to halve the logarithm of the widest interval of numbers down to one.
  private static let greatestNumberOfSteps = 1_200
}
