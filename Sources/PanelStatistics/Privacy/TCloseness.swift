/// How far the values of an attribute in the classes of a table lie from those of the whole table:
/// t-closeness.
///
/// Every measure is that of the worst class; a missing value is a value of its own, below the lowest.
/// Source: Li, Li and Venkatasubramanian 2007, 23rd International Conference on Data Engineering.
public struct TCloseness: Hashable, Sendable {
  /// How often each value of the whole table occurs in each class, by ascending values.
  private let counts: [[Int]]
  private let total: [Int]

  /// Looks at an attribute of the rows in their classes.
  public init<Value: Hashable & Comparable>(of values: [Value?], in classes: EquivalenceClasses) {
    let present = Set(values.compactMap { $0 }).sorted()
    let places = Dictionary(uniqueKeysWithValues: zip(present, 1...))
    self.init(
      counts: classes.classes.map { rows in
        rows.reduce(into: Array(repeating: 0, count: present.count + 1)) { counts, row in
          counts[values[row].flatMap { places[$0] } ?? 0] += 1
        }
      }
    )
  }

  /// Takes for each class how often each value occurs, in the order of the values; the whole table
  /// is all classes together.
  public init(counts: [[Int]]) {
    let total = (counts.first ?? []).indices.map { value in
      counts.reduce(0) { $0 + $1[value] }
    }
    let occurring = total.indices.filter { total[$0] > 0 }
    self.total = occurring.map { total[$0] }
    self.counts = counts.map { counts in occurring.map { counts[$0] } }
  }

  /// t by the ordered distance, 0…1: the work of moving one distribution onto the other where
  /// neighbouring values are 1/(m − 1) apart; 0 for a constant attribute.
  public var ordered: Rational {
    guard total.count > 1 else { return .zero }
    return greatest { differences in
      var (sum, work) = (Rational.zero, Rational.zero)
      for difference in differences {
        sum = sum + difference
        work = work + sum.magnitude
      }
      return work / Rational(total.count - 1)
    }
  }

  /// t by the equal distance, 0…1: half the sum of the differences, whatever the values' order.
  public var equal: Rational {
    greatest { $0.reduce(.zero) { $0 + $1.magnitude } / Rational(2) }
  }

  private func greatest(_ distance: ([Rational]) -> Rational) -> Rational {
    let all = total.reduce(0, +)
    return counts.map { counts in
      let size = counts.reduce(0, +)
      guard size > 0 else { return .zero }
      return distance(zip(counts, total).map { Rational($0, size) - Rational($1, all) })
    }.max() ?? .zero
  }
}
