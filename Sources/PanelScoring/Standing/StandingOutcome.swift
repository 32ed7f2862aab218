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
  /// It is tied across a cut, and no rule breaks the tie.
  case tied

  /// Decides about all teams.
  ///
  /// - Parameters:
  ///   - ranking: The teams from the top; those of one group tie.
  ///   - below: Whether each team is below a cut-off.
  ///   - stopped: Whom a gate stops.
  ///   - rules: How it is decided.
  /// - Returns: The outcomes by the number of the team; `nil` for one that the ranking does not have.
  public static func of(
    ranking: [[Int]],
    below: Set<Int>,
    stopped: Set<Int>,
    rules: StandingFrame.Rules
  ) -> [StandingOutcome?] {
    let teams = ranking.joined()
    var outcomes = [StandingOutcome?](repeating: nil, count: 1 + (teams.max() ?? -1))
    func open(_ group: [Int]) -> Int {
      var count = 0
      for team in group where outcomes[team] == nil { count += 1 }
      return count
    }
    func settle(_ group: [Int], _ outcome: StandingOutcome) {
      for team in group where outcomes[team] == nil { outcomes[team] = outcome }
    }
    for team in below { outcomes[team] = .belowCutOff }
    if rules.gates == .first {
      for team in stopped where outcomes[team] == nil { outcomes[team] = .gate }
    }
    var toGo = rules.eliminate
    for group in ranking.reversed() where toGo > 0 {
      let count = open(group)
      settle(group, count <= toGo ? .lowest : .tied)
      toGo -= count
    }
    if rules.gates == .last {
      for team in stopped where outcomes[team] == nil || outcomes[team] == .tied {
        outcomes[team] = .gate
      }
    }
    var places = rules.advance ?? outcomes.count
    for group in ranking {
      let count = open(group)
      settle(group, count <= places ? .advances : places > 0 ? .tied : .outranked)
      places -= count
    }
    return outcomes
  }
}
