import PanelStatistics
import Testing

@Suite(.timeLimit(.minutes(45)))
struct BT500Tests {
  @Test(arguments: AgreementFixture.names, BT500.Variance.allCases)
  func nobodyIsRejectedInThePanels(_ name: String, _ variance: BT500.Variance) throws {
    let fixture = try AgreementFixture(name)
    let results = BT500.screen(try fixture.table(), variance: variance)
    let flags = fixture.answers.flags
    let expected = variance == .sample ? flags.bt500_ddof1 : flags.bt500_ddof0
    #expect(results.indices.filter { results[$0].finding.isFlagged } == expected)
  }

  /// Evaluator 0 is extreme on both sides and rejected, evaluator 1 on one side and kept.
  @Test(arguments: BT500.Variance.allCases) func rejection(_ variance: BT500.Variance) throws {
    let answers = try AgreementAnswers.load().bt500
    let expected = variance == .sample ? answers.sample : answers.population
    let results = BT500.screen(try RatingMatrix(answers.ratings), variance: variance)
    #expect(results.map(\.above) == expected.above)
    #expect(results.map(\.below) == expected.below)
    let flagged = results.indices.filter { results[$0].finding.isFlagged }
    #expect(flagged == expected.flagged && flagged == answers.sureal_rejected && flagged == [0])
    #expect(results[1].imbalance == 1 && results[1].above > 0)
    #expect(results[5].answered == 11)
  }

  /// One of five apart lies at 2 standard deviations sharp with ddof 0, and within with ddof 1.
  @Test func theBoundItselfIsExtreme() throws {
    for (high, middle, low) in [(5.0, 3.0, 1.0), (0.7, 0.4, 0.1)] {
      let rows =
        [[high, low, high, low].map(Optional.some)]
        + Array(repeating: Array(repeating: Optional(middle), count: 4), count: 4)
      let exact = rows.map { row in
        row.map { value in value.map { Rational(Int(($0 * 10).rounded()), 10) } }
      }
      let table = try RatingMatrix(exact: exact)
      let population = BT500.screen(table, variance: .population)
      #expect(population[0] == BT500.screen(table, variance: .population)[0])
      #expect(population[0].above == 2 && population[0].below == 2)
      #expect(population[0].finding.isFlagged && population[0].imbalance == 0)
      #expect(population[0].finding.value == 1 && population[0].finding.threshold == 0.05)
      let sample = BT500.screen(table, variance: .sample)
      #expect(sample.allSatisfy { $0.above + $0.below == 0 && $0.finding.outcome == .clear })
    }
  }

  /// One of 21 apart has a kurtosis above 4 and lies at √20 standard deviations sharp.
  @Test func theWideBoundItselfIsExtreme() throws {
    let rows =
      [[5.0, 1.0].map(Optional.some)]
      + Array(repeating: [3.0, 3.0].map(Optional.some), count: 20)
    let results = BT500.screen(try RatingMatrix(rows), variance: .population)
    #expect(results[0].above == 1 && results[0].below == 1)
    let nearly = BT500.screen(try RatingMatrix(Array(rows.dropLast())), variance: .population)
    #expect(nearly[0].above == 0 && nearly[0].below == 0)
  }

  /// 1 of 20 is 5 %, which is not more than 5 %; 13 against 7 is 30 %, which is not less.
  @Test func bothThresholdsAreOpen() throws {
    func evaluator(high: Int, low: Int, of cells: Int) throws -> BT500 {
      let first = (0..<cells).map { cell -> Double? in
        cell < high ? 5 : cell < high + low ? 1 : 3
      }
      let others = [[Double?]](repeating: Array(repeating: 3, count: cells), count: 4)
      return BT500.screen(try RatingMatrix([first] + others), variance: .population)[0]
    }
    #expect(try !evaluator(high: 1, low: 1, of: 40).finding.isFlagged)
    #expect(try evaluator(high: 1, low: 1, of: 39).finding.isFlagged)
    #expect(try !evaluator(high: 13, low: 7, of: 20).finding.isFlagged)
    #expect(try evaluator(high: 12, low: 7, of: 19).finding.isFlagged)
  }

  /// A second way: floats, on tables where nothing lies near a bound.
  @Test func floatsAgreeAwayFromTheBounds() throws {
    var generator = SplitMix64(seed: 500)
    for _ in 0..<40 {
      let rows = generator.table(evaluators: 9, cells: 6, top: 97)
      let results = BT500.screen(try RatingMatrix(rows), variance: .sample)
      var (above, below) = ([Int](repeating: 0, count: 9), [Int](repeating: 0, count: 9))
      for cell in 0..<6 {
        let values = rows.compactMap { $0[cell] }
        let n = Double(values.count)
        let mean = values.reduce(0, +) / n
        let moment = { (power: Int) in
          values.reduce(0.0) { sum, x in
            sum + (1...power).reduce(1.0) { product, _ in product * (x - mean) }
          } / n
        }
        let kurtosis = moment(4) / (moment(2) * moment(2))
        let bound =
          (kurtosis >= 2 && kurtosis <= 4 ? 2 : 20.0.squareRoot())
          * (moment(2) * n / (n - 1)).squareRoot()
        for (evaluator, row) in rows.enumerated() {
          guard let x = row[cell], bound > 0 else { continue }
          above[evaluator] += x >= mean + bound ? 1 : 0
          below[evaluator] += x <= mean - bound ? 1 : 0
        }
      }
      #expect(results.map(\.above) == above && results.map(\.below) == below)
    }
  }
}
