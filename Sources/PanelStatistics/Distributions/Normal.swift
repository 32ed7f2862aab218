import RealModule

/// The standard normal distribution.
public enum Normal {
  /// Returns the probability of a value not above `x`.
  ///
  /// The relative error is about x²·1e-16, also far into the lower tail.
  public static func cumulative(_ x: Double) -> Double {
    Double.erfc(-x / 2.squareRoot()) / 2
  }

  /// Returns the value below which a standard normal variable falls with probability `p`.
  ///
  /// It is minus infinity at 0, infinity at 1 and not a number outside 0 to 1. The relative error is
  /// about 1e-15. Source: Wichura 1988, Algorithm AS 241 (PPND16), Applied Statistics 37(3).
  ///
  /// - Parameter p: The probability, 0 to 1.
  /// - Returns: Φ⁻¹(p), odd around p = 1/2.
  public static func quantile(_ p: Double) -> Double {
    guard p > 0, p < 1 else {
      return p == 0 ? -.infinity : p == 1 ? .infinity : .nan
    }
    let centred = p - 0.5
    if centred.magnitude <= 0.425 {
      let r = 0.180625 - centred * centred
      return centred * polynomial(r, central) / polynomial(r, centralDivisor)
    }
    // 1 − p is exact here, so both tails are as accurate as the lower one.
    let tail = min(p, 1 - p)
    let x = refined(lowerTail(tail), to: tail)
    return centred < 0 ? x : -x
  }

  private static func lowerTail(_ p: Double) -> Double {
    let r = (-Double.log(p)).squareRoot()
    if r <= 5 {
      return -polynomial(r - 1.6, near) / polynomial(r - 1.6, nearDivisor)
    }
    return -polynomial(r - 5, far) / polynomial(r - 5, farDivisor)
  }

  /// Takes one step of Halley's method towards the exact quantile of a tail probability.
  ///
  /// Around the median such a step would hurt, because there the absolute error of the cumulative
  /// probability exceeds the error to be removed; it is therefore taken in the tails only.
  private static func refined(_ x: Double, to p: Double) -> Double {
    // Beyond this the density's inverse overflows; such probabilities are below 1e-297.
    guard x > -37 else { return x }
    let step = (cumulative(x) - p) * (2 * Double.pi).squareRoot() * Double.exp(x * x / 2)
    return x - step / (1 + x * step / 2)
  }

  private static func polynomial(_ x: Double, _ coefficients: [Double]) -> Double {
    coefficients.reversed().reduce(0) { $0 * x + $1 }
  }

  private static let central = [
    3.387_132_872_796_366_608, 133.141_667_891_784_377_45, 1971.590_950_306_551_442_7,
    13731.693_765_509_461_125, 45921.953_931_549_871_457, 67265.770_927_008_700_853,
    33430.575_583_588_128_105, 2509.080_928_730_122_672_7,
  ]
  private static let centralDivisor = [
    1, 42.313_330_701_600_911_252, 687.187_007_492_057_908_3, 5394.196_021_424_751_107_7,
    21213.794_301_586_595_867, 39307.895_800_092_710_61, 28729.085_735_721_942_674,
    5226.495_278_852_854_561,
  ]
  private static let near = [
    1.423_437_110_749_683_577_34, 4.630_337_846_156_545_295_9, 5.769_497_221_460_691_405_5,
    3.647_848_324_763_204_605_04, 1.270_458_252_452_368_382_58, 0.241_780_725_177_450_611_77,
    0.022_723_844_989_269_184_583_3, 7.745_450_142_783_414_076_4e-4,
  ]
  private static let nearDivisor = [
    1, 2.053_191_626_637_758_821_87, 1.676_384_830_183_803_849_4, 0.689_767_334_985_100_004_55,
    0.148_103_976_427_480_074_59, 0.015_198_666_563_616_457_196_6, 5.475_938_084_995_344_946e-4,
    1.050_750_071_644_416_843_24e-9,
  ]
  private static let far = [
    6.657_904_643_501_103_777_2, 5.463_784_911_164_114_369_9, 1.784_826_539_917_291_335_8,
    0.296_560_571_828_504_891_23, 0.026_532_189_526_576_123_093, 1.242_660_947_388_078_438_6e-3,
    2.711_555_568_743_487_578_15e-5, 2.010_334_399_292_288_132_65e-7,
  ]
  private static let farDivisor = [
    1, 0.599_832_206_555_887_937_69, 0.136_929_880_922_735_805_31, 0.014_875_361_290_850_614_852_5,
    7.868_691_311_456_132_591e-4, 1.846_318_317_510_054_681_8e-5, 1.421_511_758_316_445_888_7e-7,
    2.044_263_103_389_939_785_64e-15,
  ]
}
