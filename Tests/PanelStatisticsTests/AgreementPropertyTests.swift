import PanelStatistics
import Testing

/// What must not change when a table is reordered, relabelled or rescaled.
@Suite(.timeLimit(.minutes(45)))
struct AgreementPropertyTests {
  private static let seeds = Array(UInt64(1)...20)

  private struct Everything {
    var perEvaluator: [[Double?]]
    var runs: [Int]
    var scores: [Double?]
    var agreement: [Double?]

    init(_ rows: [[Double?]]) throws {
      let table = try RatingMatrix(rows)
      let projection = try? AlternatingProjection.estimate(table).get()
      perEvaluator = [
        Screening.variability(table).map(\.value),
        Screening.leaveOneOutCorrelation(table).map(\.value),
        (try? Mahalanobis.measure(table).get())?.findings.map(\.value) ?? [],
        BT500.screen(table, variance: .sample).map { Double($0.above) },
        BT500.screen(table, variance: .population).map { Double($0.below) },
        projection?.bias ?? [],
        projection?.inconsistency ?? [],
      ]
      runs = Screening.longestRuns(table).map(\.length)
      scores = projection?.scores ?? []
      let icc = try? IntraclassCorrelation.measure(table, level: 0.95).result.get()
      agreement = KrippendorffAlpha.Metric.allCases.map {
        try? KrippendorffAlpha.measure(table, $0).result.get().value
      }
      agreement += [
        try? KendallW.measure(table).result.get().value,
        try? icc?.single.get().value,
        try? icc?.single.get().interval.get().lower,
        try? icc?.average.get().value,
      ]
    }
  }

  private func isSame(_ a: [Double?], _ b: [Double?]) -> Bool {
    a.count == b.count
      && zip(a, b).allSatisfy { a, b in
        guard let a, let b else { return a == nil && b == nil }
        return isClose(a, b, within: 1e-8)
      }
  }

  private func rows(_ generator: inout SplitMix64) -> [[Double?]] {
    generator.table(
      evaluators: 8 + generator.index(below: 12),
      cells: 4 + generator.index(below: 4),
      top: 5 + generator.index(below: 20)
    )
  }

  private func shuffled(_ count: Int, _ generator: inout SplitMix64) -> [Int] {
    Array(0..<count).shuffled(using: &generator)
  }

  /// 1. Permuting the evaluators permutes what belongs to them and changes nothing else.
  @Test(arguments: seeds) func evaluators(_ seed: UInt64) throws {
    var generator = SplitMix64(seed: seed)
    let rows = rows(&generator)
    let order = shuffled(rows.count, &generator)
    let (before, after) = (try Everything(rows), try Everything(order.map { rows[$0] }))
    for (a, b) in zip(before.perEvaluator, after.perEvaluator) where !a.isEmpty {
      #expect(isSame(order.map { a[$0] }, b), "1")
    }
    #expect(order.map { before.runs[$0] } == after.runs, "1")
    #expect(isSame(before.scores, after.scores) && isSame(before.agreement, after.agreement), "1")
  }

  /// 2. Permuting the cells changes the longest runs alone, and permutes the cells' scores.
  @Test(arguments: seeds) func cells(_ seed: UInt64) throws {
    var generator = SplitMix64(seed: seed)
    let rows = rows(&generator)
    let order = shuffled(rows[0].count, &generator)
    let before = try Everything(rows)
    let after = try Everything(rows.map { row in order.map { row[$0] } })
    for (a, b) in zip(before.perEvaluator, after.perEvaluator) {
      #expect(isSame(a, b), "2")
    }
    #expect(isSame(order.map { before.scores[$0] }, after.scores), "2")
    #expect(isSame(before.agreement, after.agreement), "2")
  }

  @Test func cellOrderChangesRuns() throws {
    let runs = { (row: [Double?]) in Screening.longestRuns(try RatingMatrix([row]))[0].length }
    #expect(try runs([1, 1, 2, 2]) == 2 && runs([1, 2, 1, 2]) == 1)
  }

  /// 3. Any other names for the ratings keep nominal α; any increasing ones keep ordinal α and W.
  @Test(arguments: seeds) func labels(_ seed: UInt64) throws {
    var generator = SplitMix64(seed: seed)
    let rows = rows(&generator)
    let names = shuffled(40, &generator)
    let renamed = rows.map { row in row.map { value in value.map { Double(names[Int($0)]) } } }
    let squared = rows.map { row in row.map { value in value.map { $0 * $0 * $0 } } }
    let (plain, other, rising) =
      (try RatingMatrix(rows), try RatingMatrix(renamed), try RatingMatrix(squared))
    #expect(
      KrippendorffAlpha.measure(plain, .nominal).result
        == KrippendorffAlpha.measure(other, .nominal).result,
      "3"
    )
    #expect(
      KrippendorffAlpha.measure(plain, .ordinal).result
        == KrippendorffAlpha.measure(rising, .ordinal).result,
      "3"
    )
    #expect(KendallW.measure(plain).result == KendallW.measure(rising).result, "3")
  }

  /// 4. Another unit and origin keep α, ICC, W, correlations, distances and extremes.
  @Test(arguments: seeds) func scale(_ seed: UInt64) throws {
    var generator = SplitMix64(seed: seed)
    let rows = rows(&generator)
    let unit = [0.5, 3, 0.1][generator.index(below: 3)]
    let origin = Double(generator.index(below: 200) - 100)
    let rescaled = rows.map { row in row.map { value in value.map { $0 * unit + origin } } }
    let (before, after) = (try Everything(rows), try Everything(rescaled))
    #expect(isSame(before.agreement, after.agreement), "4")
    #expect(isSame(before.perEvaluator[1], after.perEvaluator[1]), "4")
    #expect(isSame(before.perEvaluator[2], after.perEvaluator[2]), "4")
    #expect(before.runs == after.runs, "4")
    #expect(isSame(before.perEvaluator[0].map { $0.map { $0 * unit } }, after.perEvaluator[0]), "4")
    if unit != 0.1 {
      // A tenth of a whole number is not exact, and an extreme may lie precisely on the bound.
      #expect(isSame(before.perEvaluator[3], after.perEvaluator[3]), "4")
      #expect(isSame(before.perEvaluator[4], after.perEvaluator[4]), "4")
    }
  }
}
