import BigInt

/// The screening of evaluators in ITU-R BT.500 (annex 1, post-screening by kurtosis).
///
/// A rating is extreme if it is at least k standard deviations from its cell's mean, with k = 2 where
/// the cell's kurtosis lies in 2...4 and √20 elsewhere. An evaluator is flagged with more than 5 % of
/// extreme ratings that lie on both sides: |P−Q| below 30 % of P+Q. All comparisons are exact: with
/// one evaluator out of 5 or 21 apart, the rating lies precisely on the bound.
public struct BT500: Hashable, Sendable {
  /// The divisor of the cell's variance.
  public enum Variance: Int, CaseIterable, Sendable {
    /// n, as the library sureal divides.
    case population = 0
    /// n − 1, as the Recommendation divides.
    case sample = 1
  }

  /// How many ratings are extreme at or above the mean: P.
  public let above: Int
  /// How many ratings are extreme at or below the mean: Q.
  public let below: Int
  /// How many cells the evaluator rated: J.
  public let answered: Int

  /// The share of extreme ratings, (P+Q)/J, with the threshold 0.05 and the outcome of both rules.
  public var finding: ScreeningFinding {
    guard answered > 0 else { return ScreeningFinding(.noRatings, threshold: 0.05) }
    let extreme = above + below
    return ScreeningFinding(
      Double(extreme) / Double(answered),
      threshold: 0.05,
      isFlagged: 20 * extreme > answered && 10 * (above - below).magnitude < 3 * extreme
    )
  }

  /// How one-sided the extreme ratings are, |P−Q|/(P+Q), 0 to 1; `nil` without any.
  ///
  /// Its threshold is 0.3; an evaluator at or above it is not flagged.
  public var imbalance: Double? {
    let extreme = above + below
    return extreme > 0 ? Double((above - below).magnitude) / Double(extreme) : nil
  }

  /// Counts every evaluator's extreme ratings.
  ///
  /// Cells in which all ratings are equal, or that have fewer than two, have no extreme ones. Cost:
  /// linear in the ratings, with whole numbers of any size for each distinct rating of a cell.
  public static func screen(_ ratings: RatingMatrix, variance: Variance) -> [BT500] {
    let whole = ratings.wholeNumbers()
    var above = [Int](repeating: 0, count: ratings.evaluators)
    var below = above
    var answered = above
    var histogram = CellHistogram(ratings)
    var isAbove = [Bool](repeating: false, count: whole.count)
    var isBelow = isAbove
    for cell in 0..<ratings.cells {
      histogram.read(cell)
      mark(histogram, whole, variance, &isAbove, &isBelow)
      for evaluator in 0..<ratings.evaluators {
        let code = ratings.code(evaluator, cell)
        guard code >= 0 else { continue }
        answered[evaluator] += 1
        above[evaluator] += isAbove[code] ? 1 : 0
        below[evaluator] += isBelow[code] ? 1 : 0
      }
    }
    return above.indices.map {
      BT500(above: above[$0], below: below[$0], answered: answered[$0])
    }
  }

  /// Finds which of a cell's values are extreme.
  ///
  /// With D = n·x − Σx, all of it is a comparison of whole numbers: D²·(n−ddof) ≥ k²·ΣD², and
  /// 2·(ΣD²)² ≤ n·ΣD⁴ ≤ 4·(ΣD²)².
  private static func mark(
    _ histogram: CellHistogram,
    _ whole: [BigInt],
    _ variance: Variance,
    _ isAbove: inout [Bool],
    _ isBelow: inout [Bool]
  ) {
    let n = BigInt(histogram.count)
    let sum = histogram.codes.reduce(BigInt(0)) { $0 + whole[$1] * BigInt(histogram[$1]) }
    let deviations = histogram.codes.map { n * whole[$0] - sum }
    var (squares, fourths) = (BigInt(0), BigInt(0))
    for (code, deviation) in zip(histogram.codes, deviations) {
      let square = deviation * deviation
      squares += square * BigInt(histogram[code])
      fourths += square * square * BigInt(histogram[code])
    }
    let kurtosis = n * fourths
    let isNormal = 2 * squares * squares <= kurtosis && kurtosis <= 4 * squares * squares
    let bound = (isNormal ? 4 : 20) * squares
    let divisor = n - BigInt(variance.rawValue)
    for (code, deviation) in zip(histogram.codes, deviations) {
      let isExtreme = !squares.isZero && deviation * deviation * divisor >= bound
      isAbove[code] = isExtreme && deviation > 0
      isBelow[code] = isExtreme && deviation < 0
    }
  }
}
