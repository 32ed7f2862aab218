import PanelStatistics
import TestSupport
import Testing

/// The rules against other software, and the outlier rule of check case CK11.
@Suite(.timeLimit(.minutes(45)))
struct LocationPeerTests {
  private struct Peers: Decodable {
    let samples: [String: Sample]
  }

  private struct Sample: Decodable {
    let n: Int
    let rules: [String: Answer]
  }

  private struct Answer: Decodable {
    let value: Double?
    let exact: String?
    let dropped: [Int]?
    let by: String
  }

  private static let rules: [String: Location] = [
    "none": .none, "dropHighLow=1": .dropHighLow(1), "trimmed=0.05": .trimmed(Rational(1, 20)),
    "trimmed=0.10": .trimmed(Rational(1, 10)), "trimmed=0.20": .trimmed(Rational(1, 5)),
    "winsorised=0.10": .winsorised(Rational(1, 10)), "median": .median,
    "hodgesLehmann": .hodgesLehmann, "huber=1.345": .huber(Rational(1345, 1000)),
    "tukey=1.5": .tukey(Rational(3, 2)), "mad=3.5": .mad(Rational(7, 2)),
    "gesd=10,0.05": .gesd(10, Rational(1, 20)), "tInterval": .tInterval(fullMarks: Rational(5)),
  ]

  @Test func agreesWithPeers() throws {
    let peers = try Fixture.json("location_samples.json", as: Peers.self)
    let lines = try Fixture.lines("location_samples.csv")
    let header = try #require(lines.first)
    try #require(header.count == peers.samples.count && header.count == 18)
    for (column, name) in header.enumerated() {
      let sample = try #require(peers.samples[name])
      let values = try lines.dropFirst().map { $0[column] }.filter { !$0.isEmpty }
        .map { try #require(Rational(decimal: $0)) }
      try #require(values.count == sample.n && sample.rules.count == Self.rules.count)
      for (word, answer) in sample.rules {
        let rule = try #require(Self.rules[word])
        let estimate = rule.estimate(values)
        #expect((estimate == nil) == (answer.value == nil), "\(name) \(word)")
        guard let estimate, let expected = answer.value else { continue }
        let tolerance = PanelFixture.tolerance(rule)
        #expect(isClose(estimate.value.doubleValue, expected, within: tolerance), "\(name) \(word)")
        if rule.isExact {
          #expect(estimate.exact?.fraction == answer.exact, "\(name) \(word)")
        }
        if !rule.isMonotone, rule.isExact {
          #expect(estimate.treatments.map(\.index).sorted() == answer.dropped, "\(name) \(word)")
        }
      }
    }
  }

  private struct Expected: Decodable {
    let F: [String: [String: Model]]
  }

  private struct Model: Decodable {
    let n: Int
    let kept: Int
    let mean: String
    let meanOfKept: String
    let median: String

    enum CodingKeys: String, CodingKey {
      case n, mean, median
      case kept = "mad3.5_n"
      case meanOfKept = "mad3.5_mean"
    }
  }

  /// Check case CK11: unit `total`, six usability items for 15 points and four of cost for 10.
  @Test(arguments: ["x/5", "(x-1)/4"])
  func checkCase11(_ conversion: String) throws {
    let expected = try #require(Fixture.json("expected.json", as: Expected.self).F[conversion])
    try #require(expected.count == 5)
    var ratings: [String: [String: [Character: [Rational]]]] = [:]
    for line in try Fixture.lines("fixture_49x5x10.csv").dropFirst() {
      guard let rating = Rational(decimal: line[3]), let part = line[2].first else { continue }
      ratings[line[1], default: [:]][line[0], default: [:]][part, default: []].append(rating)
    }
    let share = { (mean: Rational) in
      conversion == "x/5" ? mean / Rational(5) : (mean - .one) / Rational(4)
    }
    for (model, answer) in expected {
      let totals = try #require(ratings[model]).values.compactMap { parts -> Rational? in
        guard let usability = parts["U"], let cost = parts["C"], usability.count >= 3,
          cost.count >= 2
        else { return nil }
        return Rational(15) * share(NaiveLocation.mean(usability))
          + Rational(10) * share(NaiveLocation.mean(cost))
      }
      #expect(totals.count == answer.n)
      let estimate = try #require(Location.mad(Rational(7, 2)).estimate(totals))
      #expect(totals.count - estimate.droppedCount == answer.kept)
      let text = { (value: Rational?) in value?.decimalText(places: 4, mode: .halfUp) }
      #expect(text(estimate.exact) == answer.meanOfKept)
      #expect(text(Location.none.estimate(totals)?.value) == answer.mean)
      #expect(text(Location.median.estimate(totals)?.value) == answer.median)
    }
  }
}
