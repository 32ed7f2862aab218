/// A fraction without rounding, in lowest terms.
///
/// Every operation is exact or gives `nil`, where the terms would need more than 128 bits.
struct ExactFraction: Hashable, Sendable {
  /// The term above, which carries the sign.
  let numerator: Int128
  /// The term below, from 1.
  let denominator: Int128

  /// A fraction; `nil` if the denominator is not above 0.
  init?(_ numerator: Int128, _ denominator: Int128 = 1) {
    guard denominator > 0, numerator != .min else { return nil }
    let divisor = Self.divisor(numerator.magnitude, denominator.magnitude)
    self.numerator = numerator / Int128(divisor)
    self.denominator = denominator / Int128(divisor)
  }

  private static func divisor(_ first: UInt128, _ second: UInt128) -> UInt128 {
    var (first, second) = (first, second)
    while second != 0 { (first, second) = (second, first % second) }
    return first
  }

  /// The sum.
  func plus(_ other: ExactFraction) -> ExactFraction? {
    // Only what the denominators do not share is multiplied.
    let shared = Int128(Self.divisor(denominator.magnitude, other.denominator.magnitude))
    let (left, leftOver) = numerator.multipliedReportingOverflow(by: other.denominator / shared)
    let (right, rightOver) = other.numerator.multipliedReportingOverflow(by: denominator / shared)
    let (sum, sumOver) = left.addingReportingOverflow(right)
    let (below, belowOver) = denominator.multipliedReportingOverflow(
      by: other.denominator / shared
    )
    guard !leftOver, !rightOver, !sumOver, !belowOver else { return nil }
    return ExactFraction(sum, below)
  }

  /// The difference.
  func minus(_ other: ExactFraction) -> ExactFraction? {
    ExactFraction(-other.numerator, other.denominator).flatMap(plus)
  }

  /// The product.
  func times(_ other: ExactFraction) -> ExactFraction? {
    // Shortened crosswise first, so that no term is larger than that of the result.
    guard let first = ExactFraction(numerator, other.denominator),
      let second = ExactFraction(other.numerator, denominator)
    else { return nil }
    let (above, aboveOver) = first.numerator.multipliedReportingOverflow(by: second.numerator)
    let (below, belowOver) = first.denominator.multipliedReportingOverflow(by: second.denominator)
    guard !aboveOver, !belowOver else { return nil }
    return ExactFraction(above, below)
  }

  /// The quotient; `nil` by a divisor that is not above 0.
  func divided(by other: ExactFraction) -> ExactFraction? {
    ExactFraction(other.denominator, other.numerator).flatMap(times)
  }

  /// Rounded to one decimal place, a half up.
  var oneDecimal: String? {
    let (above, isOver) = numerator.multipliedReportingOverflow(by: 20)
    let (sum, isSumOver) = above.addingReportingOverflow(denominator)
    let (below, isBelowOver) = denominator.multipliedReportingOverflow(by: 2)
    guard !isOver, !isSumOver, !isBelowOver else { return nil }
    let (whole, rest) = sum.quotientAndRemainder(dividingBy: below)
    let tenths = rest < 0 ? whole - 1 : whole
    return (tenths < 0 ? "-" : "") + "\(tenths.magnitude / 10).\(tenths.magnitude % 10)"
  }
}

extension ExactFraction: Comparable {
  /// Compares exactly, whatever the size of the terms.
  static func < (left: ExactFraction, right: ExactFraction) -> Bool {
    let first = left.numerator.multipliedFullWidth(by: right.denominator)
    let second = right.numerator.multipliedFullWidth(by: left.denominator)
    return (first.high, first.low) < (second.high, second.low)
  }
}
