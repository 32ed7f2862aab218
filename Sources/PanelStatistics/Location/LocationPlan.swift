/// An outlier rule made ready for many samples of the same values, as the bootstrap has them.
///
/// What does not depend on the counts is computed once: here the critical values of the rules that
/// compare with a quantile of Student's t distribution.
public struct LocationPlan: Sendable {
  /// The rule.
  public let rule: Location
  /// The values in strictly ascending order.
  public let distinct: DistinctValues
  private let critical: CriticalSquares

  /// Prepares a rule.
  ///
  /// - Parameters:
  ///   - rule: The rule.
  ///   - distinct: The values that may occur, in strictly ascending order.
  ///   - ratings: The greatest number of ratings expected in one sample; more are allowed.
  public init(_ rule: Location, distinct: DistinctValues, ratings: Int) {
    self.rule = rule
    self.distinct = distinct
    critical = CriticalSquares(rule, upTo: ratings)
  }

  /// Takes over what another plan has prepared, for other values.
  ///
  /// - Parameters:
  ///   - plan: The rule, prepared.
  ///   - distinct: The values that may occur, in strictly ascending order.
  public init(_ plan: LocationPlan, distinct: DistinctValues) {
    rule = plan.rule
    self.distinct = distinct
    critical = plan.critical
  }

  /// Estimates as ``Location/estimate(distinct:counts:)`` does.
  ///
  /// - Parameter counts: How often each value occurs, zero or more, in the order of `distinct`.
  /// - Returns: `nil` for no ratings, or where the rule says that there is no estimate.
  /// - Precondition: There are as many counts as values.
  public func estimate(counts: [Int]) -> Rational? {
    try? value(counts: counts)
  }

  /// Estimates as ``Location/estimate(distinct:counts:)`` does, and says why where it cannot.
  ///
  /// - Parameter counts: How often each value occurs, zero or more, in the order of `distinct`.
  /// - Returns: The estimate.
  /// - Throws: For no ratings, or where the rule says that there is no estimate.
  /// - Precondition: There are as many counts as values.
  public func value(counts: [Int]) throws(NoEstimate) -> Rational {
    try rule.value(of: distinct, counts, critical)
  }

  /// The same as a quotient that need not be in lowest terms; `nil` where it has no small one.
  func quotient(counts: [Int]) throws(NoEstimate) -> (numerator: Int, denominator: Int)? {
    try rule.quotient(of: distinct, counts, critical)
  }
}
