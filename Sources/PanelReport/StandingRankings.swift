import PanelCore
import PanelStatistics

/// Every ranking of the teams that withheld points allow, found one place after the other.
struct StandingRankings {
  /// One of them.
  struct Ranking {
    /// The teams from the top; those of one group tie.
    var groups: [[Int]] = []
    /// Of each group the rank by total alone, 1 for the top.
    var ranksByTotal: [Int] = []
    /// Who is below a cut-off.
    var below: Set<Int> = []

    /// The rank of each team, 1 for the top, after the components that tell ties apart.
    var ranks: [Int: Int] {
      var (ranks, next) = ([Int: Int](), 1)
      for group in groups {
        for team in group { ranks[team] = next }
        next += group.count
      }
      return ranks
    }

    /// The rank of each team by total alone.
    var totalRanks: [Int: Int] {
      var ranks: [Int: Int] = [:]
      for (group, rank) in zip(groups, ranksByTotal) {
        for team in group { ranks[team] = rank }
      }
      return ranks
    }

    /// Whether what was published about ranks is so.
    func agrees(with facts: [StandingFrame.Said<StandingFrame.Fact>]) -> Bool {
      facts.allSatisfy { fact in
        guard case .among(let top, let teams) = fact.content else { return true }
        let ranks = totalRanks
        return teams.allSatisfy { ranks[$0].map { $0 <= top } ?? false }
      }
    }
  }

  private let claims: StandingClaims
  private let levels: [Int]
  private let body: (Ranking) -> Void
  /// How many more systems may be solved.
  private var patience: Int
  /// By team: who has a higher, and who may have the same total, whatever is withheld.
  private var above: [Set<Int>] = []
  private var beside: [Set<Int>] = []

  /// Calls `body` with every ranking, and returns whether that were all.
  static func visit(
    _ claims: StandingClaims,
    _ polytope: LinearPolytope,
    patience: Int,
    body: (Ranking) -> Void
  ) -> Bool {
    withoutActuallyEscaping(body) { body in
      var search = StandingRankings(claims, polytope, patience: patience, body: body)
      search.cut(polytope, Ranking(), claims.cuts)
      return search.patience > 0
    }
  }

  private init(
    _ claims: StandingClaims,
    _ polytope: LinearPolytope,
    patience: Int,
    body: @escaping (Ranking) -> Void
  ) {
    (self.claims, self.patience, self.body) = (claims, patience, body)
    levels = [0] + claims.frame.rules.ties
    let teams = claims.frame.teams.indices
    for team in teams {
      let leads = teams.map { other in
        polytope.range(of: claims.difference(other, team, 0))
      }
      above.append(Set(teams.filter { leads[$0].lower.map { $0 > .zero } ?? false }))
      beside.append(
        Set(
          teams.filter { other in
            !(leads[other].lower.map { $0 > .zero } ?? false)
              && !(leads[other].upper.map { $0.isNegative } ?? false)
          }
        )
      )
    }
  }

  /// Asks for each team and floor on which side it is, then goes on to the places.
  private mutating func cut(
    _ polytope: LinearPolytope,
    _ ranking: Ranking,
    _ cuts: [StandingClaims.Cut]
  ) {
    guard let cut = cuts.first else {
      return place(polytope, ranking, Array(claims.frame.teams.indices))
    }
    let rest = Array(cuts.dropFirst())
    if let passing = solved(polytope, [(cut.points, .atLeast, cut.floor)]) {
      self.cut(passing, ranking, rest)
    }
    let short = cut.points + [(claims.margin, .one)]
    if let failing = solved(polytope, [(short, .atMost, cut.floor)]) {
      var ranking = ranking
      ranking.below.insert(cut.team)
      self.cut(failing, ranking, rest)
    }
  }

  private mutating func place(_ polytope: LinearPolytope, _ ranking: Ranking, _ left: [Int]) {
    guard !left.isEmpty else { return body(ranking) }
    let candidates = left.filter { above[$0].isDisjoint(with: left) }
    for group in groups(candidates[...]) where !group.isEmpty && patience > 0 {
      let rest = left.filter { !group.contains($0) }
      var constraints: [StandingClaims.Constraint] = rest.map {
        (claims.difference(group[0], $0, 0), .atLeast, .zero)
      }
      for other in group.dropFirst() {
        constraints += levels.map { (claims.difference(group[0], other, $0), .equal, .zero) }
      }
      guard let tied = solved(polytope, constraints) else { continue }
      var next = ranking
      next.groups.append(group)
      let rank = 1 + ranking.groups.joined().count
      guard let before = ranking.groups.last else {
        next.ranksByTotal.append(rank)
        place(tied, next, rest)
        continue
      }
      for level in levels.indices {
        let equal: [StandingClaims.Constraint] = levels[..<level].map {
          (claims.difference(before[0], group[0], $0), .equal, .zero)
        }
        let lead = claims.difference(before[0], group[0], levels[level])
        let apart = equal + [(lead + [(claims.margin, -.one)], .atLeast, .zero)]
        guard let behind = solved(tied, apart) else { continue }
        var next = next
        next.ranksByTotal.append(level == 0 ? rank : ranking.ranksByTotal.last ?? rank)
        place(behind, next, rest)
      }
    }
  }

  /// All sets of teams that may tie, the empty one among them.
  private func groups(_ teams: ArraySlice<Int>) -> [[Int]] {
    guard let team = teams.first else { return [[]] }
    let others = groups(teams.dropFirst())
    return others + others.filter { beside[team].isSuperset(of: $0) }.map { [team] + $0 }
  }

  private mutating func solved(
    _ polytope: LinearPolytope,
    _ constraints: [StandingClaims.Constraint]
  ) -> LinearPolytope? {
    guard patience > 0 else { return nil }
    patience -= 1
    var result = polytope
    do throws(LinearSystem.Infeasible) {
      for constraint in constraints {
        result = try result.adding(constraint.terms, constraint.relation, constraint.bound)
      }
    } catch { return nil }
    return claims.isOpen(result) ? result : nil
  }
}

extension StandingClaims {
  /// One team at one floor.
  struct Cut {
    var team: Int
    var points: [LinearSystem.Term]
    var floor: Rational
  }

  /// Every team at every floor.
  var cuts: [Cut] {
    frame.rules.cutOffs.flatMap { cutOff in
      let full = Rational(frame.components[cutOff.component].points)
      let floor =
        cutOff.isPercent ? full * Rational(cutOff.floor) / Rational(100) : Rational(cutOff.floor)
      return frame.teams.indices.map { team in
        Cut(team: team, points: points(team, cutOff.component), floor: floor)
      }
    }
  }
}
