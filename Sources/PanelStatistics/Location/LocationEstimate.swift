/// A rule's single value for a set of ratings, with every rating that it did not take as it was.
public struct LocationEstimate: Hashable, Sendable {
  /// The estimate, on the scale of the ratings.
  ///
  /// Where ``exact`` is `nil` it is a `Double` written as a fraction, so that later steps work alike.
  public let value: Rational
  /// Whether ``value`` is the estimate itself and not the nearest `Double`.
  public let isExact: Bool
  /// How many ratings were given to the rule, before it dropped or clipped any.
  public let n: Int
  /// The ratings that were dropped or clipped, by ascending rating and then by ascending index.
  public let treatments: [Treatment]

  init(value: Rational, isExact: Bool = true, n: Int, treatments: [Treatment]) {
    self.value = value
    self.isExact = isExact
    self.n = n
    self.treatments = treatments
  }

  /// The estimate as a fraction, or `nil` where the rule cannot be exact.
  public var exact: Rational? { isExact ? value : nil }

  /// How many ratings were dropped.
  public var droppedCount: Int {
    treatments.count { $0.kind.isDropped }
  }
}

/// What a rule did to one rating.
public struct Treatment: Hashable, Sendable {
  /// The ways in which a rule does not take a rating as it is.
  public enum Kind: String, CaseIterable, Sendable {
    /// Left out at the low end.
    case droppedLow
    /// Left out at the high end.
    case droppedHigh
    /// Raised to the lowest value that the rule takes as it is.
    case clippedUp
    /// Lowered to the highest value that the rule takes as it is.
    case clippedDown

    /// Whether the rating takes no part in the estimate.
    public var isDropped: Bool {
      switch self {
      case .droppedLow, .droppedHigh: true
      case .clippedUp, .clippedDown: false
      }
    }
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
  /// clipped one: the mean with this rating at its own value and all others as the rule took them,
  /// less the estimate.
  public let effect: Rational
}

/// Why an outlier rule gives no estimate for a sample.
public enum NoEstimate: Error, Hashable, Sendable {
  /// There are no ratings.
  case noRatings
  /// The rule rejected so many ratings that fewer than 3 are left: this many.
  case tooFewLeft(Int)
  /// A constant of the rule lies outside its range, which the rule's documentation gives.
  case unusableConstant
}
