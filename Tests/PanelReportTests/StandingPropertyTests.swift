import PanelCore
import PanelStatistics
import Testing

@testable import PanelReport
@testable import PanelScoring

/// Small synthetic standings against every value that a fine enough grid has for what is withheld.
@Suite("A standing, seeded", .timeLimit(.minutes(45)))
struct StandingPropertyTests {
  /// Points of teams by component, where `nil` is withheld, and what the gates say.
  private struct Small {
    static let points = [4, 3]
    var values: [[Int?]]
    var gates: [StandingFrame.RequirementOutcome]
    var average: Int?
    var lowest: Int?
    var rules: String

    init(_ generator: inout SplitMix64, withheld: Int) {
      let teams = 3 + generator.index(below: 2)
      var truth = (0..<teams).map { _ in
        Self.points.map { generator.index(below: $0 + 1) as Int? }
      }
      let totals = truth.map { $0.reduce(0) { $0 + ($1 ?? 0) } }
      if generator.index(below: 3) == 0 {
        // One place is not printed: the mean of whole numbers, rounded.
        average = (2 * totals.reduce(0, +) + teams) / (2 * teams)
      }
      let least = totals.min() ?? 0
      if totals.count(where: { $0 == least }) == 1, generator.index(below: 3) == 0 {
        lowest = totals.firstIndex(of: least)
      }
      for _ in 0..<withheld {
        truth[generator.index(below: teams)][generator.index(below: 2)] = nil
      }
      values = truth
      gates = truth.map { _ in [.met, .met, .notMet, .open][generator.index(below: 4)] }
      let floor = ["", "cutOffs: [{component: a, points: 2}], "][generator.index(below: 2)]
      let ties = ["", ", ties: [b]"][generator.index(below: 2)]
      let order = ["first", "last"][generator.index(below: 2)]
      rules =
        floor + "eliminate: \(generator.index(below: 2)), advance: "
        + "\(1 + generator.index(below: 2)), gates: \(order)\(ties)"
    }

    var yaml: String {
      var more = average.map { "averages: {total: \($0)}\n" } ?? ""
      if let lowest { more += "facts: [{lowest: T\(lowest + 1)}]\n" }
      return StandingFiles.yaml(
        [("a", Self.points[0]), ("b", Self.points[1])],
        teams: zip(values, gates).map { values, gate in
          let given = zip(["a", "b"], values).map { "\($0): \($1.map(String.init) ?? "withheld")" }
          let grounds = gate == .open ? "" : ", grounds: {ko: 가, en: a}"
          return "values: {\(given.joined(separator: ", "))}, "
            + "gates: {g: {outcome: \(gate.rawValue)\(grounds)}}"
        },
        more: more,
        rules: rules
      )
    }

    /// Every completion in eighths of a point that agrees with what was published.
    var completions: [[[Rational]]] {
      var all: [[[Rational]]] = [[]]
      for team in values {
        var rows: [[Rational]] = [[]]
        for (component, value) in team.enumerated() {
          let eighths = value.map { [8 * $0] } ?? Array(0...8 * Self.points[component])
          rows = rows.flatMap { row in eighths.map { row + [Rational($0, 8)] } }
        }
        all = all.flatMap { before in rows.map { before + [$0] } }
      }
      return all.filter { teams in
        let totals = teams.map { $0[0] + $0[1] }
        let mean = totals.reduce(.zero, +) / Rational(totals.count)
        if let average, (mean - Rational(average)).magnitude > Rational(1, 2) { return false }
        guard let lowest else { return true }
        return totals.indices.allSatisfy { $0 == lowest || totals[$0] > totals[lowest] }
      }
    }
  }

  /// What holds where everything is known, found by sorting.
  private func facts(
    _ points: [[Rational]],
    _ frame: StandingFrame
  ) -> (ranks: [Int], outcomes: [[StandingOutcome]], totals: [Rational]) {
    let keys = points.map { row in
      [row[0] + row[1]] + frame.rules.ties.map { row[$0 - 1] }
    }
    let ranks = keys.map { key in 1 + keys.count { key.lexicographicallyPrecedes($0) } }
    let groups = Set(ranks).sorted().map { rank in ranks.indices.filter { ranks[$0] == rank } }
    let below = points.indices.filter { team in
      frame.rules.cutOffs.contains { points[team][$0.component - 1] < Rational($0.floor) }
    }
    var outcomes: [[StandingOutcome]] = []
    let open = frame.teams.indices.filter { frame.gate(of: $0) == .open }
    for mask in 0..<1 << open.count {
      let stopped = frame.teams.indices.filter { team in
        frame.gate(of: team) == .notMet
          || open.firstIndex(of: team).map { mask & 1 << $0 != 0 } ?? false
      }
      let found = StandingOutcome.of(
        ranking: groups,
        below: Set(below),
        stopped: Set(stopped),
        rules: frame.rules
      )
      outcomes.append(frame.teams.indices.compactMap { found[$0] })
    }
    return (ranks, outcomes, points.map { $0[0] + $0[1] })
  }

  @Test("conclusions, ranks and outcomes are those of all completions", arguments: [1, 2])
  func exact(withheld: Int) throws {
    var generator = SplitMix64(seed: UInt64(90 + withheld))
    var seen: Set<StandingConclusion.Certainty> = []
    for number in 0..<30 / withheld {
      let small = Small(&generator, withheld: withheld)
      let frame = try StandingDocument.read(small.yaml)
      let standing = try StandingResult(frame)
      let all = small.completions.map { facts($0, frame) }
      try #require(!all.isEmpty && standing.isComplete)
      for team in frame.teams.indices {
        #expect(
          standing.teams[team].ranks == Set(all.map { $0.ranks[team] }).sorted(),
          "\(number)\n\(small.yaml)"
        )
        let outcomes = Set(all.flatMap { $0.outcomes.map { $0[team] } })
        #expect(Set(standing.teams[team].outcomes) == outcomes, "\(number)\n\(small.yaml)")
        let total = try standing.points("T\(team + 1)", "total")
        #expect(all.allSatisfy { (total.lower...total.upper).contains($0.totals[team]) })
      }
      for conclusion in standing.conclusions {
        let team = try #require(frame.teams.firstIndex { $0.id == conclusion.team })
        let found: Set<Bool?> = Set(
          all.flatMap { one -> [Bool?] in
            switch conclusion.statement {
            case .advances:
              one.outcomes.map { $0[team] == .tied ? nil : $0[team] == .advances }
            case .lowest: one.outcomes.map { $0[team] == .tied ? nil : $0[team] == .lowest }
            case .belowCutOff: one.outcomes.map { $0[team] == .belowCutOff }
            case .top(let rank): [one.ranks[team] <= rank]
            case .atLeast(let id):
              frame.teams.firstIndex { $0.id == id }.map { [one.totals[team] >= one.totals[$0]] }
                ?? []
            }
          }
        )
        let expected: StandingConclusion.Certainty =
          found == [true] ? .certain : found == [false] ? .impossible : .possible
        #expect(conclusion.certainty == expected, "\(conclusion)\n\(small.yaml)")
        seen.insert(conclusion.certainty)
      }
    }
    #expect(seen == [.certain, .possible, .impossible])
  }

  @Test("with little patience less is settled, and nothing otherwise", arguments: [1, 2])
  func impatient(withheld: Int) throws {
    var generator = SplitMix64(seed: UInt64(190 + withheld))
    var settled = Set<Bool>()
    for _ in 0..<20 {
      let yaml = Small(&generator, withheld: withheld).yaml
      let exact = try StandingFiles.standing(yaml)
      for patience in [0, 200, 1000, 5000] {
        let rough = try StandingFiles.standing(yaml, patience: patience)
        settled.insert(rough.isComplete)
        for (rough, exact) in zip(rough.conclusions, exact.conclusions) {
          #expect(rough.certainty == .undetermined || rough == exact, "\(patience)\n\(yaml)")
        }
        for (rough, exact) in zip(rough.teams, exact.teams) {
          let ranks = Set(rough.ranks)
          #expect(ranks.isSuperset(of: exact.ranks), "\(patience)\n\(yaml)")
          #expect(Set(rough.outcomes).isSubset(of: exact.outcomes), "\(patience)\n\(yaml)")
        }
      }
    }
    #expect(settled == [true, false])
  }

  @Test("a point more never lowers a rank")
  func monotone() throws {
    var generator = SplitMix64(seed: 95)
    for _ in 0..<25 {
      var small = Small(&generator, withheld: 1)
      (small.average, small.lowest) = (nil, nil)
      let team = generator.index(below: small.values.count)
      let component = generator.index(below: 2)
      guard let value = small.values[team][component], value < Small.points[component] else {
        continue
      }
      let before = try StandingFiles.standing(small.yaml).teams[team].ranks
      small.values[team][component] = value + 1
      let after = try StandingFiles.standing(small.yaml).teams[team].ranks
      #expect(try #require(after.first) <= #require(before.first), "\(small.yaml)")
      #expect(try #require(after.last) <= #require(before.last), "\(small.yaml)")
    }
  }
}
