import RealModule

/// Rosner's generalised extreme Studentized deviate test, step by step.
///
/// In step i the rating furthest from the mean of those left is taken away; it is the outlier of
/// step i, and the ratings of all steps up to the last with Rᵢ > λᵢ are outliers. Which rating is
/// furthest is decided exactly, and Rᵢ² is exact before it is rounded to be compared with λᵢ²; the
/// comparison is made in `Double`, so two that agree in 13 digits may be decided either way. Source:
/// Rosner 1983, Technometrics 25(2).
public struct GeneralisedESD: Hashable, Sendable {
  /// One step of the test.
  public struct Step: Hashable, Sendable {
    /// Whether the lowest rating left was taken away, and not the highest.
    public let isLowest: Bool
    /// Rᵢ = max |x − mean| / s over the ratings left, s with n − 1.
    public let statistic: Double
    /// λᵢ at the given significance.
    public let criticalValue: Double
  }

  /// The steps made: as many as asked for, or fewer where no spread is left.
  public let steps: [Step]
  /// The number of outliers: the last step whose statistic is above its critical value.
  public let outlierCount: Int

  /// Makes the test; `nil` without ratings, or for numbers outside their ranges.
  ///
  /// A step needs 3 ratings and some spread among them; the test ends where there is none.
  ///
  /// - Parameters:
  ///   - ratings: The ratings in any order.
  ///   - steps: The greatest number of outliers looked for, at least 1.
  ///   - significance: α, above 0 and below 1.
  public init?(_ ratings: [Rational], steps: Int, significance: Rational) {
    let rule = Location.gesd(steps, significance)
    guard !ratings.isEmpty, rule.isUsable else { return nil }
    let sample = OrderedSample(ratings)
    let critical = CriticalSquares(rule)
    let deviates =
      CountedSample<Int128>(sample.distinct, sample.counts)?.deviates(steps, critical)
      ?? CountedSample<Rational>(sample.distinct, sample.counts).deviates(steps, critical)
    self.steps = deviates.map { deviate in
      Step(
        isLowest: deviate.isLowest,
        statistic: deviate.square.squareRoot(),
        criticalValue: deviate.criticalSquare.squareRoot()
      )
    }
    outlierCount = Deviate.outlierCount(deviates)
  }
}

/// One step of the test, with the squares of its numbers.
struct Deviate {
  let isLowest: Bool
  let square: Double
  let criticalSquare: Double

  static func outlierCount(_ deviates: [Deviate]) -> Int {
    (deviates.lastIndex { $0.square > $0.criticalSquare } ?? -1) + 1
  }
}

extension CountedSample {
  /// Takes away the rating furthest from the mean, up to `steps` times.
  ///
  /// Where the lowest and the highest are equally far, the lowest is taken: the first in order.
  func deviates(_ steps: Int, _ critical: CriticalSquares) -> [Deviate] {
    var deviates: [Deviate] = []
    var (left, sum, squares) = (n, sum, sumOfSquares)
    var (low, high) = (0, values.count - 1)
    var (lowCount, highCount) = (counts[low], counts[high])
    // Equal ends mean equal ratings, which have no spread.
    while deviates.count < steps, left >= 3, low < high {
      let count = Number(left)
      let below = sum - count * values[low]
      let above = count * values[high] - sum
      let isLowest = above <= below
      let distance = isLowest ? below : above
      // R² = (n x − Σx)² (n − 1) / (n (n Σx² − (Σx)²)).
      let spread = (count * squares - sum * sum).doubleValue
      let square =
        (distance * distance).doubleValue / spread * (Double(left - 1) / Double(left))
      deviates.append(
        Deviate(isLowest: isLowest, square: square, criticalSquare: critical[left])
      )
      let value = isLowest ? values[low] : values[high]
      sum -= value
      squares -= value * value
      left -= 1
      if isLowest {
        lowCount -= 1
        if lowCount == 0 {
          low += 1
          lowCount = low == high ? highCount : counts[low]
        }
      } else {
        highCount -= 1
        if highCount == 0 {
          high -= 1
          highCount = low == high ? lowCount : counts[high]
        }
      }
    }
    return deviates
  }

  /// Returns the positions of the ratings that are not outliers of Rosner's test.
  func withoutDeviates(_ steps: Int, _ critical: CriticalSquares) -> Range<Int> {
    let deviates = deviates(steps, critical)
    let outliers = deviates.prefix(Deviate.outlierCount(deviates))
    let lowest = outliers.count { $0.isLowest }
    return lowest..<(n - (outliers.count - lowest))
  }
}
