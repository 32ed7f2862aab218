import Foundation
import PanelCore
import PanelProtocol
import PanelStatistics
import Testing

@testable import PanelReport
@testable import PanelScoring

@Suite("A standing", .timeLimit(.minutes(45)))
struct StandingTests {
  private func number(_ text: String) throws -> Rational {
    try #require(Rational(decimal: text))
  }

  // MARK: - The published first stage

  @Test("CK1 to CK3: what was published adds up, to the digit")
  func published() throws {
    let standing = try StandingFiles.standing(try StandingFiles.text("independent-ai-2026-1.yaml"))
    // 9.2 + 14.4 + 10.0 = 33.6, and 33.6 + 31.6 + 25.0 = 90.2.
    let individual = try standing.points("LG", "individual")
    #expect(individual.lower == Rational(10) && individual.isKnown && !individual.isGiven)
    #expect(try standing.points("LG", "total").lower == number("90.2"))
    // 30.4 + 28.56 + 20.76 = 79.72, printed as 79.7.
    let total = try #require(standing.averages.first { $0.component == .total })
    let sum = try #require(total.sumOfParts.flatMap { Rational(decimal: $0) })
    #expect(try sum == number("79.72"))
    #expect(sum.decimalText(places: 1, mode: .halfUp) == total.printed.description)
    // 20.76 × 5 − 25.0, over the four others.
    let user = try #require(standing.averages.first { $0.component.rawValue == "user" })
    #expect(try user.othersMean == number("19.70").fraction && user.others == 4)
    #expect(try user.othersBounds?.lower == number("19.69375"))
    #expect(try user.othersBounds?.upper == number("19.70625"))
    let means = ["benchmark": "29.6", "expert": "27.8"]
    for average in standing.averages {
      guard let mean = means[average.component.rawValue] else { continue }
      #expect(try average.othersMean == number(mean).fraction)
    }
  }

  @Test("five teams: one the lowest, one stopped although among the first four, three advance")
  func outcomes() throws {
    let standing = try StandingFiles.standing(try StandingFiles.text("independent-ai-2026-1.yaml"))
    #expect(standing.isComplete)
    #expect(standing.teams(.certain, .advances) == ["LG", "SKT", "Upstage"])
    #expect(standing.teams(.certain, .lowest) == ["NC-AI"])
    #expect(standing.teams(.certain, .top(4)) == ["LG", "SKT", "Upstage", "Naver"])
    #expect(standing.teams(.impossible, .advances) == ["Naver", "NC-AI"])
    #expect(standing.teams.map(\.gate) == [.met, .met, .met, .notMet, .open])
    #expect(
      standing.teams.map(\.outcomes)
        == [[.advances], [.advances], [.advances], [.gate], [.lowest]]
    )
    // Nothing that was published says that the best known total is the best one.
    #expect(standing.teams[0].ranks == [1, 2, 3, 4])
    #expect(try standing.points("SKT", "nia").lower == number("9.2"))
    #expect(try standing.points("Upstage", "nia").upper == number("9.2"))
    #expect(try standing.points("NC-AI", "total").upper < standing.points("LG", "total").lower)
  }

  @Test("the total follows from its components, and a wrong one contradicts them by name and line")
  func contradiction() throws {
    let text = try StandingFiles.text("independent-ai-2026-1.yaml")
    let without = text.replacing("total: 90.2, ", with: "")
    #expect(try StandingFiles.standing(without).points("LG", "total").lower == number("90.2"))
    #expect(try StandingFiles.standing(without).points("LG", "total").isGiven)

    let wrong = text.replacing("total: 90.2", with: "total: 90.1")
    let problem = try #require(try StandingFiles.problems(wrong).first)
    let claims = [
      "LG total is 90.1", "LG benchmark is 33.6", "LG expert is 31.6", "LG user is 25.0",
    ]
    for part in claims {
      #expect(problem.message.en.contains(part), "\(problem.message.en)")
    }
    #expect(!problem.message.en.contains("average"), "nothing that the contradiction does not need")
    let lines = wrong.split(separator: "\n", omittingEmptySubsequences: false)
    #expect(lines[problem.line - 1].contains("total: 90.1"))
    #expect(problem.message.ko.contains("LG total 90.1점") && problem.fix.en.contains("sources"))

    let average = text.replacing("total: 79.7}", with: "total: 79.9}")
    let other = try #require(try StandingFiles.problems(average).first)
    #expect(other.message.en.contains("the average of total is 79.9"), "\(other.message.en)")
  }

  // MARK: - Rules

  @Test("CK7: a floor of 85 per cent, exactly at it passes; equal totals by the technical points")
  func stateExam() throws {
    func file(_ ties: String) -> String {
      StandingFiles.yaml(
        [("technical", 80), ("price", 20)],
        teams: [(68, 13), (65, 20), (69, 15), (70, 14), (65, 17)].map {
          "values: {technical: \($0.0), price: \($0.1)}, \(StandingFiles.met)"
        },
        rules: "cutOffs: [{component: technical, percent: 85}], advance: 1\(ties)"
      )
    }
    let standing = try StandingFiles.standing(file(", ties: [technical]"))
    #expect(
      standing.teams.map(\.outcomes)
        == [[.outranked], [.belowCutOff], [.outranked], [.advances], [.belowCutOff]]
    )
    // Ranks are by points: the best total is below the floor.
    #expect(standing.teams.map(\.ranks) == [[5], [1], [3], [2], [4]])
    #expect(standing.teams(.certain, .belowCutOff) == ["T2", "T5"])
    let tied = try StandingFiles.standing(file(""))
    #expect(
      tied.teams.map(\.outcomes)
        == [[.outranked], [.belowCutOff], [.tied], [.tied], [.belowCutOff]]
    )
    #expect(tied.teams(.possible, .advances) == ["T3", "T4"])
  }

  @Test("gates stop before or after the lowest are eliminated; open ones leave both possible")
  func gates() throws {
    func standing(_ last: String, _ order: String) throws -> StandingResult {
      try StandingFiles.standing(
        StandingFiles.yaml(
          [("a", 10)],
          teams: [
            "values: {a: 9}, \(StandingFiles.met)", "values: {a: 8}, \(StandingFiles.met)",
            "values: {a: 7}, \(last)",
          ],
          rules: "eliminate: 1, gates: \(order)"
        )
      )
    }
    let last = try standing(StandingFiles.notMet, "last")
    #expect(last.teams.map(\.outcomes) == [[.advances], [.advances], [.lowest]])
    let first = try standing(StandingFiles.notMet, "first")
    #expect(first.teams.map(\.outcomes) == [[.advances], [.lowest], [.gate]])
    let open = try standing("gates: {g: {outcome: open}}", "first")
    #expect(open.teams.map(\.outcomes) == [[.advances], [.advances, .lowest], [.lowest, .gate]])
    #expect(open.teams(.possible, .advances) == ["T2"])
  }

  @Test("what was published about ranks narrows conclusions, or contradicts the points")
  func among() throws {
    func file(_ fact: String, _ other: Int = 6) -> String {
      StandingFiles.yaml(
        [("a", 10)],
        teams: ["title: {ko: 가, en: a}", "values: {a: \(other)}", "values: {a: 5}"],
        more: "facts: [\(fact)]",
        rules: "eliminate: 1"
      )
    }
    let free = try StandingFiles.standing(file("best: {component: a, team: T2}"))
    #expect(free.teams(.possible, .lowest) == ["T1", "T3"])
    #expect(free.teams[0].ranks == [1, 2, 3])
    let known = try StandingFiles.standing(file("among: {top: 1, teams: [T1]}"))
    #expect(known.teams(.certain, .top(2)) == ["T1", "T2"])
    #expect(known.teams(.certain, .lowest) == ["T3"])
    #expect(known.teams(.certain, .atLeast(TeamID("T2"))) == ["T1"])
    let strict = try StandingFiles.standing(file("lowest: T1"))
    #expect(strict.teams(.certain, .lowest) == ["T1"], "nobody else has as little")
    let problem = try StandingFiles.problems(file("among: {top: 1, teams: [T3]}"))
    #expect(problem.map { $0.message.en.contains("no ranking that agrees with 'among'") } == [true])
  }

  @Test("where there are too many rankings, what is not settled is undetermined, never guessed")
  func tooMany() throws {
    let file = StandingFiles.yaml(
      [("a", 10), ("b", 10)],
      teams: (0..<8).map { $0 == 0 ? "values: {total: 20}" : "values: {a: withheld}" },
      rules: "eliminate: 1, advance: 3"
    )
    let standing = try StandingFiles.standing(file, patience: 20_000)
    #expect(!standing.isComplete)
    #expect(standing.teams(.undetermined, .lowest).contains("T1"))
    #expect(standing.teams(.certain, .advances).isEmpty)
    #expect(standing.teams(.impossible, .lowest).isEmpty)
    let order = StandingConclusion.Statement.atLeast(TeamID("T2"))
    #expect(standing.teams(.certain, order) == ["T1"], "two totals are compared all the same")
  }

  @Test("a tie is reported by whoever it concerns")
  func ties() {
    var rules = StandingFrame.Rules()
    rules.eliminate = 1
    rules.advance = 2
    func outcomes(_ ranking: [[Int]], stopped: Set<Int> = []) -> [StandingOutcome?] {
      let outcomes = StandingOutcome.of(
        ranking: ranking,
        below: [],
        stopped: stopped,
        rules: rules
      )
      return ranking.joined().sorted().map { outcomes[$0] }
    }
    #expect(outcomes([[0], [1], [2], [3]]) == [.advances, .advances, .outranked, .lowest])
    #expect(outcomes([[0], [1, 2], [3]]) == [.advances, .tied, .tied, .lowest])
    #expect(outcomes([[0], [1], [2, 3]]) == [.advances, .advances, .tied, .tied])
    #expect(outcomes([[0], [1], [2, 3]], stopped: [3]) == [.advances, .advances, .tied, .gate])
    #expect(outcomes([[0, 1, 2]]) == [.tied, .tied, .tied])
  }

  // MARK: - Releases

  @Test("points come from a release that verifies, and a model without a score is withheld")
  func releases() throws {
    let release = try TestRound.shared.get().release()
    let score = try release.officialScore()
    let model = try #require(score.models.first { $0.points != nil })
    func file(_ value: String, _ full: Int) -> String {
      StandingFiles.yaml(
        [("user", full)],
        teams: ["values: {user: \(value)}", "values: {user: 0}"],
        rules: "eliminate: 1"
      )
    }
    let points = try #require(Int(score.fullMarks.prefix { $0 != "." }))
    func filled(
      _ value: String,
      full: Int,
      files: Release? = nil
    ) throws -> (frame: StandingFrame, releases: [ReleasedPoints]) {
      try StandingDocument.read(file(value, full)).filled(from: ["r": files ?? release])
    }
    func problem(_ value: String, full: Int, files: Release? = nil) throws -> FileProblem {
      let problems = #expect(throws: FileProblems.self) {
        try filled(value, full: full, files: files)
      }
      return try #require(problems?.problems.first)
    }
    let value = "{release: r, model: \(model.id)}"
    let taken = try filled(value, full: points)
    #expect(taken.releases.map(\.points) == [model.points])
    let fingerprint = try TestRound.shared.get().hash.fingerprint.description
    #expect(taken.releases.map(\.fingerprint) == [fingerprint])
    let standing = try StandingResult(taken.frame)
    #expect(try standing.points("T1", "user").lower == number(try #require(model.points)))

    #expect(try problem(value, full: points + 1).message.en.contains("out of"))
    let missing = try problem("{release: r, model: ZZ}", full: points)
    #expect(missing.message.en.contains("no model 'ZZ'") && missing.fix.en.contains(model.id))
    var files = release.files
    files.set(.scores, files.lines(.scores).map { $0.replacing("\"official\" : true", with: "") })
    let forged = try problem(value, full: points, files: Release(files: files))
    #expect(forged.message.en.contains("does not verify (V"))
    #expect(forged.line == 8, "the line of the value")

    if let unscored = score.models.first(where: { $0.points == nil }) {
      let open = try filled("{release: r, model: \(unscored.id)}", full: points)
      #expect(open.releases.first?.withheld != nil)
      #expect(try !StandingResult(open.frame).points("T1", "user").isKnown)
    }
  }
}
