import Testing

@testable import PanelStatistics

/// Many resamples counted at once, against one count after another.
@Suite(.timeLimit(.minutes(45)))
struct CountedBootstrapTests {
  private struct Panel {
    var plans: [LocationPlan]
    var columns: [Bootstrap.Column]
    var evaluators: Int

    init(evaluators: Int, sizes: [Int], _ generator: inout SplitMix64) {
      self.evaluators = evaluators
      plans = sizes.map { size in
        let values = (0..<size).map { Rational($0 * 2 + 1, 3) }
        return LocationPlan(
          .trimmed(Rational(1, 10)),
          distinct: DistinctValues(values),
          ratings: evaluators
        )
      }
      columns = sizes.map { size in
        let places = (0..<evaluators).map { _ in generator.index(below: size + 1) - 1 }
        return Bootstrap.Column(places: places, size: size)
      }
    }

    /// Two models: the sum of the first two estimates, and the last one.
    func replicate(_ counts: [[Int]]) -> Bootstrap.Replicate {
      let estimates = zip(plans, counts).map { $0.estimate(counts: $1) }
      let known = estimates.compactMap { $0 }
      let points = [
        known.count == estimates.count ? known[0] + known[1] : nil, estimates[estimates.count - 1],
      ]
      return Bootstrap.Replicate(points: points, ranks: CompetitionRanks.ranks(points))
    }

    func counts(_ multiplicities: [Int]) -> [[Int]] {
      columns.map { column in
        var counts = Array(repeating: 0, count: column.size)
        for (place, times) in zip(column.places, multiplicities) where place >= 0 {
          counts[place] += times
        }
        return counts
      }
    }

    func expectEqual(_ resamples: some Sequence<[Int]>) throws {
      let counted = try #require(
        Bootstrap.run(evaluators, columns: columns, resamples: resamples, replicate: replicate)
      )
      // One count after another, as it is defined.
      func points(_ multiplicities: [Int]) -> [Rational?] {
        replicate(counts(multiplicities)).points
      }
      let ones = Array(repeating: 1, count: evaluators)
      let plain = resamples.map { resample in
        var multiplicities = ones.map { _ in 0 }
        for index in resample { multiplicities[index] += 1 }
        return points(multiplicities)
      }
      #expect(counted.estimate == points(ones))
      #expect(counted.resampleCount == plain.count)
      for model in counted.replicates.indices {
        #expect(counted.replicates[model] == plain.map { $0[model] })
      }
      let withoutOne = ones.indices.map { evaluator in
        var multiplicities = ones
        multiplicities[evaluator] = 0
        return points(multiplicities)
      }
      #expect(counted.leaveOneOut.scores == withoutOne)
    }
  }

  @Test(arguments: [[1, 2], [5, 5, 1, 3], [40, 101, 7]])
  func seededResamples(sizes: [Int]) throws {
    var generator = SplitMix64(seed: 51)
    for (evaluators, count) in [(1, 3), (2, 32), (7, 33), (49, 16), (200, 65), (700, 40)] {
      let panel = Panel(evaluators: evaluators, sizes: sizes, &generator)
      try panel.expectEqual(Bootstrap.resamples(evaluators: evaluators, count: count, seed: 52))
    }
  }

  @Test(arguments: [[5, 5], [90, 90]])
  func lopsidedResamples(sizes: [Int]) throws {
    var generator = SplitMix64(seed: 53)
    let panel = Panel(evaluators: 400, sizes: sizes, &generator)
    // Whole stretches drawn by far more often than by chance, and single evaluators beyond 8 bits.
    for width in [1, 2, 3, 10, 60] {
      let resamples = (0..<40).map { resample in
        (0..<400).map { _ in
          resample.isMultiple(of: 3) ? generator.index(below: 400) : generator.index(below: width)
        }
      }
      try panel.expectEqual(resamples)
    }
    // Lists of other lengths, and none.
    try panel.expectEqual([[], [7], Array(repeating: 399, count: 70_000), Array(0..<400)])
  }

  @Test func nothingToResample() {
    var generator = SplitMix64(seed: 54)
    let panel = Panel(evaluators: 4, sizes: [2, 2], &generator)
    let none: [[Int]] = []
    let nobody = Bootstrap.Replicate(points: [], ranks: [])
    func run(_ evaluators: Int, _ resamples: [[Int]]) -> BootstrapResult? {
      Bootstrap.run(
        evaluators,
        columns: evaluators == 0 ? [] : panel.columns,
        resamples: resamples,
        replicate: panel.replicate
      )
    }
    #expect(run(4, none) == nil)
    #expect(run(0, [[]]) == nil)
    #expect(
      Bootstrap.run(4, columns: panel.columns, resamples: [[0]], replicate: { _ in nobody }) == nil
    )
  }

  @Test func indicesFollowTheWrittenAlgorithm() {
    for bound in [1, 2, 3, 7, 49, 1000, 20_000, 99_991, 1 << 32, (1 << 40) + 1, .max] {
      let draw = IndexDraw(below: bound)
      var (fast, known, plain) = (
        SplitMix64(seed: 55), SplitMix64(seed: 55), SplitMix64(seed: 55)
      )
      for _ in 0..<200 {
        let limit = UInt64.max - (UInt64.max % UInt64(bound) + 1) % UInt64(bound)
        var x = plain.next()
        while x > limit { x = plain.next() }
        #expect(draw.next(&fast) == Int(x % UInt64(bound)))
        #expect(known.index(below: bound) == Int(x % UInt64(bound)))
      }
    }
  }
}
