extension SplitMix64 {
  /// Returns a deviate of the standard normal distribution, in whole units of 2⁻³².
  ///
  /// It is drawn by comparing whole numbers only, so it is the same on every machine, and exact but
  /// for the 64 bits of each uniform number and the cut at 2⁻³². Takes about 15 steps of the
  /// generator. The algorithm, to be repeated elsewhere (u is always the next 64 bits, as a fraction
  /// of 2⁶⁴):
  ///
  /// 1. Count the successes k of trials `half` before the first failure; then make k (k − 1) more
  ///    of them, and begin again at the first failure.
  /// 2. Let x be u. Make k + 1 trials `step`, and begin again at 1 at the first failure.
  /// 3. The result is k + x, cut to 32 bits after the point; negative if the lowest bit of the next
  ///    64 is 1.
  ///
  /// `half`: let y be ½; while u < y, let y be this u. Success, if that happened an even number of
  /// times. `step`: let y be x; while u < y, and then j, drawn below 2k + 2, is below 2k, or is 2k
  /// and the next u is below x: let y be the first of these u. Success as before.
  ///
  /// Source: Karney 2016, *Sampling exactly from the normal distribution*, algorithms N, H and B.
  public mutating func normalDeviate() -> Int {
    while true {
      var whole = 0
      while succeedsByHalf() { whole += 1 }
      guard (0..<whole * max(0, whole - 1)).allSatisfy({ _ in succeedsByHalf() }) else { continue }
      let fraction = next()
      guard (0...whole).allSatisfy({ _ in succeeds(whole, fraction) }) else { continue }
      let magnitude = (whole << 32) + Int(fraction >> 32)
      return next() & 1 == 0 ? magnitude : -magnitude
    }
  }

  /// One trial with the probability e^−½.
  private mutating func succeedsByHalf() -> Bool {
    var (bound, isEven): (UInt64, Bool) = (1 << 63, true)
    while true {
      let drawn = next()
      guard drawn < bound else { return isEven }
      (bound, isEven) = (drawn, !isEven)
    }
  }

  /// One trial with the probability e^−x(2k+x)/(2k+2), for x the fraction and k the whole part.
  private mutating func succeeds(_ whole: Int, _ fraction: UInt64) -> Bool {
    var (bound, isEven) = (fraction, true)
    while true {
      let drawn = next()
      guard drawn < bound else { return isEven }
      let place = index(below: 2 * whole + 2)
      guard place < 2 * whole || (place == 2 * whole && next() < fraction) else { return isEven }
      (bound, isEven) = (drawn, !isEven)
    }
  }
}
