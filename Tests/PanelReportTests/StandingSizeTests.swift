import PanelCore
import PanelStatistics
import Testing

@testable import PanelReport
@testable import PanelScoring

/// Standings of many teams: what is known is settled, and what cannot be looked at is said.
@Suite("A standing of many teams", .timeLimit(.minutes(45)))
struct StandingSizeTests {
  private let rules = "eliminate: 4, advance: 10, ties: [a]"

  private func yaml(_ teams: [String], more: String = "", rules: String? = nil) -> String {
    StandingFiles.yaml(
      [("a", 40), ("b", 35), ("c", 25)],
      teams: teams.map { "values: {\($0)}, \(StandingFiles.met)" },
      more: more,
      rules: rules ?? self.rules
    )
  }

  /// Points of many teams in few steps, so that some totals are equal, and with them some of `a`.
  private func points(_ count: Int, steps: Int) -> [[Int]] {
    var generator = SplitMix64(seed: UInt64(count))
    return (0..<count).map { _ in
      [40, 35, 25].map { $0 / steps * generator.index(below: steps + 1) }
    }
  }

  private func text(_ points: [Int]) -> String {
    "a: \(points[0]), b: \(points[1]), c: \(points[2])"
  }

  @Test("with all points given every conclusion is settled and right", arguments: [8, 25, 40])
  func given(count: Int) throws {
    let points = points(count, steps: count < 10 ? 1 : 5)
    let yaml = yaml(
      points.map(text),
      rules: "eliminate: \(count / 8), advance: \(count / 3), ties: [a]"
    )
    let standing = try StandingFiles.standing(yaml)
    #expect(standing.isComplete)
    let keys = points.map { [$0.reduce(0, +), $0[0]] }
    let ranks = keys.map { key in 1 + keys.count { key.lexicographicallyPrecedes($0) } }
    try #require(Set(ranks).count < count, "some tie")
    #expect(standing.teams.map(\.ranks) == ranks.map { [$0] })
    let groups = Set(ranks).sorted().map { rank in ranks.indices.filter { ranks[$0] == rank } }
    let frame = try StandingDocument.read(yaml)
    let outcomes = StandingOutcome.of(
      ranking: groups,
      below: [],
      stopped: [],
      rules: frame.rules
    )
    for team in points.indices {
      #expect(standing.teams[team].outcomes == outcomes[team].map { [$0] })
    }
    for conclusion in standing.conclusions {
      let team = try #require(frame.teams.firstIndex { $0.id == conclusion.team })
      let isSo: Bool? =
        switch conclusion.statement {
        case .advances: outcomes[team] == .tied ? nil : outcomes[team] == .advances
        case .lowest: outcomes[team] == .tied ? nil : outcomes[team] == .lowest
        case .belowCutOff: false
        case .top(let rank): ranks[team] <= rank
        case .atLeast(let id):
          try keys[team][0] >= keys[#require(frame.teams.firstIndex { $0.id == id })][0]
        }
      #expect(
        conclusion.certainty == (isSo.map { $0 ? .certain : .impossible } ?? .possible),
        "\(conclusion)"
      )
    }
  }

  @Test("thirty teams of the same points tie, without asking about every set of them")
  func same() throws {
    let standing = try StandingFiles.standing(
      yaml(Array(repeating: "a: 20, b: 20, c: 20", count: 30))
    )
    #expect(standing.isComplete)
    #expect(standing.teams.allSatisfy { $0.ranks == [1] && $0.outcomes == [.tied] })
  }

  @Test("the components that tell ties apart order thirty equal totals")
  func tieBreaks() throws {
    let standing = try StandingFiles.standing(
      yaml((1...30).map { "a: \($0), b: \(31 - $0), c: 20" })
    )
    #expect(standing.isComplete)
    #expect(standing.teams.map(\.ranks) == (1...30).reversed().map { [$0] })
  }

  @Test("few withheld points among thirty teams are settled")
  func few() throws {
    // Totals 31 to 60; the last team has 30 to 55 and the one before 45 to 50.
    let given = (0..<28).map { "a: \(11 + $0), b: 20, c: 0" }
    let standing = try StandingFiles.standing(
      yaml(
        given + ["a: 20, b: 25, c: {from: 0, to: 5}", "a: 10, b: 20, c: withheld"],
        rules: "eliminate: 4, advance: 10"
      )
    )
    #expect(standing.isComplete)
    // 45 is beaten by 46 to 58 and perhaps by the last one; 50 by 51 to 58.
    #expect(standing.teams[28].ranks == Array(9...15))
    // 55 is beaten by 56 to 58; 30 by all.
    #expect(standing.teams[29].ranks == Array(4...30))
    #expect(standing.teams(.certain, .top(26)).contains("T28"))
    #expect(!standing.teams(.certain, .lowest).contains("T30"))
  }

  @Test("where little is known the search ends, and says undetermined instead of guessing")
  func withheld() throws {
    let averages = "averages: {a: 25.1, b: 20.2, c: 12.3}\n"
    let many = Array(repeating: "a: withheld", count: 22)
    let known = ["a: 40, b: 35, c: 25", "a: 0, b: 0, c: 0", "a: 0, b: 0, c: 0"]
    let standing = try StandingFiles.standing(yaml(known + many, more: averages), patience: 400_000)
    #expect(!standing.isComplete)
    let first = try #require(standing.teams.first)
    // Nobody has more than full marks, so the first is among the first whatever ties with it.
    #expect(standing.teams(.certain, .top(10)).allSatisfy { $0 == "T1" })
    #expect(standing.teams(.undetermined, .advances).contains("T25"))
    #expect(standing.teams(.certain, .advances).isEmpty)
    #expect(standing.teams(.impossible, .advances).isEmpty)
    #expect(standing.teams(.certain, .lowest).isEmpty)
    #expect(standing.teams(.impossible, .lowest).isEmpty)
    #expect(first.ranks.first == 1 && standing.teams[5].ranks == Array(1...23))
    let order = StandingConclusion.Statement.atLeast(TeamID("T2"))
    #expect(standing.teams(.certain, order).contains("T25"), "two totals are compared all the same")
  }

  @Test("without patience an interval is too wide and never too narrow")
  func wide() throws {
    let file = yaml(
      ["a: 40, b: 35, c: 25", "a: 30, b: 20, c: withheld", "a: 10, b: withheld, c: 5"],
      more: "averages: {total: 60.0, c: 14.0}\nfacts: [{lowest: T3}]\n",
      rules: "eliminate: 1"
    )
    let (exact, rough) = (
      try StandingFiles.standing(file), try StandingFiles.standing(file, patience: 0)
    )
    #expect(exact.isComplete && !rough.isComplete)
    var isWider = false
    for (exact, rough) in zip(exact.teams, rough.teams) {
      for (component, points) in exact.points {
        let other = try #require(rough.points[component])
        #expect(other.lower <= points.lower && points.upper <= other.upper)
        isWider = isWider || other != points
      }
      #expect(Set(rough.ranks).isSuperset(of: exact.ranks))
    }
    #expect(isWider)
    #expect(
      rough.conclusions.allSatisfy { rough in
        rough.certainty == .undetermined || exact.conclusions.contains(rough)
      }
    )
  }

  @Test("points of a release are rounded once, from the exact score")
  func rounding() throws {
    let score = try ComponentScore.told(["21.45", "21.45", nil])
    var (exact, approximate) = (score.models[0], score.models[1])
    exact.exact = .fraction("10723/500")  // 21.446
    approximate.exact = .approximate
    let rounding = try Rounding(word: "1,halfUp")
    #expect(exact.points(rounded: nil)?.description == "21.45")
    #expect(exact.points(rounded: rounding)?.description == "21.4")
    #expect(approximate.points(rounded: rounding)?.description == "21.5", "nothing else is known")
    #expect(score.models[2].points(rounded: rounding) == nil)
  }
}
