import PanelStatistics
import Testing

/// Tables that leave a statistic without meaning: a reason, never "not a number", never a trap.
@Suite(.timeLimit(.minutes(45)))
struct UndefinedStatisticsTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let rows: [[Double?]]
    /// Of α, ICC, W, Mahalanobis, P.910, and evaluator 0's correlation and longest run.
    let reasons: [Undefined?]

    init(_ description: String, _ rows: [[Double?]], _ reasons: [Undefined?]) {
      testDescription = description
      self.rows = rows
      self.reasons = reasons
    }
  }

  private static let nothing = Array(repeating: Undefined?.some(.noRatings), count: 5)
  private static let alone = Array(repeating: Undefined?.some(.tooFewEvaluators), count: 3)
  private static let equal = Array(repeating: Undefined?.some(.constantRatings), count: 4)

  static let cases = [
    Case(
      "nobody",
      [],
      nothing + [nil, nil]
    ),
    Case(
      "no cells",
      [[], []],
      nothing + [.noRatings, .noRatings]
    ),
    Case(
      "all missing",
      [[nil, nil], [nil, nil]],
      nothing + [.noRatings, .noRatings]
    ),
    Case(
      "one evaluator",
      [[1, 2, 3]],
      alone + [.tooFewEvaluators, .tooFewEvaluators, .noRatings, nil]
    ),
    Case(
      "one of two rated",
      [[1, 2, 3], [nil, nil, nil]],
      alone + [.constantRatings, .tooFewEvaluators, .noRatings, nil]
    ),
    Case(
      "all equal",
      [[3, 3, 3], [3, 3, 3], [3, 3, nil]],
      equal + [nil, .constantRatings, nil]
    ),
    Case(
      "one cell",
      [[1], [2], [3]],
      [nil, .tooFewCells, .tooFewCells, nil, .tooFewCells, .tooFewRatings, .tooFewRatings]
    ),
    Case(
      "straight-liners",
      [[1, 1, 1], [2, 2, 2], [5, 5, 5]],
      [nil, nil, .constantRatings, nil, nil, .constantRatings, nil]
    ),
    Case(
      "constant column",
      [[1, 3, 2], [2, 3, 5], [4, 3, 4]],
      [nil, nil, nil, nil, nil, nil, nil]
    ),
    Case(
      "no overlap",
      [[1, 2, nil, nil], [nil, nil, 4, 5]],
      alone + [.constantRatings, nil, .noRatings, nil]
    ),
    Case(
      "constant means",
      [[1, 2, 4], [3, 3, 3], [3, 3, 3]],
      [nil, nil, nil, nil, nil, .constantMeans, nil]
    ),
    Case(
      "crossed",
      [[1, 2], [2, 1]],
      [nil, nil, nil, nil, nil, nil, nil]
    ),
    Case(
      "extremes",
      [[1e30, -1e30, 1e-300], [0, 1e-300, -1e30], [1, 2, 3]],
      [nil, nil, nil, nil, nil, nil, nil]
    ),
    Case(
      "hardly apart",
      [[1e-300, 0, 0], [0, 1e-300, 0]],
      [nil, .constantRatings, nil, .constantRatings, nil, .constantMeans, nil]
    ),
  ]

  private func reason<Value>(_ result: Result<Value, Undefined>) -> Undefined? {
    if case .failure(let reason) = result { reason } else { nil }
  }

  private func reason(_ findings: [ScreeningFinding]) -> Undefined? {
    if case .undefined(let reason)? = findings.first?.outcome { reason } else { nil }
  }

  @Test(arguments: cases) func reasons(_ test: Case) throws {
    let table = try RatingMatrix(test.rows)
    for metric in KrippendorffAlpha.Metric.allCases
    where test.testDescription != "hardly apart" || metric != .interval {
      #expect(reason(KrippendorffAlpha.measure(table, metric).result) == test.reasons[0])
    }
    #expect(reason(IntraclassCorrelation.measure(table, level: 0.95).result) == test.reasons[1])
    #expect(reason(KendallW.measure(table).result) == test.reasons[2])
    #expect(reason(Mahalanobis.measure(table)) == test.reasons[3])
    #expect(reason(AlternatingProjection.estimate(table)) == test.reasons[4])
    #expect(reason(Screening.leaveOneOutCorrelation(table)) == test.reasons[5])
    #expect(reason(Screening.longString(table)) == test.reasons[6])
    #expect(reason(Screening.variability(table)) == test.reasons[6])
  }

  @Test(arguments: cases) func neverNotANumber(_ test: Case) throws {
    let table = try RatingMatrix(test.rows)
    var values: [Double?] = []
    for metric in KrippendorffAlpha.Metric.allCases {
      values.append(try? KrippendorffAlpha.measure(table, metric).result.get().value)
      let interval = KrippendorffAlpha.interval(
        table,
        metric,
        resamples: table.evaluators > 0
          ? Array(Bootstrap.resamples(evaluators: table.evaluators, count: 20, seed: 1)) : [[]],
        level: 0.9
      )
      if case .success(let interval) = interval {
        values += [interval.mean, interval.percentile.lower, interval.bca.interval.upper]
        values += [interval.standardError, interval.bca.bias, interval.bca.acceleration]
      }
    }
    for isFloored in [true, false] {
      if case .success(let p) = AlternatingProjection.estimate(table, isFloored: isFloored) {
        values += p.scores + p.bias + p.inconsistency
        values += [p.effectiveEvaluators, p.largestWeightShare]
      }
    }
    if case .success(let icc) = IntraclassCorrelation.measure(table, level: 0.95).result {
      for case .success(let coefficient) in [icc.single, icc.average] {
        values.append(coefficient.value)
        if case .success(let interval) = coefficient.interval {
          values += [interval.lower, interval.upper]
        }
      }
    }
    if case .success(let w) = KendallW.measure(table).result {
      values += [w.value, w.chiSquare, w.pValue]
    }
    if case .success(let distances) = Mahalanobis.measure(table) {
      values += distances.findings.map(\.value) + [distances.threshold]
    }
    values += Screening.longString(table).map(\.value) + Screening.variability(table).map(\.value)
    values += Screening.leaveOneOutCorrelation(table).map(\.value)
    for variance in BT500.Variance.allCases {
      values += BT500.screen(table, variance: variance).map(\.finding.value)
    }
    #expect(values.allSatisfy { $0?.isFinite ?? true })
  }

  @Test func tablesThatAreNotTaken() {
    #expect(throws: RatingMatrix.Failure.rowLength(evaluator: 1, expected: 2, found: 1)) {
      try RatingMatrix([[1, 2], [1]])
    }
    for value in [Double.nan, .infinity, -.infinity, 1e31] {
      #expect(throws: RatingMatrix.Failure.rating(evaluator: 1, cell: 0)) {
        try RatingMatrix([[1, 2], [value, 3]])
      }
    }
  }

  @Test func tablesGiveBackTheirRatings() throws {
    let rows: [[Double?]] = [[3, nil, -0.5], [nil, 0.1, 3]]
    let table = try RatingMatrix(rows)
    #expect(table.evaluators == 2 && table.cells == 3 && table.missing == 2)
    for (evaluator, row) in rows.enumerated() {
      #expect(row.indices.map { table[evaluator: evaluator, cell: $0] } == row)
    }
    #expect(table == (try RatingMatrix(rows)))
  }

  /// An evaluator without ratings among others is told apart from one who passed.
  @Test func anEvaluatorWithoutRatings() throws {
    let table = try RatingMatrix([[1, 4], [2, 3], [nil, nil], [3, 5]])
    let distances = try Mahalanobis.measure(table).get().findings
    #expect(distances[2].outcome == .undefined(.noRatings) && distances[0].outcome == .clear)
    #expect(BT500.screen(table, variance: .sample)[2].finding.outcome == .undefined(.noRatings))
  }
}
