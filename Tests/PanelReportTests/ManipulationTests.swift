import PanelCore
import PanelStatistics
import Testing

@testable import PanelReport
@testable import PanelScoring

@Suite(.timeLimit(.minutes(45)))
struct ManipulationTests {
  // MARK: Against an independent computation

  @Test(arguments: ["nine", "fourteen", "six"])
  func everyRuleAndUnit(name: String) throws {
    let panel = try ChoicesFixture.panel(name)
    let table = try panel.table()
    var findings = 0
    for attack in panel.manipulation {
      var rule = try panel.official()
      rule.outliers = try OutlierRule(word: attack.rule)
      rule.unit = attack.unit
      let manipulation = Manipulation(
        table,
        rule: rule,
        quorum: panel.quorum,
        eliminate: panel.eliminate,
        orders: panel.orders
      )
      for (found, expected) in [
        (manipulation.overturning, attack.overturning), (manipulation.rescuing, attack.rescuing),
      ] {
        let comment = Comment("\(name) \(attack)")
        guard let expected else {
          #expect((try? found.get()) == nil, comment)
          continue
        }
        let finding = try #require(try? found.get(), comment)
        for (numbers, expected) in [
          (finding.quiet, expected.quiet), (finding.blatant, expected.blatant),
        ] {
          #expect(numbers.smallest == expected.smallest, comment)
          #expect(numbers.target == expected.target, comment)
          findings += 1
        }
      }
    }
    #expect(findings > 90)
  }

  @Test func drawnOrders() throws {
    let drawn = try ChoicesFixture.read().drawn
    let orders = Manipulation.orders(
      evaluators: drawn.evaluators,
      count: drawn.count,
      seed: drawn.seed
    )
    #expect(orders == drawn.orders)
    #expect(Manipulation.orders(evaluators: 0, count: 3, seed: 1) == [[], [], []])
    #expect(Manipulation.orders(evaluators: 5, count: 0, seed: 1).isEmpty)
    let trimmed = try OutlierRule(word: "trimmed=0.10")
    #expect(
      [0, 49, 1000, 4000, 1_000_000].map {
        Manipulation.standardOrders(trimmed, evaluators: $0)
      } == [200, 200, 200, 50, 10]
    )
    #expect(Manipulation.standardOrders(.mad(ExactDecimal(3)), evaluators: 49) == 50)
  }

  // MARK: What the numbers mean

  /// So many colluders do it and one fewer do not, said by the ranking of a panel that is written out.
  @Test func theNumberIsTheSmallest() throws {
    var generator = SplitMix64(seed: 71)
    var checked = 0
    for round in 0..<12 {
      let table = RatingsTable.synthetic(&generator, evaluators: 9 + round, models: 4)
      let rule = try ScoringRule.words(
        ["trimmed=0.10", "median", "none"][round % 3],
        unit: ScoringUnit.allCases[round / 3 % 3],
        ties: ["c"]
      )
      let order = Manipulation.orders(evaluators: 9 + round, count: 1, seed: UInt64(round))
      let manipulation = Manipulation(table, rule: rule, quorum: 3, orders: order)
      let ranks = { (table: RatingsTable) in Self.ranks(table, rule, quorum: 3) }
      guard case .success(let winner) = manipulation.winner,
        case .success(let finding) = manipulation.overturning
      else { continue }
      for strategy in Manipulation.Strategy.allCases {
        let numbers = finding[strategy]
        let smallest = try #require(numbers.fewest)
        let target = try #require(numbers.target)
        let enough = Self.manipulated(table, order[0].prefix(smallest), target, strategy)
        #expect(ranks(enough)[winner] != 1)
        for model in table.form.models.indices where model != winner {
          let short = Self.manipulated(table, order[0].prefix(smallest - 1), model, strategy)
          #expect(ranks(short)[winner] == 1)
        }
        checked += 1
      }
    }
    #expect(checked > 12)
  }

  /// Under a monotone rule: more colluders never lower a target nor raise the others, and who also
  /// lowers the others never needs more.
  @Test(arguments: OutlierRule.words)
  func moreColludersNeverDoLess(word: String) throws {
    let outliers = try OutlierRule(word: word)
    guard outliers.isMonotone else { return }
    var generator = SplitMix64(seed: 72)
    for round in 0..<9 {
      let table = RatingsTable.synthetic(&generator, evaluators: 5 + round, blanks: 3)
      let rule = try ScoringRule.words(word, unit: ScoringUnit.allCases[round % 3], ties: ["u"])
      let contest = Contest(table, rule, quorum: 4)
      let orders = Manipulation.orders(evaluators: 5 + round, count: 6, seed: UInt64(round))
      var coalition = Coalition(contest, orders[0])
      for model in table.form.models.indices {
        for (treatment, rises) in [(Contest.Treatment.raised, true), (.lowered, false)] {
          // Once a model has points it keeps them: colluders fill in what is missing.
          var before = coalition.key(model, treatment, size: 0)
          #expect(before == contest.official[model])
          for size in 1...(5 + round) {
            let after = coalition.key(model, treatment, size: size)
            if let before {
              #expect(after.map { rises ? $0 >= before : $0 <= before } == true)
            }
            before = after
          }
        }
      }
      let manipulation = Manipulation(table, rule: rule, quorum: 4, orders: orders)
      for finding in [manipulation.overturning, manipulation.rescuing].compactMap({ try? $0.get() })
      {
        for (quiet, blatant) in zip(finding.quiet.smallest, finding.blatant.smallest) {
          #expect((blatant ?? Int.max) <= (quiet ?? Int.max))
        }
      }
    }
  }

  /// Going back to fewer colluders gives the same as coming from nobody.
  @Test func sizesMayBeAskedInAnyOrder() throws {
    var generator = SplitMix64(seed: 73)
    let table = RatingsTable.synthetic(&generator, evaluators: 12)
    let contest = Contest(table, try .words("mad=3.5", unit: .total), quorum: 1)
    let order = Manipulation.orders(evaluators: 12, count: 1, seed: 4)[0]
    for model in 0..<3 {
      for treatment in Contest.Treatment.allCases {
        var wandering = Coalition(contest, order)
        for size in [7, 2, 12, 0, 3, 11, 1] {
          var straight = Coalition(contest, order)
          #expect(
            wandering.key(model, treatment, size: size)
              == straight.key(model, treatment, size: size)
          )
        }
      }
    }
  }

  @Test func theOrderOfRowsChangesNothing() throws {
    var generator = SplitMix64(seed: 74)
    for _ in 0..<4 {
      let table = RatingsTable.synthetic(&generator, evaluators: 13)
      let shuffled = table.inOrder(Array(0..<13).shuffled(using: &generator))
      let rule = try ScoringRule.words("trimmed=0.10", conversion: .range)
      let first = Manipulation(table.sortedByRatings(), rule: rule, quorum: 3, count: 20)
      #expect(Manipulation(shuffled.sortedByRatings(), rule: rule, quorum: 3, count: 20) == first)
      #expect(first.orders == 20)
    }
  }

  @Test func theSeedDrawsTheOrders() throws {
    let table = try RatingsTable.panelOf49().sortedByRatings()
    var rule = try ScoringRule.words("trimmed=0.10", conversion: .range)
    let first = Manipulation(table, rule: rule, quorum: 17, count: 30)
    #expect(Manipulation(table, rule: rule, quorum: 17, count: 30) == first)
    rule.seed = 2
    let second = Manipulation(table, rule: rule, quorum: 17, count: 30)
    #expect(second.overturning != first.overturning)
    #expect((first.evaluators, first.orders, first.winner) == (49, 30, .success(0)))
    let finding = try first.overturning.get()
    #expect(finding.quiet.fewest != nil && finding.blatant.fewest != nil)
    #expect(finding.quiet.smallest.count == 30)
  }

  @Test func medianAndFewest() {
    func numbers(_ smallest: [Int?]) -> (Int?, Int?) {
      let numbers = Manipulation.Numbers(smallest: smallest, target: nil)
      return (numbers.median, numbers.fewest)
    }
    #expect(numbers([5, 3, 9]) == (5, 3))
    #expect(numbers([5, 3, 9, 4]) == (4, 3))
    #expect(numbers([nil, 3, nil]) == (nil, 3))
    #expect(numbers([nil, 3]) == (3, 3))
    #expect(numbers([nil]) == (nil, nil))
    #expect(numbers([]) == (nil, nil))
  }

  // MARK: Blanks, recusal, quorum

  private static let two = RatedForm.one(25, 1...5, models: ["A", "B"])

  @Test func recusedEvaluatorsStayRecused() throws {
    var table = RatingsTable(Self.two, [[4, 4], [4, 4], [5, 3], [4, 4]])
    for rater in 0..<4 { table[rater, 1, 0] = rater == 2 ? .rating(3) : .recused }
    let rule = try ScoringRule.words("none")
    let orders = [[0, 1, 2, 3], [2, 3, 1, 0]]
    let manipulation = Manipulation(table, rule: rule, quorum: 1, orders: orders)
    let finding = try manipulation.overturning.get()
    // Only the third can raise B, to 5 against 17/4.
    #expect(finding.quiet.smallest == [3, 1])
    table[2, 1, 0] = .recused
    let alone = Manipulation(table, rule: rule, quorum: 1, orders: orders)
    let nobody = try alone.overturning.get()
    #expect(nobody.quiet.smallest == [nil, nil] && nobody.blatant.target == nil)
    #expect(nobody.blatant.fewest == nil)
  }

  @Test func blanksAreFilledAndCanReachTheQuorum() throws {
    var table = RatingsTable(Self.two, [[4, 5], [4, 5], [4, nil], [4, nil]])
    table[3, 1, 0] = .cannotJudge
    let rule = try ScoringRule.words("none")
    let manipulation = Manipulation(
      table,
      rule: rule,
      quorum: 3,
      orders: [[0, 1, 2, 3], [3, 0, 1, 2]]
    )
    #expect(manipulation.winner == .success(0))
    // B has two ratings; the first two to join have rated it already.
    let finding = try manipulation.overturning.get()
    #expect(finding.quiet.smallest == [3, 1])
    #expect(manipulation.eliminated == .failure(.tooFewModels))
  }

  // MARK: Ties and nothing to decide

  private func manipulation(
    _ ratings: [[Int?]],
    models: [String] = ["A", "B", "C"],
    eliminate: Int = 1,
    quorum: Int = 1,
    rule: String = "none"
  ) throws -> Manipulation {
    let table = RatingsTable(RatedForm.one(25, 1...5, models: models), ratings)
    return Manipulation(
      table,
      rule: try .words(rule),
      quorum: quorum,
      eliminate: eliminate,
      orders: [Array(table.raters.indices)]
    )
  }

  @Test func whereNothingIsDecided() throws {
    let empty = try manipulation([])
    #expect(empty.overturning == .failure(.noResult) && empty.rescuing == .failure(.noResult))
    let blank = try manipulation([[nil, nil, nil]])
    #expect(blank.overturning == .failure(.noResult) && blank.rescuing == .failure(.noResult))
    let noModels = try manipulation([[], []], models: [])
    #expect(noModels.overturning == .failure(.noResult))
    let oneModel = try manipulation([[3], [4]], models: ["A"])
    #expect(oneModel.winner == .success(0))
    #expect(oneModel.overturning == .failure(.tooFewModels))
    #expect(oneModel.rescuing == .failure(.tooFewModels))
    let tied = try manipulation([[4, 4, 2], [5, 5, 3]])
    #expect(tied.overturning == .failure(.tiedFirst))
    #expect(tied.eliminated == .success([2]))
    #expect((try? tied.rescuing.get()) != nil)
    let cut = try manipulation([[5, 4, 4]])
    #expect(cut.rescuing == .failure(.tiedAtCut))
    #expect(try manipulation([[5, 4, 4]], eliminate: 2).eliminated == .success([1, 2]))
    #expect(try manipulation([[5, 4, 3]], eliminate: 3).rescuing == .failure(.tooFewModels))
    #expect(try manipulation([[5, 4, 3]], eliminate: 0).rescuing == .failure(.nobodyEliminated))
    #expect(try manipulation([[3, 3, 3], [3, 3, 3]]).overturning == .failure(.tiedFirst))
  }

  @Test func oneEvaluatorDecidesAlone() throws {
    let alone = try manipulation([[4, 3, 2]])
    for finding in [try alone.overturning.get(), try alone.rescuing.get()] {
      #expect(finding.quiet.smallest == [1] && finding.blatant.smallest == [1])
    }
    // A winner at the top of the scale cannot be passed quietly.
    let perfect = try manipulation([[5, 3, 2], [5, 3, 2]])
    #expect(try perfect.overturning.get().quiet.smallest == [nil])
    #expect(try perfect.overturning.get().blatant.smallest == [1])
    #expect(try perfect.overturning.get().blatant.target == 1)
  }

  /// To tie across the cut is not to escape.
  @Test func aTieAtTheCutIsNoEscape() throws {
    let ratings = [[5, 3, 1], [5, 3, 1]]
    // One colluder brings C to 3, level with B; two bring it to 5, before B, level with A.
    #expect(try manipulation(ratings).rescuing.get().quiet.smallest == [2])
    #expect(try manipulation(ratings).rescuing.get().quiet.target == 2)
    // Two are eliminated: B needs to leave one more behind, which is A.
    let two = try manipulation(ratings, eliminate: 2)
    #expect(two.eliminated == .success([1, 2]))
    #expect(try two.rescuing.get().quiet.smallest == [nil])
    #expect(try two.rescuing.get().blatant.smallest == [1])
    #expect(try two.rescuing.get().blatant.target == 1)
  }

  // MARK: Helpers

  private static func manipulated(
    _ table: RatingsTable,
    _ colluders: ArraySlice<Int>,
    _ target: Int,
    _ strategy: Manipulation.Strategy
  ) -> RatingsTable {
    var changed = table
    for rater in colluders {
      for model in table.form.models.indices where model == target || strategy == .blatant {
        for item in table.form.items.indices where changed[rater, model, item] != .recused {
          changed[rater, model, item] =
            .rating(model == target ? table.form.highest : table.form.lowest)
        }
      }
    }
    return changed
  }

  private static func ranks(_ table: RatingsTable, _ rule: ScoringRule, quorum: Int) -> [Int?] {
    var rule = rule
    rule.quorum = quorum
    return ComponentScore(table, rule: rule, official: false, source: "csv", invited: 0).ranks
  }
}
