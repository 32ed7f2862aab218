import PanelCore
import PanelStatistics
import Testing

@testable import PanelReport
@testable import PanelScoring

/// How many ratings are missing, where it is withheld: an attacker tries all numbers and sums.
@Suite("A withheld number cannot be had from the points", .timeLimit(.minutes(45)))
struct WithheldNumberTests {
  /// One item for each criterion, the mean of all ratings, two places.
  private static func panel(
    _ evaluators: Int,
    seed: UInt64,
    criteria: Int = 2,
    rule: OutlierRule = .none,
    unit: ScoringUnit = .criterion
  ) throws -> ExportPanel {
    var panel = try ExportPanel(evaluators, seed: seed)
    panel.survey.criteria = Array(panel.survey.criteria.prefix(criteria))
    let criteria = panel.survey.criteria.map(\.id)
    panel.survey.items.removeAll { $0.id == ItemID("U2") || !criteria.contains($0.criterion) }
    panel.survey.scoring.outliers = rule
    panel.survey.scoring.unit = unit
    panel.survey.scoring.conversion = .range
    panel.survey.scoring.relative = .none
    panel.survey.scoring.rounding = .standard
    return panel
  }

  private func suppressed(
    _ panel: ExportPanel,
    _ earlier: [EarlierExport] = []
  ) -> [String] {
    SuppressionBounds(panel.publicContent, panel.settings, earlier).findings.map(\.key)
  }

  private func line(
    _ content: ExportContent,
    _ model: String,
    _ subject: String
  ) throws -> ExportContent.ScoreLine {
    try #require(content.scores.first { $0.model?.rawValue == model && $0.subject == subject })
  }

  /// Hundredths of points, half up, by whole numbers alone.
  private func cents(_ full: Int, _ sum: Int, of n: Int) -> Int {
    (2 * full * 100 * (sum - n) + 4 * n) / (8 * n)
  }

  private func cents(_ text: String?) throws -> Int {
    try #require(text.flatMap { Int($0.replacing(".", with: "")) })
  }

  // MARK: Points of a criterion

  @Test("the points of a criterion of one item tell n and the sum: they are withheld")
  func pointsOfACriterion() throws {
    var panel = try Self.panel(30, seed: 2)
    panel.cannotJudge("A", "U1", 0..<2)
    // The attack on what scores.csv showed: of four numbers and all their sums, one fits.
    let official = try #require(panel.score.models.first?.criteria["usability"])
    let published = try cents(official.points)
    let pairs = (26...29).flatMap { n in
      (n...5 * n).filter { cents(15, $0, of: n) == published }.map { (n, $0) }
    }
    #expect(
      pairs.map(\.0) == [28] && pairs.map { Rational($0.1, $0.0).fraction } == [official.estimate]
    )

    let content = panel.publicContent
    for criterion in ["usability", "cost"] {
      let line = try line(content, "A", criterion)
      #expect(line.points == nil && line.n == nil && line.exact == nil && line.estimate == nil)
      #expect(line.noPoints == .complementary)
    }
    let total = try line(content, "A", "total")
    #expect(total.points != nil && total.noPoints == nil && total.n == nil && total.exact == nil)
    #expect(try line(content, "B", "usability").exact != nil)
  }

  @Test("the total less the other criteria tells n: a second criterion is withheld")
  func totalLessTheOthers() throws {
    var panel = try Self.panel(30, seed: 2)
    panel.cannotJudge("A", "U1", 0..<2)
    let content = panel.publicContent
    let total = try cents(try line(content, "A", "total").points)
    // The attack while the ratings of C1 stood in histograms.csv.
    let other = panel.answers.reduce(0) { sum, one in
      guard case .rating(let rating) = one.answers[ModelCode("A")]?[ItemID("C1")] else {
        return sum
      }
      return sum + rating
    }
    func fits(_ n: Int, _ sum: Int, _ m: Int, _ rest: Int) -> Bool {
      // (15(s/n − 1) + 10(r/m − 1)) / 4, in hundredths, half up.
      let (top, bottom) = (1500 * (sum - n) * m + 1000 * (rest - m) * n, 4 * n * m)
      return (2 * top + bottom) / (2 * bottom) == total
    }
    let told = (26...29).filter { n in (n...5 * n).contains { fits(n, $0, 30, other) } }
    #expect(told == [28])

    let shown = content.items.filter { $0.model.rawValue == "A" && $0.withheld == nil }
    #expect(shown.isEmpty)
    #expect(content.items.first { $0.subject == "C1" }?.withheld == .complementary)
    #expect(content.estimates.prefix(2).allSatisfy { $0.withheld == .complementary })
    // What is left to try: nobody or five and more lack C1.
    let left = (26...29).filter { n in
      ([30] + (5...25)).contains { m in
        (n...5 * n).contains { sum in (m...5 * m).contains { fits(n, sum, m, $0) } }
      }
    }
    #expect(left == [26, 27, 28, 29])
    #expect(suppressed(panel) == [])

    // Who has an earlier export with the ratings of C1 is where the attacker was before.
    let counts = (1...5).map { rating in
      panel.answers.count { $0.answers[ModelCode("A")]?[ItemID("C1")] == .rating(rating) }
    }
    var before = content
    before.items = content.items.map { cell in
      cell.model.rawValue == "A" && cell.subject == "C1" ? GateTests.item("A", "C1", counts) : cell
    }
    #expect(suppressed(panel, [try GateTests.earlier(before)]) == ["A U1 of 2"])
  }

  // MARK: Nothing to withhold beside the total

  @Test("with one criterion the total tells n, and the gate refuses what a loop finds")
  func oneCriterion() throws {
    for seed in UInt64(1)...6 {
      for missing in [0, 1, 3, 5] {
        var panel = try Self.panel(30, seed: seed, criteria: 1)
        panel.cannotJudge("A", "U1", 0..<missing)
        let total = try cents(try line(panel.publicContent, "A", "total").points)
        let told = (1...4).filter { missing in
          let n = 30 - missing
          return (n...5 * n).contains { cents(15, $0, of: n) == total }
        }
        let isFew = (1...4).contains(missing)
        #expect(!isFew || told.contains(missing))
        let names = told.map(String.init).joined(separator: ", ")
        #expect(suppressed(panel) == (isFew && told.count < 4 ? ["A U1 of \(names)"] : []))
      }
    }
  }

  @Test(
    "the gate finds what trying every histogram finds, by each rule whose sums are few",
    arguments: ["none", "dropHighLow=1", "trimmed=0.20", "winsorised=0.20", "median"],
    [ScoringUnit.criterion, .item]
  )
  func everyHistogram(_ word: String, _ unit: ScoringUnit) throws {
    let rule = try OutlierRule(word: word)
    let location = Location(rule, fullMarks: Rational(5))
    /// All shares of full marks that n ratings can have.
    func shares(_ n: Int) -> Set<Rational> {
      var shares: Set<Rational> = []
      func add(_ counts: [Int], _ left: Int) {
        guard counts.count == 4 else {
          for count in 0...left { add(counts + [count], left - count) }
          return
        }
        let ratings = zip(1...5, counts + [left]).flatMap {
          Array(repeating: Rational($0), count: $1)
        }
        if let value = location.estimate(ratings)?.value {
          shares.insert((value - .one) / Rational(4))
        }
      }
      add([], n)
      return shares
    }
    let all = (3...8).map { shares($0) }
    for (criteria, seed) in [(1, UInt64(1)), (1, 2), (2, 3), (2, 4), (2, 5)] {
      for rounding in [Rounding.standard, try Rounding(word: "1,truncate")] {
        var panel = try Self.panel(8, seed: seed, criteria: criteria, rule: rule, unit: unit)
        panel.survey.scoring.rounding = rounding
        panel.cannotJudge("A", "U1", 0..<2)
        let total = try line(panel.publicContent, "A", "total").points
        let mode = RoundingMode(rounding.mode)
        let told = (1...4).filter { missing in
          all[8 - missing - 3].contains { first in
            // Of eight, nobody can lack C1 without its being told: five would leave too few.
            (criteria == 1 ? [.zero] : all[5]).contains { second in
              (Rational(15) * first + Rational(10) * second)
                .decimalText(places: rounding.places, mode: mode) == total
            }
          }
        }
        let names = told.map(String.init).joined(separator: ", ")
        #expect(suppressed(panel) == (told.count < 4 ? ["A U1 of \(names)"] : []))
      }
    }
  }

  @Test("a second criterion of several items hides n as far as its weighted sums do")
  func severalItems() throws {
    var outcomes: Set<Bool> = []
    for (evaluators, seed) in [(8, UInt64(1)), (8, 2), (12, 3), (12, 4), (30, 5)] {
      var panel = try ExportPanel(evaluators, seed: seed)
      panel.survey.scoring.outliers = .none
      panel.cannotJudge("A", "C1", 0..<2)
      let content = panel.publicContent
      #expect(
        content.items.prefix(3).map(\.withheld) == [.complementary, .complementary, .fewMissing]
      )
      let total = try cents(try line(content, "A", "total").points)
      // Everybody has rated U1, which counts twice, and U2: 4n + 1 sums of the one, and of the other.
      let told = (1...4).filter { missing in
        let n = evaluators - missing
        let sums = Set(
          (0...4 * evaluators).flatMap { first in
            (0...4 * evaluators).map { 2 * first + $0 }
          }
        )
        return sums.contains { sum in
          (0...4 * n).contains { rest in
            let top = 1500 * sum * n + 3000 * rest * evaluators
            let bottom = 12 * n * evaluators
            return (2 * top + bottom) / (2 * bottom) == total
          }
        }
      }
      #expect(told.contains(2))
      let names = told.map(String.init).joined(separator: ", ")
      #expect(suppressed(panel) == (told.count < 4 ? ["A C1 of \(names)"] : []))
      outcomes.insert(told.count < 4)
    }
    #expect(outcomes == [true, false])
  }

  @Test("many withheld items hide one another's numbers, however the points lie")
  func manyItems() throws {
    var panel = try Self.panel(30, seed: 6, unit: .item)
    panel.survey.items = (1...8).map { number in
      var item = panel.survey.items[number % 2]
      (item.id, item.weight) = (ItemID("Q\(number)"), ExactDecimal(1 + number % 3))
      return item
    }
    for evaluator in panel.answers.indices {
      for (model, least) in [("A", 1), ("B", 3), ("C", 4)] {
        for (place, item) in panel.survey.items.enumerated() {
          let isMissing = evaluator < place % 4 + 1
          panel.answers[evaluator].answers[ModelCode(model), default: [:]][item.id] =
            isMissing
            ? .cannotJudge(ChoiceID("N2")) : .rating(least + (evaluator * place) % (6 - least))
        }
      }
    }
    #expect(panel.publicContent.items.allSatisfy { $0.withheld == .fewMissing })
    #expect(suppressed(panel) == [])
  }

  @Test("totals of criteria of one item tell how many have none, and the gate tries them")
  func totals() throws {
    for seed in UInt64(1)...4 {
      var panel = try Self.panel(12, seed: seed, unit: .total)
      panel.cannotJudge("A", "U1", 0..<3)
      let total = try cents(try line(panel.publicContent, "A", "total").points)
      let told = (1...4).filter { missing in
        let n = 12 - missing
        return (0...4 * n).contains { first in
          (0...4 * n).contains { second in
            let (top, bottom) = (1500 * first + 1000 * second, 4 * n)
            return (2 * top + bottom) / (2 * bottom) == total
          }
        }
      }
      #expect(told.contains(3))
      let names = told.map(String.init).joined(separator: ", ")
      #expect(suppressed(panel) == (told.count < 4 ? ["A U1 of \(names)"] : []))
    }
  }

  @Test("relative to the best, the others' points tell what the best had, and so its n")
  func relative() throws {
    for seed in UInt64(1)...6 {
      var panel = try Self.panel(30, seed: seed, criteria: 1)
      panel.survey.scoring.relative = .best
      let best = try #require(panel.score.models.first { $0.rank == 1 }?.id)
      panel.cannotJudge(best, "U1", 0..<1)
      guard panel.score.models.first(where: { $0.id == best })?.rank == 1 else { continue }
      let content = panel.publicContent
      let others = try panel.score.models.filter { $0.id != best }.map { model in
        let exact = try line(content, model.id, "usability").exact
        return (
          absolute: try #require(exact.flatMap { Rational(decimal: $0) }),
          points: try line(content, model.id, "total").points
        )
      }
      let told = (1...4).filter { missing in
        let n = 30 - missing
        return (n + 1...5 * n).contains { sum in
          let absolute = Rational(15 * (sum - n), 4 * n)
          return others.allSatisfy {
            ($0.absolute * Rational(15) / absolute).decimalText(places: 2, mode: .halfUp)
              == $0.points
          }
        }
      }
      #expect(told.contains(1))
      let names = told.map(String.init).joined(separator: ", ")
      #expect(suppressed(panel) == (told.count < 4 ? ["\(best) U1 of \(names)"] : []))
    }
  }

  // MARK: The quorum

  @Test("points say that the quorum is reached, and none that it is not: both bound n")
  func quorum() throws {
    func bounds(_ evaluators: Int, missing: Int) throws -> [String] {
      var panel = try Self.panel(evaluators, seed: 3, criteria: 1)
      panel.survey.scoring.quorum = 5
      panel.cannotJudge("A", "U1", 0..<missing)
      return suppressed(panel).filter { $0.contains(" to ") }
    }
    #expect(try bounds(6, missing: 1) == ["A U1 1 to 1"])
    #expect(try bounds(8, missing: 2) == ["A U1 1 to 3"])
    #expect(try bounds(9, missing: 2) == [])
    // Below five of eight, and one to four missing: four.
    #expect(try bounds(8, missing: 4) == ["A U1 4 to 4"])
    #expect(try bounds(5, missing: 2) == [])
  }

  // MARK: Criterion ratings

  @Test("no status tells whether a few people left out a whole criterion")
  func leftOut() throws {
    func panel(_ second: Range<Int>) throws -> ExportPanel {
      var panel = try ExportPanel(16, seed: 4)
      panel.cannotJudge("A", "U1", 0..<2)
      panel.cannotJudge("A", "U2", second)
      return panel
    }
    let (apart, together) = (try panel(2..<4), try panel(0..<2))
    // By the rule alone, the criterion ratings of the second would be withheld for another reason.
    let columns = [apart, together].map { panel in
      RatingColumns(
        RatingsTable(form: RatedForm(panel.survey), submissions: panel.answers),
        panel.survey.scoring
      )
    }
    let without = columns.map { columns in columns.samples[0][0].places.count { $0 < 0 } }
    #expect(without == [0, 2])
    func status(_ panel: ExportPanel) throws -> [[String]] {
      let files = try ExportedFiles(panel.publicContent)
      return try ["items.csv", "estimates.csv", "scores.csv"].map { name in
        try files.rows(name).filter { $0["model"] == "A" }.map { $0["status"] ?? "" }
      }
    }
    #expect(try status(apart) == status(together))
    #expect(suppressed(apart) == [] && suppressed(together) == [])
  }

  @Test("criterion ratings that are withheld alone are bounded by their items")
  func boundedEstimate() throws {
    func findings(_ first: Int, _ second: Int) throws -> [String] {
      var content = try GateTests.content(
        items: GateTests.items([
          GateTests.item("A", "U1", [30 - first, 0, 0, 0, 0]),
          GateTests.item("A", "U2", [30 - second, 0, 0, 0, 0]),
        ]),
        estimates: [GateTests.item("A", "usability", [], withheld: .fewMissing)]
      )
      content.survey.scoring.minimumAnswered = ScoringRule.half
      return SuppressionBounds(content, .standard, []).findings.map(\.key)
    }
    // Twenty and thirteen of thirty: three at least lack both.
    #expect(try findings(20, 13) == ["A usability estimate 3 to 4"])
    #expect(try findings(20, 11) == [])
    #expect(try findings(20, 14) == ["A usability estimate 4 to 4"])
  }
}
