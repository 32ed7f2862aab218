import PanelCore
import PanelStatistics
import Testing

@testable import PanelReport
@testable import PanelScoring

/// What makes large panels cheap to score, against the definitions.
@Suite(.timeLimit(.minutes(45)))
struct LargePanelTests {
  private static func form(_ weights: [[String]], models: Int = 3) -> RatedForm {
    .of(
      weights.enumerated().map { part, weights in
        (
          id: "c\(part)", points: 10 + part,
          items: weights.enumerated().map { (id: "i\(part)_\($0)", weight: $1) }
        )
      },
      models: (0..<models).map { "M\($0)" }
    )
  }

  /// Ratings by chance, of which about one in four is none.
  private static func table(
    _ form: RatedForm,
    raters: Int,
    _ generator: inout SplitMix64
  ) -> RatingsTable {
    var table = RatingsTable(form: form)
    for position in 0..<raters {
      let rater = table.append(rater: "r\(position)")
      for model in form.models.indices {
        for item in form.items.indices {
          table[rater, model, item] =
            switch generator.index(below: 16) {
            case 0: .blank
            case 1: .cannotJudge
            case 2, 3: .recused
            case let number: .rating(form.lowest + number % (form.highest - form.lowest + 1))
            }
        }
      }
    }
    return table
  }

  // MARK: The table

  @Test func cellsKeepWhatTheyAreGiven() {
    var table = RatingsTable(form: Self.form([["1"]], models: 1))
    let rater = table.append(rater: "r")
    #expect(table[rater, 0, 0] == .blank)
    for cell in [
      RatingsTable.Cell.rating(0), .rating(-1000), .rating(1_000_000), .cannotJudge, .recused,
      .blank, .rating(5),
    ] {
      table[rater, 0, 0] = cell
      #expect(table[rater, 0, 0] == cell)
    }
  }

  @Test func evaluatorsAreSortedByWhatTheyRated() {
    var generator = SplitMix64(seed: 41)
    for round in 0..<200 {
      // One narrow form, so that many evaluators rated alike and stand by their labels.
      let form = Self.form(round.isMultiple(of: 2) ? [["1"]] : [["1", "1"], ["1"]], models: 2)
      let table = Self.table(form, raters: generator.index(below: 40), &generator)
      func key(_ rater: Int) -> [Int] {
        form.models.indices.flatMap { model in
          form.items.indices.map { item in
            switch table[rater, model, item] {
            case .rating(let rating): rating
            case .recused: 1001
            case .cannotJudge: 1002
            case .blank: 1003
            }
          }
        }
      }
      let order = table.raters.indices.sorted { first, second in
        key(first) == key(second)
          ? table.raters[first].utf8.lexicographicallyPrecedes(table.raters[second].utf8)
          : key(first).lexicographicallyPrecedes(key(second))
      }
      let sorted = table.sortedByRatings()
      #expect(sorted.raters == order.map { table.raters[$0] })
      for (position, rater) in order.enumerated() {
        for model in form.models.indices {
          for item in form.items.indices {
            #expect(sorted[position, model, item] == table[rater, model, item])
          }
        }
      }
    }
  }

  // MARK: Criterion ratings

  private func mean(
    _ table: RatingsTable,
    _ rater: Int,
    _ model: Int,
    _ items: [Int],
    _ minimum: String
  ) throws -> Rational? {
    var (sum, weight, answered) = (Rational.zero, Rational.zero, 0)
    for item in items {
      guard let rating = table[rater, model, item].rating else { continue }
      sum = sum + Rational(table.form.weights[item]) * Rational(rating)
      weight = weight + Rational(table.form.weights[item])
      answered += 1
    }
    let share = try #require(ExactDecimal(minimum))
    guard answered > 0, Rational(answered) >= Rational(share) * Rational(items.count) else {
      return nil
    }
    return sum / weight
  }

  @Test(arguments: ["0", "0.5", "0.51", "1"])
  func criterionRatingsAreWeightedMeans(minimum: String) throws {
    var generator = SplitMix64(seed: 42)
    for weights in [
      ["1"], ["7"], ["1", "1", "1"], ["0.5", "1.25", "3"], ["2", "4", "6"],
      // Too far apart for small whole numbers.
      ["0.000000001", "999999", "3"], ["123456789012345", "1", "0.5"],
    ] {
      let table = Self.table(Self.form([weights], models: 1), raters: 60, &generator)
      let items = Array(weights.indices)
      let columns = RatingColumns(table, try .words("none", minimumAnswered: minimum))
      let placed = try #require(columns.samples.first?.first)
      let values = try table.raters.indices.map { try mean(table, $0, 0, items, minimum) }
      #expect(placed.places.map { $0 < 0 ? nil : placed.distinct.values[$0] } == values)
      #expect(placed.distinct.values == Set(values.compactMap { $0 }).sorted())
      #expect(values.contains(nil) && placed.distinct.values.count > 2)
    }
  }

  // MARK: The bootstrap

  @Test(arguments: ScoringUnit.allCases, ["trimmed=0.10", "median", "dropHighLow=2", "mad=3.5"])
  func resamplesScoreAsTheWholePanelDoes(unit: ScoringUnit, rule: String) throws {
    var generator = SplitMix64(seed: 43)
    for (raters, weights) in [
      (3, [["1"]]), (9, [["1", "2"], ["1"]]), (40, [["3", "1"], ["2"]]),
    ] {
      let table = Self.table(Self.form(weights), raters: raters, &generator)
      let scoring = Scoring(
        table: table,
        rule: try .words(rule, unit: unit, relative: "best", minimumAnswered: "0.5")
      )
      let resamples = Bootstrap.resamples(evaluators: raters, count: 70, seed: 44)
      let isScored = [true, true, false]
      let counted = try #require(scoring.bootstrap(Array(resamples), isScored))
      let plain = try #require(
        Bootstrap.run(evaluators: raters, resamples: resamples) { multiplicities in
          scoring.relative(
            zip(scoring.absolutePoints(multiplicities), isScored).map { $1 ? $0?.absolute : nil },
            scoring.rule.relative
          )
        }
      )
      #expect(counted.estimate == plain.estimate)
      #expect(counted.replicates == plain.replicates)
      #expect(counted.rankMatrix == plain.rankMatrix)
      #expect(counted.rankProbability == plain.rankProbability)
      #expect(counted.leaveOneOut.scores == plain.leaveOneOut.scores)
      #expect(counted.leaveOneOut.rankChanges == plain.leaveOneOut.rankChanges)
      for model in 0..<3 {
        #expect(
          counted.bcaInterval(of: model, level: 0.95) == plain.bcaInterval(of: model, level: 0.95)
        )
      }
    }
  }
}
