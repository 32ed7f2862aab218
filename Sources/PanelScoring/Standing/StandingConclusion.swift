public import PanelCore

/// One statement about a standing, and whether it holds whatever the withheld values are.
public struct StandingConclusion: Hashable, Encodable, Sendable {
  /// What is said of a team.
  public enum Statement: Hashable, Sendable {
    /// It advances.
    case advances
    /// It is eliminated as one of the lowest.
    case lowest
    /// It is below a cut-off.
    case belowCutOff
    /// Its rank is this one or better.
    case top(Int)
    /// Its total is at least that of the other team.
    case atLeast(TeamID)
  }

  /// For which of the values that agree with the file the statement holds.
  public enum Certainty: String, CaseIterable, Encodable, Sendable {
    /// For all.
    case certain
    /// For some, and not for others.
    case possible
    /// For none.
    case impossible
    /// Not all rankings were looked at.
    case undetermined
  }

  /// What is said.
  public var statement: Statement
  /// Of which team.
  public var team: TeamID
  /// Whether it holds.
  public var certainty: Certainty

  init(_ statement: Statement, of team: TeamID, _ certainty: Certainty) {
    (self.statement, self.team, self.certainty) = (statement, team, certainty)
  }

  private enum CodingKeys: String, CodingKey { case statement, team, top, other, certainty }

  /// Writes the statement as a word, together with the rank or the other team.
  public func encode(to encoder: any Encoder) throws {
    var values = encoder.container(keyedBy: CodingKeys.self)
    try values.encode(team, forKey: .team)
    try values.encode(certainty, forKey: .certainty)
    let word =
      switch statement {
      case .advances: "advances"
      case .lowest: "lowest"
      case .belowCutOff: "belowCutOff"
      case .top: "top"
      case .atLeast: "atLeast"
      }
    try values.encode(word, forKey: .statement)
    if case .top(let rank) = statement { try values.encode(rank, forKey: .top) }
    if case .atLeast(let other) = statement { try values.encode(other, forKey: .other) }
  }
}

/// Gathers over all rankings what holds and what does not.
struct StandingTally {
  private let frame: StandingFrame
  private let stopped: [Set<Int>]
  private(set) var ranks: [Set<Int>]
  private(set) var outcomes: [Set<StandingOutcome>]
  /// By team whether it was below a cut-off.
  private var below: [Set<Bool>]
  /// By team and other team whether its total was at least theirs.
  private var atLeast: [[Set<Bool>]]
  private(set) var isEmpty = true
  /// Whether every outcome of the open gates is asked about.
  let hasAllGates: Bool

  init(_ frame: StandingFrame) {
    self.frame = frame
    ranks = frame.teams.map { _ in [] }
    outcomes = frame.teams.map { _ in [] }
    below = frame.teams.map { _ in [] }
    atLeast = frame.teams.map { _ in frame.teams.map { _ in [] } }
    let certain = frame.teams.indices.filter { frame.gate(of: $0) == .notMet }
    // Whatever open gates turn out to say.
    let open = frame.teams.indices.filter { frame.gate(of: $0) == .open }
    hasAllGates = open.count <= 10
    stopped = open.prefix(10)
      .reduce([Set(certain)]) { sets, team in sets + sets.map { $0.union([team]) } }
  }

  /// What one ranking costs, in things that are looked at.
  var cost: Int { frame.teams.count * (frame.teams.count + 2 * stopped.count) }

  mutating func add(_ ranking: StandingRankings.Ranking) {
    isEmpty = false
    for (team, rank) in ranking.ranks { ranks[team].insert(rank) }
    let totals = ranking.totalRanks.sorted { $0.key < $1.key }.map(\.value)
    for team in frame.teams.indices {
      below[team].insert(ranking.below.contains(team))
      for other in frame.teams.indices {
        atLeast[team][other].insert(totals[team] <= totals[other])
      }
    }
    for stopped in stopped {
      let outcomes = StandingOutcome.of(
        ranking: ranking.groups,
        below: ranking.below,
        stopped: stopped,
        rules: frame.rules
      )
      for (team, outcome) in outcomes.enumerated() {
        if let outcome { self.outcomes[team].insert(outcome) }
      }
    }
  }

  /// Says of every statement and team whether it holds.
  ///
  /// - Parameters:
  ///   - sawAll: Whether every ranking was added.
  ///   - leads: What settles some statements where not.
  /// - Returns: One conclusion for each statement and team.
  func conclusions(sawAll: Bool, _ leads: StandingLeads) -> [StandingConclusion] {
    let (teams, rules) = (frame.teams, frame.rules)
    let tops = Set([rules.advance ?? 0, teams.count - rules.eliminate])
      .filter { teams.indices.dropFirst().contains($0) }
    let statements: [StandingConclusion.Statement] =
      [.advances] + (rules.eliminate > 0 ? [.lowest] : [])
      + (rules.cutOffs.isEmpty ? [] : [.belowCutOff]) + tops.sorted().map { .top($0) }
    let single = statements.flatMap { statement in
      teams.indices.map { team in
        StandingConclusion(
          statement,
          of: teams[team].id,
          certainty(seen(statement, team), sawAll && (hasAllGates || !statement.isAboutGates))
            ?? Self.certainty(of: statement, leads.ranks(of: team))
        )
      }
    }
    let pairs = teams.indices.flatMap { other in
      teams.indices.filter { $0 != other }.map { team in
        StandingConclusion(
          .atLeast(teams[other].id),
          of: teams[team].id,
          certainty(Set(atLeast[team][other]), sawAll)
            ?? (leads.isAtLeast(team, other)
              ? .certain : leads.isGreater(other, team) ? .impossible : .undetermined)
        )
      }
    }
    return single + pairs
  }

  /// Whether a statement was true, untrue or left open by a tie.
  private func seen(_ statement: StandingConclusion.Statement, _ team: Int) -> Set<Bool?> {
    func seen(_ wanted: StandingOutcome) -> Set<Bool?> {
      Set(outcomes[team].map { $0 == .tied ? nil : $0 == wanted })
    }
    switch statement {
    case .advances: return seen(.advances)
    case .lowest: return seen(.lowest)
    case .belowCutOff: return Set(below[team])
    case .top(let rank): return Set(ranks[team].map { $0 <= rank })
    case .atLeast: return []
    }
  }

  /// `nil` where what was seen does not settle it.
  private func certainty(
    _ seen: Set<Bool?>,
    _ isComplete: Bool
  ) -> StandingConclusion.Certainty? {
    if seen.isSuperset(of: [true, false]) || (seen.contains(nil) && isComplete) {
      return .possible
    }
    return isComplete ? (seen == [true] ? .certain : .impossible) : nil
  }

  /// What the ranks that two teams at a time leave open say of a statement.
  private static func certainty(
    of statement: StandingConclusion.Statement,
    _ ranks: ClosedRange<Int>
  ) -> StandingConclusion.Certainty {
    guard case .top(let rank) = statement else { return .undetermined }
    return ranks.upperBound <= rank
      ? .certain : ranks.lowerBound > rank ? .impossible : .undetermined
  }
}

extension StandingConclusion.Statement {
  /// Whether gates have a say in it.
  fileprivate var isAboutGates: Bool { self == .advances || self == .lowest }
}
