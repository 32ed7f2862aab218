/// How long an evaluator kept to one rating.
public struct LongestRun: Hashable, Sendable {
  /// The longest run of equal ratings over the answered cells in survey order.
  public let length: Int
  /// How many cells were answered; blanks do not break a run.
  public let answered: Int
}

extension Screening {
  /// Returns each evaluator's longest run of equal ratings.
  ///
  /// Source: Johnson 2005, Journal of Research in Personality 39(1).
  public static func longestRuns(_ ratings: RatingMatrix) -> [LongestRun] {
    (0..<ratings.evaluators).map { evaluator in
      var (length, run, answered, last) = (0, 0, 0, -1)
      for cell in 0..<ratings.cells {
        let code = ratings.code(evaluator, cell)
        guard code >= 0 else { continue }
        answered += 1
        run = code == last ? run + 1 : 1
        last = code
        length = max(length, run)
      }
      return LongestRun(length: length, answered: answered)
    }
  }

  /// Returns the share of each evaluator's answered cells that its longest run takes.
  ///
  /// Flagged at or above 0.8, compared exactly; undefined for fewer than two ratings.
  public static func longString(_ ratings: RatingMatrix) -> [ScreeningFinding] {
    longestRuns(ratings).map { run in
      guard run.answered > 1 else {
        return ScreeningFinding(tooFew(run.answered), threshold: 0.8)
      }
      return ScreeningFinding(
        Double(run.length) / Double(run.answered),
        threshold: 0.8,
        isFlagged: 5 * run.length >= 4 * run.answered
      )
    }
  }

  /// Returns the standard deviation (ddof 1) of each evaluator's own ratings, in points of the scale.
  ///
  /// Flagged at 0, which is exact; undefined for fewer than two ratings. Source: Dunn and others 2018
  /// (intra-individual response variability), Journal of Business and Psychology 33.
  public static func variability(_ ratings: RatingMatrix) -> [ScreeningFinding] {
    (0..<ratings.evaluators).map { evaluator in
      let values = ratings.row(evaluator).compactMap { $0 }
      guard let first = values.first, let deviation = Moments.standardDeviation(values) else {
        return ScreeningFinding(tooFew(values.count), threshold: 0)
      }
      let isConstant = values.allSatisfy { $0 == first }
      return ScreeningFinding(isConstant ? 0 : deviation, threshold: 0, isFlagged: isConstant)
    }
  }

  static func tooFew(_ answered: Int) -> Undefined {
    answered == 0 ? .noRatings : .tooFewRatings
  }
}
