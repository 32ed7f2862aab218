import PanelStatistics
import TestSupport
import Testing

/// The least and greatest value of linear functions: known answers, and seeded systems against enumeration.
@Suite(.timeLimit(.minutes(45)))
struct LinearSystemTests {
  private typealias Terms = [LinearSystem.Term]

  private func number(_ text: String) throws -> Rational {
    try #require(Rational(decimal: text))
  }

  private func atLeastZero(_ variables: Int) -> LinearSystem {
    var system = LinearSystem(variables: variables)
    for variable in 0..<variables { system.bound(variable, .atLeast, .zero) }
    return system
  }

  @Test func aMeanPrintedToTwoPlacesBoundsAWithheldValueExactly() throws {
    var system = LinearSystem(variables: 3)
    for team in 0..<3 { system.bound(team, in: .zero...Rational(25)) }
    system.bound(0, .equal, Rational(25))
    let sum: Terms = (0..<3).map { ($0, .one) }
    system.add(sum, .atLeast, try number("20.755") * Rational(3))
    system.add(sum, .atMost, try number("20.765") * Rational(3))
    #expect(
      try system.range(of: [(1, .one)])
        == LinearBounds(lower: number("12.265"), upper: Rational(25))
    )
    #expect(
      try system.range(of: [(1, .one), (2, .one)])
        == LinearBounds(lower: number("37.265"), upper: number("37.295"))
    )
    // Factors of one variable add up, and a difference with itself is nothing.
    #expect(
      try system.range(of: [(1, .one), (1, -.one)]) == LinearBounds(lower: .zero, upper: .zero)
    )
  }

  @Test func theExampleOfBealeOnWhichTheMethodCanGoRoundInCirclesEnds() throws {
    var system = atLeastZero(4)
    let (quarter, half) = (Rational(1, 4), Rational(1, 2))
    system.add(
      [(0, quarter), (1, Rational(-8)), (2, -.one), (3, Rational(9))],
      .atMost,
      .zero
    )
    system.add(
      [(0, half), (1, Rational(-12)), (2, -half), (3, Rational(3))],
      .atMost,
      .zero
    )
    system.add([(2, .one)], .atMost, .one)
    let cost: Terms = [(0, Rational(-3, 4)), (1, Rational(20)), (2, -half), (3, Rational(6))]
    #expect(try system.range(of: cost) == LinearBounds(lower: Rational(-5, 4), upper: nil))
  }

  @Test func aCubeWithManyCornersOnTheWayGivesItsLast() throws {
    // Klee and Minty: the greatest value is 5 to the power of the number of variables.
    let size = 7
    var system = atLeastZero(size)
    for row in 0..<size {
      var terms: Terms = (0..<row).map { ($0, Rational(2 << (row - $0))) }
      terms.append((row, .one))
      system.add(terms, .atMost, Rational((0...row).reduce(1) { power, _ in power * 5 }))
    }
    let goal: Terms = (0..<size).map { ($0, Rational(1 << (size - 1 - $0))) }
    #expect(try system.range(of: goal) == LinearBounds(lower: .zero, upper: Rational(78_125)))
  }

  @Test func contradictionsAreFoundInBoundsInRowsAndOnlyTogether() throws {
    var bounds = LinearSystem(variables: 1)
    bounds.bound(0, .atLeast, .one)
    bounds.bound(0, .atMost, .zero)
    #expect(throws: LinearSystem.Infeasible()) { try bounds.polytope() }

    var settled = LinearSystem(variables: 2)
    settled.bound(0, .equal, Rational(3))
    settled.add([(0, .one), (1, .one)], .equal, Rational(5))
    settled.add([(0, .one), (1, Rational(2))], .equal, Rational(8))
    #expect(throws: LinearSystem.Infeasible()) { try settled.polytope() }

    var empty = LinearSystem(variables: 1)
    empty.add([], .atLeast, .one)
    #expect(throws: LinearSystem.Infeasible()) { try empty.polytope() }

    var together = atLeastZero(3)
    together.add([(0, .one), (1, .one)], .atMost, .one)
    together.add([(1, .one), (2, .one)], .atMost, .one)
    together.add([(0, .one), (2, .one)], .atMost, .one)
    #expect(
      try together.range(of: (0..<3).map { ($0, .one) })
        == LinearBounds(lower: .zero, upper: Rational(3, 2))
    )
    together.add((0..<3).map { ($0, .one) }, .atLeast, Rational(151, 100))
    #expect(throws: LinearSystem.Infeasible()) { try together.polytope() }
  }

  @Test func whatHasNoEndHasNoBound() throws {
    var system = LinearSystem(variables: 2)
    #expect(try system.range(of: [(0, .one)]) == LinearBounds(lower: nil, upper: nil))
    system.add([(0, .one), (1, -.one)], .equal, Rational(2))
    #expect(try system.range(of: [(0, .one)]) == LinearBounds(lower: nil, upper: nil))
    #expect(
      try system.range(of: [(0, .one), (1, -.one)])
        == LinearBounds(lower: Rational(2), upper: Rational(2))
    )
    system.add([(0, .one), (1, .one)], .atLeast, .zero)
    #expect(try system.range(of: [(1, .one)]) == LinearBounds(lower: -.one, upper: nil))
    let added = system.addVariable()
    #expect(system.variables == 3)
    #expect(try system.range(of: [(added, .one)]) == LinearBounds(lower: nil, upper: nil))
  }

  private struct KnownAnswers: Decodable {
    struct Constraint: Decodable {
      var factors: [Int]
      var relation: String
      var bound: Int
    }
    struct Case: Decodable {
      var lower: [Int?]
      var upper: [Int?]
      var rows: [Constraint]
      var objective: [Int]
      var result: String
      var least: Double?
      var greatest: Double?
    }
    var cases: [Case]
  }

  @Test func anotherSolverFindsTheSameOnSixtySystems() throws {
    let cases = try Fixture.json("linear_known_answers.json", as: KnownAnswers.self).cases
    #expect(cases.count == 60)
    for (number, known) in cases.enumerated() {
      var system = LinearSystem(variables: known.lower.count)
      for (variable, bound) in known.lower.enumerated() {
        if let bound { system.bound(variable, .atLeast, Rational(bound)) }
      }
      for (variable, bound) in known.upper.enumerated() {
        if let bound { system.bound(variable, .atMost, Rational(bound)) }
      }
      for row in known.rows {
        let terms = row.factors.enumerated().map { ($0.offset, Rational($0.element)) }
        let relations: [String: LinearSystem.Relation] = [
          "equal": .equal, "atMost": .atMost, "atLeast": .atLeast,
        ]
        system.add(terms, try #require(relations[row.relation]), Rational(row.bound))
      }
      guard known.result == "feasible" else {
        #expect(throws: LinearSystem.Infeasible(), "case \(number)") { try system.polytope() }
        continue
      }
      let bounds = try system.range(
        of: known.objective.enumerated().map { ($0.offset, Rational($0.element)) }
      )
      for (actual, expected) in [(bounds.lower, known.least), (bounds.upper, known.greatest)] {
        if let expected {
          #expect(isClose(actual?.doubleValue, expected, within: 1e-9), "case \(number)")
        } else {
          #expect(actual == nil, "case \(number)")
        }
      }
    }
  }

  @Test func everyCornerOfAPlaneRegionIsTriedAndNoneIsBetter() throws {
    var generator = SplitMix64(seed: 11)
    func draw() -> Rational {
      Rational(generator.index(below: 13) - 6, 1 + generator.index(below: 4))
    }
    var (feasible, infeasible) = (0, 0)
    for _ in 0..<300 {
      let box = Rational(5)
      // Each is a x + b y <= c; the first four are the box.
      var halfPlanes = [
        (Rational.one, Rational.zero, box), (-.one, .zero, box), (.zero, .one, box),
        (.zero, -.one, box),
      ]
      var system = LinearSystem(variables: 2)
      for variable in 0..<2 { system.bound(variable, in: -box...box) }
      for _ in 0..<1 + generator.index(below: 5) {
        let (a, b, c) = (draw(), draw(), draw())
        halfPlanes.append((a, b, c))
        system.add([(0, a), (1, b)], .atMost, c)
        if generator.index(below: 4) == 0 {
          halfPlanes.append((-a, -b, -c))
          system.add([(0, a), (1, b)], .atLeast, c)
        }
      }
      let (p, q) = (draw(), draw())
      var corners: [Rational] = []
      for (a, b, c) in halfPlanes {
        for (d, e, f) in halfPlanes where a * e - b * d != .zero {
          let x = (c * e - b * f) / (a * e - b * d)
          let y = (a * f - c * d) / (a * e - b * d)
          if halfPlanes.allSatisfy({ $0.0 * x + $0.1 * y <= $0.2 }) {
            corners.append(p * x + q * y)
          }
        }
      }
      guard let least = corners.min(), let greatest = corners.max() else {
        #expect(throws: LinearSystem.Infeasible()) { try system.polytope() }
        infeasible += 1
        continue
      }
      feasible += 1
      #expect(
        try system.range(of: [(0, p), (1, q)]) == LinearBounds(lower: least, upper: greatest)
      )
    }
    #expect(feasible > 50 && infeasible > 50)
  }

  @Test func aTableKnownByItsMarginsHasTheBoundsOfFrechet() throws {
    var generator = SplitMix64(seed: 12)
    let size = 14
    let cells = (0..<size * size).map { _ in generator.index(below: 12) }
    let rows = (0..<size).map { row in (0..<size).reduce(0) { $0 + cells[row * size + $1] } }
    let columns = (0..<size).map { column in
      (0..<size).reduce(0) { $0 + cells[$1 * size + column] }
    }
    var system = atLeastZero(size * size)
    for line in 0..<size {
      system.add((0..<size).map { (line * size + $0, .one) }, .equal, Rational(rows[line]))
      system.add((0..<size).map { ($0 * size + line, .one) }, .equal, Rational(columns[line]))
    }
    let polytope = try system.polytope()
    let all = rows.reduce(0, +)
    for cell in [0, 17, 100, 195] {
      let (row, column) = (rows[cell / size], columns[cell % size])
      #expect(
        polytope.range(of: [(cell, .one)])
          == LinearBounds(
            lower: Rational(max(0, row + column - all)),
            upper: Rational(min(row, column))
          )
      )
    }
  }

  @Test func aCubeOfCountsKnownByItsSidesHasBoundsAroundTheTrueCountsThatAreAttained() throws {
    var generator = SplitMix64(seed: 13)
    let size = 6
    let cells = (0..<size * size * size).map { _ in generator.index(below: 3) }
    var system = atLeastZero(cells.count)
    for first in 0..<size {
      for second in 0..<size {
        for axis in 0..<3 {
          let line = (0..<size).map { third in
            let place = [[third, first, second], [first, third, second], [first, second, third]]
            return place[axis].reduce(0) { $0 * size + $1 }
          }
          system.add(
            line.map { ($0, .one) },
            .equal,
            Rational(line.reduce(0) { $0 + cells[$1] })
          )
        }
      }
    }
    let polytope = try system.polytope()
    for cell in [0, 50, 215] {
      let bounds = polytope.range(of: [(cell, .one)])
      let (lower, upper) = try (#require(bounds.lower), #require(bounds.upper))
      let truth = Rational(cells[cell])
      #expect(lower <= truth && truth <= upper)
      // Attained, and no value beyond.
      #expect(try polytope.adding([(cell, .one)], .equal, upper).greatest([(cell, .one)]) == upper)
      #expect(throws: LinearSystem.Infeasible()) {
        try polytope.adding([(cell, .one)], .atLeast, upper + Rational(1, 1_000))
      }
      #expect(throws: LinearSystem.Infeasible()) {
        try polytope.adding([(cell, .one)], .atMost, lower - Rational(1, 1_000))
      }
    }
  }
}
