import RealModule

/// The parts of Loader's saddle-point expansion, by which densities keep their digits for large
/// arguments, where a difference of logarithms of gamma functions would lose them.
///
/// Source: Loader 2000, Fast and Accurate Computation of Binomial Probabilities.
enum SaddlePoint {
  /// The error of Stirling's formula.
  ///
  /// - Parameter x: A positive number.
  /// - Returns: ln Γ(x + 1) − ((x + 1/2) ln x − x + ln √2π).
  static func stirlingError(_ x: Double) -> Double {
    guard x < 15 else {
      // DLMF 5.11.1; the first term left out is below 1e-15 of the sum from 15 on.
      let square = x * x
      let tail = 1 / 1188 - 691 / 360_360 / square
      let inner = 1 / 1260 - (1 / 1680 - tail / square) / square
      return (1 / 12 - (1 / 360 - inner / square) / square) / x
    }
    return Double.logGamma(x + 1) - (x + 0.5) * Double.log(x) + x - logOfRootTwoPi
  }

  /// The deviance of x and m, without cancellation where the two are close.
  ///
  /// - Parameters:
  ///   - x: A positive number.
  ///   - m: A number that is not negative; at zero the result is infinite.
  /// - Returns: x ln(x/m) + m − x.
  static func deviance(_ x: Double, _ m: Double) -> Double {
    let difference = x - m
    guard difference.magnitude < 0.1 * (x + m) else {
      return x * Double.log(x / m) - difference
    }
    // ln(x/m) = 2 (v + v³/3 + v⁵/5 + …) with v = (x − m)/(x + m).
    let v = difference / (x + m)
    var sum = difference * v
    var power = 2 * x * v
    var divisor = 3.0
    while true {
      power *= v * v
      let next = sum + power / divisor
      guard next != sum else { return sum }
      sum = next
      divisor += 2
    }
  }

  private static let logOfRootTwoPi = 0.918_938_533_204_672_741_780_329_736_406
}
