import PanelCore
import PanelStatistics

/// What is certain of every two teams before any ranking is looked at.
struct StandingLeads {
  /// By team and other team: what the team leads by at least, by total.
  private var least: [[Rational]] = []
  /// By team: who certainly ranks above it.
  private(set) var above: [Set<Int>]
  /// By team: who certainly does not rank above it, itself among them.
  private var notAbove: [Set<Int>]
  /// By team: who certainly has its rank, itself among them, in order.
  private(set) var twins: [[Int]] = []

  init(_ claims: StandingClaims, totals: [LinearBounds], _ bounds: inout StandingBounds) {
    let teams = claims.frame.teams.indices
    above = teams.map { _ in [] }
    notAbove = teams.map { _ in [] }
    for team in teams {
      least.append(
        teams.map { other in
          if let low = totals[team].lower, let high = totals[other].upper, high < low {
            low - high
          } else if let high = totals[team].upper, let low = totals[other].lower, high < low {
            high - low
          } else {
            claims.leastLead(of: team, over: other, 0, &bounds)
          }
        }
      )
      for other in teams {
        // Tie breaks count only if the total cannot decide the opposite.
        var (lead, ties) = (least[team][other], claims.frame.rules.ties[...])
        while lead == .zero, team != other, let next = ties.popFirst() {
          lead = claims.leastLead(of: team, over: other, next, &bounds)
        }
        if lead > .zero { above[other].insert(team) }
        if !lead.isNegative { notAbove[team].insert(other) }
      }
    }
    twins = teams.map { team in
      teams.filter { notAbove[team].contains($0) && notAbove[$0].contains(team) }
    }
  }

  /// Whether the total of a team is certainly greater than that of the other one.
  func isGreater(_ team: Int, _ other: Int) -> Bool { least[team][other] > .zero }

  /// Whether the total of a team is certainly at least that of the other one.
  func isAtLeast(_ team: Int, _ other: Int) -> Bool { !least[team][other].isNegative }

  /// From the best to the worst rank that two teams at a time leave open.
  func ranks(of team: Int) -> ClosedRange<Int> {
    1 + above[team].count...1 + notAbove.count - notAbove[team].count
  }
}

extension StandingClaims {
  fileprivate func leastLead(
    of team: Int,
    over other: Int,
    _ component: Int,
    _ bounds: inout StandingBounds
  ) -> Rational {
    -bounds.greatest(difference(other, team, component))
  }
}
