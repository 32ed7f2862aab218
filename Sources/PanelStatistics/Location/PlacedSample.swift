/// The values that evaluators gave: the distinct ones, and each evaluator's place among them.
///
/// Made once, it serves every outlier rule and every multiset of the evaluators.
public struct PlacedSample: Hashable, Sendable {
  /// A fraction that need not be in lowest terms; the denominator is not zero.
  public struct Quotient: Hashable, Sendable {
    let numerator: Int128
    let denominator: Int128

    /// Takes terms that are not `Int128.min`, the second not zero.
    public init(_ numerator: Int128, over denominator: Int128) {
      precondition(denominator != 0, "a fraction needs a non-zero denominator")
      (self.numerator, self.denominator) = (numerator, denominator)
    }
  }

  /// The distinct values.
  public let distinct: DistinctValues
  /// For each evaluator the position in `distinct.values`, or −1 without a value.
  public let places: [Int]
  /// How many evaluators have a value.
  public let n: Int

  /// Takes the value of each evaluator by its position in a list of values.
  ///
  /// - Parameters:
  ///   - entries: For each evaluator a position in `values`, or −1 for an evaluator without one.
  ///   - values: The values in any order; equal ones may occur.
  public init(_ entries: [Int], of values: [Rational]) {
    let order = values.indices.sorted { values[$0] < values[$1] }
    var distinct: [Rational] = []
    var place = Array(repeating: 0, count: values.count)
    for entry in order {
      if distinct.last != values[entry] {
        distinct.append(values[entry])
      }
      place[entry] = distinct.count - 1
    }
    self.distinct = DistinctValues(distinct)
    places = entries.map { $0 < 0 ? -1 : place[$0] }
    n = entries.count { $0 >= 0 }
  }

  /// Takes the value of each evaluator, `nil` without one.
  public init(_ quotients: [Quotient?]) {
    let (entries, distinct) = Self.entries(quotients)
    self.init(entries, of: distinct.map { Rational($0.numerator, $0.denominator) })
  }

  /// Takes whole numbers, `nil` for an evaluator without one.
  public init(_ ratings: [Int?]) {
    let (entries, distinct) = Self.entries(ratings)
    self.init(entries, of: distinct.map { Rational($0) })
  }

  /// Returns the different values in the order of their first occurrence, and where each one is.
  public static func entries<Value: Hashable>(
    _ values: [Value?]
  ) -> (entries: [Int], distinct: [Value]) {
    var first: [Value: Int] = [:]
    var distinct: [Value] = []
    let entries = values.map { value in
      guard let value else { return -1 }
      if let entry = first[value] { return entry }
      first[value] = distinct.count
      distinct.append(value)
      return distinct.count - 1
    }
    return (entries, distinct)
  }

  /// Returns how often each distinct value occurs in a multiset of the evaluators.
  ///
  /// - Parameter multiplicities: How often each evaluator counts; as many as evaluators.
  /// - Returns: As many counts as distinct values, in their order.
  public func counts(_ multiplicities: [Int]) -> [Int] {
    precondition(multiplicities.count == places.count, "every evaluator needs a multiplicity")
    var counts = Array(repeating: 0, count: distinct.values.count)
    for (evaluator, place) in places.enumerated() where place >= 0 {
      counts[place] += multiplicities[evaluator]
    }
    return counts
  }

  /// The value of each evaluator who has one, with the evaluator's position.
  public var values: [(evaluator: Int, value: Rational)] {
    places.enumerated().compactMap { $1 < 0 ? nil : ($0, distinct.values[$1]) }
  }
}
