import Foundation
import PanelProtocol
import PanelStatistics
import TestSupport
import Testing

@testable import PanelCore
@testable import PanelReport
@testable import PanelScoring

/// What the release gate refuses, each with the reconstruction that an attacker would make.
@Suite(.timeLimit(.minutes(45)))
struct GateTests {
  typealias Cell = ExportContent.Cell

  // MARK: Contents by hand

  /// Ratings 1 to 5 by how often they occur, of 30 submissions unless said otherwise.
  static func item(
    _ model: String,
    _ item: String,
    _ counts: [Int],
    of people: Int = 30,
    withheld: ExportContent.Withholding? = nil
  ) -> Cell {
    Cell(
      model: ModelCode(model),
      subject: item,
      counts: withheld == nil
        ? counts.enumerated().map {
          ExportContent.ValueCount(value: Rational($0.offset + 1), count: $0.element)
        } : [],
      missing: withheld == nil ? people - counts.reduce(0, +) : 0,
      withheld: withheld
    )
  }

  static let plain = [4, 5, 9, 8, 4]

  static func content(
    tier: ExportTier = .public,
    policy: DisclosurePolicy = .all,
    submissions: Int = 30,
    items: [Cell] = [],
    estimates: [Cell] = []
  ) throws -> ExportContent {
    var survey = try Fixture.survey()
    survey.scoring.minimumAnswered = ExactDecimal(1)
    return ExportContent(
      tier: tier,
      survey: survey,
      policy: policy,
      submissions: submissions,
      quorum: 5,
      items: items,
      estimates: estimates,
      scores: [],
      profileFields: [],
      profileRows: [],
      groups: [],
      comments: []
    )
  }

  /// All items of all models alike, but for some cells.
  static func items(_ other: [Cell] = [], of people: Int = 30) -> [Cell] {
    ["A", "B", "C"].flatMap { model in
      ["U1", "U2", "C1"].map { id in
        other.first { $0.model.rawValue == model && $0.subject == id }
          ?? item(model, id, plain, of: people)
      }
    }
  }

  static func history(_ entries: [LogEntry] = []) throws -> RoundHistory {
    let round = try TestRound.shared.get()
    return try RoundHistory(
      manifest: round.manifest,
      hash: round.hash,
      lines: try round.log(try round.entries() + entries)
    )
  }

  static func gate(
    _ settings: DisclosureSettings = .standard,
    names: [String] = [],
    entries: [LogEntry] = []
  ) throws -> ReleaseGate {
    ReleaseGate(
      history: try history(entries),
      settings: settings,
      scan: TextScan(names: names, references: ["p-07"], affiliations: ["가나대학교"])
    )
  }

  static func earlier(
    _ content: ExportContent,
    _ name: String = "Exports/1"
  ) throws -> EarlierExport {
    let report = try gate().result(on: content).report
    return try EarlierExport(name: name, report: try report.data(), round: try history().hash.hex)
  }

  func failed(_ result: ReleaseGate.Result) -> [GateCheck] {
    result.report.checks.filter { $0.outcome == .fail }.map(\.id)
  }

  func failed(_ content: ExportContent, earlier: [EarlierExport] = []) throws -> [GateCheck] {
    failed(try Self.gate().result(on: content, earlier: earlier))
  }

  // MARK: Scores

  @Test("with three models, the first's points and the average tell a team the third's: refused")
  func inference() throws {
    let score = try ComponentScore.told(["20.00", "15.50", "12.00"])
    let content = try Self.content(policy: .winnerAndAverage)
    let told = InferenceGuard(score, policy: .winnerAndAverage)
    let result = try Self.gate(DisclosureSettings(policy: .winnerAndAverage))
      .result(on: content, inference: told)
    #expect(failed(result) == [.inference])
    // What B's team reckons: the average of three, less the first's and its own.
    let average = try #require(score.disclosed(.winnerAndAverage).average.flatMap { Double($0) })
    #expect(((average * 3 - 20 - 15.5) * 100).rounded() / 100 == 12)
    #expect(result.findings.contains { $0.key == "C by B" && $0.text.en.contains("12.00") })
    let all = InferenceGuard(score, policy: .all)
    #expect(failed(try Self.gate().result(on: try Self.content(), inference: all)) == [])
  }

  // MARK: What a digest names

  @Test(
    "a digest names what was found: another lost export, or more missing, is not waived with it"
  )
  func digests() throws {
    func digest(
      _ content: ExportContent,
      _ check: GateCheck,
      absent: [String] = []
    ) throws -> String? {
      try Self.gate().result(on: content, absent: absent).report.checks.first { $0.id == check }?
        .digest
    }
    let plain = try Self.content(items: Self.items())
    let lost = try #require(try digest(plain, .earlierExports, absent: ["one"]))
    #expect(try digest(plain, .earlierExports, absent: ["one"]) == lost)
    #expect(try digest(plain, .earlierExports, absent: ["two"]) != lost)
    #expect(try digest(plain, .earlierExports, absent: ["one", "two"]) != lost)
    let missing = try [[4, 5, 9, 8, 3], [4, 5, 9, 8, 2]].map { counts in
      try #require(
        try digest(Self.content(items: Self.items([Self.item("A", "U1", counts)])), .fewMissing)
      )
    }
    #expect(missing[0] != missing[1])
  }

  // MARK: Cells

  @Test("tables with everybody's ratings pass, and what does not apply is said")
  func passes() throws {
    let result = try Self.gate().result(on: try Self.content(items: Self.items()))
    #expect(failed(result) == [] && result.findings == [] && result.report.isOpen)
    let outcomes = result.report.checks.map(\.outcome)
    #expect(result.report.checks.map(\.id) == GateCheck.allCases)
    #expect(outcomes.contains(.notApplicable) && outcomes.contains(.pass))
    #expect(!outcomes.contains(.waived))
  }

  @Test("a cell that shows that one to four ratings are missing fails", arguments: 0...6)
  func fewMissing(missing: Int) throws {
    let counts = [4, 5, 9, 8, 4 - min(missing, 4)]
    let cell = Self.item("A", "U1", missing > 4 ? [4, 5, 9 - missing + 4, 8, 0] : counts)
    // What anybody does: submissions minus the sum of the histogram.
    #expect(30 - cell.n == missing)
    let result = try Self.gate().result(on: try Self.content(items: Self.items([cell])))
    #expect(failed(result) == ((1...4).contains(missing) ? [.fewMissing] : []))
    if missing == 2 { #expect(result.findings[0].text.en.contains("30 − n 28")) }
  }

  @Test("a cell with fewer ratings than a group must have people fails")
  func fewRatings() throws {
    let four = Self.item("A", "U1", [1, 1, 1, 1, 0])
    #expect(try failed(try Self.content(items: Self.items([four]))) == [.fewRatings])
    let five = Self.item("A", "U1", [1, 1, 1, 1, 1])
    #expect(try failed(try Self.content(items: Self.items([five]))) == [])
  }

  @Test("a model to which all gave the same rating fails, since everybody's rating is known")
  func unanimity() throws {
    let same = Self.item("B", "C1", [0, 0, 0, 0, 30])
    #expect(try failed(try Self.content(items: Self.items([same]))) == [.unanimity])
    let one = Self.item("B", "C1", [1, 0, 0, 0, 29])
    #expect(try failed(try Self.content(items: Self.items([one]))) == [])
  }

  // MARK: Complementary suppression

  @Test("a withheld cell whose number stands in another table fails with the number")
  func suppressionByEstimate() throws {
    let hidden = Self.item("A", "C1", [], withheld: .fewMissing)
    // C1 is the only item of its criterion: its criterion ratings are its ratings.
    var estimate = Self.item("A", "cost", [4, 5, 9, 8, 2])
    // The attacker's subtraction; the exporter meant to hide it.
    #expect(30 - estimate.n == 2)
    let shown = try Self.content(items: Self.items([hidden]), estimates: [estimate])
    let result = try Self.gate().result(on: shown)
    #expect(failed(result) == [.fewMissing, .suppression])
    #expect(result.findings.last?.text.en.contains("exactly 2") == true)
    estimate = Self.item("A", "cost", [], withheld: .complementary)
    let safe = try Self.content(items: Self.items([hidden]), estimates: [estimate])
    #expect(try failed(safe) == [])
  }

  @Test("a withheld item follows from its criterion's weighted sum and the other item")
  func suppressionBySum() throws {
    let hidden = Self.item("A", "U1", [], withheld: .fewMissing)
    // Everybody who has no criterion rating lacks U1, since nobody lacks U2.
    let lacking = 6
    let estimate = Cell(
      model: ModelCode("A"),
      subject: "usability",
      counts: [.init(value: Rational(3), count: 30 - lacking)],
      missing: lacking,
      withheld: nil
    )
    let content = try Self.content(items: Self.items([hidden]), estimates: [estimate])
    let result = try Self.gate().result(on: content)
    // Six cannot be one to four: the tables contradict the rule, which is refused as well.
    #expect(failed(result).contains(.suppression))
    var three = estimate
    three.counts = [
      .init(value: Rational(3), count: 20), .init(value: Rational(2), count: 7),
    ]
    three.missing = 3
    let told = try Self.gate().result(
      on: try Self.content(items: Self.items([hidden]), estimates: [three])
    )
    #expect(told.findings.contains { $0.text.en.contains("exactly 3") })
  }

  @Test("the number of evaluators beside a score tells what its cells withhold")
  func suppressionByScore() throws {
    let hidden = Self.item("A", "C1", [], withheld: .fewMissing)
    var content = try Self.content(items: Self.items([hidden]))
    content.scores = [
      ExportContent.ScoreLine(
        model: ModelCode("A"),
        subject: "cost",
        fullMarks: "10",
        n: 29,
        points: "6.00"
      )
    ]
    let result = try Self.gate().result(on: content)
    #expect(failed(result) == [.suppression])
    #expect(result.findings[0].text.en.contains("exactly 1"))
  }

  @Test("what is withheld now and was shown before is known")
  func suppressionByEarlier() throws {
    let before = try Self.content(items: Self.items())
    let hidden = try Self.content(
      items: Self.items([Self.item("A", "U1", [], withheld: .fewRatings)])
    )
    #expect(try failed(hidden) == [])
    let result = try Self.gate().result(on: hidden, earlier: [try Self.earlier(before)])
    #expect(failed(result) == [.suppression])
  }

  @Test("one submission more, and a cell that was whole is withheld: exactly that one is missing")
  func suppressionByGrowth() throws {
    let before = try Self.content(items: Self.items())
    let hidden = Self.item("A", "U1", [], withheld: .fewMissing)
    let grown = Self.items([hidden], of: 31).map { cell in
      cell.withheld == nil
        ? Self.item(cell.model.rawValue, cell.subject, [4, 5, 9, 8, 5], of: 31) : cell
    }
    let now = try Self.content(submissions: 31, items: grown)
    // 30 of 30 rated it before; 1 to 4 of 31 have not now; only one came.
    let result = try Self.gate().result(on: now, earlier: [try Self.earlier(before)])
    #expect(failed(result) == [.suppression, .differencing])
    #expect(result.findings.contains { $0.text.en.contains("exactly 1") })
  }

  // MARK: Differencing

  @Test("two exports around a reinstated submission give away that submission, rating by rating")
  func differencing() throws {
    let secret = ["A": 2, "B": 5, "C": 3]
    let before = try Self.content(items: Self.items())
    let items = Self.items().map { cell in
      var counts = Self.plain
      counts[(secret[cell.model.rawValue] ?? 1) - 1] += 1
      return Self.item(cell.model.rawValue, cell.subject, counts, of: 31)
    }
    let now = try Self.content(submissions: 31, items: items)
    // The attacker subtracts histogram from histogram.
    for (old, new) in zip(before.items, now.items) {
      let rest = zip(new.counts, old.counts).filter { $0.count != $1.count }.map(\.0.value)
      #expect(rest == [Rational(try #require(secret[new.model.rawValue]))])
    }
    let result = try Self.gate().result(on: now, earlier: [try Self.earlier(before)])
    #expect(failed(result) == [.differencing])
    #expect(result.findings.count == 9)
    #expect(result.findings[0].text.en.contains("leaves the ratings of 1"))
  }

  @Test("a revised submission is isolated although the number stays; five people are not")
  func differencingOfRevision() throws {
    let before = try Self.content(items: Self.items())
    let revised = Self.item("A", "U1", [5, 4, 9, 8, 4])
    let result = try Self.gate().result(
      on: try Self.content(items: Self.items([revised])),
      earlier: [try Self.earlier(before)]
    )
    #expect(failed(result) == [.differencing])
    let five = Self.item("A", "U1", [9, 0, 9, 8, 4])
    #expect(
      try failed(try Self.content(items: Self.items([five])), earlier: [try Self.earlier(before)])
        == []
    )
    #expect(
      try failed(try Self.content(items: Self.items()), earlier: [try Self.earlier(before)]) == []
    )
  }

  @Test("an export that has left and is not at hand stops the next one")
  func absent() throws {
    let content = try Self.content(items: Self.items())
    let result = try Self.gate().result(on: content, absent: ["Exports/gone"])
    #expect(failed(result) == [.earlierExports])
    #expect(result.findings[0].text.en.contains("Exports/gone"))
  }

  @Test("an earlier export is one of the same round, with a report")
  func earlierOfRound() throws {
    let data = try Self.gate().result(on: try Self.content(items: Self.items())).report.data()
    #expect(throws: EarlierExport.Problem.otherRound) {
      try EarlierExport(name: "x", report: data, round: "00")
    }
    #expect(throws: EarlierExport.Problem.unreadable) {
      try EarlierExport(name: "x", report: Data("{}".utf8), round: "00")
    }
  }

  // MARK: Policy

  @Test("tables and scores beyond the policy fail, whatever made them")
  func policy() throws {
    let narrow = DisclosureSettings(policy: .winnerAndAverage)
    let all = try Self.content(items: Self.items())
    #expect(failed(try Self.gate(narrow).result(on: all)) == [.policy])
    var winner = try Self.content(
      policy: .winnerAndAverage,
      items: Self.items().filter { $0.model.rawValue == "A" }
    )
    func line(
      _ model: String?,
      _ subject: String,
      points: String?,
      rank: Int?
    )
      -> ExportContent.ScoreLine
    {
      ExportContent.ScoreLine(
        model: model.map { ModelCode($0) },
        subject: subject,
        fullMarks: "25",
        points: points,
        rank: rank
      )
    }
    winner.scores = [
      line("A", "total", points: "20.1", rank: 1), line("B", "total", points: nil, rank: nil),
      line(nil, "average", points: "15.0", rank: nil),
    ]
    #expect(failed(try Self.gate(narrow).result(on: winner)) == [])
    var second = winner
    second.scores[1] = line("B", "total", points: "18.0", rank: nil)
    #expect(failed(try Self.gate(narrow).result(on: second)) == [.policy])
    var ranked = winner
    ranked.scores[1] = line("B", "total", points: nil, rank: 2)
    #expect(failed(try Self.gate(narrow).result(on: ranked)) == [.policy])
    var tables = winner
    tables.items = Self.items()
    #expect(failed(try Self.gate(narrow).result(on: tables)) == [.policy])
    var silent = winner
    silent.policy = .none
    #expect(failed(try Self.gate(narrow).result(on: silent)) == [.policy])
  }
}
