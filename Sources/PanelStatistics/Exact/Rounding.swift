import BigInt

/// What becomes of the digits beyond the last one kept.
public enum RoundingMode: String, CaseIterable, Sendable {
  /// To the nearest, ties away from zero: 1.005 becomes 1.01 and −1.005 becomes −1.01.
  case halfUp
  /// Towards zero: the further digits are cut off.
  case truncate
  /// To the nearest, ties to the even digit: 1.005 becomes 1.00 and 1.015 becomes 1.02.
  case halfEven
}

extension Rational {
  /// Returns the number rounded to a number of decimal places, exactly.
  ///
  /// - Parameters:
  ///   - places: The digits kept after the decimal point, zero or more.
  ///   - mode: What becomes of the further digits; a tie under `halfUp` moves away from zero.
  /// - Returns: A whole multiple of 10 to the power of minus `places`.
  /// - Precondition: `places` is not negative.
  public func rounded(places: Int, mode: RoundingMode) -> Rational {
    let units = BigInt(roundedMagnitude(places: places, mode: mode))
    return Rational(
      numerator: isNegative ? -units : units,
      denominator: BigInt(10).power(places)
    )
  }

  /// Returns the rounded number as text with a point and exactly `places` digits after it.
  ///
  /// A number that rounds to zero has no sign (`0.00`, never `-0.00`); with no places there is no
  /// point.
  ///
  /// - Parameters:
  ///   - places: The digits written after the decimal point, zero or more.
  ///   - mode: What becomes of the further digits; a tie under `halfUp` moves away from zero.
  /// - Returns: ASCII text such as `-12.50`.
  /// - Precondition: `places` is not negative.
  public func decimalText(places: Int, mode: RoundingMode) -> String {
    let units = roundedMagnitude(places: places, mode: mode)
    var digits = String(units)
    if digits.utf8.count <= places {
      digits = String(repeating: "0", count: places + 1 - digits.utf8.count) + digits
    }
    let sign = isNegative && !units.isZero ? "-" : ""
    guard places > 0 else { return sign + digits }
    return sign + digits.dropLast(places) + "." + digits.suffix(places)
  }

  /// Counts the units of the last place in the rounded magnitude.
  private func roundedMagnitude(places: Int, mode: RoundingMode) -> BigUInt {
    precondition(places >= 0, "the number of decimal places must not be negative")
    let denominator = bigDenominator.magnitude
    let (units, remainder) = (bigNumerator.magnitude * BigUInt(10).power(places))
      .quotientAndRemainder(dividingBy: denominator)
    let twice = remainder * 2
    let isUp =
      switch mode {
      case .truncate: false
      case .halfUp: twice >= denominator
      case .halfEven: twice > denominator || (twice == denominator && units % 2 == 1)
      }
    return isUp ? units + 1 : units
  }
}
