import BigInt
import RealModule

/// How many different values of an attribute the classes of a table have: l-diversity.
///
/// Every measure is that of the worst class, and a missing value is a value of its own. Source:
/// Machanavajjhala and others 2007, ACM Transactions on Knowledge Discovery from Data 1(1).
public struct LDiversity: Hashable, Sendable {
  /// How often each value occurs in each class, descending.
  private let counts: [[Int]]

  /// Looks at an attribute of the rows in their classes.
  public init<Value: Hashable>(of values: [Value?], in classes: EquivalenceClasses) {
    self.init(
      counts: classes.classes.map { rows in
        Array(Dictionary(rows.map { (values[$0], 1) }, uniquingKeysWith: +).values)
      }
    )
  }

  /// Takes for each class how often its values occur, in any order.
  public init(counts: [[Int]]) {
    self.counts = counts.map { $0.filter { $0 > 0 }.sorted(by: >) }
  }

  /// Distinct l: the least number of values in a class; 0 without classes.
  public var distinct: Int { counts.map(\.count).min() ?? 0 }

  /// Entropy l: the least exp(H) of a class, a real number from 1 up; 0 without classes.
  public var entropy: Double { counts.map(Self.entropy).min() ?? 0 }

  /// Whether the entropy l is at least a positive number, compared exactly.
  ///
  /// With counts c of n rows, exp(H) ≥ l is nⁿ ≥ lⁿ ∏ cᶜ.
  public func hasEntropy(atLeast l: Rational) -> Bool {
    let (p, q) = (l.bigNumerator, l.bigDenominator)
    return counts.allSatisfy { counts in
      let n = counts.reduce(0, +)
      let product = counts.reduce(BigInt(1)) { $0 * BigInt($1).power($1) }
      return (BigInt(n) * q).power(n) >= p.power(n) * product
    }
  }

  // exp(H) = n / exp(Σ c ln c / n).
  private static func entropy(_ counts: [Int]) -> Double {
    let n = Double(counts.reduce(0, +))
    return n / Double.exp(counts.reduce(0) { $0 + Double($1) * Double.log(Double($1)) } / n)
  }
}
