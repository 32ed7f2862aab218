import Foundation
import PanelCore
import PanelProtocol
import PanelStatistics
import TestSupport
import Testing

@testable import PanelReport
@testable import PanelScoring

/// Groups, profiles, rows, texts and waivers at the release gate, and whole panels through it.
@Suite(.timeLimit(.minutes(45)))
struct GateRowsTests {
  typealias Group = ExportContent.GroupCell

  func failed(_ result: ReleaseGate.Result) -> [GateCheck] {
    result.report.checks.filter { $0.outcome == .fail }.map(\.id)
  }

  // MARK: Groups

  static func group(
    _ choices: [String],
    _ people: Int,
    _ counts: [Int],
    withheld: ExportContent.Withholding? = nil,
    field: String = "P1"
  ) -> Group {
    Group(
      field: ItemID(field),
      choices: choices.map { ChoiceID($0) },
      people: people,
      cell: GateTests.item("A", "cost", counts, of: people, withheld: withheld)
    )
  }

  /// Rows of equal length, one of which is a model's ratings by its own number.
  static func rows(_ count: Int, missing: Int = 0) throws -> RatingsTable {
    var table = RatingsTable(form: RatedForm(try Fixture.survey()))
    for row in 0..<count {
      let rater = table.append(rater: "e\(row)")
      for model in 0..<3 {
        for item in 0..<3 where !(model == 0 && item == 2 && row < missing) {
          table[rater, model, item] = .rating(1 + row % 5)
        }
      }
    }
    return table
  }

  static func content(_ groups: [Group]) throws -> ExportContent {
    let people = groups.reduce(0) { $0 + $1.people }
    var content = try GateTests.content(tier: .research, submissions: people)
    content.groups = groups
    return content
  }

  @Test("groups of k and more with ratings like the panel's pass")
  func groupsPass() throws {
    let content = try Self.content([
      Self.group(["a"], 15, [3, 3, 3, 3, 3]), Self.group(["b"], 15, [3, 3, 3, 3, 3]),
    ])
    #expect(failed(try GateTests.gate().result(on: content)) == [])
  }

  @Test("a group of four, or one with four outside it, fails")
  func smallGroups() throws {
    let content = try Self.content([
      Self.group(["a"], 26, [5, 5, 6, 5, 5]), Self.group(["b"], 4, [0, 1, 1, 1, 1]),
    ])
    let result = try GateTests.gate().result(on: content)
    #expect(failed(result).contains(.groupSize))
    // The larger one fails as well: its complement is the smaller one.
    #expect(result.findings.count { $0.check == .groupSize } == 2)
  }

  @Test("a group with hardly two different ratings fails entropy l, and a far one fails t")
  func diversityAndDistance() throws {
    let content = try Self.content([
      Self.group(["a"], 15, [0, 0, 0, 2, 13]), Self.group(["b"], 45, [25, 15, 5, 0, 0]),
    ])
    let result = try GateTests.gate().result(on: content)
    #expect(failed(result).contains(.groupDiversity) && failed(result).contains(.groupDistance))
    // By hand: H of 13/15 and 2/15 is 0.3927 nats, so l is 1.4809.
    let numbers = try #require(result.report.checks.first { $0.id == .groupDiversity }).numbers
    #expect(numbers["entropyL"] == "1.480936")
  }

  @Test("in a group all but one alike, the one knows the others; all alike, everybody is known")
  func dissent() throws {
    let lone = try Self.content([
      Self.group(["a"], 15, [1, 0, 0, 0, 14]), Self.group(["b"], 15, [3, 3, 3, 3, 3]),
    ])
    #expect(failed(try GateTests.gate().result(on: lone)).contains(.loneDissenter))
    let same = try Self.content([
      Self.group(["a"], 15, [0, 0, 0, 0, 15]), Self.group(["b"], 15, [3, 3, 3, 3, 3]),
    ])
    #expect(failed(try GateTests.gate().result(on: same)).contains(.unanimity))
  }

  @Test("a withheld group follows from all ratings and the group that is shown")
  func suppressedGroup() throws {
    // The public tier tells all ratings of the criterion: 5 people gave each of 1 to 5, and the group
    // that is shown has 3 of each.
    let shown = [3, 3, 3, 3, 3]
    #expect(zip([5, 5, 5, 5, 5], shown).map { $0 - $1 } == [2, 2, 2, 2, 2])
    let hidden = Self.group(["a"], 12, [], withheld: .fewMissing)
    let told = try Self.content([hidden, Self.group(["b"], 15, shown)])
    let result = try GateTests.gate().result(on: told)
    #expect(failed(result) == [.suppression])
    #expect(result.findings.map(\.key) == ["P1 A cost a"])
    let safe = try Self.content([
      Self.group(["a"], 12, [], withheld: .complementary),
      Self.group(["b"], 15, [], withheld: .complementary),
    ])
    #expect(!failed(try GateTests.gate().result(on: safe)).contains(.suppression))
  }

  @Test("groups put together otherwise before: the difference of the two is four people")
  func groupDifferencing() throws {
    let flat = [6, 6, 6, 6, 6]
    let before = try Self.content([
      Self.group(["a", "b"], 15, [3, 3, 3, 3, 3]), Self.group(["c"], 15, [3, 3, 3, 3, 3]),
    ])
    let now = try Self.content([
      Self.group(["a"], 11, [2, 2, 3, 2, 2]), Self.group(["b", "c"], 19, [4, 4, 3, 4, 4]),
    ])
    // {a, b} − {a}: 15 − 11 people who said b.
    #expect(flat.reduce(0, +) == 30 && 15 - 11 == 4)
    let earlier = try GateTests.earlier(before)
    #expect(failed(try GateTests.gate().result(on: now)) == [])
    let result = try GateTests.gate().result(on: now, earlier: [earlier])
    #expect(failed(result) == [.differencing])
    #expect(result.findings.map(\.key) == ["P1 b"])
    #expect(failed(try GateTests.gate().result(on: before, earlier: [earlier])) == [])
  }

  // MARK: Profile

  @Test("a combination of the profile with one person fails, missing answers included")
  func profile() throws {
    var content = try GateTests.content(tier: .research)
    content.profileFields = [
      ExportContent.ProfileField(field: ItemID("P1"), groups: [[ChoiceID("a")], [ChoiceID("b")]])
    ]
    content.profileRows = Array(repeating: [0], count: 9) + [[1]]
    let result = try GateTests.gate().result(on: content)
    #expect(failed(result) == [.profile])
    let numbers = try #require(result.report.checks.first { $0.id == .profile }).numbers
    #expect(numbers["k"] == "1" && numbers["uniques"] == "1")
    #expect(numbers["greatestRisk"] == "1/1" && numbers["averageRisk"] == "1/5")
    content.profileRows = Array(repeating: [0], count: 9) + Array(repeating: [1], count: 5)
    #expect(failed(try GateTests.gate().result(on: content)) == [])
  }

  // MARK: Known ratings

  @Test("rows that one known rating singles out fail, and the attacker finds them")
  func knownRatings() throws {
    var content = try GateTests.content(tier: .research, submissions: 20)
    var table = try Self.rows(20)
    content.rows = ExportContent.Rows(table)
    #expect(failed(try GateTests.gate().result(on: content)) == [])
    // Four people each give a 1 to some item where nobody else does.
    for row in 0..<20 { for item in 0..<3 { table[row, 1, item] = .rating(5) } }
    for row in 0..<9 {
      for other in 0..<20 { table[other, row % 3, row / 3] = .rating(4 + other % 2) }
    }
    for row in 0..<9 { table[row, row % 3, row / 3] = .rating(1) }
    content.rows = ExportContent.Rows(table)
    let found = (0..<9).map { cell in
      (0..<20).filter { table[$0, cell % 3, cell / 3].rating == 1 }
    }
    #expect(found == (0..<9).map { [$0] })
    // 9 of 180 pairs are below a tenth; a stricter round refuses.
    #expect(failed(try GateTests.gate().result(on: content)) == [])
    var strict = DisclosureSettings.standard
    strict.greatestUniqueShare = try #require(ExactDecimal("0.04"))
    let result = try GateTests.gate(strict).result(on: content)
    #expect(failed(result) == [.knownRatings])
    let numbers = try #require(result.report.checks.first { $0.id == .knownRatings }).numbers
    #expect(numbers["uniqueBy1"] == "0.050000" && numbers["uniqueBy5"] != nil)
  }

  // MARK: Text

  @Test(
    "a comment that gives somebody away fails",
    arguments: [
      "김가람 위원과 같은 생각입니다", "010-1234-5678로 연락 주십시오", "kim@example.org",
      "900101-1234567", "2026-03-02에 썼습니다", "가나대학교에서 쓰고 있습니다",
      "6f1c9f6e-3a4b-4c5d-8e9f-0a1b2c3d4e5f", "EXAONE이 틀림없습니다",
    ]
  )
  func comments(text: String) throws {
    var content = try GateTests.content(tier: .research)
    content.comments = [.init(model: ModelCode("A"), text: text, approvedBy: "")]
    let gate = try GateTests.gate(names: ["김가람"])
    // What the survey says itself does not excuse a comment.
    let result = gate.result(on: content, surveyText: "EXAONE")
    #expect(failed(result) == [.text])
    let report = String(decoding: try result.report.data(), as: UTF8.self)
    #expect(!report.contains(text) && !report.contains("김가람"))
    content.comments = [.init(model: ModelCode("A"), text: "빠르고 쓰기 쉽습니다", approvedBy: "")]
    #expect(failed(gate.result(on: content, surveyText: "")) == [])
    // Without a roster nobody's name would be found.
    let blind = try GateTests.gate().result(on: content)
    #expect(failed(blind) == [.text] && blind.findings.map(\.key) == ["no roster"])
  }

  @Test("what the survey says may be repeated in a table; hashes of the files are no keys")
  func textsOfFiles() throws {
    let table = Data("item,title\nU1,EXAONE과 비교\n".utf8)
    let hash = Hexadecimal.text(ContentHash.sha256(table))
    let files = ["codebook.csv": table, "datapackage.json": Data("{\"hash\": \"\(hash)\"}".utf8)]
    let content = try GateTests.content()
    let gate = try GateTests.gate()
    #expect(failed(gate.result(on: content, files: files, surveyText: "EXAONE과 비교")) == [])
    #expect(failed(gate.result(on: content, files: files, surveyText: "")) == [.text])
    let other = ["x.json": Data("{\"hash\": \"\(hash)\"}".utf8)]
    #expect(failed(gate.result(on: content, files: other, surveyText: "")) == [.text])
  }

  // MARK: Waivers

  private func waiver(_ digest: String, tier: String = "public") -> LogEntry {
    var entry = LogEntry(.waived, actor: "kim", at: Timestamp(seconds: 5000))
    (entry.tier, entry.check, entry.findings) = (tier, "unanimity", digest)
    entry.reason = "the evaluators know"
    return entry
  }

  @Test("a waiver in the log lets pass exactly what it names, and stands in the report")
  func waivers() throws {
    let same = [GateTests.item("B", "C1", [0, 0, 0, 0, 30])]
    let content = try GateTests.content(items: GateTests.items(same))
    let before = try GateTests.gate().result(on: content).report
    let check = try #require(before.checks.first { $0.id == .unanimity })
    let digest = try #require(check.digest)
    let gate = try GateTests.gate(entries: [waiver(digest)])
    let waived = gate.result(on: content)
    #expect(waived.report.isOpen)
    let after = try #require(waived.report.checks.first { $0.id == .unanimity })
    #expect(after.outcome == .waived && after.waiver?.approver == "kim")
    #expect(after.waiver?.reason == "the evaluators know")
    let page = String(decoding: GatePage.data(waived.report), as: UTF8.self)
    #expect(page.contains("예외 승인") && page.contains("the evaluators know"))
    // Another finding, another number of submissions or another tier is not what was approved.
    let more = GateTests.item("A", "C1", [30, 0, 0, 0, 0])
    let others = try GateTests.content(items: GateTests.items(same + [more]))
    #expect(failed(gate.result(on: others)) == [.unanimity])
    let cells = [GateTests.item("B", "C1", [0, 0, 0, 0, 31], of: 31)]
    let grown = try GateTests.content(
      submissions: 31,
      items: GateTests.items(cells).map {
        $0.n == 31 ? $0 : GateTests.item($0.model.rawValue, $0.subject, [5, 5, 9, 8, 4], of: 31)
      }
    )
    #expect(failed(gate.result(on: grown)) == [.unanimity])
    let research = try GateTests.gate(entries: [waiver(digest, tier: "research")])
    #expect(failed(research.result(on: content)) == [.unanimity])
  }

  @Test("the report reads back, names no cell and no time, and is the same bytes each time")
  func report() throws {
    let same = [GateTests.item("B", "C1", [0, 0, 0, 0, 30])]
    var content = try GateTests.content(items: GateTests.items(same))
    let report = try GateTests.gate().result(on: content).report
    let data = try report.data()
    #expect(try JSONDecoder().decode(GateReport.self, from: data) == report)
    #expect(try GateTests.gate().result(on: content).report.data() == data)
    content.items = []
    let page = String(decoding: GatePage.data(report), as: UTF8.self)
    #expect(!page.contains("C1") && page.contains("통과하지 못함"))
    let text = String(decoding: data, as: UTF8.self)
    #expect(text.firstMatch(of: /[0-9]{4}-[0-9]{2}-[0-9]{2}/) == nil)
  }

  // MARK: Whole panels

  @Test("what the exporter makes of any panel passes suppression, few missing and few ratings")
  func anyPanel() throws {
    var generator = SplitMix64(seed: 11)
    var suppressed = 0
    for _ in 0..<25 {
      let source = try source(&generator)
      let open = PublicTier(source).content
      let result = try GateTests.gate().result(on: open)
      // The exporter cannot withhold a total, which is public: that it may tell n is for the gate.
      let found = result.findings.filter {
        [GateCheck.policy, .suppression, .fewMissing, .fewRatings].contains($0.check)
          && !$0.text.en.contains("published points")
      }
      #expect(found.isEmpty, "\(found.map(\.text.en))")
      suppressed += open.items.count { $0.withheld != nil }
      let rows = ResearchTier(source).rows(comments: [], using: &generator)
      let earlier = try GateTests.earlier(open)
      let after = try GateTests.gate().result(on: rows, earlier: [earlier])
      #expect(!failed(after).contains(.differencing) && !failed(after).contains(.profile))
    }
    #expect(suppressed > 20)
  }

  private func source(_ generator: inout SplitMix64) throws -> ExportSource {
    var survey = try Fixture.survey()
    survey.scoring.bootstrap = 0
    survey.scoring.minimumAnswered = try #require(
      ExactDecimal(["0.5", "1"][generator.index(below: 2)])
    )
    survey.scoring.unit = ScoringUnit.allCases[generator.index(below: 3)]
    let gaps = 3 + generator.index(below: 60)
    let answers = (0..<12 + generator.index(below: 30)).map { _ in
      var one = Answers()
      for model in survey.models.map(\.code) {
        for item in survey.items where generator.index(below: gaps) > 0 {
          one.answers[model, default: [:]][item.id] = .rating(1 + generator.index(below: 5))
        }
      }
      one.profile[ItemID("P1")] = ChoiceID(["industry", "research"][generator.index(below: 2)])
      return one
    }
    return ExportSource(
      survey: survey,
      answers: answers,
      score: ComponentScore(
        RatingsTable(form: RatedForm(survey), submissions: answers),
        rule: survey.scoring,
        official: true,
        source: "release",
        invited: answers.count
      ),
      settings: .standard,
      secret: generator.next()
    )
  }
}
