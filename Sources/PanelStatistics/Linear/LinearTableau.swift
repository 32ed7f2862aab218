/// The simplex method with bounds on every variable, as in Dutertre and de Moura, *A fast
/// linear-arithmetic solver for DPLL(T)* (CAV 2006), section 3.
///
/// Each constraint is a variable of its own that equals a row. The variables of rows (basic) follow from the
/// others, which lie on one of their bounds, or at 0 when they have none. Those of them that have one value
/// only never move again, so rows leave them out.
struct LinearTableau: Sendable {
  private var limits: [LinearLimits]
  private var values: [Rational]
  private var basic: [Int] = []
  private var rows: [LinearRow] = []
  private var rowOf: [Int?]

  init(_ limits: [LinearLimits]) {
    self.limits = limits
    values = limits.map { $0.lower ?? $0.upper ?? .zero }
    rowOf = Array(repeating: nil, count: limits.count)
  }

  /// How many numbers the rows hold, once for each row.
  var size: Int { rows.count * rows.reduce(1) { $0 + $1.variables.count } }

  /// Adds a variable that equals a linear function of the first ones, and returns its row.
  @discardableResult
  mutating func append(_ function: LinearRow, within range: LinearLimits) -> Int {
    var row = function
    var value = Rational.zero
    for (variable, factor) in zip(function.variables, function.factors) {
      value += factor * values[variable]
      if let defining = rowOf[variable] {
        row = row.replacing(variable, factor: factor, by: rows[defining])
      } else if limits[variable].onlyValue != nil {
        row = row.replacing(variable, factor: factor, by: nil)
      }
    }
    basic.append(limits.count)
    rowOf.append(rows.count)
    rows.append(row)
    limits.append(range)
    values.append(value)
    return rows.count - 1
  }

  /// Moves to a point within all bounds, or returns that there is none.
  mutating func becomesFeasible() -> Bool {
    // Short rows stay short, and their numbers too; the lowest number first (Bland) cannot go round in
    // circles.
    var patience = 2 * limits.count
    while let row = violatedRow(shortest: patience > 0) {
      patience -= 1
      let variable = basic[row]
      let isTooLow = limits[variable].isAbove(values[variable])
      guard
        let bound = isTooLow ? limits[variable].lower : limits[variable].upper,
        let (entering, factor) = entering(row, upwards: isTooLow, rarest: patience > 0)
      else { return false }
      move(entering, by: (bound - values[variable]) / factor)
      pivot(row, entering, factor)
    }
    return true
  }

  /// Moves to where a function has its greatest value and returns that, or `nil` when it grows without end.
  mutating func greatest(of function: LinearRow) -> Rational? {
    let goal = append(function, within: LinearLimits())
    // Nothing bounds the goal, so it never leaves its row, and no other row holds it.
    defer { removeLast() }
    var hasProgress = true
    while let (entering, factor) = improving(goal, steepest: hasProgress) {
      guard let (step, leaving) = longestStep(of: entering, upwards: !factor.isNegative) else {
        return nil
      }
      // While nothing moves, Bland's rule, as above.
      hasProgress = step != .zero
      move(entering, by: factor.isNegative ? -step : step)
      if let leaving, let factor = rows[leaving][entering] {
        pivot(leaving, entering, factor)
      }
    }
    return values[basic[goal]]
  }

  /// What a function cannot exceed by the bounds of its variables, or `nil` where one has none.
  func limit(of function: LinearRow) -> Rational? {
    var sum = Rational.zero
    for (variable, factor) in zip(function.variables, function.factors) {
      guard let bound = factor.isNegative ? limits[variable].lower : limits[variable].upper else {
        return nil
      }
      sum += factor * bound
    }
    return sum
  }

  private mutating func removeLast() {
    limits.removeLast()
    values.removeLast()
    basic.removeLast()
    rows.removeLast()
    rowOf.removeLast()
  }

  private func violatedRow(shortest: Bool) -> Int? {
    let violated = rows.indices.filter { !limits[basic[$0]].contains(values[basic[$0]]) }
    return shortest
      ? violated.min { rows[$0].variables.count < rows[$1].variables.count }
      : violated.min { basic[$0] < basic[$1] }
  }

  /// The variable that brings a row upwards or down: the one in the fewest rows, or the first.
  private func entering(
    _ row: Int,
    upwards: Bool,
    rarest: Bool
  ) -> (variable: Int, factor: Rational)? {
    let able = zip(rows[row].variables, rows[row].factors)
      .filter { mayMove($0, upwards: $1.isNegative != upwards) }
    guard rarest, able.count > 1 else { return able.first }
    let counts = able.map { candidate in rows.count { $0[candidate.0] != nil } }
    return zip(able, counts).min { $0.1 < $1.1 }?.0
  }

  private func mayMove(_ variable: Int, upwards: Bool) -> Bool {
    guard let bound = upwards ? limits[variable].upper : limits[variable].lower else {
      return true
    }
    return values[variable] != bound
  }

  /// The variable that makes the goal grow: the one with the greatest factor, or the first.
  private func improving(_ goal: Int, steepest: Bool) -> (variable: Int, factor: Rational)? {
    var best: (variable: Int, factor: Rational)?
    for (variable, factor) in zip(rows[goal].variables, rows[goal].factors)
    where mayMove(variable, upwards: !factor.isNegative) {
      guard steepest else { return (variable, factor) }
      if best.map({ $0.factor.magnitude < factor.magnitude }) ?? true {
        best = (variable, factor)
      }
    }
    return best
  }

  /// How far a variable can move until it, or the variable of a row, meets a bound.
  private func longestStep(
    of entering: Int,
    upwards: Bool
  ) -> (step: Rational, leaving: Int?)? {
    var best: (step: Rational, leaving: Int?)?
    if let lower = limits[entering].lower, let upper = limits[entering].upper {
      best = (upper - lower, nil)
    }
    for (row, variable) in basic.enumerated() {
      guard let factor = rows[row][entering] else { continue }
      let rate = upwards ? factor : -factor
      guard let bound = rate.isNegative ? limits[variable].lower : limits[variable].upper else {
        continue
      }
      let step = (bound - values[variable]) / rate
      if let known = best {
        guard step <= known.step else { continue }
        if step == known.step {
          guard let leaving = known.leaving, variable < basic[leaving] else { continue }
        }
      }
      best = (step, row)
    }
    return best
  }

  private mutating func move(_ variable: Int, by change: Rational) {
    values[variable] += change
    for (row, other) in basic.enumerated() {
      if let factor = rows[row][variable] {
        values[other] += factor * change
      }
    }
  }

  /// Lets a variable of a row and one of the others change places.
  private mutating func pivot(_ row: Int, _ entering: Int, _ factor: Rational) {
    let leaving = basic[row]
    let solved = rows[row].solved(
      for: entering,
      factor: factor,
      result: limits[leaving].onlyValue == nil ? leaving : nil
    )
    rows[row] = solved
    basic[row] = entering
    rowOf[entering] = row
    rowOf[leaving] = nil
    for other in rows.indices where other != row {
      if let factor = rows[other][entering] {
        rows[other] = rows[other].replacing(entering, factor: factor, by: solved)
      }
    }
  }
}
