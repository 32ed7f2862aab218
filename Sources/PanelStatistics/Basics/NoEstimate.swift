/// Why an outlier rule gives no estimate for a sample.
public enum NoEstimate: Error, Hashable, Sendable {
  /// There are no ratings.
  case noRatings
  /// The rule rejected so many ratings that fewer than 3 are left: this many.
  case tooFewLeft(Int)
  /// A constant of the rule lies outside its range, which the rule's documentation gives.
  case unusableConstant
}
