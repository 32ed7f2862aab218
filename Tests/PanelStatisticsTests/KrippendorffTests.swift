import PanelStatistics
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(45)))
struct KrippendorffTests {
  @Test(arguments: AgreementFixture.names) func panels(_ name: String) throws {
    let fixture = try AgreementFixture(name)
    for (part, answers) in fixture.answers.parts {
      let table = try fixture.table(part)
      let columns = try #require(AgreementFixture.parts[part])
      let honest = try RatingMatrix(
        fixture.ratings.prefix(43).map { row in columns.map { row[$0] } }
      )
      for metric in KrippendorffAlpha.Metric.allCases {
        let agreement = KrippendorffAlpha.measure(table, metric)
        let expected = try #require(answers.alpha[metric.rawValue])
        #expect(isClose(try agreement.result.get().value, expected))
        #expect(agreement.basis.evaluators == 49 && agreement.basis.cells == columns.count)
        #expect(agreement.basis.ratings + agreement.basis.missing == 49 * columns.count)
        let expectedHonest = try #require(answers.alpha_honest43[metric.rawValue])
        let actual = KrippendorffAlpha.measure(honest, metric)
        #expect(isClose(try actual.result.get().value, expectedHonest))
      }
    }
  }

  struct Textbook: Decodable {
    struct Tables: Decodable {
      let data_hayes: [[Double?]]
      let data_k2011: [[Double?]]
      let alpha: [String: [String: Double]]
    }
    let krippendorff: Tables
  }

  @Test func textbook() throws {
    let textbook = try Fixture.json("textbook_known_answers.json", as: Textbook.self).krippendorff
    for (key, rows) in [
      ("hayes_wikipedia_3x15", textbook.data_hayes), ("krippendorff2011_4x12", textbook.data_k2011),
    ] {
      for metric in KrippendorffAlpha.Metric.allCases {
        let expected = try #require(textbook.alpha[key]?[metric.rawValue])
        let actual = KrippendorffAlpha.measure(try RatingMatrix(rows), metric)
        #expect(isClose(try actual.result.get().value, expected, within: 1e-14))
      }
    }
    // The last cell has a single rating; the paper counts 40 pairable ones in the other eleven.
    let basis = KrippendorffAlpha.measure(try RatingMatrix(textbook.data_k2011), .nominal).basis
    #expect(basis.cells == 11 && basis.ratings == 40 && basis.missing == 7)
  }

  /// A second way: the coincidence matrix itself and δ² as the definitions say.
  @Test func coincidenceMatrix() throws {
    var generator = SplitMix64(seed: 11)
    for _ in 0..<60 {
      let rows = generator.table(
        evaluators: 2 + generator.index(below: 8),
        cells: 2 + generator.index(below: 6),
        top: 2 + generator.index(below: 9)
      )
      for metric in KrippendorffAlpha.Metric.allCases {
        let actual = KrippendorffAlpha.measure(try RatingMatrix(rows), metric).result
        let expected = Self.byCoincidences(rows, metric)
        if let expected {
          let alpha = try actual.get()
          #expect(isClose(alpha.value, expected.alpha, within: 1e-11))
          #expect(isClose(alpha.observed, expected.observed, within: 1e-11))
        } else {
          #expect((try? actual.get()) == nil)
        }
      }
    }
  }

  private static func byCoincidences(
    _ rows: [[Double?]],
    _ metric: KrippendorffAlpha.Metric
  ) -> (alpha: Double, observed: Double)? {
    let values = Set(rows.joined().compactMap { $0 }).sorted()
    let size = values.count
    var o = [[Double]](repeating: Array(repeating: 0, count: size), count: size)
    for cell in rows[0].indices {
      let unit = rows.compactMap { $0[cell] }
      guard unit.count > 1 else { continue }
      for (i, a) in unit.enumerated() {
        for (j, b) in unit.enumerated() where i != j {
          guard let c = values.firstIndex(of: a), let k = values.firstIndex(of: b) else { continue }
          o[c][k] += 1 / Double(unit.count - 1)
        }
      }
    }
    let n = o.map { $0.reduce(0, +) }
    let total = n.reduce(0, +)
    var (observed, expected) = (0.0, 0.0)
    for c in values.indices {
      for k in values.indices where c != k {
        let delta: Double
        switch metric {
        case .nominal: delta = 1
        case .interval: delta = values[c] - values[k]
        case .ordinal: delta = n[min(c, k)...max(c, k)].reduce(0, +) - (n[c] + n[k]) / 2
        }
        observed += o[c][k] * delta * delta / total
        expected += n[c] * n[k] * delta * delta / (total * (total - 1))
      }
    }
    return expected > 0 ? (1 - observed / expected, observed) : nil
  }

  /// Whatever the ratings, sums of their squares must not leave a disagreement by rounding.
  @Test func perfectAgreementIsExactlyOne() throws {
    for divisor in [3.0, 7, 10, 11] {
      let row: [Double?] = (0..<12).map { Double($0 * $0) / divisor } + [nil]
      let table = try RatingMatrix(Array(repeating: row, count: 7))
      for metric in KrippendorffAlpha.Metric.allCases {
        let alpha = try KrippendorffAlpha.measure(table, metric).result.get()
        #expect(alpha.value == 1 && alpha.observed == 0)
      }
    }
  }

  @Test(arguments: AgreementFixture.names, KrippendorffAlpha.Metric.allCases)
  func bootstrap(_ name: String, _ metric: KrippendorffAlpha.Metric) throws {
    let answers = try #require(try AgreementAnswers.load().alpha_bootstrap[name])
    let table = try AgreementFixture(name).table()
    let resamples = try Fixture.lines("bootstrap_idx_2000x49.csv").prefix(400).map { line in
      try line.map { try #require(Int($0)) }
    }
    for (key, copies) in [("unpaired", BallotCopies.same), ("paired", .distinct)] {
      let expected = try #require(answers["\(metric.rawValue)_\(key)"])
      let interval = { (resamples: [[Int]]) in
        try KrippendorffAlpha.interval(
          table,
          metric,
          resamples: resamples,
          copies: copies,
          level: 0.95
        ).get()
      }
      let first = try resamples.prefix(5).map { try interval([$0]).mean }
      #expect(isClose(first, expected.first5))
      let actual = try interval(resamples)
      #expect(isClose(actual.mean, expected.mean) && isClose(actual.standardError, expected.se))
      #expect(isClose(actual.percentile.lower, expected.percentile[0]))
      #expect(isClose(actual.percentile.upper, expected.percentile[1]))
      #expect(actual.resampleCount == 400 && actual.undefinedResamples == 0)
      #expect(isClose(actual.bca.acceleration, expected.a, within: 1e-9))
      if let z0 = expected.z0, let bca = expected.bca {
        #expect(isClose(actual.bca.bias, z0))
        #expect(isClose(actual.bca.interval.lower, bca[0], within: 1e-9))
        #expect(isClose(actual.bca.interval.upper, bca[1], within: 1e-9))
      } else {
        // Copies that agree with each other can lift every replicate above the estimate.
        #expect(copies == .distinct && actual.bca.fallback == .estimateOutsideReplicates)
      }
    }
  }

  /// Every evaluator k times is the same panel, if copies are no pairs.
  @Test func copiesAddNothing() throws {
    let table = try AgreementFixture("s5").table()
    for metric in KrippendorffAlpha.Metric.allCases {
      let alpha = try KrippendorffAlpha.measure(table, metric).result.get().value
      let thrice = (0..<3).flatMap { _ in Array(0..<49) }
      let same = KrippendorffAlpha.interval(table, metric, resamples: [thrice], level: 0.95)
      #expect(isClose(try same.get().mean, alpha))
      #expect(try same.get().standardError == nil)
    }
  }
}
