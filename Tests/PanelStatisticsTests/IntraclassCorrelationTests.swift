import PanelStatistics
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(45)))
struct IntraclassCorrelationTests {
  @Test(arguments: AgreementFixture.names) func panels(_ name: String) throws {
    let fixture = try AgreementFixture(name)
    for (part, answers) in fixture.answers.parts {
      let agreement = IntraclassCorrelation.measure(try fixture.table(part), level: 0.95)
      #expect(agreement.basis.evaluators == answers.n_complete_raters)
      try check(try agreement.result.get(), answers.icc_complete_raters)
    }
  }

  struct Textbook: Decodable {
    struct Published: Decodable { let Y: [[Double?]] }
    let icc_shrout_fleiss_1979: Published
  }

  @Test func textbook() throws {
    let rows = try Fixture.json("textbook_known_answers.json", as: Textbook.self)
      .icc_shrout_fleiss_1979.Y
    let answers = try Fixture.json("textbook_known_answers.json", as: [String: Entry].self)
    let expected = try #require(answers["icc_shrout_fleiss_1979"]?.icc)
    let result = IntraclassCorrelation.measure(try Self.transposed(rows), level: 0.95)
    #expect(result.basis.evaluators == 4 && result.basis.cells == 6)
    try check(try result.result.get(), expected)
    #expect(try (result.result.get().single.get().value * 100).rounded() == 29)
    #expect(try (result.result.get().average.get().value * 100).rounded() == 62)
  }

  private struct Entry: Decodable {
    let icc: Screened.ICC?

    init(from decoder: any Decoder) throws {
      icc = try? Screened.ICC(from: decoder)
    }
  }

  static func transposed(_ rows: [[Double?]]) throws -> RatingMatrix {
    try RatingMatrix(rows[0].indices.map { column in rows.map { $0[column] } })
  }

  private func check(_ actual: IntraclassCorrelation, _ expected: Screened.ICC) throws {
    #expect(isClose(actual.meanSquares.cells, expected.MSR))
    #expect(isClose(actual.meanSquares.evaluators, expected.MSC))
    #expect(isClose(actual.meanSquares.error, expected.MSE))
    for (coefficient, key, interval) in [
      (actual.single, "ICC(2,1)=A,1", expected.ci95_A1),
      (actual.average, "ICC(2,k)=A,k", expected.ci95_Ak),
    ] {
      let coefficient = try coefficient.get()
      #expect(isClose(coefficient.value, try #require(expected.icc[key])))
      #expect(isClose(try coefficient.interval.get().lower, interval[0]))
      #expect(isClose(try coefficient.interval.get().upper, interval[1]))
    }
  }

  /// Spearman and Brown: ICC(2,k) and its limits follow from ICC(2,1) and its own.
  @Test func stepsUpWithTheNumberOfEvaluators() throws {
    var generator = SplitMix64(seed: 21)
    for _ in 0..<30 {
      let rows = generator.table(evaluators: 8, cells: 7, top: 10)
      let agreement = IntraclassCorrelation.measure(try RatingMatrix(rows), level: 0.9)
      guard case .success(let icc) = agreement.result, let average = try? icc.average.get(),
        let limits = try? average.interval.get()
      else { continue }
      let k = Double(agreement.basis.evaluators)
      let stepped = { (r: Double) in k * r / (1 + (k - 1) * r) }
      let single = try icc.single.get()
      let lower = try single.interval.get().lower
      #expect(isClose(average.value, stepped(single.value), within: 1e-10))
      #expect(isClose(limits.lower, stepped(lower), within: 1e-9))
      #expect(isClose(limits.upper, stepped(try single.interval.get().upper), within: 1e-9))
      #expect(limits.lower <= average.value && average.value <= limits.upper)
    }
  }

  /// Evaluators who agree perfectly, or up to a constant, leave no error to compare with.
  @Test func withoutError() throws {
    let equal = try IntraclassCorrelation.measure(
      try RatingMatrix([[0.1, 0.2, 0.7], [0.1, 0.2, 0.7]]),
      level: 0.95
    ).result.get()
    #expect(equal.meanSquares.error == 0 && equal.meanSquares.evaluators == 0)
    #expect(try equal.single.get().value == 1 && equal.average.get().value == 1)
    #expect(try equal.single.get().interval == .failure(.noErrorVariance))
    let shifted = try IntraclassCorrelation.measure(
      try RatingMatrix([[0.1, 0.2, 0.7], [0.3, 0.4, 0.9]]),
      level: 0.95
    ).result.get()
    #expect(shifted.meanSquares.error == 0)
    let interval = try shifted.single.get().interval.get()
    #expect(interval.lower < interval.upper)
  }

  /// Where the cells' variance is estimated as negative, ICC(2,k) can lose its divisor.
  @Test func negativeVariance() throws {
    let icc = try IntraclassCorrelation.measure(
      try RatingMatrix([[1, 2], [2, 1]]),
      level: 0.95
    ).result.get()
    #expect(icc.average == .failure(.noTotalVariance))
  }

  /// Where the cell means are all equal there are no degrees of freedom, however sums are rounded.
  @Test func equalCells() throws {
    for rows: [[Double?]] in [[[1, 5], [1, 1], [5, 1]], [[1, 3, 2], [2, 1, 3], [3, 2, 1]]] {
      let icc = try IntraclassCorrelation.measure(try RatingMatrix(rows), level: 0.95).result.get()
      #expect(icc.meanSquares.cells == 0 && icc.meanSquares.error > 0)
      let single = try icc.single.get()
      #expect(single.value < 0 && single.interval == .failure(.noTotalVariance))
    }
  }
}
