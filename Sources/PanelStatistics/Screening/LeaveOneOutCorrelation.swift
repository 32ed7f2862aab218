import BigInt

extension Screening {
  /// Returns Pearson's correlation of each evaluator's ratings with the cell means of the others.
  ///
  /// Cells enter that the evaluator and somebody else rated. Flagged at or below 0, whose sign is
  /// exact; undefined for fewer than two such cells, and where either side is constant. Cost: linear
  /// in the ratings.
  public static func leaveOneOutCorrelation(_ ratings: RatingMatrix) -> [ScreeningFinding] {
    let cells = ratings.cellSums
    var whole: [BigInt]?
    return (0..<ratings.evaluators).map { evaluator in
      var pairs: [(cell: Int, own: Double, others: Double)] = []
      for (cell, total) in cells.enumerated() {
        guard total.count > 1, let own = ratings[evaluator: evaluator, cell: cell] else { continue }
        pairs.append((cell, own, (total.sum - own) / Double(total.count - 1)))
      }
      guard pairs.count > 1 else {
        return ScreeningFinding(tooFew(pairs.count), threshold: 0)
      }
      guard pairs.contains(where: { $0.own != pairs[0].own }) else {
        return ScreeningFinding(.constantRatings, threshold: 0)
      }
      let r = correlation(pairs.map(\.own), pairs.map(\.others))
      let scale = pairs.reduce(0) { max($0, $1.others.magnitude) }
      let spread = pairs.reduce(0) { max($0, ($1.others - pairs[0].others).magnitude) }
      if let r, r.magnitude > 1e-9, spread > 1e-9 * scale {
        return ScreeningFinding(r, threshold: 0, isFlagged: r <= 0)
      }
      // Too close to decide with rounding errors: sign and constancy are found with fractions.
      let values = whole ?? ratings.wholeNumbers()
      whole = values
      let exact = ExactPairs(ratings, evaluator, pairs.map(\.cell), values)
      guard !exact.isOthersConstant, let r else {
        return ScreeningFinding(.constantMeans, threshold: 0)
      }
      let sign = exact.covariance
      return ScreeningFinding(
        sign == .zero ? 0 : r,
        threshold: 0,
        isFlagged: sign <= .zero
      )
    }
  }

  private static func correlation(_ x: [Double], _ y: [Double]) -> Double? {
    guard let xMean = Moments.mean(x), let yMean = Moments.mean(y) else { return nil }
    var (xx, yy, xy) = (0.0, 0.0, 0.0)
    for (a, b) in zip(x, y) {
      xx += (a - xMean) * (a - xMean)
      yy += (b - yMean) * (b - yMean)
      xy += (a - xMean) * (b - yMean)
    }
    let scale = xx.squareRoot() * yy.squareRoot()
    return scale > 0 ? min(max(xy / scale, -1), 1) : nil
  }
}

/// One evaluator's ratings and the others' means without rounding, in a common unit.
private struct ExactPairs {
  let own: [Rational]
  let others: [Rational]

  init(_ ratings: RatingMatrix, _ evaluator: Int, _ cells: [Int], _ whole: [BigInt]) {
    var (own, others) = ([Rational](), [Rational]())
    for cell in cells {
      var (count, sum) = (0, BigInt(0))
      for other in 0..<ratings.evaluators where other != evaluator {
        let code = ratings.code(other, cell)
        if code >= 0 {
          count += 1
          sum += whole[code]
        }
      }
      own.append(Rational(numerator: whole[ratings.code(evaluator, cell)], denominator: 1))
      others.append(Rational(numerator: sum, denominator: BigInt(count)))
    }
    (self.own, self.others) = (own, others)
  }

  var isOthersConstant: Bool {
    others.allSatisfy { $0 == others.first }
  }

  /// The covariance times a positive number.
  var covariance: Rational {
    let products = zip(own, others).reduce(Rational.zero) { $0 + $1.0 * $1.1 }
    return products * Rational(own.count)
      - own.reduce(.zero, +) * others.reduce(.zero, +)
  }
}
