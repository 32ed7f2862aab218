/// Linear equalities and inequalities over variables that are free until bounded, with exact numbers.
public struct LinearSystem: Sendable {
  /// One summand of a linear function: a variable, numbered from 0, and its factor.
  public typealias Term = (variable: Int, factor: Rational)

  /// The relation of a linear function to its bound.
  public enum Relation: Sendable {
    /// It equals the bound.
    case equal
    /// It does not exceed the bound.
    case atMost
    /// It does not fall below the bound.
    case atLeast
  }

  /// No values satisfy all constraints.
  public struct Infeasible: Error, Hashable {
    /// Creates the error.
    public init() {}
  }

  private var limits: [LinearLimits]
  private var constraints: [(row: LinearRow, limits: LinearLimits)] = []

  /// Creates a system without constraints, each variable free.
  public init(variables: Int) {
    limits = Array(repeating: LinearLimits(), count: variables)
  }

  /// How many variables there are.
  public var variables: Int {
    limits.count
  }

  /// Adds a free variable and returns its number.
  public mutating func addVariable() -> Int {
    limits.append(LinearLimits())
    return limits.count - 1
  }

  /// Adds a constraint; terms of the same variable add up.
  public mutating func add(_ terms: [Term], _ relation: Relation, _ bound: Rational) {
    constraints.append((LinearRow(terms), LinearLimits(relation, bound)))
  }

  /// Keeps a variable within a range, in addition to its present bounds.
  public mutating func bound(_ variable: Int, in range: ClosedRange<Rational>) {
    limits[variable].narrow(to: LinearLimits(lower: range.lowerBound, upper: range.upperBound))
  }

  /// Keeps a variable on one side of a bound, in addition to its present bounds.
  public mutating func bound(_ variable: Int, _ relation: Relation, _ bound: Rational) {
    limits[variable].narrow(to: LinearLimits(relation, bound))
  }

  /// The values that satisfy all constraints, found by the simplex method, which ends on every system.
  ///
  /// For more than one question: each range then starts where the search for a first point ended.
  public func polytope() throws(Infeasible) -> LinearPolytope {
    var (limits, open) = (limits, constraints)
    try Self.settle(&limits, &open)
    var tableau = LinearTableau(limits)
    for constraint in open {
      tableau.append(constraint.row, within: constraint.limits)
    }
    guard tableau.becomesFeasible() else { throw Infeasible() }
    return LinearPolytope(tableau: tableau)
  }

  /// The least and the greatest value that a linear function takes.
  public func range(of terms: [Term]) throws(Infeasible) -> LinearBounds {
    try polytope().range(of: terms)
  }

  /// Turns each constraint with at most one open variable into a bound, until none is left.
  private static func settle(
    _ limits: inout [LinearLimits],
    _ constraints: inout [(row: LinearRow, limits: LinearLimits)]
  ) throws(Infeasible) {
    guard limits.allSatisfy({ !$0.isEmpty }) else { throw Infeasible() }
    var hasChanged = true
    while hasChanged {
      hasChanged = false
      var open: [(row: LinearRow, limits: LinearLimits)] = []
      for (row, range) in constraints {
        let (rest, settled) = row.settling { limits[$0].onlyValue }
        let range = range.shifted(by: -settled)
        if rest.variables.count > 1 {
          open.append((rest, range))
          continue
        }
        hasChanged = true
        if let variable = rest.variables.first {
          limits[variable].narrow(to: range.divided(by: rest.factors[0]))
          guard !limits[variable].isEmpty else { throw Infeasible() }
        } else if !range.contains(.zero) {
          throw Infeasible()
        }
      }
      constraints = open
    }
  }
}

/// The values that satisfy a system of linear constraints: at least one point.
public struct LinearPolytope: Sendable {
  private(set) var tableau: LinearTableau

  /// How many numbers its rows hold, once for each row: a measure of what one more question costs.
  public var size: Int { tableau.size }

  /// The least and the greatest value that a linear function takes.
  public func range(of terms: [LinearSystem.Term]) -> LinearBounds {
    LinearBounds(
      lower: greatest(terms.map { ($0.variable, -$0.factor) }).map { -$0 },
      upper: greatest(terms)
    )
  }

  /// The greatest value that a linear function takes; `nil` when it grows without end.
  public func greatest(_ terms: [LinearSystem.Term]) -> Rational? {
    var tableau = tableau
    return tableau.greatest(of: LinearRow(terms))
  }

  /// Moves to where a linear function has its greatest value and returns that, as ``greatest(_:)`` does.
  ///
  /// The next search begins there, and ends sooner where questions are alike.
  public mutating func moveToGreatest(_ terms: [LinearSystem.Term]) -> Rational? {
    tableau.greatest(of: LinearRow(terms))
  }

  /// What a linear function cannot exceed by the bounds of each variable alone; `nil` without end.
  public func limit(of terms: [LinearSystem.Term]) -> Rational? {
    tableau.limit(of: LinearRow(terms))
  }

  /// Those of the values that satisfy one constraint more.
  public func adding(
    _ terms: [LinearSystem.Term],
    _ relation: LinearSystem.Relation,
    _ bound: Rational
  ) throws(LinearSystem.Infeasible) -> LinearPolytope {
    var tableau = tableau
    tableau.append(LinearRow(terms), within: LinearLimits(relation, bound))
    guard tableau.becomesFeasible() else { throw LinearSystem.Infeasible() }
    return LinearPolytope(tableau: tableau)
  }
}

/// The exact least and greatest value of a linear function; `nil` where it has none.
public struct LinearBounds: Hashable, Sendable {
  /// The least value, attained; `nil` when the function falls without end.
  public let lower: Rational?
  /// The greatest value, attained; `nil` when the function grows without end.
  public let upper: Rational?

  /// Creates bounds.
  public init(lower: Rational?, upper: Rational?) {
    self.lower = lower
    self.upper = upper
  }
}
