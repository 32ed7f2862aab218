import RealModule

/// The regularised incomplete beta function I(x; a, b), for positive a and b.
///
/// The argument is given as x and y = 1 − x, so that neither loses digits near the other's end. The
/// relative error is about 1e-14 up to a + b = 10,000. Source: continued fraction DLMF 8.17.22, on
/// the side where it converges fast; the leading power by ``SaddlePoint``.
enum IncompleteBeta {
  /// Returns I(x; a, b) and 1 − I(x; a, b); the one that the fraction gives keeps all its digits.
  static func tails(
    _ x: Double,
    _ y: Double,
    _ a: Double,
    _ b: Double
  ) -> (lower: Double, upper: Double) {
    guard x > 0 else { return (0, 1) }
    guard y > 0 else { return (1, 0) }
    if x * (a + b + 2) <= a + 1 {
      let lower = min(1, power(x, y, a, b) / a / fraction(x, a, b))
      return (lower, 1 - lower)
    }
    let upper = min(1, power(y, x, b, a) / b / fraction(y, b, a))
    return (1 - upper, upper)
  }

  /// Returns xᵃ yᵇ / B(a, b), which is also the derivative of I by ln(x/y).
  static func power(_ x: Double, _ y: Double, _ a: Double, _ b: Double) -> Double {
    let n = a + b
    let exponent =
      SaddlePoint.stirlingError(n) - SaddlePoint.stirlingError(a) - SaddlePoint.stirlingError(b)
      - SaddlePoint.deviance(a, n * x) - SaddlePoint.deviance(b, n * y)
    return Double.exp(exponent) * (a / n * b / (2 * Double.pi)).squareRoot()
  }

  private static func fraction(_ x: Double, _ a: Double, _ b: Double) -> Double {
    ContinuedFraction.value(1) { index in
      let m = Double(index / 2)
      if index.isMultiple(of: 2) {
        return (m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m)), 1)
      }
      return (-(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1)), 1)
    }
  }
}
