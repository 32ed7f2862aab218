/// The distinct values of a sample in ascending order, ready to be summed many times.
///
/// Where all of them have a small common denominator, as ratings and their means have, sums are made
/// of whole numbers, and only the result is brought to lowest terms: the same number, sooner.
public struct DistinctValues: Hashable, Sendable {
  /// The values in strictly ascending order.
  public let values: [Rational]
  /// The values times `denominator`; `nil` where that is not small.
  let numerators: [Int]?
  /// The common denominator of `numerators`.
  let denominator: Int

  /// The greatest number of ratings for which sums of whole numbers cannot overflow.
  static let greatestCount = 1 << 20
  private static let greatestDenominator = 1 << 20
  private static let greatestNumerator = 1 << 40

  /// Takes values in strictly ascending order.
  public init(_ values: [Rational]) {
    self.values = values
    if let scaled = Self.scaled(values) {
      (numerators, denominator) = scaled
    } else {
      (numerators, denominator) = (nil, 1)
    }
  }

  /// Returns values, in any order, as multiples of a common unit; `nil` where that is not small.
  static func scaled(_ values: [Rational]) -> (numerators: [Int], denominator: Int)? {
    var common = 1
    for value in values {
      guard case .small(_, let d) = value.storage, d <= greatestDenominator else { return nil }
      let (part, divisor) = (Int(d), greatestCommonDivisor(UInt128(common), UInt128(d)))
      common *= part / Int(divisor)
      guard common <= greatestDenominator else { return nil }
    }
    var scaled: [Int] = []
    scaled.reserveCapacity(values.count)
    for value in values {
      guard case .small(let n, let d) = value.storage, n.magnitude <= greatestNumerator,
        case let product = Int(n) * (common / Int(d)),
        product.magnitude <= greatestNumerator
      else { return nil }
      scaled.append(product)
    }
    return (scaled, common)
  }
}
