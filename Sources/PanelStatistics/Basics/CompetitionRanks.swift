/// Ranks in which tied models share the better rank and the next rank is skipped: 1, 2, 2, 4.
public enum CompetitionRanks {
  /// Returns the rank of each score, 1 for the highest, by exact comparison.
  ///
  /// - Parameter scores: The scores in model order; a model without a score takes no part.
  /// - Returns: The ranks in the same order, `nil` for a model without a score.
  public static func ranks(_ scores: [Rational?]) -> [Int?] {
    scores.map { score in
      score.map { score in
        1 + scores.count { other in other.map { $0 > score } ?? false }
      }
    }
  }
}
