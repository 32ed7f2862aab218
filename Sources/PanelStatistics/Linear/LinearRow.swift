/// A linear function: the variables with a factor other than zero, in rising order.
struct LinearRow: Sendable {
  private(set) var variables: [Int] = []
  private(set) var factors: [Rational] = []

  private init() {}

  init(_ terms: [LinearSystem.Term]) {
    for term in terms.sorted(by: { $0.variable < $1.variable }) {
      if variables.last == term.variable {
        factors[factors.count - 1] += term.factor
      } else {
        append(term.variable, term.factor)
      }
      if factors.last == .zero {
        variables.removeLast()
        factors.removeLast()
      }
    }
  }

  private mutating func append(_ variable: Int, _ factor: Rational) {
    variables.append(variable)
    factors.append(factor)
  }

  /// The factor of a variable, found by bisection.
  subscript(variable: Int) -> Rational? {
    var (low, high) = (0, variables.count)
    while low < high {
      let middle = (low + high) / 2
      if variables[middle] < variable {
        low = middle + 1
      } else {
        high = middle
      }
    }
    return low < variables.count && variables[low] == variable ? factors[low] : nil
  }

  /// Takes out the variables whose value is known, and returns what they add up to.
  func settling(_ known: (Int) -> Rational?) -> (open: LinearRow, settled: Rational) {
    var open = LinearRow()
    var settled = Rational.zero
    for (variable, factor) in zip(variables, factors) {
      if let value = known(variable) {
        settled += factor * value
      } else {
        open.append(variable, factor)
      }
    }
    return (open, settled)
  }

  /// The function that gives `variable` from the others and from `result`, which this one gives.
  ///
  /// `nil` means a result that never changes.
  func solved(for variable: Int, factor: Rational, result: Int?) -> LinearRow {
    var terms: [LinearSystem.Term] = result.map { [($0, .one / factor)] } ?? []
    for (other, own) in zip(variables, factors) where other != variable {
      terms.append((other, -own / factor))
    }
    return LinearRow(terms)
  }

  /// The sum of this function without `variable` and of `factor` times another one, if there is one.
  func replacing(_ variable: Int, factor: Rational, by given: LinearRow?) -> LinearRow {
    let other = given ?? LinearRow()
    var sum = LinearRow()
    sum.variables.reserveCapacity(variables.count + other.variables.count)
    sum.factors.reserveCapacity(variables.count + other.variables.count)
    var (i, j) = (0, 0)
    while i < variables.count || j < other.variables.count {
      let own = i < variables.count ? variables[i] : Int.max
      let added = j < other.variables.count ? other.variables[j] : Int.max
      if own < added {
        if own != variable {
          sum.append(own, factors[i])
        }
        i += 1
      } else if added < own {
        sum.append(added, factor * other.factors[j])
        j += 1
      } else {
        let both = factors[i] + factor * other.factors[j]
        if both != .zero {
          sum.append(own, both)
        }
        i += 1
        j += 1
      }
    }
    return sum
  }
}

/// Between which values a variable may lie; `nil` is without end.
struct LinearLimits: Sendable {
  private(set) var lower: Rational?
  private(set) var upper: Rational?

  init(lower: Rational? = nil, upper: Rational? = nil) {
    self.lower = lower
    self.upper = upper
  }

  init(_ relation: LinearSystem.Relation, _ bound: Rational) {
    lower = relation == .atMost ? nil : bound
    upper = relation == .atLeast ? nil : bound
  }

  var isEmpty: Bool {
    if let lower, let upper { upper < lower } else { false }
  }

  var onlyValue: Rational? {
    lower == upper ? lower : nil
  }

  func contains(_ value: Rational) -> Bool {
    isAbove(value) == false && isBelow(value) == false
  }

  /// Whether the whole range lies above a value.
  func isAbove(_ value: Rational) -> Bool {
    lower.map { value < $0 } ?? false
  }

  /// Whether the whole range lies below a value.
  func isBelow(_ value: Rational) -> Bool {
    upper.map { $0 < value } ?? false
  }

  mutating func narrow(to other: LinearLimits) {
    lower = [lower, other.lower].compactMap { $0 }.max()
    upper = [upper, other.upper].compactMap { $0 }.min()
  }

  func shifted(by offset: Rational) -> LinearLimits {
    LinearLimits(lower: lower.map { $0 + offset }, upper: upper.map { $0 + offset })
  }

  func divided(by divisor: Rational) -> LinearLimits {
    let (a, b) = (lower.map { $0 / divisor }, upper.map { $0 / divisor })
    return divisor.isNegative ? LinearLimits(lower: b, upper: a) : LinearLimits(lower: a, upper: b)
  }
}
