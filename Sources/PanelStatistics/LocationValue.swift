// The rules on distinct values with their numbers.

extension Location {
  /// Whether the rule's constants lie in their ranges.
  var isUsable: Bool {
    switch self {
    case .none, .median, .hodgesLehmann: true
    case .dropHighLow(let count): count >= 0
    case .trimmed(let share), .winsorised(let share): !share.isNegative && share < Location.half
    case .huber(let k): k > .zero && RuleConstant(k) != nil
    case .tukey(let k), .mad(let k): !k.isNegative && RuleConstant(k) != nil
    case .gesd(let steps, let significance):
      steps >= 1 && significance > .zero && significance < .one
    case .tInterval(let fullMarks): fullMarks > .zero && RuleConstant(fullMarks) != nil
    }
  }

  private static let half = Rational(1, 2)

  /// Returns the estimate alone.
  func value(
    of distinct: DistinctValues,
    _ counts: [Int],
    _ critical: CriticalSquares
  ) throws(NoEstimate) -> Rational {
    precondition(distinct.values.count == counts.count, "every distinct value needs its count")
    switch self {
    case .hodgesLehmann:
      guard counts.contains(where: { $0 > 0 }) else { throw .noRatings }
      if let sample = CountedSample<Int>(distinct, counts) {
        let sum = sample.tabulatedSumOfMiddlePairSums ?? sample.sumOfMiddlePairSums
        return Rational(sum, 4 * sample.unit)
      }
      return CountedSample<Rational>(distinct, counts).sumOfMiddlePairSums / Rational(4)
    case .huber:
      let solution = try huber(distinct, counts).solution
      return Rational(exactly: solution.doubleValue) ?? solution
    case .winsorised:
      let kept = try positions(distinct, counts, critical)
      return distinct.mean(counts, kept, clippingOthers: true)
    case .none, .dropHighLow, .trimmed, .median, .tukey, .mad, .gesd, .tInterval:
      let kept = try positions(distinct, counts, critical)
      return distinct.mean(counts, kept, clippingOthers: false)
    }
  }

  /// Returns the positions of the ratings that enter the mean, in ascending order.
  func positions(
    _ distinct: DistinctValues,
    _ counts: [Int],
    _ critical: CriticalSquares
  ) throws(NoEstimate) -> Range<Int> {
    let n = counts.reduce(0, +)
    guard n > 0 else { throw .noRatings }
    guard isUsable else { throw .unusableConstant }
    switch self {
    case .none, .hodgesLehmann, .huber: return 0..<n
    case .dropHighLow(let count):
      // Compared before it is doubled, because any number may be given.
      guard count < n, n - 2 * count >= 3 else {
        throw .tooFewLeft(count < n ? max(0, n - 2 * count) : 0)
      }
      return count..<(n - count)
    case .trimmed(let share), .winsorised(let share):
      guard let depth = (share * Rational(n)).floor else { throw .unusableConstant }
      return depth..<(n - depth)
    case .median: return (n - 1) / 2..<(n / 2 + 1)
    case .tukey, .mad, .gesd, .tInterval:
      let kept =
        if let sample = CountedSample<Int128>(distinct, counts) {
          kept(of: sample, critical)
        } else {
          kept(of: CountedSample<Rational>(distinct, counts), critical)
        }
      guard kept.count >= min(3, n) else { throw .tooFewLeft(kept.count) }
      return kept
    }
  }

  private func kept<Number>(
    of sample: CountedSample<Number>,
    _ critical: CriticalSquares
  ) -> Range<Int> {
    switch self {
    case .tukey(let k): RuleConstant(k).map(sample.withinFences) ?? 0..<sample.n
    case .mad(let k): RuleConstant(k).map(sample.withinMedianDeviations) ?? 0..<sample.n
    case .tInterval(let fullMarks):
      RuleConstant(fullMarks).map { sample.withinInterval($0) { critical[$0] } } ?? 0..<sample.n
    case .gesd(let steps, _): sample.withoutDeviates(steps, critical)
    default: 0..<sample.n
    }
  }

  /// Returns Huber's estimate before rounding, and the distance at which it cuts ratings off.
  func huber(
    _ distinct: DistinctValues,
    _ counts: [Int]
  ) throws(NoEstimate) -> (solution: Rational, cutoff: Rational?) {
    guard counts.contains(where: { $0 > 0 }) else { throw .noRatings }
    guard isUsable, case .huber(let k) = self, let k = RuleConstant(k) else {
      throw .unusableConstant
    }
    if let sample = CountedSample<Int128>(distinct, counts), sample.fitsHuber(k) {
      let solution = HuberSolution(sample, k)
      return (solution.value, solution.cutoff)
    }
    let solution = HuberSolution(CountedSample<Rational>(distinct, counts), k)
    return (solution.value, solution.cutoff)
  }
}

extension DistinctValues {
  /// Returns the sum of the ratings at some positions of their order, and the ends of these.
  func sum(
    _ counts: [Int],
    _ positions: Range<Int>
  ) -> (sum: Rational, low: Rational, high: Rational) {
    guard let numerators, counts.reduce(0, +) <= Self.greatestCount else {
      return Self.sum(values, counts, positions) { $0 * Rational($1) }
    }
    let (sum, low, high) = Self.sum(numerators, counts, positions, times: *)
    return (Rational(sum, denominator), Rational(low, denominator), Rational(high, denominator))
  }

  /// Returns the mean of the ratings at some positions, or of all with the others moved to them.
  func mean(_ counts: [Int], _ positions: Range<Int>, clippingOthers: Bool) -> Rational {
    let n = counts.reduce(0, +)
    let total = clippingOthers ? n : positions.count
    let outside = clippingOthers ? positions.lowerBound : 0
    guard let numerators, n <= Self.greatestCount else {
      let (sum, low, high) = Self.sum(values, counts, positions) { $0 * Rational($1) }
      return (sum + Rational(outside) * (low + high)) / Rational(total)
    }
    let (sum, low, high) = Self.sum(numerators, counts, positions, times: *)
    return Rational(sum + outside * (low + high), denominator * total)
  }

  private static func sum<Number: AdditiveArithmetic>(
    _ values: [Number],
    _ counts: [Int],
    _ positions: Range<Int>,
    times: (Number, Int) -> Number
  ) -> (sum: Number, low: Number, high: Number) {
    var (sum, low, high) = (Number.zero, Number.zero, Number.zero)
    var position = 0
    for index in values.indices where counts[index] > 0 {
      let next = position + counts[index]
      let kept = min(next, positions.upperBound) - max(position, positions.lowerBound)
      if kept > 0 {
        sum += kept == 1 ? values[index] : times(values[index], kept)
        if position <= positions.lowerBound { low = values[index] }
        high = values[index]
      }
      position = next
    }
    return (sum, low, high)
  }
}
