/// Kendall's coefficient of concordance W, corrected for ties, with its test.
public struct KendallW: Hashable, Sendable {
  /// W, from 0 for no concordance of the rankings to 1 for identical ones.
  public let value: Double
  /// χ² = m(n−1)W for m evaluators and n cells.
  public let chiSquare: Double
  /// The degrees of freedom of χ², n − 1.
  public let degreesOfFreedom: Int
  /// The probability of a χ² at least as large if the rankings had nothing in common.
  ///
  /// The approximation is poor for few cells and few evaluators, such as n ≤ 7 with m ≤ 20.
  public let pValue: Double

  /// Measures the concordance of the evaluators without blanks, each of whom ranks the cells.
  ///
  /// Ties share the mean rank. Undefined for fewer than two such evaluators or of cells, and where each
  /// of them gave the same rating throughout. Cost: linear in the ratings, with a sort of the cells
  /// per evaluator. Source: Kendall and Babington Smith 1939, Annals of Mathematical Statistics 10(3).
  public static func measure(_ ratings: RatingMatrix) -> Agreement<KendallW> {
    let complete = ratings.completeEvaluators
    return Agreement(
      basis: AgreementBasis(complete: complete.count, of: ratings),
      result: estimate(ratings, complete)
    )
  }

  private static func estimate(
    _ ratings: RatingMatrix,
    _ complete: [Int]
  ) -> Result<KendallW, Undefined> {
    guard ratings.missing < ratings.evaluators * ratings.cells else { return .failure(.noRatings) }
    guard complete.count > 1 else { return .failure(.tooFewEvaluators) }
    guard ratings.cells > 1 else { return .failure(.tooFewCells) }
    let (m, n) = (Double(complete.count), Double(ratings.cells))
    // Twice the rank sums, which are whole.
    var sums = [Int](repeating: 0, count: ratings.cells)
    var ties = 0.0
    for evaluator in complete {
      let codes = (0..<ratings.cells).map { ratings.code(evaluator, $0) }
      let order = codes.indices.sorted { codes[$0] < codes[$1] }
      var start = 0
      while start < order.count {
        var end = start + 1
        while end < order.count, codes[order[end]] == codes[order[start]] {
          end += 1
        }
        for place in order[start..<end] {
          sums[place] += start + end + 1
        }
        let t = Double(end - start)
        ties += t * t * t - t
        start = end
      }
    }
    let mean = complete.count * (ratings.cells + 1)
    let squares = sums.reduce(0.0) { $0 + Double($1 - mean) * Double($1 - mean) } / 4
    let divisor = m * m * (n * n * n - n) - m * ties
    guard divisor > 0 else { return .failure(.constantRatings) }
    let value = 12 * squares / divisor
    let chiSquare = m * (n - 1) * value
    return .success(
      KendallW(
        value: value,
        chiSquare: chiSquare,
        degreesOfFreedom: ratings.cells - 1,
        pValue: ChiSquare.upperTail(chiSquare, degreesOfFreedom: n - 1)
      )
    )
  }
}
