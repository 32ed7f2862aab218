/// The chi-square distribution.
///
/// The relative errors given hold for 1 to 10,000 degrees of freedom.
public enum ChiSquare {
  /// Returns the probability of a value not above `x`.
  ///
  /// The relative error is below 1e-12. It is zero for `x` not above 0, and not a number unless the
  /// degrees of freedom are positive and finite. Source: DLMF 8.2.4, P(ν/2, x/2).
  ///
  /// - Parameters:
  ///   - x: The value.
  ///   - degreesOfFreedom: ν, positive; it need not be whole.
  /// - Returns: A probability, 0 to 1.
  public static func cumulative(_ x: Double, degreesOfFreedom: Double) -> Double {
    tails(x, degreesOfFreedom).lower
  }

  /// Returns the probability of a value above `x`, with all its digits far into the tail.
  ///
  /// The relative error is below 1e-12. It is not a number unless the degrees of freedom are
  /// positive and finite.
  ///
  /// - Parameters:
  ///   - x: The value.
  ///   - degreesOfFreedom: ν, positive; it need not be whole.
  /// - Returns: A probability, 0 to 1.
  public static func upperTail(_ x: Double, degreesOfFreedom: Double) -> Double {
    tails(x, degreesOfFreedom).upper
  }

  /// Returns the value below which the variable falls with probability `p`.
  ///
  /// It is 0 at 0, infinity at 1, and not a number outside 0 to 1 or unless the degrees of freedom
  /// are positive and finite. The relative error is below 1e-12.
  ///
  /// - Parameters:
  ///   - p: The probability, 0 to 1.
  ///   - degreesOfFreedom: ν, positive; it need not be whole.
  /// - Returns: A value that is not negative.
  public static func quantile(_ p: Double, degreesOfFreedom: Double) -> Double {
    guard degreesOfFreedom > 0, degreesOfFreedom < .infinity, p >= 0, p <= 1 else { return .nan }
    guard p > 0 else { return 0 }
    guard p < 1 else { return .infinity }
    let a = degreesOfFreedom / 2
    if p <= 0.5 {
      return 2
        * QuantileSearch.solve(p, from: a, rises: true) { x in
          (IncompleteGamma.tails(a, x).lower, IncompleteGamma.power(a, x))
        }
    }
    return 2
      * QuantileSearch.solve(1 - p, from: a, rises: false) { x in
        (IncompleteGamma.tails(a, x).upper, IncompleteGamma.power(a, x))
      }
  }

  private static func tails(
    _ x: Double,
    _ degreesOfFreedom: Double
  ) -> (lower: Double, upper: Double) {
    guard degreesOfFreedom > 0, degreesOfFreedom < .infinity, !x.isNaN else { return (.nan, .nan) }
    return IncompleteGamma.tails(degreesOfFreedom / 2, x / 2)
  }
}
