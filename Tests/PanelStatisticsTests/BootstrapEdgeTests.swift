import PanelStatistics
import Testing

/// Small panels worked out by hand, with ties, missing scores and degenerate intervals.
@Suite(.timeLimit(.minutes(45)))
struct BootstrapEdgeTests {
  /// The mean rating of each model over the evaluators that occur; `nil` where none rated it.
  private static func means(_ models: [[Int?]]) -> ([Int]) -> [Rational?] {
    { multiplicities in
      models.map { ratings in
        var sum = 0
        var count = 0
        for (rating, multiplicity) in zip(ratings, multiplicities) {
          guard let rating else { continue }
          sum += rating * multiplicity
          count += multiplicity
        }
        return count == 0 ? nil : Rational(sum, count)
      }
    }
  }

  private static let allPairs = [[0, 0], [0, 1], [1, 0], [1, 1]]

  @Test func tiesAreExactAndSharedAtTheFirstRankOnly() throws {
    // Resample means: (1, 3, 0), (2, 2, 0), (2, 2, 0), (3, 1, 0).
    let result = try #require(
      Bootstrap.run(
        evaluators: 2,
        resamples: Self.allPairs,
        score: Self.means([[1, 3], [3, 1], [0, 0]])
      )
    )
    #expect(result.rankMatrix == [[0.75, 0.25, 0], [0.75, 0.25, 0], [0, 0, 1]])
    #expect(result.rankProbability == [[0.5, 0.25, 0], [0.5, 0.25, 0], [0, 0, 1]])
    let pair = try #require(result.difference(of: 0, over: 1, level: 0.5))
    #expect(pair.probabilityAbove == 0.25)
    #expect(pair.probabilityTied == 0.5)
    #expect(pair.estimate == .zero)
    // Sorted differences −2, 0, 0, 2; positions 0.75 and 2.25.
    #expect(pair.interval == Interval(lower: -0.5, upper: 0.5))
    #expect(result.percentileInterval(of: 0, level: 0.5) == Interval(lower: 1.75, upper: 2.25))
    #expect(result.mean == [2, 2, 0])
    #expect(isClose(result.standardError, [(2.0 / 3).squareRoot(), (2.0 / 3).squareRoot(), 0]))
  }

  @Test func aModelWithoutAScoreIsSkippedAndCounted() throws {
    let result = try #require(
      Bootstrap.run(
        evaluators: 2,
        resamples: Self.allPairs,
        score: Self.means([[1, nil], [2, 4], [nil, nil]])
      )
    )
    #expect(result.estimate == [.one, Rational(3), nil])
    #expect(result.missing == [1, 0, 4])
    #expect(result.incompleteResamples == 1)
    #expect(result.mean == [1, 3, nil])
    #expect(result.standardError[0] == 0 && result.standardError[2] == nil)
    #expect(result.rankMatrix == [[0, 1, 0], [1, 0, 0], [0, 0, 0]])
    #expect(result.rankProbability == [[0, 1, 0], [1, 0, 0], [0, 0, 0]])
    #expect(result.difference(of: 1, over: 0, level: 0.9)?.resampleCount == 3)
    #expect(result.difference(of: 0, over: 2, level: 0.9) == nil)
    #expect(result.percentileInterval(of: 2, level: 0.9) == nil)
    #expect(result.bcaInterval(of: 2, level: 0.9) == nil)
    #expect(result.leaveOneOut.scores == [[nil, Rational(4), nil], [.one, Rational(2), nil]])
    #expect(result.leaveOneOut.largestShift == [.zero, .one, nil])
    #expect(result.leaveOneOut.rankChanges == 1)
    #expect(result.leaveOneOut.topChanges == 0)
  }

  @Test func countsRankAndTopChanges() throws {
    // Officially tied at 2; without evaluator 0 the second model leads, without 1 the first.
    let result = try #require(
      Bootstrap.run(
        evaluators: 3,
        resamples: [[0, 1, 2]],
        score: Self.means([[3, 1, 2], [1, 3, 2]])
      )
    )
    #expect(result.leaveOneOut.rankChanges == 2)
    #expect(result.leaveOneOut.topChanges == 2)
    #expect(result.leaveOneOut.largestShift == [Rational(1, 2), Rational(1, 2)])
    #expect(result.standardError == [nil, nil])
  }

  @Test func constantReplicatesFallBack() throws {
    let result = try #require(
      Bootstrap.run(evaluators: 2, resamples: Self.allPairs, score: Self.means([[4, 4]]))
    )
    let bca = try #require(result.bcaInterval(of: 0, level: 0.95))
    #expect(bca.fallback == .constantReplicates)
    #expect(bca.interval == Interval(lower: 4, upper: 4))
    #expect(bca.levels == nil && bca.acceleration == nil)
  }

  @Test func replicatesOnOneSideFallBack() throws {
    let result = try #require(
      Bootstrap.run(
        evaluators: 3,
        resamples: [[0, 0, 0], [0, 0, 1]],
        score: Self.means([[1, 2, 9]])
      )
    )
    let bca = try #require(result.bcaInterval(of: 0, level: 0.95))
    #expect(bca.fallback == .estimateOutsideReplicates)
    #expect(bca.bias == nil && bca.acceleration != nil)
    #expect(bca.interval == result.percentileInterval(of: 0, level: 0.95))
  }

  @Test func equalLeaveOneOutScoresFallBack() throws {
    // The score stays at 1 whoever leaves, and moves only when someone is drawn twice.
    let score = { (multiplicities: [Int]) -> [Rational?] in
      multiplicities.contains { $0 > 1 } ? [Rational(multiplicities[0])] : [.one]
    }
    let result = try #require(
      Bootstrap.run(evaluators: 2, resamples: Self.allPairs, score: score)
    )
    let bca = try #require(result.bcaInterval(of: 0, level: 0.95))
    #expect(bca.fallback == .undefinedAcceleration)
    #expect(bca.bias == 0 && bca.acceleration == nil)
    #expect(bca.interval == result.percentileInterval(of: 0, level: 0.95))
  }

  @Test func levelsBeyondThePoleFallBack() throws {
    // One far evaluator among 49 gives nearly the largest acceleration there is, 1/6.
    let ratings = [Int?](repeating: 0, count: 48) + [1000]
    let result = try #require(
      Bootstrap.run(
        evaluators: 49,
        resamples: Bootstrap.resamples(evaluators: 49, count: 500, seed: 1),
        score: Self.means([ratings])
      )
    )
    let ordinary = try #require(result.bcaInterval(of: 0, level: 0.9))
    #expect(ordinary.fallback == nil)
    let acceleration = try #require(ordinary.acceleration)
    try #require(acceleration > 0.16)
    let level = 2 * Normal.cumulative(1 / acceleration + 0.5) - 1
    let beyond = try #require(result.bcaInterval(of: 0, level: level))
    #expect(beyond.fallback == .undefinedLevels)
    #expect(beyond.interval == result.percentileInterval(of: 0, level: level))
  }

  @Test func nothingToResampleIsNil() {
    let score = Self.means([[1, 2]])
    #expect(Bootstrap.run(evaluators: 0, resamples: [[Int]](), score: score) == nil)
    #expect(Bootstrap.run(evaluators: 2, resamples: [[Int]](), score: score) == nil)
    #expect(Bootstrap.run(evaluators: 2, resamples: [[0, 1]]) { _ in [] } == nil)
  }

  @Test func competitionRanksSkipAfterTies() {
    let scores = [Rational(1, 3), Rational(2, 6), nil, Rational(1), Rational(0)]
    #expect(CompetitionRanks.ranks(scores) == [2, 2, nil, 1, 4])
  }
}
