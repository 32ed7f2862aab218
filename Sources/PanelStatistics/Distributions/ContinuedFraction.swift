/// Continued fractions evaluated from the front.
enum ContinuedFraction {
  /// Evaluates b₀ + a₁/(b₁ + a₂/(b₂ + …)).
  ///
  /// Source: Lentz's method as modified by Thompson and Barnett 1986; DLMF 3.10(iii).
  ///
  /// - Parameters:
  ///   - leading: b₀.
  ///   - term: Returns aᵢ and bᵢ for i from 1.
  /// - Returns: The value, to the last digits of a `Double`.
  static func value(_ leading: Double, _ term: (Int) -> (a: Double, b: Double)) -> Double {
    // Stands in for a zero that would be divided by.
    let tiny = 1e-300
    var result = leading == 0 ? tiny : leading
    var c = result
    var d = 0.0
    for index in 1...greatestLength {
      let (a, b) = term(index)
      d = b + a * d
      d = 1 / (d == 0 ? tiny : d)
      c = b + a / c
      if c == 0 {
        c = tiny
      }
      let factor = c * d
      result *= factor
      if (factor - 1).magnitude <= 2 * .ulpOfOne { break }
    }
    return result
  }

  /// Far beyond the number of terms that the distributions here need.
  private static let greatestLength = 100_000
}
