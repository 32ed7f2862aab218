/// A rule's single value for a set of ratings, with every rating that it did not take as it was.
public struct LocationEstimate: Hashable, Sendable {
  /// The estimate, on the scale of the ratings.
  public let value: Rational
  /// How many ratings were given to the rule, before it dropped or clipped any.
  public let n: Int
  /// The ratings that were dropped or clipped, by ascending rating and then by ascending index.
  public let treatments: [Treatment]
}

/// What a rule did to one rating.
public struct Treatment: Hashable, Sendable {
  /// The ways in which a rule does not take a rating as it is.
  public enum Kind: String, CaseIterable, Sendable {
    /// Left out at the low end.
    case droppedLow
    /// Left out at the high end.
    case droppedHigh
    /// Raised to the lowest rating kept.
    case clippedUp
    /// Lowered to the highest rating kept.
    case clippedDown
  }

  /// The rating's position in the values given to the rule, from 0.
  public let index: Int
  /// What was done.
  public let kind: Kind
  /// The rating itself.
  public let rating: Rational
  /// How far the estimate would move if this rating alone were kept as it is.
  ///
  /// For a dropped rating: the mean of the kept ratings and this one, less the estimate. For a
  /// clipped one: the mean with this rating at its own value, less the estimate.
  public let effect: Rational
}
