/// Σ factorᵢ·estimateᵢ + constant, for any multiset of the evaluators.
///
/// Where estimates are quotients of whole numbers, as those of means are, the sum is brought to lowest
/// terms once: the same fraction as by adding one to the other, sooner.
public struct EstimateSum: Sendable {
  /// One estimate and what it is multiplied by.
  public struct Term: Sendable {
    /// The rule, prepared for the values of the sample.
    public var plan: LocationPlan
    /// Which of the samples it is made from, by position.
    public var sample: Int
    /// The factor.
    public var factor: Rational

    /// Puts a term together.
    public init(plan: LocationPlan, sample: Int, factor: Rational) {
      (self.plan, self.sample, self.factor) = (plan, sample, factor)
    }
  }

  private let terms: [Term]
  private let constant: Rational
  /// The factors and then the constant as multiples of 1/`denominator`; `nil` where not small.
  private let whole: [Int]?
  private let denominator: Int

  /// Puts a sum together.
  public init(_ terms: [Term], plus constant: Rational) {
    self.terms = terms
    self.constant = constant
    if let (numerators, common) = DistinctValues.scaled(terms.map(\.factor) + [constant]) {
      (whole, denominator) = (numerators, common)
    } else {
      (whole, denominator) = (nil, 1)
    }
  }

  /// Returns the sum.
  ///
  /// - Parameter counts: For each sample, how often each of its distinct values occurs.
  /// - Returns: The sum.
  /// - Throws: Why the first estimate that is missing is missing.
  public func value(_ counts: [[Int]]) throws(NoEstimate) -> Rational {
    guard let whole else {
      return try rest(from: 0, constant, counts)
    }
    var sum = QuotientSum(Int128(whole[terms.count]))
    for index in terms.indices {
      let counted = counts[terms[index].sample]
      guard let (numerator, denominator) = try terms[index].plan.quotient(counts: counted),
        sum.add(Int128(whole[index]) * Int128(numerator), over: denominator)
      else {
        return try rest(from: index, sum.value(over: self.denominator), counts)
      }
    }
    return sum.value(over: denominator)
  }

  private func rest(
    from start: Int,
    _ sum: Rational,
    _ counts: [[Int]]
  ) throws(NoEstimate) -> Rational {
    var sum = sum
    for term in terms[start...] {
      sum += term.factor * (try term.plan.value(counts: counts[term.sample]))
    }
    return sum
  }
}

/// A sum of quotients on a common denominator.
private struct QuotientSum {
  private var numerator: Int128
  private var denominator: Int128 = 1

  init(_ start: Int128) {
    numerator = start
  }

  /// Adds a quotient; returns false, and adds nothing, where the numbers would become too large.
  mutating func add(_ p: Int128, over q: Int) -> Bool {
    let q = Int128(q)
    guard q != denominator else {
      let (sum, overflow) = numerator.addingReportingOverflow(p)
      guard !overflow, sum != .min else { return false }
      numerator = sum
      return true
    }
    let shared = Int128(greatestCommonDivisor(q.magnitude, denominator.magnitude))
    let (left, leftOverflow) = numerator.multipliedReportingOverflow(by: q / shared)
    let (right, rightOverflow) = p.multipliedReportingOverflow(by: denominator / shared)
    let (sum, overflow) = left.addingReportingOverflow(right)
    let (common, commonOverflow) = denominator.multipliedReportingOverflow(by: q / shared)
    guard !leftOverflow, !rightOverflow, !overflow, !commonOverflow, sum != .min,
      common < Int128.max >> 21
    else { return false }
    (numerator, denominator) = (sum, common)
    return true
  }

  /// The sum divided by a whole number of at most 2²⁰.
  func value(over divisor: Int) -> Rational {
    Rational(numerator, denominator * Int128(divisor))
  }
}
