/// Student's t distribution.
///
/// The relative errors given hold for 1 to 10,000 degrees of freedom.
public enum StudentT {
  /// Returns the probability of a value not above `t`.
  ///
  /// The relative error is below 1e-12. It is not a number unless the degrees of freedom are
  /// positive and finite. Source: DLMF 8.17, I(ν/(ν+t²); ν/2, 1/2) is the probability of both tails.
  ///
  /// - Parameters:
  ///   - t: The value.
  ///   - degreesOfFreedom: ν, positive; it need not be whole.
  /// - Returns: A probability, 0 to 1.
  public static func cumulative(_ t: Double, degreesOfFreedom: Double) -> Double {
    upperTail(-t, degreesOfFreedom: degreesOfFreedom)
  }

  /// Returns the probability of a value above `t`, with all its digits far into the tail.
  ///
  /// The relative error is below 1e-12. It is not a number unless the degrees of freedom are
  /// positive and finite.
  ///
  /// - Parameters:
  ///   - t: The value.
  ///   - degreesOfFreedom: ν, positive; it need not be whole.
  /// - Returns: A probability, 0 to 1.
  public static func upperTail(_ t: Double, degreesOfFreedom: Double) -> Double {
    guard degreesOfFreedom > 0, degreesOfFreedom < .infinity, !t.isNaN else { return .nan }
    let outside = bothTails(t.magnitude, degreesOfFreedom).outside / 2
    return t > 0 ? outside : 1 - outside
  }

  /// Returns the value below which the variable falls with probability `p`.
  ///
  /// It is minus infinity at 0, infinity at 1, and not a number outside 0 to 1 or unless the degrees
  /// of freedom are positive and finite. The relative error is below 1e-12.
  ///
  /// - Parameters:
  ///   - p: The probability, 0 to 1.
  ///   - degreesOfFreedom: ν, positive; it need not be whole.
  /// - Returns: A value that is odd around p = 1/2.
  public static func quantile(_ p: Double, degreesOfFreedom: Double) -> Double {
    // 1 − p is exact for p from 1/2 on, so both tails are as accurate as the upper one.
    p < 0.5
      ? -quantile(upperTail: p, degreesOfFreedom: degreesOfFreedom)
      : quantile(upperTail: 1 - p, degreesOfFreedom: degreesOfFreedom)
  }

  /// Returns the value above which the variable lies with probability `q`.
  ///
  /// Unlike `quantile(1 - q, …)` it keeps all digits of a small tail.
  ///
  /// - Parameters:
  ///   - q: The probability, 0 to 1.
  ///   - degreesOfFreedom: ν, positive; it need not be whole.
  /// - Returns: Infinity at 0, minus infinity at 1; not a number outside 0 to 1.
  public static func quantile(upperTail q: Double, degreesOfFreedom: Double) -> Double {
    guard degreesOfFreedom > 0, degreesOfFreedom < .infinity, q >= 0, q <= 1 else { return .nan }
    guard q <= 0.5 else {
      return -quantile(upperTail: 1 - q, degreesOfFreedom: degreesOfFreedom)
    }
    guard q > 0 else { return .infinity }
    guard q < 0.5 else { return 0 }
    let start = -Normal.quantile(q)
    if q < 0.25 {
      return QuantileSearch.solve(2 * q, from: start, rises: false) { t in
        let (outside, _, slope) = bothTails(t, degreesOfFreedom)
        return (outside, slope)
      }
    }
    return QuantileSearch.solve(1 - 2 * q, from: start, rises: true) { t in
      let (_, inside, slope) = bothTails(t, degreesOfFreedom)
      return (inside, slope)
    }
  }

  /// The probabilities of |T| > t and |T| ≤ t, and the derivative of the latter by ln t.
  private static func bothTails(
    _ t: Double,
    _ degreesOfFreedom: Double
  ) -> (outside: Double, inside: Double, slope: Double) {
    let ratio = t / degreesOfFreedom * t
    let (x, y) = (1 / (1 + ratio), 1 / (1 + 1 / ratio))
    let a = degreesOfFreedom / 2
    let (outside, inside) = IncompleteBeta.tails(x, y, a, 0.5)
    return (outside, inside, 2 * IncompleteBeta.power(x, y, a, 0.5))
  }
}
