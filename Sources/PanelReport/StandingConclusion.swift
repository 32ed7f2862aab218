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

  /// Writes the statement as a word, with the rank or the other team beside it.
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

/// Counts over all rankings what holds and what does not.
struct StandingTally {
  private let frame: StandingFrame
  private let statements: [StandingConclusion.Statement]
  /// From which statement on they compare with the teams, one after the other.
  private var firstPair: Int { statements.count - frame.teams.count }
  /// By statement and team whether it was true, untrue or left open by a tie.
  private var seen: [[Set<Bool?>]]
  private(set) var ranks: [Set<Int>]
  private(set) var outcomes: [Set<StandingOutcome>]
  private let stopped: [Set<Int>]
  private(set) var isEmpty = true
  /// Whether every outcome of the open gates is asked about.
  let hasAllGates: Bool

  init(_ frame: StandingFrame) {
    self.frame = frame
    let (teams, rules) = (frame.teams.count, frame.rules)
    let tops = Set([rules.advance ?? 0, teams - rules.eliminate])
      .filter { (1..<teams).contains($0) }
    statements =
      [.advances] + (rules.eliminate > 0 ? [.lowest] : [])
      + (rules.cutOffs.isEmpty ? [] : [.belowCutOff]) + tops.sorted().map { .top($0) }
      + frame.teams.map { .atLeast($0.id) }
    seen = statements.map { _ in Array(repeating: [], count: teams) }
    ranks = Array(repeating: [], count: teams)
    outcomes = Array(repeating: [], count: teams)
    let certain = frame.teams.indices.filter { frame.gate(of: $0) == .notMet }
    // Whatever open gates turn out to say.
    let open = frame.teams.indices.filter { frame.gate(of: $0) == .open }
    hasAllGates = open.count <= 10
    stopped = open.prefix(10)
      .reduce([Set(certain)]) { sets, team in sets + sets.map { $0.union([team]) } }
  }

  mutating func add(_ ranking: StandingRankings.Ranking) {
    isEmpty = false
    let (places, totals) = (ranking.ranks, ranking.totalRanks)
    for (team, rank) in places { ranks[team].insert(rank) }
    for stopped in stopped {
      let outcomes = StandingOutcome.of(
        ranking: ranking.groups,
        below: ranking.below,
        stopped: stopped,
        rules: frame.rules
      )
      for (team, outcome) in outcomes { self.outcomes[team].insert(outcome) }
      for (index, statement) in statements.enumerated() {
        for team in frame.teams.indices {
          let isSo: Bool? =
            switch statement {
            case .advances: outcomes[team] == .tied ? nil : outcomes[team] == .advances
            case .lowest: outcomes[team] == .tied ? nil : outcomes[team] == .lowest
            case .belowCutOff: ranking.below.contains(team)
            case .top(let rank): (places[team] ?? 0) <= rank
            case .atLeast: (totals[team] ?? 0) <= (totals[index - firstPair] ?? 0)
            }
          seen[index][team].insert(isSo)
        }
      }
    }
  }

  func conclusions(isComplete: Bool) -> [StandingConclusion] {
    zip(statements, seen).flatMap { statement, seen in
      zip(frame.teams, seen).compactMap { team, seen -> StandingConclusion? in
        if statement == .atLeast(team.id) { return nil }
        let certainty: StandingConclusion.Certainty =
          if seen.isSuperset(of: [true, false]) || (seen.contains(nil) && isComplete) {
            .possible
          } else if !isComplete {
            .undetermined
          } else {
            seen == [true] ? .certain : .impossible
          }
        return StandingConclusion(statement, of: team.id, certainty)
      }
    }
  }
}
