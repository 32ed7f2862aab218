/// Numbers in which a rule can add, multiply and compare without rounding.
///
/// `Int128` serves samples with a small common denominator, or `Int` where nothing is multiplied, and
/// ``Rational`` all others.
protocol ExactNumber: AdditiveArithmetic, Comparable, Sendable {
  init(_ n: Int)
  static func * (a: Self, b: Self) -> Self
  /// The nearest `Double`.
  var doubleValue: Double { get }
  /// Returns a/b in lowest terms; b must not be zero.
  static func quotient(_ a: Self, _ b: Self) -> Rational
  /// Returns the `Double` nearest to a/b; b must not be zero.
  static func nearestDouble(_ a: Self, _ b: Self) -> Double
}

extension Rational: ExactNumber {
  static func quotient(_ a: Rational, _ b: Rational) -> Rational {
    a / b
  }

  static func nearestDouble(_ a: Rational, _ b: Rational) -> Double {
    (a / b).doubleValue
  }
}

extension Int128: ExactNumber {
  var doubleValue: Double {
    // Twice as fast as the general conversion, and nearly always enough.
    Int(exactly: self).map { Double($0) } ?? Double(self)
  }

  static func quotient(_ a: Int128, _ b: Int128) -> Rational {
    Rational(a, b)
  }

  static func nearestDouble(_ a: Int128, _ b: Int128) -> Double {
    Double(nearestTo: a, over: b)
  }
}

extension Int: ExactNumber {
  var doubleValue: Double {
    Double(self)
  }

  static func quotient(_ a: Int, _ b: Int) -> Rational {
    Rational(a, b)
  }

  static func nearestDouble(_ a: Int, _ b: Int) -> Double {
    Double(nearestTo: Int128(a), over: Int128(b))
  }
}

/// A constant of a rule as a fraction with terms so small that products with it stay exact.
struct RuleConstant {
  let numerator: Int
  let denominator: Int

  /// Takes a number of which both terms are below 2⁴⁰; twelve digits always fit.
  init?(_ value: Rational) {
    guard case .small(let n, let d) = value.storage, n.magnitude < Self.limit,
      d.magnitude < Self.limit
    else { return nil }
    (numerator, denominator) = (Int(n), Int(d))
  }

  private static let limit: UInt128 = 1 << 40
}
