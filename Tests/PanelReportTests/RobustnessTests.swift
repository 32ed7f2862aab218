import Foundation
import PanelCore
import PanelStatistics
import TestSupport
import Testing

@testable import PanelReport
@testable import PanelScoring

/// The panels of `choices_known_answers.json`, by `peers/choices`.
struct ChoicesFixture: Decodable {
  struct Criterion: Decodable {
    struct Item: Decodable { let id, weight: String }
    let id, points: String
    let items: [Item]
  }
  struct Words: Decodable {
    let rule, relative: String
    let unit: ScoringUnit
    let conversion: Conversion
    let ties: [String]
  }
  /// A fraction as text, or a decimal where the rule is approximate.
  enum Number: Decodable {
    case fraction(String)
    case decimal(Double)

    init(from decoder: any Decoder) throws {
      let container = try decoder.singleValueContainer()
      self =
        if let text = try? container.decode(String.self) {
          .fraction(text)
        } else {
          .decimal(try container.decode(Double.self))
        }
    }
  }
  struct Outcome: Decodable {
    let rule: String
    let unit: ScoringUnit
    let conversion: Conversion
    let without, official: Bool
    let points: [Number?]
    let missing: [String?]
    let order: [[Int]]
  }
  struct Summary: Decodable {
    let specifications, complete, sameOrder, sameWinner: Int
    let sameLast: Int?
  }
  struct Numbers: Decodable {
    let smallest: [Int?]
    let target: Int?
  }
  struct Finding: Decodable { let quiet, blatant: Numbers }
  struct Attack: Decodable {
    let rule: String
    let unit: ScoringUnit
    let overturning, rescuing: Finding?
  }
  struct Panel: Decodable {
    let name: String
    let ratings: [String]
    let scale: [Int]
    let models: [String]
    let criteria: [Criterion]
    let minimumAnswered: String
    let rule: Words
    let flagged: [Int]
    let quorum, eliminate: Int
    let robustness: [Outcome]
    let summary: Summary
    let orders: [[Int]]
    let manipulation: [Attack]

    func table() throws -> RatingsTable {
      var form = RatedForm.of(
        criteria.map { criterion in
          (criterion.id, 0, criterion.items.map { ($0.id, $0.weight) })
        },
        models: models
      )
      (form.lowest, form.highest) = (scale[0], scale[1])
      for (index, criterion) in criteria.enumerated() {
        form.parts[index].points = try #require(ExactDecimal(criterion.points))
      }
      let csv = (["rater,model,item,rating"] + ratings).joined(separator: "\n")
      return try RatingsFile(csv: csv, form: form).table
    }

    func official() throws -> ScoringRule {
      try ScoringRule.words(
        rule.rule,
        unit: rule.unit,
        conversion: rule.conversion,
        relative: rule.relative,
        minimumAnswered: minimumAnswered,
        ties: rule.ties
      )
    }
  }
  struct Drawn: Decodable {
    let evaluators, count: Int
    let seed: UInt64
    let orders: [[Int]]
  }

  let panels: [Panel]
  let drawn: Drawn

  static func read() throws -> ChoicesFixture {
    try JSONDecoder().decode(
      ChoicesFixture.self,
      from: try Fixture.data("choices_known_answers.json")
    )
  }

  static func panel(_ name: String) throws -> Panel {
    try #require(try read().panels.first { $0.name == name })
  }
}

extension RatingsTable {
  /// A panel of which every evaluator has one rating a model and item, `nil` for a blank.
  init(_ form: RatedForm, _ ratings: [[Int?]]) {
    self.init(form: form)
    for (label, row) in ratings.enumerated() {
      let rater = append(rater: "e\(label)")
      for (cell, rating) in row.enumerated() {
        let (model, item) = cell.quotientAndRemainder(dividingBy: form.items.count)
        if let rating { self[rater, model, item] = .rating(rating) }
      }
    }
  }

  /// The same panel with its evaluators in another order.
  func inOrder(_ order: [Int]) -> RatingsTable {
    var other = RatingsTable(form: form)
    for rater in order {
      let added = other.append(rater: raters[rater])
      for model in form.models.indices {
        for item in form.items.indices {
          other[added, model, item] = self[rater, model, item]
        }
      }
    }
    return other
  }

  /// A synthetic panel with a few blanks and recusals.
  static func synthetic(
    _ generator: inout SplitMix64,
    evaluators: Int,
    models: Int = 3,
    blanks: Int = 8
  ) -> RatingsTable {
    let form = RatedForm.of(
      [("u", 15, [("u1", "2"), ("u2", "1")]), ("c", 10, [("c1", "1")])],
      models: (0..<models).map { "M\($0)" }
    )
    var table = RatingsTable(form: form)
    for evaluator in 0..<evaluators {
      let rater = table.append(rater: "e\(evaluator)")
      for model in 0..<models {
        let isRecused = generator.index(below: 12) == 0
        for item in 0..<3 {
          let rating = 1 + (generator.index(below: 5) + generator.index(below: 5) + model) / 2
          table[rater, model, item] =
            isRecused
            ? .recused
            : generator.index(below: blanks) == 0 ? .cannotJudge : .rating(min(5, rating))
        }
      }
    }
    return table
  }

  static func panelOf49() throws -> RatingsTable {
    let form = RatedForm.of(
      [
        ("usability", 15, (1...6).map { ("U\($0)", "1") }),
        ("cost", 10, (1...4).map { ("C\($0)", "1") }),
      ],
      models: ["M1", "M2", "M3", "M4", "M5"]
    )
    return try RatingsFile(csv: try Fixture.text("fixture_49x5x10.csv"), form: form).table
  }
}

@Suite(.timeLimit(.minutes(45)))
struct RobustnessTests {
  // MARK: Against an independent computation

  @Test(arguments: ["nine", "fourteen", "six"])
  func everySpecification(name: String) throws {
    let panel = try ChoicesFixture.panel(name)
    let robustness = Robustness(
      try panel.table(),
      rule: try panel.official(),
      flagged: Set(panel.flagged),
      quorum: panel.quorum,
      eliminate: panel.eliminate
    )
    #expect(robustness.outcomes.count == panel.robustness.count)
    for (outcome, expected) in zip(robustness.outcomes, panel.robustness) {
      let specification = outcome.specification
      let comment = Comment("\(name) \(specification)")
      #expect(specification.outliers == (try OutlierRule(word: expected.rule)), comment)
      #expect(specification.unit == expected.unit, comment)
      #expect(specification.conversion == expected.conversion, comment)
      #expect(specification.isWithoutFlagged == expected.without, comment)
      #expect(specification.isOfficial == expected.official, comment)
      #expect(outcome.order == expected.order, comment)
      #expect(outcome.points.count == expected.points.count)
      for (points, (number, reason)) in zip(outcome.points, zip(expected.points, expected.missing))
      {
        switch (points, number) {
        case (.success(let points), .fraction(let text)):
          #expect(points.fraction == text && specification.isExact, comment)
        case (.success(let points), .decimal(let value)):
          #expect((points.doubleValue - value).magnitude < 1e-9, comment)
          #expect(!specification.isExact, comment)
        case (.failure(let missing), nil):
          #expect(missing.word == reason, comment)
        default: Issue.record(Comment("\(comment): \(points)"))
        }
      }
    }
    let (tally, summary) = (robustness.summary.all, panel.summary)
    #expect(tally.specifications == summary.specifications)
    #expect(tally.complete == summary.complete)
    #expect(tally.sameOrder == summary.sameOrder)
    #expect(tally.sameWinner == summary.sameWinner)
    #expect(tally.sameLast == summary.sameLast)
    #expect(summary.sameOrder < summary.complete)
  }

  // MARK: What is listed

  @Test func thePanelOf49() throws {
    let table = try RatingsTable.panelOf49()
    let rule = try ScoringRule.words("trimmed=0.10", conversion: .range, relative: "best")
    let all = Robustness(table, rule: rule, flagged: [2, 5], quorum: 17)
    #expect(all.outcomes.count == 12 * 3 * 2 * 2)
    #expect(all.omissions == [.interval(evaluators: 49, most: 12)])
    #expect((all.evaluators, all.flagged) == (49, 2))
    #expect(Set(all.outcomes.map(\.specification)).count == all.outcomes.count)
    #expect(all.outcomes.count { $0.specification.isOfficial } == 1)

    let official = all.outcomes[all.official]
    let score = ComponentScore(
      table,
      rule: rule,
      official: true,
      source: "csv",
      invited: 49
    )
    #expect(
      official.points.map { try? $0.get().fraction } == score.models.map { $0.exact?.fraction }
    )
    #expect(official.order.map { $0.map { score.models[$0].rank } } == [[1], [2], [3], [4], [5]])

    let without = Robustness(table, rule: rule, quorum: 17)
    #expect(without.outcomes.count == 72)
    #expect(without.omissions.contains(.nobodyFlagged))
    #expect(without.outcomes == all.outcomes.filter { !$0.specification.isWithoutFlagged })
    // Screening may name positions that do not exist; they flag nobody.
    #expect(Robustness(table, rule: rule, flagged: [-1, 49], quorum: 17) == without)
  }

  @Test func anOfficialRuleOfItsOwnConstants() throws {
    func rules(_ word: String, _ evaluators: Int = 49) throws -> [String] {
      Robustness.rules(try OutlierRule(word: word), evaluators: evaluators).rules
        .map(\.description)
    }
    #expect(
      try rules("trimmed=0.15") == [
        "none", "dropHighLow=1", "dropHighLow=2", "trimmed=0.10", "trimmed=0.20", "trimmed=0.15",
        "winsorised=0.10", "median", "hodgesLehmann", "huber=1.345", "tukey=1.5", "mad=3.5",
        "gesd=10,0.05",
      ]
    )
    #expect(try rules("trimmed=0.1") == (try rules("none")))
    #expect(try rules("trimmed=0.2") == (try rules("none")))
    #expect(try rules("none", 12) == (try rules("none")) + ["tInterval"])
    #expect(try rules("none", 13) == (try rules("none")))
    // An official rule is always in, whatever the panel.
    #expect(try rules("tInterval").contains("tInterval"))
    let form = RatedForm.one(25, 1...5, models: ["A", "B"])
    let table = RatingsTable(form, [[3, 4], [3, 3], [2, 4]])
    for word in ["tInterval", "gesd=2,0.01", "winsorised=0.4"] {
      let rule = try ScoringRule.words(word)
      let robustness = Robustness(table, rule: rule, quorum: 1)
      #expect(
        robustness.outcomes[robustness.official].specification.outliers.description == word
      )
    }
  }

  @Test func aScaleThatBeginsBelowZero() throws {
    let form = RatedForm.one(25, -3...3, models: ["A", "B"])
    let table = RatingsTable(form, [[1, 2], [-3, 3], [2, 0]])
    let range = Robustness(table, rule: try .words("none", conversion: .range), quorum: 1)
    #expect(range.omissions.contains(.proportion(lowest: -3)))
    #expect(range.outcomes.allSatisfy { $0.specification.conversion == .range })
    let proportion = Robustness(table, rule: try .words("none"), quorum: 1)
    #expect(!proportion.omissions.contains(.proportion(lowest: -3)))
    #expect(proportion.outcomes[proportion.official].specification.conversion == .proportion)
    for omission in range.omissions + [.interval(evaluators: 49, most: 12)] {
      #expect(omission.text.ko != omission.text.en && !omission.text.en.isEmpty)
    }
  }

  @Test func theSummaryNamesWhatDiffers() throws {
    let panel = try ChoicesFixture.panel("nine")
    let robustness = Robustness(
      try panel.table(),
      rule: try panel.official(),
      flagged: Set(panel.flagged),
      quorum: panel.quorum
    )
    let (outcomes, summary) = (robustness.outcomes, robustness.summary)
    let official = outcomes[robustness.official]
    #expect(summary.last == .success([2]))
    // Each kind of choice parts the specifications.
    #expect(summary.groups.count == 13 + 3 + 2 + 2)
    #expect(summary.groups.map(\.tally.specifications).reduce(0, +) == 4 * outcomes.count)
    #expect(summary.groups.map(\.tally.sameOrder).reduce(0, +) == 4 * summary.all.sameOrder)
    for group in summary.groups {
      #expect(group.differing.count == group.tally.specifications - group.tally.sameOrder)
      #expect(group.differing.allSatisfy { outcomes[$0].order != official.order })
    }
    let without = try #require(summary.groups.last)
    #expect(without.choice == .withoutFlagged(true))
    let complete = panel.robustness.count { outcome in
      outcome.without && outcome.points.allSatisfy { $0 != nil }
    }
    #expect(complete > 0 && complete < without.tally.specifications)
    #expect(without.tally.complete == complete)
    // Orders are those of complete specifications, the most frequent first.
    #expect(summary.orders.map(\.outcomes.count).reduce(0, +) == summary.all.complete)
    #expect(summary.orders.first?.order == official.order)
    #expect(summary.orders.first?.outcomes.count == summary.all.sameOrder)
    // Ranges hold every number of their conversion, and reach their ends.
    #expect(summary.ranges.count == 6)
    for range in summary.ranges {
      let points = outcomes.compactMap { outcome in
        outcome.specification.conversion == range.conversion
          ? try? outcome.points[range.model].get() : nil
      }
      #expect(points.min() == range.smallest && points.max() == range.largest)
      #expect(try outcomes[range.smallestAt].points[range.model].get() == range.smallest)
      #expect(try outcomes[range.largestAt].points[range.model].get() == range.largest)
    }
  }

  @Test func theOrderOfEvaluatorsChangesNothing() throws {
    var generator = SplitMix64(seed: 61)
    for _ in 0..<4 {
      let table = RatingsTable.synthetic(&generator, evaluators: 11)
      let order = Array(0..<11).shuffled(using: &generator)
      let rule = try ScoringRule.words("trimmed=0.10", unit: .total, ties: ["c"])
      let first = Robustness(table, rule: rule, flagged: [1, 4], quorum: 3)
      let flagged = Set([1, 4].compactMap { order.firstIndex(of: $0) })
      #expect(Robustness(table.inOrder(order), rule: rule, flagged: flagged, quorum: 3) == first)
    }
  }

  // MARK: Little or nothing

  @Test func noEvaluators() throws {
    let form = RatedForm.one(25, 1...5, models: ["A", "B"])
    let empty = Robustness(RatingsTable(form: form), rule: try .words("none"), quorum: 5)
    #expect(empty.outcomes.count == 13 * 3 * 2)
    #expect(empty.outcomes.allSatisfy { $0.order.isEmpty })
    #expect(
      empty.outcomes.allSatisfy { $0.points.allSatisfy { $0 == .failure(.quorum(0, of: 5)) } }
    )
    #expect(empty.summary.all == Robustness.Tally(specifications: 78))
    #expect(empty.summary.last == .failure(.noResult))
    #expect(empty.summary.ranges.isEmpty && empty.summary.orders.isEmpty)
    let without = Robustness(RatingsTable(form: form), rule: try .words("none"), quorum: 0)
    #expect(
      without.outcomes.allSatisfy {
        $0.points.allSatisfy { $0 == .failure(.noEstimate(.noRatings)) }
      }
    )
  }

  @Test func everybodyIsFlagged() throws {
    let form = RatedForm.one(25, 1...5, models: ["A", "B"])
    let table = RatingsTable(form, [[3, 4], [3, 3], [2, 4]])
    let all = Robustness(table, rule: try .words("none"), flagged: [0, 1, 2], quorum: 1)
    for outcome in all.outcomes {
      #expect(outcome.order.isEmpty == outcome.specification.isWithoutFlagged || outcome.isMissing)
    }
    #expect(all.summary.groups.last?.tally.complete == 0)
  }

  @Test func oneEvaluatorOneModelAllEqualAllMissing() throws {
    let one = RatedForm.one(25, 1...5, models: ["A"])
    let two = RatedForm.one(25, 1...5, models: ["A", "B"])
    for table in [
      RatingsTable(one, [[4]]), RatingsTable(one, [[4], [2], [5]]), RatingsTable(two, [[4, 3]]),
      RatingsTable(two, Array(repeating: [3, 3], count: 8)),
      RatingsTable(two, [[nil, nil], [nil, nil]]),
      RatingsTable(RatedForm.one(25, 1...5), [[], []]),
    ] {
      for word in OutlierRule.words {
        for relative in ["none", "best", "rankSteps=1.5"] {
          let rule = try ScoringRule.words(word, conversion: .range, relative: relative)
          let robustness = Robustness(table, rule: rule, flagged: [0], quorum: 1)
          for outcome in robustness.outcomes {
            #expect(outcome.points.count == table.form.models.count)
            #expect(outcome.order.joined().count == outcome.points.count { (try? $0.get()) != nil })
          }
        }
      }
    }
    let rule = try ScoringRule.words("none")
    let equal = Robustness(
      RatingsTable(two, Array(repeating: [3, 3], count: 8)),
      rule: rule,
      quorum: 1
    )
    #expect(equal.outcomes.allSatisfy { $0.order == [[0, 1]] })
    #expect(equal.summary.all.sameWinner == equal.summary.all.complete)
    #expect(equal.summary.last == .failure(.tiedAtCut) && equal.summary.all.sameLast == nil)
    #expect(
      Robustness(RatingsTable(one, [[4]]), rule: rule, quorum: 1).summary.last
        == .failure(.tooFewModels)
    )
    for eliminate in [0, -1] {
      let summary = Robustness(
        RatingsTable(two, [[4, 3]]),
        rule: rule,
        quorum: 1,
        eliminate: eliminate
      ).summary
      #expect(summary.last == .failure(.nobodyEliminated))
    }
  }

  @Test func reasonsAreSaidInBothLanguages() {
    for missing: Robustness.Missing in [
      .quorum(4, of: 5), .noEstimate(.noRatings), .noEstimate(.tooFewLeft(2)),
      .noEstimate(.unusableConstant),
    ] {
      #expect(missing.text.ko != missing.text.en)
    }
    #expect(Robustness.Missing.quorum(4, of: 5).text.en == "quorum: 4 of 5")
    for undecided in NoClearOutcome.allCases {
      #expect(undecided.text.ko != undecided.text.en)
    }
  }
}

extension Robustness.Outcome {
  /// Whether a model has no points.
  fileprivate var isMissing: Bool { points.contains { (try? $0.get()) == nil } }
}

extension Robustness.Missing {
  /// The word of the fixture.
  fileprivate var word: String {
    switch self {
    case .quorum: "quorum"
    case .noEstimate(.noRatings): "noRatings"
    case .noEstimate(.tooFewLeft): "tooFewLeft"
    case .noEstimate(.unusableConstant): "unusableConstant"
    }
  }
}
