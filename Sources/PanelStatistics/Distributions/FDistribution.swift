/// The F distribution of Fisher and Snedecor.
///
/// The relative errors given hold for 1 to 10,000 degrees of freedom on either side.
public enum FDistribution {
  /// Returns the probability of a value not above `f`.
  ///
  /// The relative error is below 1e-12. It is zero for `f` not above 0, and not a number unless both
  /// degrees of freedom are positive and finite. Source: DLMF 8.17, I(y; d₁/2, d₂/2) with
  /// y = d₁f/(d₁f + d₂).
  ///
  /// - Parameters:
  ///   - f: The value.
  ///   - numerator: The degrees of freedom d₁, positive; they need not be whole.
  ///   - denominator: The degrees of freedom d₂, positive; they need not be whole.
  /// - Returns: A probability, 0 to 1.
  public static func cumulative(_ f: Double, numerator: Double, denominator: Double) -> Double {
    guard isDefined(numerator, denominator), !f.isNaN else { return .nan }
    return tails(f, numerator, denominator).lower
  }

  /// Returns the probability of a value above `f`, with all its digits far into the tail.
  ///
  /// The relative error is below 1e-12. It is not a number unless both degrees of freedom are
  /// positive and finite.
  ///
  /// - Parameters:
  ///   - f: The value.
  ///   - numerator: The degrees of freedom d₁, positive; they need not be whole.
  ///   - denominator: The degrees of freedom d₂, positive; they need not be whole.
  /// - Returns: A probability, 0 to 1.
  public static func upperTail(_ f: Double, numerator: Double, denominator: Double) -> Double {
    guard isDefined(numerator, denominator), !f.isNaN else { return .nan }
    return tails(f, numerator, denominator).upper
  }

  /// Returns the value below which the variable falls with probability `p`.
  ///
  /// It is 0 at 0, infinity at 1, and not a number outside 0 to 1 or unless both degrees of freedom
  /// are positive and finite. The relative error is below 1e-12.
  ///
  /// - Parameters:
  ///   - p: The probability, 0 to 1.
  ///   - numerator: The degrees of freedom d₁, positive; they need not be whole.
  ///   - denominator: The degrees of freedom d₂, positive; they need not be whole.
  /// - Returns: A value that is not negative.
  public static func quantile(_ p: Double, numerator: Double, denominator: Double) -> Double {
    guard isDefined(numerator, denominator), p >= 0, p <= 1 else { return .nan }
    guard p > 0 else { return 0 }
    guard p < 1 else { return .infinity }
    if p <= 0.5 {
      return QuantileSearch.solve(p, from: 1, rises: true) { f in
        let (lower, _, slope) = tails(f, numerator, denominator)
        return (lower, slope)
      }
    }
    return QuantileSearch.solve(1 - p, from: 1, rises: false) { f in
      let (_, upper, slope) = tails(f, numerator, denominator)
      return (upper, slope)
    }
  }

  private static func isDefined(_ numerator: Double, _ denominator: Double) -> Bool {
    numerator > 0 && numerator < .infinity && denominator > 0 && denominator < .infinity
  }

  /// The probabilities below and above f, and the derivative of the former by ln f.
  private static func tails(
    _ f: Double,
    _ numerator: Double,
    _ denominator: Double
  ) -> (lower: Double, upper: Double, slope: Double) {
    guard f > 0 else { return (0, 1, 0) }
    let ratio = numerator / denominator * f
    let (x, y) = (1 / (1 + ratio), 1 / (1 + 1 / ratio))
    let (a, b) = (numerator / 2, denominator / 2)
    let (lower, upper) = IncompleteBeta.tails(y, x, a, b)
    return (lower, upper, IncompleteBeta.power(y, x, a, b))
  }
}
