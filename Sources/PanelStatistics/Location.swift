/// An outlier rule: how the ratings of one model become a single value.
///
/// Every rule here is exact and monotone: raising one rating never lowers the estimate. Ratings are
/// ordered by value and then by their position in the input, and a rule that drops ratings takes
/// them from the two ends of that order. So of tied ratings the one with the lowest index is dropped
/// first at the low end, and the one with the highest index first at the high end.
public enum Location: Hashable, Sendable {
  /// The mean of all ratings.
  case none
  /// The mean without exactly this many highest and as many lowest ratings, one each even when tied.
  ///
  /// There is no estimate where fewer than 3 ratings are left, or for a negative number.
  case dropHighLow(Int)
  /// The mean without the ⌊αn⌋ lowest and the ⌊αn⌋ highest of n ratings.
  ///
  /// The share α is per side, and n counts the ratings given. There is no estimate unless
  /// 0 ≤ α < 1/2.
  case trimmed(Rational)
  /// The mean after the ⌊αn⌋ lowest and highest ratings are moved to the nearest rating kept.
  ///
  /// The share α is per side, and n counts the ratings given. There is no estimate unless
  /// 0 ≤ α < 1/2.
  case winsorised(Rational)
  /// The middle rating, or the mean of the two middle ones where their number is even.
  case median

  /// Returns how many ratings the rule sets aside at each end, or `nil` where it gives no estimate.
  private func depth(of n: Int) -> Int? {
    guard n > 0 else { return nil }
    switch self {
    case .none:
      return 0
    case .dropHighLow(let k):
      return k >= 0 && k < n && n - 2 * k >= 3 ? k : nil
    case .trimmed(let share), .winsorised(let share):
      guard !share.isNegative, share < Location.half else { return nil }
      return (share * Rational(n)).floor
    case .median:
      return (n - 1) / 2
    }
  }

  private static let half = Rational(1, 2)

  /// Returns the estimate and what was dropped or clipped for it, or `nil` where there is none.
  ///
  /// The median lists no treatments: it orders the ratings and sets none of them aside.
  ///
  /// - Parameter values: The ratings in any order, without blanks.
  /// - Returns: `nil` for no ratings, or where the rule says that there is no estimate.
  public func estimate(_ values: [Rational]) -> LocationEstimate? {
    let n = values.count
    guard let depth = depth(of: n) else { return nil }
    let order = values.indices.sorted { (values[$0], $0) < (values[$1], $1) }
    let middle = order[depth..<(n - depth)]
    let kept = middle.reduce(Rational.zero) { $0 + values[$1] }
    switch self {
    case .none, .median:
      return LocationEstimate(value: kept / Rational(middle.count), n: n, treatments: [])
    case .dropHighLow, .trimmed:
      let value = kept / Rational(middle.count)
      let dropped = { (index: Int, kind: Treatment.Kind) in
        Treatment(
          index: index,
          kind: kind,
          rating: values[index],
          effect: (kept + values[index]) / Rational(middle.count + 1) - value
        )
      }
      return LocationEstimate(
        value: value,
        n: n,
        treatments: order.prefix(depth).map { dropped($0, .droppedLow) }
          + order.suffix(depth).map { dropped($0, .droppedHigh) }
      )
    case .winsorised:
      let low = values[order[depth]]
      let high = values[order[n - depth - 1]]
      let value = (kept + Rational(depth) * (low + high)) / Rational(n)
      let treatments = order.compactMap { index -> Treatment? in
        let rating = values[index]
        guard rating < low || rating > high else { return nil }
        let isLow = rating < low
        return Treatment(
          index: index,
          kind: isLow ? .clippedUp : .clippedDown,
          rating: rating,
          effect: (rating - (isLow ? low : high)) / Rational(n)
        )
      }
      return LocationEstimate(value: value, n: n, treatments: treatments)
    }
  }

  /// Returns the estimate for ratings that are given as distinct values with their numbers.
  ///
  /// It equals the estimate for the ratings written out one by one, and its cost grows with the
  /// number of distinct values alone; the bootstrap uses it.
  ///
  /// - Parameters:
  ///   - distinct: The values in strictly ascending order.
  ///   - counts: How often each value occurs, zero or more, in the order of `distinct`.
  /// - Returns: `nil` for no ratings, or where the rule says that there is no estimate.
  /// - Precondition: `distinct` and `counts` have the same length.
  public func estimate(distinct: DistinctValues, counts: [Int]) -> Rational? {
    precondition(distinct.values.count == counts.count, "every distinct value needs its count")
    let n = counts.reduce(0, +)
    guard let depth = depth(of: n) else { return nil }
    guard let numerators = distinct.numerators, n <= DistinctValues.greatestCount else {
      let (sum, low, high) = sums(
        of: distinct.values,
        counts,
        from: depth,
        to: n - depth,
        times: { $0 * Rational($1) }
      )
      if case .winsorised = self {
        return (sum + Rational(depth) * (low + high)) / Rational(n)
      }
      return sum / Rational(n - 2 * depth)
    }
    let (sum, low, high) = sums(
      of: numerators,
      counts,
      from: depth,
      to: n - depth,
      times: { $0 * $1 }
    )
    if case .winsorised = self {
      return Rational(sum + depth * (low + high), distinct.denominator * n)
    }
    return Rational(sum, distinct.denominator * (n - 2 * depth))
  }

  /// The sum of the ratings between two positions of their order, the first and the last of them.
  private func sums<Number: AdditiveArithmetic>(
    of values: [Number],
    _ counts: [Int],
    from start: Int,
    to end: Int,
    times: (Number, Int) -> Number
  ) -> (sum: Number, low: Number, high: Number) {
    var (sum, low, high) = (Number.zero, Number.zero, Number.zero)
    var position = 0
    for index in values.indices where counts[index] > 0 {
      let next = position + counts[index]
      let kept = min(next, end) - max(position, start)
      if kept > 0 {
        sum += kept == 1 ? values[index] : times(values[index], kept)
        if position <= start { low = values[index] }
        high = values[index]
      }
      position = next
    }
    return (sum, low, high)
  }

  /// Returns how far the estimate would move if one dropped or clipped rating alone were kept.
  ///
  /// - Parameters:
  ///   - index: The rating's position in `values`, from 0.
  ///   - values: The ratings in any order, without blanks.
  /// - Returns: The change in the estimate, see ``Treatment/effect``; `nil` where there is no
  ///   estimate or the rule took the rating as it is.
  public func effect(ofKeeping index: Int, in values: [Rational]) -> Rational? {
    estimate(values)?.treatments.first { $0.index == index }?.effect
  }
}
