import PanelCore
import PanelStatistics

/// What a file says of the points, as linear constraints on those of the components without parts.
struct StandingClaims {
  typealias Constraint = (
    terms: [LinearSystem.Term], relation: LinearSystem.Relation, bound: Rational
  )

  /// One thing it says, with its line.
  struct Claim {
    var line: Int
    var text: LocalizedText
    var constraints: [Constraint]
  }

  let frame: StandingFrame
  private let leaves: [Int]
  private(set) var claims: [Claim] = []

  /// Takes a frame in which all values from releases have been filled in.
  init(_ frame: StandingFrame) {
    self.frame = frame
    leaves = frame.leaves(of: 0)
    for (index, team) in frame.teams.enumerated() {
      for (component, value) in team.values.sorted(by: { $0.key < $1.key }) {
        add(value.content, of: index, component, at: value.line)
      }
    }
    for fact in frame.facts { add(fact.content, at: fact.line) }
  }

  /// Above 0 where every strict inequality holds; one variable for all of them.
  var margin: Int { frame.teams.count * leaves.count }

  /// The points of a team for a component.
  func points(_ team: Int, _ component: Int, times factor: Rational = .one) -> [LinearSystem.Term] {
    let parts = frame.leaves(of: component)
    return leaves.indices.filter { parts.contains(leaves[$0]) }
      .map { (team * leaves.count + $0, factor) }
  }

  /// How many points a team has more than another one.
  func difference(_ team: Int, _ other: Int, _ component: Int) -> [LinearSystem.Term] {
    points(team, component) + points(other, component, times: -.one)
  }

  /// All values that agree with the claims, where they agree with each other.
  func polytope(without left: Set<Int> = []) throws(LinearSystem.Infeasible) -> LinearPolytope {
    var system = LinearSystem(variables: margin + 1)
    system.bound(margin, in: .zero...(.one))
    for (place, leaf) in leaves.enumerated() {
      for team in frame.teams.indices {
        system.bound(
          team * leaves.count + place,
          in: .zero...Rational(frame.components[leaf].points)
        )
      }
    }
    for index in claims.indices where !left.contains(index) {
      for constraint in claims[index].constraints {
        system.add(constraint.terms, constraint.relation, constraint.bound)
      }
    }
    let polytope = try system.polytope()
    guard isOpen(polytope) else { throw LinearSystem.Infeasible() }
    return polytope
  }

  /// Whether strict inequalities can hold.
  func isOpen(_ polytope: LinearPolytope) -> Bool {
    polytope.greatest([(margin, .one)]) != .zero
  }

  /// Claims that contradict each other, and any one fewer do not.
  func contradiction() -> [Claim] {
    var left: Set<Int> = []
    for index in claims.indices where (try? polytope(without: left.union([index]))) == nil {
      left.insert(index)
    }
    return claims.indices.filter { !left.contains($0) }.map { claims[$0] }
  }

  private mutating func add(
    _ value: StandingFrame.Value,
    of team: Int,
    _ component: Int,
    at line: Int
  ) {
    let name = "\(frame.teams[team].id) \(frame.components[component].id)"
    let terms = points(team, component)
    switch value {
    case .known(let points):
      claims.append(
        Claim(
          line: line,
          text: LocalizedText(en: "\(name) is \(points)", ko: "\(name) \(points)점"),
          constraints: [(terms, .equal, Rational(points))]
        )
      )
    case .between(let from, let to):
      claims.append(
        Claim(
          line: line,
          text: LocalizedText(en: "\(name) is \(from) to \(to)", ko: "\(name) \(from)–\(to)점"),
          constraints: [(terms, .atLeast, Rational(from)), (terms, .atMost, Rational(to))]
        )
      )
    case .withheld, .released: break
    }
  }

  private mutating func add(_ fact: StandingFrame.Fact, at line: Int) {
    let (teams, components) = (frame.teams, frame.components)
    switch fact {
    case .average(let component, let printed):
      let share = Rational(1, teams.count)
      let terms = teams.indices.flatMap { points($0, component, times: share) }
      let (mean, half) = (Rational(printed), Rational(1, 2 * printed.denominator))
      claims.append(
        Claim(
          line: line,
          text: LocalizedText(
            en: "the average of \(components[component].id) is \(printed)",
            ko: "\(components[component].id) 평균 \(printed)점"
          ),
          constraints: [(terms, .atLeast, mean - half), (terms, .atMost, mean + half)]
        )
      )
    case .lowest(let lowest):
      claims.append(
        Claim(
          line: line,
          text: LocalizedText(
            en: "\(teams[lowest].id) alone has the lowest total",
            ko: "\(teams[lowest].id)만 총점 최하위"
          ),
          constraints: teams.indices.filter { $0 != lowest }
            .map { (difference($0, lowest, 0) + [(margin, -.one)], .atLeast, .zero) }
        )
      )
    case .best(let component, let best):
      claims.append(
        Claim(
          line: line,
          text: LocalizedText(
            en: "nobody has more \(components[component].id) than \(teams[best].id)",
            ko: "\(components[component].id) 최고점은 \(teams[best].id)"
          ),
          constraints: teams.indices.filter { $0 != best }
            .map { (difference(best, $0, component), .atLeast, .zero) }
        )
      )
    // How many teams have more is not a linear constraint: the rankings decide it.
    case .among: break
    }
  }
}
