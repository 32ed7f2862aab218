extension CountedSample {
  /// Applies the interval rule.
  ///
  /// It keeps everything if the range is at most 30 % of full marks, decided exactly, and otherwise
  /// the ratings within mean ± t·s/√n, both ends kept.
  ///
  /// - Parameters:
  ///   - fullMarks: The greatest rating possible.
  ///   - criticalSquare: Returns t² for n ratings; the comparison with it is made in `Double`.
  /// - Returns: The positions of the ratings kept.
  func withinInterval(
    _ fullMarks: RuleConstant,
    _ criticalSquare: (Int) -> Double
  ) -> Range<Int> {
    let range = values[values.count - 1] - values[0]
    let limit = Number(3) * Number(fullMarks.numerator) * Number(unit)
    if Number(10) * Number(fullMarks.denominator) * range <= limit {
      return 0..<n
    }
    // |x − m| ≤ t s/√n  ⇔  (n x − Σx)² (n − 1) ≤ t² (n Σx² − (Σx)²), which is positive here.
    let sum = sum
    let spread = (Number(n) * sumOfSquares - sum * sum).doubleValue / Double(n - 1)
    let limitOfSquare = criticalSquare(n) * spread
    return positions { value in
      let distance = Number(n) * value - sum
      return (distance * distance).doubleValue <= limitOfSquare
    }
  }
}
