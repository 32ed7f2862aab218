import PanelStatistics

/// The rules once more, written down from their definitions without any care for speed.
enum NaiveLocation {
  static func mean(_ values: [Rational]) -> Rational {
    values.reduce(.zero, +) / Rational(values.count)
  }

  static func median(_ values: [Rational]) -> Rational {
    let sorted = values.sorted()
    let n = sorted.count
    return (sorted[(n - 1) / 2] + sorted[n / 2]) / Rational(2)
  }

  static func hodgesLehmann(_ values: [Rational]) -> Rational {
    median(
      values.indices.flatMap { i in
        values.indices.filter { $0 >= i }.map { (values[i] + values[$0]) / Rational(2) }
      }
    )
  }

  static func quantile(_ values: [Rational], _ p: Rational) -> Rational {
    let sorted = values.sorted()
    let position = Rational(sorted.count - 1) * p
    let index = position.floor ?? 0
    guard index + 1 < sorted.count else { return sorted[sorted.count - 1] }
    return sorted[index] + (position - Rational(index)) * (sorted[index + 1] - sorted[index])
  }

  static func tukey(_ values: [Rational], _ k: Rational) -> [Rational] {
    let first = quantile(values, Rational(1, 4))
    let third = quantile(values, Rational(3, 4))
    let range = third - first
    return values.filter { $0 >= first - k * range && $0 <= third + k * range }
  }

  static func mad(_ values: [Rational], _ k: Rational) -> [Rational] {
    let centre = median(values)
    let deviations = values.map { ($0 - centre).magnitude }
    let mad = median(deviations)
    let meanDeviation = mean(deviations)
    guard meanDeviation != .zero else { return values }
    return values.filter { value in
      let deviation = (value - centre).magnitude
      return mad == .zero
        ? deviation / (Rational(1_253_314, 1_000_000) * meanDeviation) <= k
        : Rational(6745, 10_000) * deviation / mad <= k
    }
  }

  /// Variance with n − 1.
  static func variance(_ values: [Rational]) -> Rational {
    let centre = mean(values)
    return values.map { ($0 - centre) * ($0 - centre) }.reduce(.zero, +)
      / Rational(values.count - 1)
  }

  static func gesd(_ values: [Rational], _ r: Int, _ significance: Double) -> [Rational] {
    var left = values.sorted()
    var kept = left
    for i in 1...r {
      guard left.count >= 3 else { break }
      let spread = variance(left)
      guard spread > .zero else { break }
      let centre = mean(left)
      // Sorted, so that the first of tied extremes is the lowest.
      let distances = left.map { ($0 - centre).magnitude }
      guard let furthest = distances.max(), let index = distances.firstIndex(of: furthest) else {
        break
      }
      let statistic = furthest.doubleValue / spread.doubleValue.squareRoot()
      left.remove(at: index)
      let n = Double(values.count)
      let (p, df) = (1 - significance / (2 * (n - Double(i) + 1)), n - Double(i) - 1)
      let t = StudentT.quantile(p, degreesOfFreedom: df)
      let critical =
        (n - Double(i)) * t / ((df + t * t) * (n - Double(i) + 1)).squareRoot()
      if statistic > critical {
        kept = left
      }
    }
    return kept
  }

  static func tInterval(_ values: [Rational], _ fullMarks: Rational) -> [Rational] {
    guard let low = values.min(), let high = values.max(),
      high - low > Rational(30, 100) * fullMarks
    else { return values }
    let n = Double(values.count)
    let centre = mean(values).doubleValue
    let t = StudentT.quantile(0.975, degreesOfFreedom: n - 1)
    let reach = t * (variance(values).doubleValue / n).squareRoot()
    return values.filter { ($0.doubleValue - centre).magnitude <= reach }
  }

  /// Iteratively reweighted least squares from the median, as the specification has it.
  static func huber(_ values: [Rational], _ k: Double) -> Double {
    let centre = median(values)
    let scale = 1.482602218505602 * median(values.map { ($0 - centre).magnitude }).doubleValue
    var estimate = centre.doubleValue
    guard scale > 0 else { return estimate }
    let x = values.map(\.doubleValue)
    while true {
      let weights = x.map { min(1, k * scale / max(($0 - estimate).magnitude, 1e-300)) }
      let next =
        zip(weights, x).reduce(0) { $0 + $1.0 * $1.1 } / weights.reduce(0, +)
      let step = (next - estimate).magnitude
      estimate = next
      if step <= 1e-12 * scale { return estimate }
    }
  }

  /// The mean of what a rejection rule keeps, or `nil` where it rejects and keeps fewer than 3.
  static func mean(ofKept kept: [Rational], of n: Int) -> Rational? {
    kept.count == n || kept.count >= 3 ? mean(kept) : nil
  }

  /// Any of the rules that this type knows.
  static func estimate(_ rule: Location, _ values: [Rational]) -> Rational? {
    switch rule {
    case .hodgesLehmann: hodgesLehmann(values)
    case .tukey(let k): mean(ofKept: tukey(values, k), of: values.count)
    case .mad(let k): mean(ofKept: mad(values, k), of: values.count)
    case .gesd(let r, let alpha):
      mean(ofKept: gesd(values, r, alpha.doubleValue), of: values.count)
    case .tInterval(let fullMarks):
      mean(ofKept: tInterval(values, fullMarks), of: values.count)
    default: nil
    }
  }
}

extension Location {
  /// Whether raising one rating can never lower the estimate: not so for rules that decide by the
  /// data which ratings to reject or to weigh less.
  var isMonotone: Bool {
    switch self {
    case .none, .dropHighLow, .trimmed, .winsorised, .median, .hodgesLehmann: true
    case .huber, .tukey, .mad, .gesd, .tInterval: false
    }
  }
}
