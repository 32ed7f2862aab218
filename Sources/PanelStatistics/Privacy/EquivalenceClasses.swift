/// Rows of a table that agree in everything that somebody may know of a person beforehand.
///
/// A missing value is a value of its own: leaving such rows out would overstate k. Source: Sweeney
/// 2002, International Journal of Uncertainty, Fuzziness and Knowledge-Based Systems 10(5).
public struct EquivalenceClasses: Hashable, Sendable {
  /// The positions of each class's rows; classes are in the order of their first rows.
  public let classes: [[Int]]
  /// How many rows there are.
  public let rows: Int

  /// Sorts rows into classes.
  public init<Value: Hashable>(_ rows: [[Value?]]) {
    var places: [[Value?]: Int] = [:]
    var classes: [[Int]] = []
    for (position, row) in rows.enumerated() {
      if let place = places[row] {
        classes[place].append(position)
      } else {
        places[row] = classes.count
        classes.append([position])
      }
    }
    self.classes = classes
    self.rows = rows.count
  }

  /// k: the size of the smallest class; 0 without rows.
  public var k: Int { classes.map(\.count).min() ?? 0 }

  /// How many rows are alone in their class.
  public var uniques: Int { classes.count { $0.count == 1 } }

  /// The greatest chance, 0…1, with which somebody who knows that a person is among the rows finds
  /// the person's row: 1/k.
  public var greatestRisk: Rational { rows == 0 ? .zero : Rational(1, k) }

  /// The mean of that chance over all rows, which is classes/rows; a mean over classes would weigh
  /// a person in a small class more.
  public var averageRisk: Rational { rows == 0 ? .zero : Rational(classes.count, rows) }

  /// The share of rows, 0…1, whose chance to be found is above a limit.
  public func shareAtRisk(above limit: Rational) -> Rational {
    guard rows > 0 else { return .zero }
    let atRisk = classes.filter { Rational(1, $0.count) > limit }.reduce(0) { $0 + $1.count }
    return Rational(atRisk, rows)
  }
}
