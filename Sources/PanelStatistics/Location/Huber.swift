/// What Huber's estimate says, whatever numbers it was made with.
protocol HuberEstimate {
  /// The estimate.
  var value: Rational { get }
  /// The `Double` nearest to the estimate, as a fraction.
  var rounded: Rational { get }
  /// The distance from the estimate beyond which a rating counts as if it lay at that distance.
  var cutoff: Rational? { get }
}

/// Huber's estimate with a fixed scale, as an exact fraction.
///
/// The weights of iterated least squares lead to the solution of Σ ψ((x − μ)/s) = 0, where ψ is the
/// identity cut off at ±k. That sum is a broken line in μ, so with s a decimal multiple of the MAD
/// the solution is a fraction, found by walking along the line; there is nothing to converge, and
/// equal panels have equal estimates. Source: Huber 1964; Huber and Ronchetti 2009, 6.7.
struct HuberSolution<Number: ExactNumber>: HuberEstimate {
  private let numerator: Number
  private let denominator: Number
  /// k·s times `scale`; zero where the estimate is the median because the MAD is 0.
  private let reach: Number
  private let scale: Number

  /// The estimate.
  var value: Rational {
    Number.quotient(numerator, denominator)
  }

  /// The `Double` nearest to the estimate, as a fraction.
  var rounded: Rational {
    Rational(exactly: Number.nearestDouble(numerator, denominator)) ?? value
  }

  /// The distance from the estimate beyond which a rating counts as if it lay at that distance.
  ///
  /// It is `nil` where the MAD is 0.
  var cutoff: Rational? {
    reach > .zero ? Number.quotient(reach, scale) : nil
  }
}

/// The factor 1.482602218505602, which makes the MAD of normal data a standard deviation, as
/// `madFactor` / 5·10¹⁴.
private let madFactor = 741_301_109_252_801

extension HuberSolution {
  /// Solves for a sample.
  ///
  /// - Parameters:
  ///   - sample: The sample, not empty.
  ///   - k: The constant in units of the scale.
  init(_ sample: CountedSample<Number>, _ k: RuleConstant) {
    let (values, counts) = (sample.values, sample.counts)
    // All lengths below are multiples of 1/stretch of the sample's unit: k·s is then whole.
    let stretch = Number(k.denominator) * Number(2_000_000_000_000_000)
    let reach = Number(k.numerator) * Number(madFactor) * sample.fourfoldMedianDeviation
    self.reach = reach
    scale = stretch * Number(sample.unit)

    // Where the sum is zero at the median already, iteration starts and stops there.
    let twiceMedian = sample.twiceMedian
    let pull = zip(values, counts).reduce(Number.zero) { sum, pair in
      let distance = stretch * (pair.0 + pair.0 - twiceMedian)
      let limit = reach + reach
      let cut = distance < .zero ? max(distance, .zero - limit) : min(distance, limit)
      return sum + cut * Number(pair.1)
    }
    guard reach > .zero, pull != .zero else {
      (numerator, denominator) = (twiceMedian, Number(2 * sample.unit))
      return
    }

    // From minus infinity upwards: values enter the middle part of ψ, then leave it.
    var (entering, leaving) = (0, 0)
    var (inside, sum) = (0, Number.zero)
    // Ratings above the middle part less those below it.
    var excess = sample.n
    while leaving < values.count {
      let exit = stretch * values[leaving] + reach
      let entry = entering < values.count ? stretch * values[entering] - reach : exit
      let isEntry = entering < values.count && entry <= exit
      let pull = sum + reach * Number(excess)
      if inside > 0, pull <= Number(inside) * (isEntry ? entry : exit) {
        (numerator, denominator) = (pull, Number(inside) * scale)
        return
      }
      if isEntry {
        inside += counts[entering]
        sum += stretch * values[entering] * Number(counts[entering])
        excess -= counts[entering]
        entering += 1
      } else {
        inside -= counts[leaving]
        sum -= stretch * values[leaving] * Number(counts[leaving])
        excess -= counts[leaving]
        leaving += 1
      }
    }
    // Not reached: at the last exit the sum is negative.
    (numerator, denominator) = (twiceMedian, Number(2 * sample.unit))
  }
}

extension CountedSample where Number == Int128 {
  /// Whether no number in the walk of ``HuberSolution`` can leave `Int128`.
  func fitsHuber(_ k: RuleConstant) -> Bool {
    let greatest = max((values.first ?? 0).magnitude, (values.last ?? 0).magnitude)
    let bits = { (number: UInt128) in UInt128.bitWidth - number.leadingZeroBitCount }
    let stretch = bits(k.denominator.magnitude128) + 51
    let reach = bits(k.numerator.magnitude128) + 50 + bits(greatest) + 3
    let room = 126 - bits(n.magnitude128) - 4
    return stretch + max(bits(greatest), bits(unit.magnitude128)) <= room && reach <= room
  }
}

extension Int {
  fileprivate var magnitude128: UInt128 { UInt128(magnitude) }
}
