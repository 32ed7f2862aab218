public import PanelCore

/// A number on the scale of the ratings, in whole millionths, so that sums are exact everywhere.
///
/// As JSON it is a number with at most six places.
public struct SixPlaceNumber: Hashable, Comparable, Encodable, Sendable {
  /// How many millionths.
  public let count: Int

  /// Takes a number of millionths.
  public init(count: Int) {
    self.count = count
  }

  /// A decimal; `nil` if it needs more than six places or lies beyond ± 1,000,000.
  public init?(_ decimal: ExactDecimal) {
    let (scaled, overflow) = decimal.unscaled.multipliedReportingOverflow(by: 1_000_000)
    guard !overflow, scaled % decimal.denominator == 0,
      (scaled / decimal.denominator).magnitude <= 1_000_000_000_000
    else { return nil }
    count = scaled / decimal.denominator
  }

  /// A share of a length of the scale.
  init(_ share: Int, _ parts: Int, of length: Int) {
    count = length * 1_000_000 * share / parts
  }

  /// A whole number of rating points.
  init(whole: Int) {
    count = whole * 1_000_000
  }

  /// Compares by size.
  public static func < (left: SixPlaceNumber, right: SixPlaceNumber) -> Bool {
    left.count < right.count
  }

  static func + (left: SixPlaceNumber, right: SixPlaceNumber) -> SixPlaceNumber {
    SixPlaceNumber(count: left.count + right.count)
  }

  static func - (left: SixPlaceNumber, right: SixPlaceNumber) -> SixPlaceNumber {
    SixPlaceNumber(count: left.count - right.count)
  }

  /// The mean, to the lower millionth.
  static func mean(_ numbers: [SixPlaceNumber]) -> SixPlaceNumber {
    let sum = numbers.reduce(0) { $0 + $1.count }
    let (quotient, remainder) = sum.quotientAndRemainder(dividingBy: max(1, numbers.count))
    return SixPlaceNumber(count: remainder < 0 ? quotient - 1 : quotient)
  }

  /// The product with a normal deviate in units of 2⁻³², to the nearest millionth, a half upwards.
  func times(_ deviate: Int) -> SixPlaceNumber {
    SixPlaceNumber(count: Int((Int128(count) * Int128(deviate) + (1 << 31)) >> 32))
  }

  /// The nearest whole number, a half upwards.
  var rounded: Int {
    let shifted = count + 500_000
    return shifted >= 0 ? shifted / 1_000_000 : (shifted - 999_999) / 1_000_000
  }

  /// Writes the number; the division is rounded once, so the digits are the same everywhere.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(Double(count) / 1_000_000)
  }
}
