import PanelStatistics
import TestSupport
import Testing

/// The bootstrap against known answers, with the supplied indices.
@Suite(.timeLimit(.minutes(45)))
struct BootstrapTests {
  @Test(
    arguments: PanelFixture.names,
    ["mean", "trim10", "trim20"]
  )
  func knownAnswers(_ name: String, _ rule: String) throws {
    let panel = try PanelFixture(name)
    let answers = try #require(panel.answers.bootstrap[rule])
    let location = try #require(PanelFixture.rules[rule])
    let indices = try Fixture.lines("bootstrap_idx_2000x49.csv").map { line in
      try line.map { try #require(Int($0)) }
    }
    try #require(indices.count == 2000)
    let result = try #require(
      Bootstrap.run(
        evaluators: panel.evaluators,
        resamples: indices,
        score: panel.scorer(location)
      )
    )

    #expect(result.resampleCount == 2000)
    #expect(result.incompleteResamples == 0)
    #expect(result.missing == [0, 0, 0, 0, 0])
    #expect(isClose(result.estimate.map { $0?.doubleValue }, answers.score25))
    #expect(isClose(result.mean, answers.boot_mean))
    #expect(isClose(result.standardError, answers.boot_se_ddof1))
    try #require(answers.first5_boot.count == 5)
    for (resample, expected) in answers.first5_boot.enumerated() {
      #expect(isClose(result.replicates.map { $0[resample]?.doubleValue }, expected))
    }

    for model in PanelFixture.models.indices {
      let percentile = result.percentileInterval(of: model, level: 0.95)
      #expect(isClose([percentile?.lower, percentile?.upper], answers.pct_ci95[model]))
      let bca = result.bcaInterval(of: model, level: 0.95)
      let expected = answers.bca[model]
      #expect(isClose(bca?.bias, expected.z0, within: 1e-9))
      #expect(isClose(bca?.acceleration, expected.a, within: 1e-9))
      #expect(
        isClose([bca?.levels?.lower, bca?.levels?.upper], expected.alpha_adj, within: 1e-9)
      )
      #expect(
        isClose([bca?.interval.lower, bca?.interval.upper], expected.ci95, within: 1e-9)
      )
      #expect(bca?.fallback == nil)
      #expect(isClose(result.rankMatrix[model], answers.rank_matrix[model]))
    }
    #expect(isClose(result.rankMatrix.map { $0[0] }, answers.p_rank1_min))
    #expect(isClose(result.rankProbability.map { $0[0] }, answers.p_rank1_ties_shared))
    #expect(
      result.rankProbability.map { $0.dropFirst() } == result.rankMatrix.map { $0.dropFirst() }
    )

    let top = try answers.top2.map { try #require(PanelFixture.models.firstIndex(of: $0)) }
    let pair = try #require(result.difference(of: top[0], over: top[1], level: 0.95))
    #expect(isClose(pair.estimate.doubleValue, answers.top2_diff))
    #expect(isClose([pair.interval.lower, pair.interval.upper], answers.top2_diff_pct_ci95))
    #expect(isClose(pair.probabilityAbove, answers.p_top_gt_second))
    #expect(pair.resampleCount == 2000)

    let without = result.leaveOneOut
    try #require(without.scores.count == answers.loro_scores.count)
    for (scores, expected) in zip(without.scores, answers.loro_scores) {
      #expect(isClose(scores.map { $0?.doubleValue }, expected))
    }
    #expect(isClose(without.largestShift.map { $0?.doubleValue }, answers.loro_max_shift))
    #expect(without.rankChanges == answers.loro_rank_changes)
    #expect(without.topChanges == answers.loro_top1_changes)
  }

  /// Scoring multiplicities must equal scoring the resampled ratings written out one by one.
  @Test func aRepeatedEvaluatorCountsAsDistinct() throws {
    let panel = try PanelFixture("s5")
    let ratings = try panel.values(of: "A", "usability")
    let rule = Location.trimmed(Rational(1, 10))
    let resamples = Bootstrap.resamples(evaluators: panel.evaluators, count: 30, seed: 8)
    let result = try #require(
      Bootstrap.run(evaluators: panel.evaluators, resamples: resamples) { multiplicities in
        let written = zip(ratings, multiplicities).flatMap { rating, count in
          Array(repeating: rating, count: count)
        }
        return [rule.estimate(written.compactMap { $0 })?.value]
      }
    )
    let expected = resamples.map { resample in
      rule.estimate(resample.compactMap { ratings[$0] })?.value
    }
    #expect(result.replicates == [expected])
  }
}
