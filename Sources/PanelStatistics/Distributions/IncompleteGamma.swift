import RealModule

/// The regularised incomplete gamma functions P(a, x) and Q(a, x), for positive a.
///
/// The relative error is about 1e-14 up to a = 10,000. Source: series DLMF 8.11.4 below a + 1,
/// continued fraction DLMF 8.9.2 from there on; the leading power by ``SaddlePoint``.
enum IncompleteGamma {
  /// Returns P(a, x) and Q(a, x) = 1 − P(a, x); the one that is summed keeps all its digits.
  static func tails(_ a: Double, _ x: Double) -> (lower: Double, upper: Double) {
    guard x > 0 else { return (0, 1) }
    guard x < .infinity else { return (1, 0) }
    let power = power(a, x)
    if x < a + 1 {
      var (term, sum, divisor) = (1.0, 1.0, a)
      while term > sum * .ulpOfOne / 2 {
        divisor += 1
        term *= x / divisor
        sum += term
      }
      let lower = min(1, power / a * sum)
      return (lower, 1 - lower)
    }
    let fraction = ContinuedFraction.value(x + 1 - a) { index in
      let i = Double(index)
      return (i * (a - i), x + 1 - a + 2 * i)
    }
    let upper = min(1, power / fraction)
    return (1 - upper, upper)
  }

  /// Returns xᵃ e⁻ˣ / Γ(a), which is also the derivative of P by ln x.
  static func power(_ a: Double, _ x: Double) -> Double {
    Double.exp(-SaddlePoint.stirlingError(a) - SaddlePoint.deviance(a, x))
      * (a / (2 * Double.pi)).squareRoot()
  }
}
