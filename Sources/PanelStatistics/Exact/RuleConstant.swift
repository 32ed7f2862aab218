/// A constant of a rule as a fraction with terms so small that products with it stay exact.
struct RuleConstant {
  let numerator: Int
  let denominator: Int

  /// Takes a number of which both terms are below 2⁴⁰; twelve digits always fit.
  init?(_ value: Rational) {
    guard case .small(let n, let d) = value.storage, n.magnitude < Self.limit,
      d.magnitude < Self.limit
    else { return nil }
    (numerator, denominator) = (Int(n), Int(d))
  }

  private static let limit: UInt128 = 1 << 40
}
