/// An outlier rule: how the ratings of one model become a single value.
///
/// The definitions of the cases are the specification. The other types only compute the same values
/// faster, and tests require that they are equal:
/// - `OrderedSample` sorts a list by counting; ``DistinctValues`` and `CountedSample` work on distinct
///   values with their counts, in whole numbers where these are small; ``PlacedSample`` does so once
///   for many multisets of evaluators; ``LocationPlan`` prepares a rule for many samples. Compared with
///   naive versions of all rules in OutlierRulePropertyTests and LocationPeerTests.
/// - ``EstimateSum`` adds estimates on a common denominator: EstimateSumTests.
/// - ``Bootstrap/run(_:columns:resamples:replicate:)`` counts many resamples at once:
///   CountedBootstrapTests.
///
/// Ratings are ordered by value and then by their position in the input, and a rule that drops
/// ratings takes them from the two ends of that order. So of tied ratings the one with the lowest
/// index is dropped first at the low end, and the one with the highest index first at the high end;
/// ``gesd(_:_:)`` alone takes the lowest index first at both ends.
///
/// Constants are exact fractions with terms below 2⁴⁰ in ``huber(_:)``, ``tukey(_:)``, ``mad(_:)``
/// and ``tInterval(fullMarks:)``.
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
  /// The median of the means of all pairs, each rating paired with itself too.
  ///
  /// Source: Hodges and Lehmann 1963.
  case hodgesLehmann
  /// Huber's estimate with the constant k, above 0, and the fixed scale 1.482602218505602·MAD.
  ///
  /// It is the limit of iteratively reweighted least squares from the median, and the median where
  /// the MAD is 0. The result is the `Double` nearest to that limit.
  case huber(Rational)
  /// The mean of the ratings within [Q₁ − k·IQR, Q₃ + k·IQR], quartiles of type 7, k not below 0.
  case tukey(Rational)
  /// The mean of the ratings with |0.6745 (x − median)/MAD| ≤ k, k not below 0.
  ///
  /// With MAD = 0 the measure is |x − median| / (1.253314 · mean absolute deviation from the median);
  /// where that is 0 as well, nothing is dropped. Source: Iglewicz and Hoaglin 1993.
  case mad(Rational)
  /// The mean without the outliers of Rosner's test for at most r of them, at significance α.
  ///
  /// There is no estimate unless r ≥ 1 and 0 < α < 1. See ``GeneralisedESD``.
  case gesd(Int, Rational)
  /// The mean if the range is at most 30 % of full marks, otherwise of the ratings in mean ± t·s/√n.
  ///
  /// Full marks are the highest rating that the scale has, above 0. The t is the 97.5 % quantile for
  /// n − 1 degrees of freedom, s has n − 1, and both ends are kept. t²s²/n is compared with exact
  /// squares in `Double`, so a rating within 1e-13 of an end may be decided either way.
  case tInterval(fullMarks: Rational)

  /// Whether the estimate is an exact fraction; for rejection rules, of the ratings they kept.
  public var isExact: Bool {
    if case .huber = self { false } else { true }
  }

  /// Returns the estimate and what was dropped or clipped for it, or `nil` where there is none.
  ///
  /// - Parameter values: The ratings in any order, without blanks.
  /// - Returns: `nil` wherever ``estimate(of:)`` throws.
  public func estimate(_ values: [Rational]) -> LocationEstimate? {
    try? estimate(of: values)
  }

  /// Returns the estimate and what was dropped or clipped for it.
  ///
  /// The median and Hodges and Lehmann's estimate list no treatments: they order the ratings and set
  /// none of them aside. Huber's lists as clipped the ratings that count as if they lay k·s from the
  /// estimate. The cost is n, and d log d for d distinct ratings.
  ///
  /// - Parameter values: The ratings in any order, without blanks.
  /// - Returns: The estimate, its exactness, and the treatments.
  /// - Throws: For no ratings, where a constant is out of its range, and where a rule rejects ratings
  ///   and fewer than 3 are left; ``dropHighLow(_:)`` wants 3 in any case.
  public func estimate(of values: [Rational]) throws(NoEstimate) -> LocationEstimate {
    let sample = OrderedSample(values)
    switch self {
    case .hodgesLehmann:
      return LocationEstimate(
        value: try value(of: sample.distinct, sample.counts, CriticalSquares(self)),
        n: values.count,
        treatments: []
      )
    case .huber: return try huberEstimate(sample)
    case .winsorised: return try winsorisedEstimate(sample)
    case .none, .dropHighLow, .trimmed, .median, .tukey, .mad, .gesd, .tInterval:
      return try meanOfKept(sample)
    }
  }

  /// Returns the estimate for ratings that are given as distinct values with their numbers.
  ///
  /// It equals the estimate for the ratings written out one by one, and its cost grows with the
  /// number of distinct values alone. A ``LocationPlan`` does the same faster for many samples.
  ///
  /// - Parameters:
  ///   - distinct: The values in strictly ascending order.
  ///   - counts: How often each value occurs, zero or more, in the order of `distinct`.
  /// - Returns: `nil` for no ratings, or where the rule says that there is no estimate.
  /// - Precondition: `distinct` and `counts` have the same length.
  public func estimate(distinct: DistinctValues, counts: [Int]) -> Rational? {
    try? value(of: distinct, counts, CriticalSquares(self))
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

// MARK: - Lists of ratings

extension Location {
  /// The mean of the ratings at the positions kept.
  private func meanOfKept(_ sample: OrderedSample) throws(NoEstimate) -> LocationEstimate {
    let n = sample.order.count
    let kept = try positions(sample.distinct, sample.counts, CriticalSquares(self))
    let (sum, _, _) = sample.distinct.sum(sample.counts, kept)
    let value = sum / Rational(kept.count)
    guard self != .median else { return LocationEstimate(value: value, n: n, treatments: []) }
    var known: (rating: Rational, effect: Rational)?
    let dropped = { (index: Int, kind: Treatment.Kind) in
      let rating = sample.ratings[index]
      let effect =
        if let known, known.rating == rating {
          known.effect
        } else {
          (sum + rating) / Rational(kept.count + 1) - value
        }
      known = (rating, effect)
      return Treatment(index: index, kind: kind, rating: rating, effect: effect)
    }
    let highest =
      if case .gesd = self {
        sample.highestFirst(n - kept.upperBound)
      } else {
        Array(sample.order[kept.upperBound...])
      }
    return LocationEstimate(
      value: value,
      n: n,
      treatments: sample.order[..<kept.lowerBound].map { dropped($0, .droppedLow) }
        + highest.map { dropped($0, .droppedHigh) }
    )
  }

  private func winsorisedEstimate(
    _ sample: OrderedSample
  ) throws(NoEstimate) -> LocationEstimate {
    let n = sample.order.count
    let kept = try positions(sample.distinct, sample.counts, CriticalSquares(self))
    let (sum, low, high) = sample.distinct.sum(sample.counts, kept)
    return LocationEstimate(
      value: (sum + Rational(kept.lowerBound) * (low + high)) / Rational(n),
      n: n,
      treatments: clipped(sample, low, high)
    )
  }

  private func huberEstimate(_ sample: OrderedSample) throws(NoEstimate) -> LocationEstimate {
    let (value, solution, cutoff) = try huber(sample.distinct, sample.counts) { solution in
      (solution.rounded, solution.value, solution.cutoff)
    }
    return LocationEstimate(
      value: value,
      isExact: false,
      n: sample.order.count,
      treatments: cutoff.map { clipped(sample, solution - $0, solution + $0) } ?? []
    )
  }

  /// The ratings outside two ends, as clipped to them.
  private func clipped(_ sample: OrderedSample, _ low: Rational, _ high: Rational) -> [Treatment] {
    let n = Rational(sample.order.count)
    var treatments: [Treatment] = []
    var next = 0
    for (rating, count) in zip(sample.distinct.values, sample.counts) {
      let group = sample.order[next..<(next + count)]
      next += count
      guard rating < low || rating > high else { continue }
      let isLow = rating < low
      let effect = (rating - (isLow ? low : high)) / n
      treatments += group.map { index in
        Treatment(
          index: index,
          kind: isLow ? .clippedUp : .clippedDown,
          rating: rating,
          effect: effect
        )
      }
    }
    return treatments
  }
}
