/// A sample as its distinct values, in whole multiples of a unit where these are small.
struct CountedSample<Number: ExactNumber> {
  /// The values that occur, in strictly ascending order, times `unit`.
  let values: [Number]
  /// How often each of them occurs, at least once.
  let counts: [Int]
  /// How many ratings there are.
  let n: Int
  /// What the values have been multiplied by.
  let unit: Int

  private init(_ all: [Number], _ counts: [Int], unit: Int) {
    guard counts.contains(0) else {
      (values, self.counts) = (all, counts)
      n = counts.reduce(0, +)
      self.unit = unit
      return
    }
    var values: [Number] = []
    var positive: [Int] = []
    values.reserveCapacity(all.count)
    positive.reserveCapacity(all.count)
    var n = 0
    for (value, count) in zip(all, counts) where count > 0 {
      values.append(value)
      positive.append(count)
      n += count
    }
    (self.values, self.counts, self.n, self.unit) = (values, positive, n, unit)
  }

  /// Returns the value at a position in ascending order, from 0.
  func value(at position: Int) -> Number {
    var next = 0
    for (value, count) in zip(values, counts) {
      next += count
      if position < next { return value }
    }
    return values[values.count - 1]
  }

  /// Twice the median.
  var twiceMedian: Number {
    let low = value(at: (n - 1) / 2)
    return n.isMultiple(of: 2) ? low + value(at: n / 2) : low + low
  }

  /// Returns four times the quantile of type 7 at this many quarters.
  func fourfoldQuantile(quarters: Int) -> Number {
    let (index, rest) = ((n - 1) * quarters).quotientAndRemainder(dividingBy: 4)
    let lower = value(at: index)
    guard rest > 0 else { return Number(4) * lower }
    return Number(4 - rest) * lower + Number(rest) * value(at: index + 1)
  }

  /// Returns the positions of the ratings that are kept, where the values kept are neighbours.
  func positions(where keeps: (Number) -> Bool) -> Range<Int> {
    var index = 0
    var start = 0
    while index < values.count, !keeps(values[index]) {
      start += counts[index]
      index += 1
    }
    var end = start
    while index < values.count, keeps(values[index]) {
      end += counts[index]
      index += 1
    }
    return start..<end
  }

  /// The sum of the ratings.
  var sum: Number {
    zip(values, counts).reduce(.zero) { $0 + $1.0 * Number($1.1) }
  }

  /// The sum of their squares.
  var sumOfSquares: Number {
    zip(values, counts).reduce(.zero) { $0 + $1.0 * $1.0 * Number($1.1) }
  }
}

extension CountedSample where Number == Rational {
  init(_ distinct: DistinctValues, _ counts: [Int]) {
    self.init(distinct.values, counts, unit: 1)
  }
}

extension CountedSample where Number == Int128 {
  /// Takes a sample with a small common denominator of at most ``DistinctValues/greatestCount``.
  ///
  /// Values are then not above 2⁴⁰ and counts not above 2²⁰, so that squares times squares of counts stay
  /// below 2¹²³.
  init?(_ distinct: DistinctValues, _ counts: [Int]) {
    guard let numerators = distinct.numerators else { return nil }
    self.init(numerators.map { Int128($0) }, counts, unit: distinct.denominator)
    guard n <= DistinctValues.greatestCount else { return nil }
  }
}

extension CountedSample where Number == Int {
  /// As for `Int128`, for rules that add and compare only.
  init?(_ distinct: DistinctValues, _ counts: [Int]) {
    guard let numerators = distinct.numerators else { return nil }
    self.init(numerators, counts, unit: distinct.denominator)
    guard n <= DistinctValues.greatestCount else { return nil }
  }
}

extension CountedSample {
  /// Returns the positions within [Q₁ − k·IQR, Q₃ + k·IQR], both ends kept, decided exactly.
  ///
  /// Source: Tukey 1977, with quartiles of type 7.
  func withinFences(_ k: RuleConstant) -> Range<Int> {
    // Everything times four times the denominator of k.
    let (first, third) = (fourfoldQuantile(quarters: 1), fourfoldQuantile(quarters: 3))
    let reach = Number(k.numerator) * (third - first)
    let denominator = Number(k.denominator)
    let (low, high) = (denominator * first - reach, denominator * third + reach)
    let scale = Number(4) * denominator
    return positions { value in
      let scaled = scale * value
      return low <= scaled && scaled <= high
    }
  }
}

extension CountedSample {
  /// Applies the interval rule.
  ///
  /// It keeps everything if the range is at most 30 % of full marks, decided exactly, and otherwise
  /// the ratings within mean ± t·s/√n, both ends kept.
  ///
  /// - Parameters:
  ///   - fullMarks: The greatest rating possible.
  ///   - criticalSquare: Returns t² for n ratings; the comparison with it is made in `Double`.
  /// - Returns: The positions of the ratings kept.
  func withinInterval(
    _ fullMarks: RuleConstant,
    _ criticalSquare: (Int) -> Double
  ) -> Range<Int> {
    let range = values[values.count - 1] - values[0]
    let limit = Number(3) * Number(fullMarks.numerator) * Number(unit)
    if Number(10) * Number(fullMarks.denominator) * range <= limit {
      return 0..<n
    }
    // |x − m| ≤ t s/√n  ⇔  (n x − Σx)² (n − 1) ≤ t² (n Σx² − (Σx)²), which is positive here.
    let sum = sum
    let spread = (Number(n) * sumOfSquares - sum * sum).doubleValue / Double(n - 1)
    let limitOfSquare = criticalSquare(n) * spread
    return positions { value in
      let distance = Number(n) * value - sum
      return (distance * distance).doubleValue <= limitOfSquare
    }
  }
}
