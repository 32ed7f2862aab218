extension CountedSample {
  /// Four times the median absolute deviation from the median, without any factor.
  var fourfoldMedianDeviation: Number {
    fourfoldMedianDeviation(around: twiceMedian)
  }

  private func fourfoldMedianDeviation(around centre: Number) -> Number {
    // Walks outwards from the median; deviations are twice their size, as the median is.
    var right = values.firstIndex { $0 + $0 >= centre } ?? values.count
    var left = right - 1
    var seen = 0
    var total = Number.zero
    while true {
      let below = left >= 0 ? centre - (values[left] + values[left]) : nil
      let above = right < values.count ? values[right] + values[right] - centre : nil
      let deviation: Number
      let count: Int
      if let below, above.map({ below <= $0 }) ?? true {
        (deviation, count) = (below, counts[left])
        left -= 1
      } else if let above {
        (deviation, count) = (above, counts[right])
        right += 1
      } else {
        return total
      }
      if seen <= (n - 1) / 2, (n - 1) / 2 < seen + count {
        total += deviation
      }
      seen += count
      if n / 2 < seen {
        return total + deviation
      }
    }
  }

  /// Returns the positions with |0.6745 (x − median)| / MAD ≤ k, decided exactly.
  ///
  /// With MAD = 0 the measure is |x − median| / (1.253314 · mean absolute deviation from the median);
  /// with both 0 everything is kept. Source: Iglewicz and Hoaglin 1993.
  func withinMedianDeviations(_ k: RuleConstant) -> Range<Int> {
    let centre = twiceMedian
    let mad = fourfoldMedianDeviation(around: centre)
    let deviation = { (value: Number) in
      let twice = value + value
      return twice < centre ? centre - twice : twice - centre
    }
    let factor: Number
    let limit: Number
    if mad > .zero {
      factor = Number(2 * 6745) * Number(k.denominator)
      limit = Number(10_000) * Number(k.numerator) * mad
    } else {
      let sum = zip(values, counts).reduce(Number.zero) { $0 + deviation($1.0) * Number($1.1) }
      factor = Number(1_000_000) * Number(n) * Number(k.denominator)
      limit = Number(1_253_314) * Number(k.numerator) * sum
    }
    return positions { factor * deviation($0) <= limit }
  }
}
