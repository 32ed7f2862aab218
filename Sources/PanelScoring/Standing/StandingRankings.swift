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
    /// Whether each team is below a cut-off.
    var below: Set<Int> = []

    /// The rank of each team, 1 for the top, after the components that break ties.
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

    /// Whether the published statements about ranks hold.
    func agrees(with facts: [StandingFrame.Located<StandingFrame.Fact>]) -> Bool {
      facts.allSatisfy { fact in
        guard case .among(let top, let teams) = fact.content else { return true }
        let ranks = totalRanks
        return teams.allSatisfy { ranks[$0].map { $0 <= top } ?? false }
      }
    }
  }

  private let claims: StandingClaims
  private let leads: StandingLeads
  private let levels: [Int]
  private let cost: Int
  private let body: (Ranking) -> Void
  /// How much more may be looked at: numbers of a system, outcomes of a ranking.
  private var patience: Int

  /// Calls `body` with every ranking, and returns whether that were all.
  static func visit(
    _ claims: StandingClaims,
    _ polytope: LinearPolytope,
    _ leads: StandingLeads,
    patience: Int,
    cost: Int,
    body: (Ranking) -> Void
  ) -> Bool {
    withoutActuallyEscaping(body) { body in
      var search = StandingRankings(
        claims: claims,
        leads: leads,
        levels: [0] + claims.frame.rules.ties,
        cost: cost,
        body: body,
        patience: patience
      )
      var (ranking, open) = (Ranking(), [StandingClaims.Cut]())
      for cut in claims.cuts {
        let points = polytope.range(of: cut.points)
        if let upper = points.upper, upper < cut.floor {
          ranking.below.insert(cut.team)
        } else if let lower = points.lower, lower < cut.floor {
          open.append(cut)
        }
      }
      search.cut(polytope, ranking, open.filter { !ranking.below.contains($0.team) }[...])
      return search.patience > 0
    }
  }

  /// Asks for each team and floor on which side it is, then goes on to the places.
  private mutating func cut(
    _ polytope: LinearPolytope,
    _ ranking: Ranking,
    _ cuts: ArraySlice<StandingClaims.Cut>
  ) {
    guard let cut = cuts.first else {
      return place(polytope, ranking, Array(claims.frame.teams.indices))
    }
    let rest = cuts.dropFirst()
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

  /// Goes on with every group of teams that may have the next place.
  private mutating func place(_ polytope: LinearPolytope, _ ranking: Ranking, _ left: [Int]) {
    guard !left.isEmpty else {
      patience -= cost
      if patience > 0 { body(ranking) }
      return
    }
    // Of teams that certainly tie, one represents all.
    let candidates = left.filter { team in
      leads.above[team].isDisjoint(with: left) && leads.twins[team].first == team
    }
    let rank = 1 + ranking.groups.joined().count
    for (place, leader) in candidates.enumerated() {
      let ahead: [StandingClaims.Constraint] = left.filter { !leads.isAtLeast(leader, $0) }
        .map { (claims.difference(leader, $0, 0), .atLeast, .zero) }
      var next = ranking
      next.groups.append(leads.twins[leader])
      next.ranksByTotal.append(rank)
      let others = candidates[(place + 1)...]
      guard let before = ranking.groups.last?.first else {
        tie(solved(polytope, ahead), next, left, others)
        continue
      }
      if leads.isGreater(before, leader) {
        tie(solved(polytope, ahead), next, left, others)
        continue
      }
      for level in levels.indices {
        let equal: [StandingClaims.Constraint] = levels[..<level].map {
          (claims.difference(before, leader, $0), .equal, .zero)
        }
        let lead = claims.difference(before, leader, levels[level]) + [(claims.margin, -.one)]
        next.ranksByTotal[ranking.groups.count] =
          level == 0 ? rank : ranking.ranksByTotal.last ?? rank
        tie(solved(polytope, ahead + equal + [(lead, .atLeast, .zero)]), next, left, others)
      }
    }
  }

  /// Continues after the last group, then with each of the other teams added to it.
  ///
  /// What cannot tie with a group ties with none that holds it, so most sets are never asked about.
  private mutating func tie(
    _ polytope: LinearPolytope?,
    _ ranking: Ranking,
    _ left: [Int],
    _ others: ArraySlice<Int>
  ) {
    guard let polytope, let group = ranking.groups.last else { return }
    place(polytope, ranking, left.filter { !group.contains($0) })
    for (place, other) in zip(others.indices, others) where patience > 0 {
      let equal: [StandingClaims.Constraint] = levels.map {
        (claims.difference(group[0], other, $0), .equal, .zero)
      }
      var next = ranking
      next.groups[ranking.groups.count - 1] += leads.twins[other]
      tie(solved(polytope, equal), next, left, others[(place + 1)...])
    }
  }

  private mutating func solved(
    _ polytope: LinearPolytope,
    _ constraints: [StandingClaims.Constraint]
  ) -> LinearPolytope? {
    patience -= 1 + polytope.size * constraints.count
    guard patience > 0 else { return nil }
    if constraints.isEmpty { return polytope }
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
