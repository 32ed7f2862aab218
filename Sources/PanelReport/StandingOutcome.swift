public import PanelCore

/// What becomes of a team, where points, gates and rules are settled.
public enum StandingOutcome: String, CaseIterable, Encodable, Sendable {
  /// It advances.
  case advances
  /// It is eliminated as one of the lowest.
  case lowest
  /// A gate stops it.
  case gate
  /// It is below a cut-off.
  case belowCutOff
  /// There are not enough places.
  case outranked
  /// It ties across a cut, and no rule says who is on which side.
  case tied

  /// Decides about all teams.
  ///
  /// - Parameters:
  ///   - ranking: The teams from the top; those of one group tie.
  ///   - below: Who is below a cut-off.
  ///   - stopped: Whom a gate stops.
  ///   - rules: How it is decided.
  /// - Returns: The outcome of every team of the ranking.
  public static func of(
    ranking: [[Int]],
    below: Set<Int>,
    stopped: Set<Int>,
    rules: StandingFrame.Rules
  ) -> [Int: StandingOutcome] {
    var outcomes: [Int: StandingOutcome] = [:]
    func settle(_ teams: some Sequence<Int>, _ outcome: StandingOutcome) {
      for team in teams { outcomes[team] = outcome }
    }
    func unsettled(_ groups: [[Int]]) -> [[Int]] {
      groups.map { group in group.filter { outcomes[$0] == nil } }.filter { !$0.isEmpty }
    }
    settle(below, .belowCutOff)
    if rules.gates == .first { settle(stopped.subtracting(below), .gate) }
    var left = unsettled(ranking)
    var toGo = rules.eliminate
    while toGo > 0, let last = left.popLast() {
      settle(last, last.count <= toGo ? .lowest : .tied)
      toGo -= last.count
    }
    if rules.gates == .last {
      settle(stopped.filter { outcomes[$0] == nil || outcomes[$0] == .tied }, .gate)
    }
    var places = rules.advance ?? ranking.joined().count
    for group in unsettled(left) {
      settle(group, group.count <= places ? .advances : places > 0 ? .tied : .outranked)
      places -= group.count
    }
    return outcomes
  }
}
