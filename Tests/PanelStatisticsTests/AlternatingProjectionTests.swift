import PanelStatistics
import Testing

@Suite(.timeLimit(.minutes(45)))
struct AlternatingProjectionTests {
  @Test(arguments: AgreementFixture.names, ["all10", "usability", "cost_efficiency"])
  func withFloor(_ name: String, _ part: String) throws {
    let fixture = try AgreementFixture(name)
    let expected = try #require(fixture.answers.p910_with_floor[part])
    let table = try fixture.table(part == "all10" ? "all10cells" : part)
    let result = try AlternatingProjection.estimate(table).get()
    #expect(isClose(result.scores, expected.mos, within: 1e-9))
    #expect(isClose(result.bias, try #require(expected.bias), within: 1e-9))
    #expect(isClose(result.inconsistency, try #require(expected.inconsistency), within: 1e-9))
    #expect(isClose(result.effectiveEvaluators, expected.effective_raters, within: 1e-9))
    #expect(isClose(result.largestWeightShare, expected.max_weight_share, within: 1e-9))
    #expect(result.iterations == expected.iters && result.isConverged)
  }

  @Test(arguments: AgreementFixture.names) func withoutFloor(_ name: String) throws {
    let fixture = try AgreementFixture(name)
    let answers = fixture.answers
    let result = try AlternatingProjection.estimate(try fixture.table(), isFloored: false).get()
    #expect(isClose(result.bias, answers.raters.ap_bias, within: 1e-9))
    #expect(isClose(result.inconsistency, answers.raters.ap_inconsistency, within: 1e-9))
    #expect(result.iterations == answers.p910_on_10cells_without_floor.iters)
    var parts = answers.p910_on_5cells_without_floor
    parts["all10cells"] = answers.p910_on_10cells_without_floor
    for (part, expected) in parts {
      let result = try AlternatingProjection.estimate(try fixture.table(part), isFloored: false)
        .get()
      #expect(isClose(result.scores, expected.mos, within: 1e-9))
      #expect(isClose(result.effectiveEvaluators, expected.effective_raters, within: 1e-9))
      #expect(isClose(result.largestWeightShare, expected.max_weight_share, within: 1e-9))
      // The answer was made without centring in each iteration, which here saves the last one.
      let isCentringVisible = name == "s5" && part == "usability"
      #expect(result.iterations == expected.iters + (isCentringVisible ? 1 : 0))
      #expect(result.isConverged)
    }
  }

  /// The floor keeps the weight from collapsing onto one or two evaluators.
  @Test func floorSpreadsTheWeight() throws {
    let table = try AgreementFixture("s100").table("cost_efficiency")
    let free = try AlternatingProjection.estimate(table, isFloored: false).get()
    let floored = try AlternatingProjection.estimate(table).get()
    #expect(free.effectiveEvaluators < 1.001 && free.largestWeightShare > 0.999)
    #expect(floored.effectiveEvaluators > 30)
  }

  /// Ratings that are a score plus a bias and nothing else are taken apart exactly.
  @Test func separatesScoreAndBias() throws {
    let (scores, bias) = ([10.0, 30, 70], [-5.0, 0, 5])
    let rows = bias.map { bias in scores.map { Optional($0 + bias) } }
    let result = try AlternatingProjection.estimate(try RatingMatrix(rows)).get()
    #expect(isClose(result.scores, scores) && isClose(result.bias, bias))
    #expect(result.inconsistency.allSatisfy { ($0 ?? 1) < 1e-7 })
  }

  @Test func evaluatorsAndCellsWithoutRatingsAreLeftOut() throws {
    let full: [[Double?]] = [[1, 2, 4], [2, 3, 4], [5, 3, 1]]
    let wide: [[Double?]] =
      full.map { [$0[0], nil, $0[1], $0[2]] } + [[nil, nil, nil, nil]]
    let expected = try AlternatingProjection.estimate(try RatingMatrix(full)).get()
    let actual = try AlternatingProjection.estimate(try RatingMatrix(wide)).get()
    #expect(actual.scores.map { $0 != nil } == [true, false, true, true])
    #expect(actual.scores.compactMap { $0 } == expected.scores.compactMap { $0 })
    #expect(actual.bias == expected.bias + [nil])
    #expect(actual.inconsistency == expected.inconsistency + [nil])
  }
}
