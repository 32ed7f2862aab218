extension Double {
  /// The `Double` nearest to n/d, ties to even; neither may be `Int128.min`, nor d zero.
  ///
  /// No such quotient is so small or so large that it would leave the normal numbers.
  init(nearestTo n: Int128, over d: Int128) {
    let exactLimit: UInt128 = 1 << 53
    if n.magnitude <= exactLimit, d.magnitude <= exactLimit {
      // Both conversions are exact, so the one IEEE division rounds correctly.
      self = Double(Int64(truncatingIfNeeded: n)) / Double(Int64(truncatingIfNeeded: d))
      return
    }
    // Binary digits of the quotient, until there are more than the 53 that stay and one to round by.
    let divisor = d.magnitude
    var (quotient, rest) = n.magnitude.quotientAndRemainder(dividingBy: divisor)
    var places = 0
    var digits = UInt128.bitWidth - quotient.leadingZeroBitCount
    while digits < 55, rest != 0 {
      let step = min(rest.leadingZeroBitCount, 64)
      let (more, left) = (rest << UInt128(step)).quotientAndRemainder(dividingBy: divisor)
      quotient = quotient << UInt128(step) | more
      rest = left
      places += step
      digits = UInt128.bitWidth - quotient.leadingZeroBitCount
    }
    var exponent = -places
    if digits > 53 {
      let dropped = digits - 53
      let half: UInt128 = 1 << UInt128(dropped - 1)
      let tail = quotient & (half << 1 - 1)
      quotient >>= UInt128(dropped)
      if tail > half || (tail == half && (rest != 0 || quotient & 1 == 1)) {
        quotient += 1
      }
      exponent += dropped
    }
    self = Double(
      sign: (n < 0) != (d < 0) ? .minus : .plus,
      exponent: exponent,
      significand: Double(UInt64(truncatingIfNeeded: quotient))
    )
  }
}
