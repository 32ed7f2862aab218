import BigInt

/// An exact fraction, always in lowest terms with a positive denominator.
///
/// Numerator and denominator are held in `Int128` whenever both fit, and in `BigInt` otherwise, so
/// that no operation ever loses a digit. The choice follows from the value alone: equal values are
/// stored, compared and hashed alike however they were computed.
public struct Rational: Hashable, Sendable {
  enum Storage: Hashable, Sendable {
    /// Both terms lie in `-Int128.max ... Int128.max`; the minimum is left out so that negation
    /// and magnitude cannot overflow.
    case small(Int128, Int128)
    /// At least one term lies outside that range.
    indirect case big(BigInt, BigInt)
  }

  let storage: Storage

  private init(storage: Storage) {
    self.storage = storage
  }

  /// Takes terms that are already in lowest terms with a positive denominator.
  private static func reduced(_ n: Int128, _ d: Int128) -> Rational? {
    n == .min ? nil : Rational(storage: .small(n, d))
  }

  /// Takes any terms with a non-zero denominator.
  init(numerator: BigInt, denominator: BigInt) {
    precondition(!denominator.isZero, "a fraction needs a non-zero denominator")
    let divisor = BigInt(largeDivisor(numerator.magnitude, denominator.magnitude))
    let sign: BigInt = denominator.sign == .minus ? -1 : 1
    self.init(lowestTerms: numerator / divisor * sign, denominator / divisor * sign)
  }

  /// Takes terms that are already in lowest terms with a positive denominator.
  init(lowestTerms n: BigInt, _ d: BigInt) {
    if let n = Int128(within: n), let d = Int128(within: d) {
      storage = .small(n, d)
    } else {
      storage = .big(n, d)
    }
  }

  /// Creates a whole number.
  public init(_ n: Int) {
    storage = .small(Int128(n), 1)
  }

  /// Creates the fraction `p/q` and reduces it.
  ///
  /// - Precondition: `q` is not zero.
  public init(_ p: Int, _ q: Int) {
    precondition(q != 0, "a fraction needs a non-zero denominator")
    let divisor = Int128(greatestCommonDivisor(UInt128(p.magnitude), UInt128(q.magnitude)))
    let sign: Int128 = q < 0 ? -1 : 1
    storage = .small(Int128(p) / divisor * sign, Int128(q) / divisor * sign)
  }

  /// Reads a whole number, a decimal fraction or a fraction, exactly: `-3`, `12.5`, `0.10`, `1/3`.
  ///
  /// Only ASCII digits, one leading minus sign, and either one point with digits on both sides or
  /// one slash with digits on both sides are read. Anything else is `nil`: an exponent, a plus sign,
  /// a blank, a digit separator, a bare point, or a zero after the slash.
  public init?(decimal: String) {
    var rest = Substring(decimal)
    let isNegative = rest.first == "-"
    if isNegative {
      rest = rest.dropFirst()
    }
    let numerator: BigInt
    var denominator: BigInt = 1
    if let slash = rest.firstIndex(of: "/") {
      guard
        let p = Rational.wholeNumber(rest[..<slash]),
        let q = Rational.wholeNumber(rest[rest.index(after: slash)...]),
        !q.isZero
      else { return nil }
      numerator = p
      denominator = q
    } else if let point = rest.firstIndex(of: ".") {
      let places = rest[rest.index(after: point)...]
      guard
        Rational.wholeNumber(rest[..<point]) != nil,
        Rational.wholeNumber(places) != nil,
        let digits = Rational.wholeNumber(rest[..<point] + places)
      else { return nil }
      numerator = digits
      denominator = BigInt(10).power(places.utf8.count)
    } else {
      guard let whole = Rational.wholeNumber(rest) else { return nil }
      numerator = whole
    }
    self.init(numerator: isNegative ? -numerator : numerator, denominator: denominator)
  }

  private static func wholeNumber(_ digits: Substring) -> BigInt? {
    // Checked here because `BigInt` also reads a sign.
    guard !digits.isEmpty, digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else {
      return nil
    }
    return BigInt(String(digits), radix: 10)
  }

  /// The number 0, as `0/1`.
  public static let zero = Rational(0)

  /// The number 1, as `1/1`.
  public static let one = Rational(1)

  var bigNumerator: BigInt {
    switch storage {
    case .small(let n, _): BigInt(sign: n < 0 ? .minus : .plus, magnitude: BigUInt(n.magnitude))
    case .big(let n, _): n
    }
  }

  var bigDenominator: BigInt {
    switch storage {
    case .small(_, let d): BigInt(d)
    case .big(_, let d): d
    }
  }

  /// The fraction as `p/q` in lowest terms, with `q` also written when it is 1: `20/1`, `-1/3`.
  public var fraction: String {
    switch storage {
    case .small(let n, let d): "\(n)/\(d)"
    case .big(let n, let d): "\(n)/\(d)"
    }
  }

  /// The largest whole number not above this one, or `nil` where that does not fit in `Int`.
  public var floor: Int? {
    switch storage {
    case .small(let n, let d):
      let (quotient, remainder) = n.quotientAndRemainder(dividingBy: d)
      return Int(exactly: remainder < 0 ? quotient - 1 : quotient)
    case .big(let n, let d):
      let (quotient, remainder) = n.quotientAndRemainder(dividingBy: d)
      let isCut = remainder.sign == .minus && !remainder.isZero
      return Int128(within: isCut ? quotient - 1 : quotient).flatMap { Int(exactly: $0) }
    }
  }

  /// Whether the number is below zero.
  public var isNegative: Bool {
    switch storage {
    case .small(let n, _): n < 0
    case .big(let n, _): n.sign == .minus
    }
  }

  /// The distance from zero.
  public var magnitude: Rational {
    isNegative ? -self : self
  }
}

// MARK: - Arithmetic

extension Rational: AdditiveArithmetic {
  /// Returns the exact sum.
  public static func + (a: Rational, b: Rational) -> Rational {
    if case .small(let an, let ad) = a.storage, case .small(let bn, let bd) = b.storage,
      let sum = smallSum(an, ad, bn, bd)
    {
      return sum
    }
    return largeSum(a, b)
  }

  /// Returns the exact difference.
  public static func - (a: Rational, b: Rational) -> Rational {
    a + -b
  }

  /// Returns the number with its sign changed.
  public static prefix func - (a: Rational) -> Rational {
    switch a.storage {
    case .small(let n, let d): Rational(storage: .small(-n, d))
    case .big(let n, let d): Rational(storage: .big(-n, d))
    }
  }

  /// Returns the exact product.
  public static func * (a: Rational, b: Rational) -> Rational {
    if case .small(let an, let ad) = a.storage, case .small(let bn, let bd) = b.storage,
      let product = smallProduct(an, ad, bn, bd)
    {
      return product
    }
    return largeProduct(a, b)
  }

  /// Returns the exact quotient.
  ///
  /// - Precondition: `b` is not zero.
  public static func / (a: Rational, b: Rational) -> Rational {
    precondition(b != .zero, "division by zero")
    switch b.storage {
    case .small(let n, let d):
      return a * Rational(storage: n < 0 ? .small(-d, -n) : .small(d, n))
    case .big(let n, let d):
      return a * Rational(storage: n.sign == .minus ? .big(-d, -n) : .big(d, n))
    }
  }

  /// Adds in `Int128`, or returns `nil` on overflow.
  ///
  /// Dividing by the divisor the denominators share first (Knuth, TAOCP 4.5.1) keeps the
  /// intermediate values small and leaves only that divisor to be checked in the sum.
  private static func smallSum(
    _ an: Int128,
    _ ad: Int128,
    _ bn: Int128,
    _ bd: Int128
  ) -> Rational? {
    if ad == bd {
      let (n, overflow) = an.addingReportingOverflow(bn)
      guard !overflow else { return nil }
      let divisor = Int128(greatestCommonDivisor(n.magnitude, ad.magnitude))
      return divisor == 1 ? reduced(n, ad) : reduced(n / divisor, ad / divisor)
    }
    let shared = Int128(greatestCommonDivisor(ad.magnitude, bd.magnitude))
    let adRest = shared == 1 ? ad : ad / shared
    let bdRest = shared == 1 ? bd : bd / shared
    let (left, leftOverflow) = an.multipliedReportingOverflow(by: bdRest)
    let (right, rightOverflow) = bn.multipliedReportingOverflow(by: adRest)
    let (n, sumOverflow) = left.addingReportingOverflow(right)
    guard !leftOverflow, !rightOverflow, !sumOverflow else { return nil }
    let divisor =
      shared == 1 ? 1 : Int128(greatestCommonDivisor(n.magnitude, shared.magnitude))
    let (d, overflow) = adRest.multipliedReportingOverflow(by: divisor == 1 ? bd : bd / divisor)
    guard !overflow else { return nil }
    return reduced(divisor == 1 ? n : n / divisor, d)
  }

  /// Multiplies in `Int128`, or returns `nil` on overflow.
  private static func smallProduct(
    _ an: Int128,
    _ ad: Int128,
    _ bn: Int128,
    _ bd: Int128
  ) -> Rational? {
    let first = Int128(greatestCommonDivisor(an.magnitude, bd.magnitude))
    let second = Int128(greatestCommonDivisor(bn.magnitude, ad.magnitude))
    let (n, nOverflow) = (first == 1 ? an : an / first)
      .multipliedReportingOverflow(by: second == 1 ? bn : bn / second)
    let (d, dOverflow) = (second == 1 ? ad : ad / second)
      .multipliedReportingOverflow(by: first == 1 ? bd : bd / first)
    guard !nOverflow, !dOverflow else { return nil }
    return reduced(n, d)
  }
}

// MARK: - Order and text

extension Rational: Comparable {
  /// Returns whether the first number is exactly below the second.
  public static func < (a: Rational, b: Rational) -> Bool {
    if case .small(let an, let ad) = a.storage, case .small(let bn, let bd) = b.storage {
      if ad == bd {
        return an < bn
      }
      let (left, leftOverflow) = an.multipliedReportingOverflow(by: bd)
      let (right, rightOverflow) = bn.multipliedReportingOverflow(by: ad)
      if !leftOverflow, !rightOverflow {
        return left < right
      }
    }
    return largePrecedes(a, b)
  }
}

extension Rational: CustomStringConvertible {
  /// The same text as ``fraction``.
  public var description: String {
    fraction
  }
}

// MARK: - Binary floating point

extension Rational {
  /// The nearest `Double`, ties to even, whatever the size of numerator and denominator.
  ///
  /// Values beyond the largest finite `Double` become infinite; subnormal results are rounded once.
  public var doubleValue: Double {
    if case .small(let n, let d) = storage {
      return Double(nearestTo: n, over: d)
    }
    return Rational.nearestDouble(
      bigNumerator.magnitude,
      bigDenominator.magnitude,
      isNegative: isNegative
    )
  }

  /// The `Double` nearest to a fraction, which need not be in lowest terms.
  static func nearestDouble(
    _ numerator: BigUInt,
    _ denominator: BigUInt,
    isNegative: Bool
  ) -> Double {
    // 64 or 65 bits of quotient: more than the 53 that stay, with the remainder as a sticky bit.
    let shift = 64 - (numerator.bitWidth - denominator.bitWidth)
    let (quotient, remainder) =
      shift >= 0
      ? (numerator << shift).quotientAndRemainder(dividingBy: denominator)
      : numerator.quotientAndRemainder(dividingBy: denominator << -shift)
    var bits = UInt128(lowWordsOf: quotient)
    if !remainder.isZero {
      bits |= 1
    }
    let topExponent = UInt128.bitWidth - bits.leadingZeroBitCount - 1 - shift
    let lowestExponent = max(topExponent - 52, -1074)
    let dropped = lowestExponent + shift
    // Everything below half of the smallest subnormal: the shifts below would be out of range.
    guard dropped < 80 else { return isNegative ? -0.0 : 0.0 }
    var significand = bits >> dropped
    let tail = bits & ((1 << dropped) - 1)
    let half: UInt128 = 1 << (dropped - 1)
    if tail > half || (tail == half && significand & 1 == 1) {
      significand += 1
    }
    return Double(
      sign: isNegative ? .minus : .plus,
      exponent: lowestExponent,
      significand: Double(UInt64(significand))
    )
  }
}

extension UInt128 {
  /// Takes the lowest 128 bits.
  init(lowWordsOf value: BigUInt) {
    self = value.words.prefix(2).reversed().reduce(0) { $0 << 64 | UInt128($1) }
  }
}

extension Int128 {
  /// Converts a whole number whose magnitude is at most `Int128.max`, and no other.
  ///
  /// `Int128(exactly:)` must not be used: with BigInt 6.0.1 on Swift 6.3.1 it returns another number
  /// for negative values of two words.
  fileprivate init?(within value: BigInt) {
    guard value.magnitude.bitWidth < Int128.bitWidth else { return nil }
    let magnitude = Int128(UInt128(lowWordsOf: value.magnitude))
    self = value.sign == .minus ? -magnitude : magnitude
  }
}

/// Returns the greatest common divisor, with the other number where one is zero.
func greatestCommonDivisor(_ a: UInt128, _ b: UInt128) -> UInt128 {
  if a == 1 || b == 1 {
    return 1
  }
  var (a, b) = (a, b)
  // Euclid's step costs a 128-bit division, so it runs only until both fit in a machine word.
  while a > UInt128(UInt64.max) || b > UInt128(UInt64.max) {
    guard a != 0 else { return b }
    guard b != 0 else { return a }
    if a >= b {
      a %= b
    } else {
      b %= a
    }
  }
  return UInt128(
    greatestCommonDivisor(UInt64(truncatingIfNeeded: a), UInt64(truncatingIfNeeded: b))
  )
}

private func greatestCommonDivisor(_ a: UInt64, _ b: UInt64) -> UInt64 {
  guard a != 0 else { return b }
  guard b != 0 else { return a }
  let twos = min(a.trailingZeroBitCount, b.trailingZeroBitCount)
  var a = a >> a.trailingZeroBitCount
  var b = b >> b.trailingZeroBitCount
  while a != b {
    if a > b {
      a -= b
      a >>= a.trailingZeroBitCount
    } else {
      b -= a
      b >>= b.trailingZeroBitCount
    }
  }
  return a << twos
}
