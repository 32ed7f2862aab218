/// Why a statistic has no value for the ratings at hand.
public enum Undefined: String, Error, CaseIterable, Sendable {
  /// Nothing was rated.
  case noRatings
  /// Fewer than two evaluators can enter.
  case tooFewEvaluators
  /// Fewer than two cells can enter.
  case tooFewCells
  /// The evaluator has fewer than two ratings that can enter.
  case tooFewRatings
  /// All ratings that enter are equal, or each evaluator's are: there is nothing to compare.
  case constantRatings
  /// The others' cell means are all equal, so that nothing can follow them.
  case constantMeans
  /// Evaluators differ from each other by constants only, so that there is no error to compare with.
  case noErrorVariance
  /// The variance that the coefficient divides by is estimated as zero or negative.
  case noTotalVariance
  /// Every resample leaves the statistic itself undefined.
  case noReplicates
}
