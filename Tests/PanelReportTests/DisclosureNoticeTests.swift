import Foundation
import TestSupport
import Testing

@testable import PanelCore
@testable import PanelReport
@testable import PanelScoring

@Suite("Notices say what the policy allows, and nothing else", .timeLimit(.minutes(45)))
struct DisclosureNoticeTests {
  static let points = ["17.71", "16.77", "15.66", "15.47", "13.58"]

  /// The survey for tests with five models whose codes hold no digits.
  private func facts(named: Bool = false, relative: String = "none") throws -> DisclosureFacts {
    var survey = try Fixture.survey()
    survey.models = ["A", "B", "C", "D", "E"].map { ModelUnderEvaluation(code: ModelCode($0)) }
    return DisclosureFacts(
      survey: survey,
      round: RoundID("autumn"),
      rule: try .words("trimmed=0.10", relative: relative),
      fullMarks: "25.00",
      submissions: 47,
      objectionDays: 10,
      teams: named ? [ModelCode("A"): "한빛 | Team\nOne", ModelCode("B"): "Two"] : [:],
      namesTeams: named
    )
  }

  private func notice(
    _ policy: DisclosurePolicy,
    _ language: Language,
    points: [String?] = points,
    named: Bool = false
  ) throws -> String {
    DisclosureNotice(
      facts: try facts(named: named),
      score: try ComponentScore.told(points).disclosed(policy)
    ).text(language)
  }

  private func teams(
    _ policy: DisclosurePolicy,
    _ language: Language,
    points: [String?] = points,
    relative: String = "none"
  ) throws -> [String] {
    let score = try ComponentScore.told(points, relative: relative)
    let facts = try facts(relative: relative)
    return score.models.map {
      ResultNotice(facts: facts, score: score.disclosed(policy), model: $0).text(language)
    }
  }

  /// Every number of a text, as it stands there.
  private func numbers(_ text: String) -> Set<String> {
    Set(text.matches(of: /[0-9]+(?:\.[0-9]+)?/).map { String($0.output) })
  }

  /// Points of the criteria and in all, submissions, share and places of the rule, days, ‘first’ in Korean.
  private static let always: Set<String> = ["15", "10", "25.00", "47", "0.10", "2"]

  private func allowed(_ policy: DisclosurePolicy) -> Set<String> {
    switch policy {
    case .none: []
    case .ranksOnly: ["1", "2", "3", "4", "5"]
    // Who is first, the average, and of how many it is; ‘1위’.
    case .winnerAndAverage: ["17.71", "15.838", "5", "1"]
    case .all: Set(Self.points + ["15.838", "1", "2", "3", "4", "5"])
    }
  }

  @Test("the public notice has the numbers of its policy", arguments: DisclosurePolicy.allCases)
  func publicNumbers(_ policy: DisclosurePolicy) throws {
    for language in Language.allCases {
      let found = numbers(try notice(policy, language))
      #expect(found.subtracting(Self.always).isSubset(of: allowed(policy)), "\(language)")
      #expect(
        found.isSuperset(of: allowed(policy).subtracting(["1"]).union(Self.always)),
        "\(language)"
      )
    }
  }

  @Test("no team's notice has a number of another team", arguments: DisclosurePolicy.allCases)
  func otherTeams(_ policy: DisclosurePolicy) throws {
    for language in Language.allCases {
      for (index, text) in try teams(policy, language).enumerated() {
        let found = numbers(text)
        for (other, points) in Self.points.enumerated() {
          #expect(found.contains(points) == (other == index), "\(policy) \(index) \(other)")
          #expect(found.contains(points + "1") == (other == index))
        }
        #expect(found.contains("15.838") == policy.showsAverage)
        let rank = language == .ko ? "- 순위:" : "- Rank: \(index + 1) of"
        #expect(text.contains(rank) == policy.showsRanks)
        // Nor its name.
        for code in ["A", "B", "C", "D", "E"] where code != ["A", "B", "C", "D", "E"][index] {
          #expect(text.firstMatch(of: try Regex("\\b\(code)\\b")) == nil || code == "A")
        }
        #expect(text.contains(language == .ko ? "받은 날부터 10일" : "within 10 days"))
      }
    }
  }

  @Test("a model below the quorum is said to have no points, without how many rated it")
  func withoutPoints() throws {
    let points = ["17.71", nil, "15.66", "15.47", "13.58"]
    for policy in DisclosurePolicy.allCases {
      let announced = try notice(policy, .en, points: points)
      #expect(announced.contains("Without points: B") == (policy != .none))
      let team = try teams(policy, .en, points: points)[1]
      #expect(team.contains("No points: the quorum was not reached."))
      // 48 evaluators, 3 of 17, an average: none of it.
      #expect(numbers(team).isSubset(of: Self.always), "\(numbers(team))")
      #expect(try teams(policy, .ko, points: points)[1].contains("점수 없음"))
    }
  }

  @Test("models that share the first rank are both named with their points")
  func sharedFirst() throws {
    let points = ["17.71", "17.71", "15.66", "15.47", "13.58"]
    #expect(
      try notice(.winnerAndAverage, .en, points: points)
        .contains("- First, shared: A, B, 17.71 points")
    )
    #expect(try notice(.winnerAndAverage, .ko, points: points).contains("- 공동 1위: A, B, 17.71점"))
  }

  @Test("teams are named where that is asked and open, on one line")
  func names() throws {
    #expect(try notice(.ranksOnly, .en, named: true).contains("| 1 | A (한빛 / Team One) |"))
    #expect(try !notice(.ranksOnly, .en).contains("Team One"))
    // A team's own notice names it as soon as the codes are open.
    var facts = try facts(named: true)
    facts.namesTeams = false
    #expect(facts.label("B", .en, isPublic: true) == "B")
    #expect(facts.label("B", .en, isPublic: false) == "B (Two)")
  }

  @Test(
    "under a relative rule a team is not told its criteria, which would tell the first's points"
  )
  func relativeCriteria() throws {
    // The attack: full marks × own points before the step ÷ own points = what the first had before it.
    for relative in ["best", "rankSteps=1.5"] {
      let text = try teams(.none, .en, relative: relative)[1]
      #expect(text.contains("16.77") && !text.contains("16.771"))
      #expect(text.contains("Points of the single criteria are not told"))
    }
    #expect(try teams(.none, .en)[1].contains("| Usability | 16.771 | 15 |"))
  }

  @Test("the notices are those on record", arguments: DisclosurePolicy.allCases, Language.allCases)
  func golden(_ policy: DisclosurePolicy, _ language: Language) throws {
    let text =
      try notice(policy, language) + "\n---- B ----\n\n" + (try teams(policy, language)[1])
    let name = "notice-\(policy.rawValue)-\(language.rawValue).md"
    #expect(try Golden.difference(text, name) == nil)
  }

  @Test("of a release come two notices, two for each team, and a record for the coordinator")
  func files() throws {
    let release = try TestRound.shared.get().verified()
    let disclosure = Disclosure(release, policy: .none, objectionDays: 10, namesTeams: false)
    let files = try disclosure.files()
    #expect(
      files.keys.sorted() == [
        "disclosure.json", "notice-en.md", "notice-ko.md", "teams/A-en.md", "teams/A-ko.md",
        "teams/B-en.md", "teams/B-ko.md", "teams/C-en.md", "teams/C-ko.md",
      ]
    )
    #expect(disclosure.check.passes && !disclosure.knowsTeams)
    // Of three models the average and the first tell the third.
    let scored = release.score.models.count { $0.points != nil }
    let loose = Disclosure(
      release,
      policy: .winnerAndAverage,
      objectionDays: 10,
      namesTeams: false
    )
    #expect(scored == 3 && !loose.check.passes)
    #expect(disclosure.passingPolicies.contains(.all))
    let record = try JSONSerialization.jsonObject(with: files["disclosure.json"] ?? Data())
    let keys = (record as? [String: Any])?.keys.sorted()
    #expect(
      keys == [
        "findings", "fingerprint", "narrowBelow", "objectionDays", "policy", "public", "round",
        "schema", "submissions",
      ]
    )
  }
}
