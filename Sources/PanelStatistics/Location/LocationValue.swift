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
    if let (numerator, denominator) = try quotient(of: distinct, counts, critical) {
      return Rational(numerator, denominator)
    }
    switch self {
    case .hodgesLehmann:
      return CountedSample<Rational>(distinct, counts).sumOfMiddlePairSums / Rational(4)
    case .huber:
      return try huber(distinct, counts) { $0.rounded }
    case .none, .dropHighLow, .trimmed, .winsorised, .median, .tukey, .mad, .gesd, .tInterval:
      return distinct.mean(
        counts,
        try positions(distinct, counts, critical),
        clippingOthers: isClipping
      )
    }
  }

  /// Returns the estimate as a quotient of whole numbers, not always in lowest terms.
  ///
  /// It is `nil` where there is no such quotient of small numbers.
  func quotient(
    of distinct: DistinctValues,
    _ counts: [Int],
    _ critical: CriticalSquares
  ) throws(NoEstimate) -> (numerator: Int, denominator: Int)? {
    precondition(distinct.values.count == counts.count, "every distinct value needs its count")
    switch self {
    case .huber:
      return try huber(distinct, counts) { $0.rounded.words }
    case .hodgesLehmann:
      guard counts.contains(where: { $0 > 0 }) else { throw .noRatings }
      guard let sample = CountedSample<Int>(distinct, counts) else { return nil }
      let sum = sample.tabulatedSumOfMiddlePairSums ?? sample.sumOfMiddlePairSums
      return (sum, 4 * sample.unit)
    case .none, .dropHighLow, .trimmed, .winsorised, .median, .tukey, .mad, .gesd, .tInterval:
      return distinct.quotient(
        counts,
        try positions(distinct, counts, critical),
        clippingOthers: isClipping
      )
    }
  }

  private var isClipping: Bool {
    if case .winsorised = self { true } else { false }
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
      guard let depth = Self.depth(share, n) else { throw .unusableConstant }
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

  /// Returns ⌊αn⌋.
  private static func depth(_ share: Rational, _ n: Int) -> Int? {
    // The terms of a constant are below 2⁴⁰, so that this product fits.
    if n <= DistinctValues.greatestCount, let share = RuleConstant(share) {
      return share.numerator * n / share.denominator
    }
    return (share * Rational(n)).floor
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

  /// Returns what `read` takes from Huber's estimate.
  func huber<Value>(
    _ distinct: DistinctValues,
    _ counts: [Int],
    _ read: (any HuberEstimate) -> Value
  ) throws(NoEstimate) -> Value {
    guard counts.contains(where: { $0 > 0 }) else { throw .noRatings }
    guard isUsable, case .huber(let k) = self, let k = RuleConstant(k) else {
      throw .unusableConstant
    }
    if let sample = CountedSample<Int128>(distinct, counts), sample.fitsHuber(k) {
      return read(HuberSolution(sample, k))
    }
    return read(HuberSolution(CountedSample<Rational>(distinct, counts), k))
  }
}

extension Rational {
  /// Both terms, where they fit into a machine word.
  fileprivate var words: (numerator: Int, denominator: Int)? {
    guard case .small(let n, let d) = storage, n.magnitude <= UInt128(Int.max),
      d.magnitude <= UInt128(Int.max)
    else { return nil }
    return (Int(truncatingIfNeeded: n), Int(truncatingIfNeeded: d))
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
    let (sum, low, high) = Self.sum(values, counts, positions) { $0 * Rational($1) }
    guard clippingOthers else { return sum / Rational(positions.count) }
    return (sum + Rational(positions.lowerBound) * (low + high)) / Rational(counts.reduce(0, +))
  }

  /// Returns ``mean(_:_:clippingOthers:)`` as a quotient of whole numbers, `nil` unless they are small.
  func quotient(
    _ counts: [Int],
    _ positions: Range<Int>,
    clippingOthers: Bool
  ) -> (numerator: Int, denominator: Int)? {
    let n = counts.reduce(0, +)
    guard let numerators, n <= Self.greatestCount else { return nil }
    let (sum, low, high) = Self.sum(numerators, counts, positions, times: *)
    guard clippingOthers else { return (sum, denominator * positions.count) }
    return (sum + positions.lowerBound * (low + high), denominator * n)
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
