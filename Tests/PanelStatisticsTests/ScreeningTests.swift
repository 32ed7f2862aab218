import PanelStatistics
import Testing

@Suite(.timeLimit(.minutes(45)))
struct ScreeningTests {
  @Test(arguments: AgreementFixture.names) func responsePatterns(_ name: String) throws {
    let fixture = try AgreementFixture(name)
    let table = try fixture.table()
    let expected = fixture.answers
    #expect(Screening.longestRuns(table).map(\.length) == expected.raters.longstring)
    let runs = Screening.longString(table)
    #expect(runs.indices.filter { runs[$0].isFlagged } == expected.flags.longstring_eq_all)
    let spread = Screening.variability(table)
    #expect(isClose(spread.map(\.value), expected.raters.irv_ddof1))
    #expect(spread.indices.filter { spread[$0].isFlagged } == expected.flags.longstring_eq_all)
  }

  /// Blanks do not break a run, and four of five is just enough.
  @Test func longStringAtTheThreshold() throws {
    let table = try RatingMatrix([
      [2, 2, nil, 2, 2, 5], [2, 2, 2, 1, 5, 5], [nil, 3, nil, 3, 3, nil], [1, 2, 1, 2, 1, 2],
    ])
    let runs = Screening.longestRuns(table)
    #expect(runs.map(\.length) == [4, 3, 3, 1])
    #expect(runs.map(\.answered) == [5, 6, 3, 6])
    let findings = Screening.longString(table)
    #expect(findings.map(\.value) == [0.8, 0.5, 1, 1.0 / 6])
    #expect(findings.map(\.isFlagged) == [true, false, true, false])
    #expect(findings.allSatisfy { $0.threshold == 0.8 })
  }

  /// The mean of 0.1 three times is not 0.1; a constant row must still be constant.
  @Test func variabilityOfAConstantRowIsExactlyZero() throws {
    let findings = Screening.variability(try RatingMatrix([[0.1, 0.1, 0.1], [0.1, 0.2, 0.1]]))
    #expect(findings.map(\.value)[0] == 0)
    #expect(findings.map(\.isFlagged) == [true, false])
  }

  @Test(arguments: AgreementFixture.names) func leaveOneOutCorrelation(_ name: String) throws {
    let fixture = try AgreementFixture(name)
    let findings = Screening.leaveOneOutCorrelation(try fixture.table())
    let flags = fixture.answers.flags
    for (finding, expected) in zip(findings, fixture.answers.raters.loo_pearson_mean) {
      if let expected {
        #expect(isClose(finding.value, expected))
      } else {
        #expect(finding.outcome == .undefined(.constantRatings) && finding.value == nil)
      }
    }
    #expect(findings.indices.filter { findings[$0].isFlagged } == flags.loo_r_le_0)
    #expect(
      findings.indices.filter { findings[$0].value == nil } == flags.loo_r_nan
    )
  }

  /// The first evaluator's covariance with (1, 2, 1)·2/3 is zero, which floats need not show.
  @Test func correlationOfExactlyZeroIsFlagged() throws {
    let third = Rational(1, 3)
    let others: [Rational?] = [third, third + third, third]
    let table = try RatingMatrix(exact: [[Rational(1), Rational(7), Rational(13)], others, others])
    let finding = Screening.leaveOneOutCorrelation(table)[0]
    #expect(finding.value == 0 && finding.isFlagged)
  }

  /// The others' means are 7/10 everywhere, summed from different tenths.
  @Test func constantMeansAreFoundWithoutRounding() throws {
    let tenths = { (values: [Int]) in values.map { Optional(Rational($0, 10)) } }
    let table = try RatingMatrix(exact: [
      tenths([1, 2, 3]), tenths([1, 7, 6]), tenths([13, 7, 8]), tenths([7, 7, 7]),
    ])
    let finding = Screening.leaveOneOutCorrelation(table)[0]
    #expect(finding.outcome == .undefined(.constantMeans))
  }

  @Test(arguments: AgreementFixture.names) func mahalanobis(_ name: String) throws {
    let fixture = try AgreementFixture(name)
    let result = try Mahalanobis.measure(try fixture.table()).get()
    let expected = fixture.answers
    #expect(
      isClose(
        result.findings.map(\.value),
        expected.raters.mahalanobis_sq_meanimputed,
        within: 1e-9
      )
    )
    #expect(isClose(result.threshold, expected.raters.mahal_cut_99))
    #expect(result.degreesOfFreedom == 10 && result.rank == 10)
    let flagged = result.findings.indices.filter { result.findings[$0].isFlagged }
    #expect(flagged == expected.flags.mahal99)
  }

  @Test(arguments: [("flat", 4), ("thin", 7)])
  func mahalanobisWithoutFullRank(_ name: String, _ rank: Int) throws {
    let answer = try #require(try AgreementAnswers.load().mahalanobis[name])
    let result = try Mahalanobis.measure(try RatingMatrix(answer.ratings)).get()
    #expect(isClose(result.findings.map(\.value), answer.squared, within: 1e-9))
    #expect(result.rank == rank)
    #expect(result.findings.allSatisfy { !$0.isFlagged })
  }

  /// With two cells the inverse covariance is written out by hand; D² adds up to (n−1)·cells.
  @Test func mahalanobisByHand() throws {
    let rows: [[Double?]] = [[1, 2], [2, 1], [3, 5], [5, 3], [4, 4]]
    let result = try Mahalanobis.measure(try RatingMatrix(rows)).get()
    // Both variances are 2.5, the covariance is 1.25, hence S⁻¹ = (2.5, −1.25; −1.25, 2.5)/4.6875.
    let expected = [
      (-2.0, -1.0), (-1.0, -2.0), (0.0, 2.0), (2.0, 0.0), (1.0, 1.0),
    ].map { x, y in (2.5 * x * x - 2.5 * x * y + 2.5 * y * y) / 4.6875 }
    #expect(isClose(result.findings.map(\.value), expected))
    #expect(isClose(result.findings.compactMap(\.value).reduce(0, +), 8))
  }
}
