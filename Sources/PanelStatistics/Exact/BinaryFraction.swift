import BigInt

extension Rational {
  /// Creates the exact value of a finite `Double`; `nil` if it is not finite.
  public init?(exactly value: Double) {
    guard value.isFinite else { return nil }
    guard value != 0 else {
      self = .zero
      return
    }
    // |value| = odd · 2^power, with an odd number of at most 53 bits.
    let fraction = value.significandBitPattern | (value.isNormal ? 1 << 52 : 0)
    let shift = fraction.trailingZeroBitCount
    let odd = Int(fraction >> shift)
    let exponent = value.isNormal ? Int(value.exponent) : Int(Double.leastNormalMagnitude.exponent)
    let power = exponent - 52 + shift
    let signed = value < 0 ? -odd : odd
    if power <= 0, power > -62 {
      // An odd number over a power of two.
      self.init(lowestTerms: Int128(signed), 1 << Int128(-power))
    } else if power > 0 {
      self.init(numerator: BigInt(signed) << power, denominator: 1)
    } else {
      self.init(numerator: BigInt(signed), denominator: BigInt(1) << -power)
    }
  }

  /// Creates n/d and reduces it; neither may be `Int128.min`, nor d zero.
  init(_ n: Int128, _ d: Int128) {
    precondition(d != 0, "a fraction needs a non-zero denominator")
    let divisor = Int128(greatestCommonDivisor(n.magnitude, d.magnitude))
    let sign: Int128 = d < 0 ? -1 : 1
    self.init(lowestTerms: n / divisor * sign, d / divisor * sign)
  }

  private init(lowestTerms n: Int128, _ d: Int128) {
    storage = .small(n, d)
  }
}
