import BigInt

// Arithmetic on fractions whose terms leave `Int128`: the resamples of a large panel have many.

extension Rational {
  /// Adds by way of `BigInt`.
  ///
  /// As in `Int128`, the divisor that the denominators share is the only one that the sum's terms can
  /// share (Knuth, TAOCP 4.5.1), and it is small where those of many means are added up. A common
  /// divisor of the long terms themselves would cost far more than the sum.
  static func largeSum(_ a: Rational, _ b: Rational) -> Rational {
    let (ad, bd) = (a.bigDenominator, b.bigDenominator)
    let shared = largeDivisor(ad.magnitude, bd.magnitude)
    let bdRest = shared == 1 ? bd : bd / BigInt(shared)
    let adRest = shared == 1 ? ad : ad / BigInt(shared)
    let n = a.bigNumerator * bdRest + b.bigNumerator * adRest
    let divisor = shared == 1 ? shared : largeDivisor(n.magnitude, shared)
    guard divisor != 1 else { return Rational(lowestTerms: n, adRest * bd) }
    return Rational(lowestTerms: n / BigInt(divisor), adRest * (bd / BigInt(divisor)))
  }

  /// Multiplies by way of `BigInt`.
  static func largeProduct(_ a: Rational, _ b: Rational) -> Rational {
    let (an, ad, bn, bd) = (a.bigNumerator, a.bigDenominator, b.bigNumerator, b.bigDenominator)
    let first = BigInt(largeDivisor(an.magnitude, bd.magnitude))
    let second = BigInt(largeDivisor(bn.magnitude, ad.magnitude))
    return Rational(lowestTerms: (an / first) * (bn / second), (ad / second) * (bd / first))
  }

  /// Returns whether the first number is below the second, where their cross products overflow.
  ///
  /// Most numbers are so far apart that their leading digits decide.
  static func largePrecedes(_ a: Rational, _ b: Rational) -> Bool {
    if let left = a.approximation, let right = b.approximation {
      let margin = max(left.magnitude, right.magnitude) * 0x1p-48
      if (left - right).magnitude > margin { return left < right }
    }
    return a.bigNumerator * b.bigDenominator < b.bigNumerator * a.bigDenominator
  }

  /// The number within a relative 2⁻⁵⁰; `nil` where its terms leave the range of `Double`.
  private var approximation: Double? {
    switch storage {
    case .small(let n, let d):
      return Rational.leading(n) / Rational.leading(d)
    case .big(let n, let d):
      guard let top = Rational.leading(n.magnitude), let bottom = Rational.leading(d.magnitude)
      else { return nil }
      return (n.sign == .minus ? -top : top) / bottom
    }
  }

  private static func leading(_ value: Int128) -> Double {
    if let value = Int64(exactly: value) { return Double(value) }
    let high = Int64(truncatingIfNeeded: value >> 64)
    let low = UInt64(truncatingIfNeeded: value)
    return Double(high) * 0x1p64 + Double(low)
  }

  /// The top 128 bits at least, which a relative 2⁻⁵² is taken from; `nil` for 15 words and more.
  private static func leading(_ value: BigUInt) -> Double? {
    let words = value.words
    guard words.count < 15 else { return nil }
    var sum = 0.0
    for word in words.reversed() { sum = sum * 0x1p64 + Double(word) }
    return sum
  }

  /// The nearest `Double` of the difference, and whether it is above (1), at (0) or below zero (-1).
  ///
  /// The difference itself would have to be brought to lowest terms, which are not needed.
  static func difference(_ a: Rational, _ b: Rational) -> (nearest: Double, sign: Int) {
    if case .small = a.storage, case .small = b.storage {
      let difference = a - b
      return (difference.doubleValue, difference.isNegative ? -1 : difference == .zero ? 0 : 1)
    }
    let n = a.bigNumerator * b.bigDenominator - b.bigNumerator * a.bigDenominator
    guard !n.isZero else { return (0, 0) }
    let d = a.bigDenominator.magnitude * b.bigDenominator.magnitude
    let isNegative = n.sign == .minus
    return (nearestDouble(n.magnitude, d, isNegative: isNegative), isNegative ? -1 : 1)
  }

  /// Returns the exact sum, adding in pairs so that terms stay as short as they can be.
  public static func sum(_ values: [Rational]) -> Rational {
    var sums = values
    while sums.count > 1 {
      sums = stride(from: 0, to: sums.count, by: 2).map { index in
        index + 1 < sums.count ? sums[index] + sums[index + 1] : sums[index]
      }
    }
    return sums.first ?? .zero
  }

  /// Returns the nearest `Double` of the mean less each value.
  ///
  /// They are made of whole multiples of a common unit. Where that unit would get out of hand, as for
  /// many points in proportion to those of the best model, it is 2⁻³²⁰ instead, which is as good as
  /// exact for numbers of the size of points. `bits` is how many all multiples may have together.
  static func distancesBelowMean(_ values: [Rational], bits: Int = 1 << 26) -> [Double] {
    var known: [Rational: Int] = [:]
    var distinct: [Rational] = []
    let places = values.map { value in
      if let place = known[value] { return place }
      known[value] = distinct.count
      distinct.append(value)
      return distinct.count - 1
    }
    let multiples: [BigInt]
    var unit = commonDenominator(distinct, longest: bits / max(1, distinct.count)) ?? 0
    if unit.isZero {
      unit = BigUInt(1) << 320
      multiples = distinct.map { ($0.bigNumerator << 320) / $0.bigDenominator }
    } else {
      let unit = BigInt(unit)
      multiples = distinct.map { $0.bigNumerator * (unit / $0.bigDenominator) }
    }
    let sum = places.reduce(into: BigInt(0)) { $0 += multiples[$1] }
    let count = BigInt(values.count)
    let nearest = multiples.map { multiple in
      let distance = sum - count * multiple
      guard !distance.isZero else { return 0.0 }
      return nearestDouble(
        distance.magnitude,
        unit * count.magnitude,
        isNegative: distance.sign == .minus
      )
    }
    return places.map { nearest[$0] }
  }

  /// The least common denominator; `nil` where it has more bits than are wanted.
  private static func commonDenominator(_ values: [Rational], longest: Int) -> BigUInt? {
    var common = BigUInt(1)
    for value in values {
      let denominator = value.bigDenominator.magnitude
      let shared = largeDivisor(common, denominator)
      guard shared != denominator else { continue }
      common *= denominator / shared
      guard common.bitWidth <= longest else { return nil }
    }
    return common
  }
}

/// Returns the greatest common divisor by Euclid's steps down to 128 bits.
///
/// `BigUInt` has it bit by bit, which takes far longer, above all for terms of different length.
func largeDivisor(_ a: BigUInt, _ b: BigUInt) -> BigUInt {
  if a == 1 || b == 1 { return 1 }
  var (a, b) = a < b ? (b, a) : (a, b)
  while !b.isZero, a.bitWidth > 128 {
    (a, b) = (b, a % b)
  }
  guard !b.isZero else { return a }
  return BigUInt(greatestCommonDivisor(UInt128(lowWordsOf: a), UInt128(lowWordsOf: b)))
}
