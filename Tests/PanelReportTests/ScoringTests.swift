import Foundation
import PanelCore
import PanelStatistics
import TestSupport
import Testing

@testable import PanelReport
@testable import PanelScoring

extension RatedForm {
  /// One criterion, which is its own only item.
  static func one(_ points: Int, _ scale: ClosedRange<Int>, models: [String] = []) -> RatedForm {
    RatedForm(
      criteria: [(CriterionID("x"), ExactDecimal(points))],
      lowest: scale.lowerBound,
      highest: scale.upperBound,
      models: models.map { ModelCode($0) }
    )
  }

  /// A form of criteria with items of their own.
  static func of(
    _ criteria: [(id: String, points: Int, items: [(id: String, weight: String)])],
    models: [String]
  ) -> RatedForm {
    var form = RatedForm(criteria: [], lowest: 1, highest: 5, models: models.map { ModelCode($0) })
    for criterion in criteria {
      let start = form.items.count
      form.items += criterion.items.map { ItemID($0.id) }
      form.weights += criterion.items.map { ExactDecimal($0.weight) ?? ExactDecimal(0) }
      form.parts.append(
        Part(
          criterion: CriterionID(criterion.id),
          points: ExactDecimal(criterion.points),
          items: Array(start..<form.items.count)
        )
      )
    }
    return form
  }
}

extension ScoringRule {
  /// A rule from its words, without bootstrap.
  static func words(
    _ rule: String,
    unit: ScoringUnit = .criterion,
    conversion: Conversion = .proportion,
    relative: String = "none",
    round: String = "2,halfUp",
    quorum: Int? = 1,
    minimumAnswered: String = "0.5",
    ties: [String] = []
  ) throws -> ScoringRule {
    ScoringRule(
      outliers: try OutlierRule(word: rule),
      unit: unit,
      conversion: conversion,
      relative: try RelativeStep(word: relative),
      rounding: try Rounding(word: round),
      quorum: quorum,
      minimumAnswered: try #require(ExactDecimal(minimumAnswered)),
      ties: ties.map { CriterionID($0) },
      bootstrap: 0
    )
  }
}

extension ComponentScore {
  init(csv: String, _ form: RatedForm, _ rule: ScoringRule, invited: Int = 0) throws {
    self.init(
      try RatingsFile(csv: csv, form: form).table,
      rule: rule,
      official: false,
      source: "csv",
      invited: invited
    )
  }

  var points: [String?] { models.map(\.points) }
  var ranks: [Int?] { models.map(\.rank) }
}

/// The file `expected.json`; its `about` maps keys to CK cases.
private struct Expected: Decodable {
  struct Sums: Decodable {
    let sums: [Int]
    let relative: [String]
    let fifths: [String]
    let fourths: [String]

    private enum CodingKeys: String, CodingKey {
      case sums, relative
      case fifths = "absolute_x/5"
      case fourths = "absolute_(x-1)/4"
    }
  }
  struct Technical: Decodable { let tech: String }
  struct Seven: Decodable { let mean, trim11, trim22: String }
  struct Model: Decodable {
    let n: Int
    let mean, median: String
    let drop: String
    let trimmed: String
    let rejecting: String
    let kept: Int
    let absolute: String
    let best: String
    let steps: String
    let rank: Int

    private enum CodingKeys: String, CodingKey {
      case n, mean, median, rank
      case drop = "drop1+1"
      case trimmed = "trim10pct_k4"
      case rejecting = "mad3.5_mean"
      case kept = "mad3.5_n"
      case absolute = "component_abs"
      case best = "component_relative_best"
      case steps = "component_rankgap_1.25"
    }
  }

  let B: Sums
  let C: [String: Technical]
  let E: Seven
  let F: [String: [String: Model]]

  static func read() throws -> Expected {
    try JSONDecoder().decode(Expected.self, from: try Fixture.data("expected.json"))
  }
}

@Suite(.timeLimit(.minutes(45)))
struct ScoringTests {
  // MARK: Published cases

  @Test func sumsOf49Judges() throws {
    let expected = try Expected.read().B
    var csv = "rater,model,item,rating\n"
    for (model, sum) in expected.sums.enumerated() {
      // Any 49 ratings of 1 to 5 with this sum will do.
      let (low, more) = (sum / 49, sum % 49)
      for judge in 0..<49 {
        csv += "j\(judge),M\(model + 1),x,\(low + (judge < more ? 1 : 0))\n"
      }
    }
    let form = RatedForm.one(25, 1...5)
    var rule = try ScoringRule.words("none", relative: "best", round: "1,halfUp", quorum: nil)
    let score = try ComponentScore(csv: csv, form, rule, invited: 49)
    #expect(score.points == expected.relative)
    #expect(score.quorum == 17)
    #expect(score.models.map { $0.absolute?.points } == expected.fifths)
    // 20.76 is the mean of the rounded scores.
    let mean = score.points.compactMap { $0.flatMap(Double.init) }.reduce(0, +) / 5
    #expect((mean - 20.76).magnitude < 1e-9)
    rule.relative = .none
    #expect(try ComponentScore(csv: csv, form, rule).points == expected.fifths)
    rule.conversion = .range
    #expect(try ComponentScore(csv: csv, form, rule).points == expected.fourths)
  }

  @Test func fiveJudgesWithoutHighestAndLowest() throws {
    let judges = [
      ("甲", [68, 68, 68, 68, 72]), ("乙", [65, 73, 62, 65, 65]), ("丙", [73, 69, 69, 65, 69]),
      ("丁", [75, 70, 65, 65, 75]), ("戊", [65, 60, 60, 70, 75]),
    ]
    var csv = "rater,model,item,rating\n"
    for (model, scores) in judges {
      for (judge, score) in scores.enumerated() { csv += "\(judge),\(model),x,\(score)\n" }
    }
    let score = try ComponentScore(
      csv: csv,
      .one(100, 0...100),
      .words("dropHighLow=1", round: "3,halfUp", quorum: nil),
      invited: 5
    )
    let expected = try Expected.read().C
    #expect(score.points == judges.map { expected[$0.0]?.tech })
    #expect(score.ranks == [3, 4, 2, 1, 4])
    #expect(score.outliers.count == 10)
  }

  @Test func sevenJudges() throws {
    var csv = "rater,model,item,rating\n"
    for (judge, score) in [2, 7, 9, 9, 9, 10, 10].enumerated() { csv += "\(judge),A,x,\(score)\n" }
    let expected = try Expected.read().E
    for (rule, points) in [
      ("none", expected.mean), ("dropHighLow=1", expected.trim11),
      ("dropHighLow=2", expected.trim22),
    ] {
      let score = try ComponentScore(
        csv: csv,
        .one(10, 0...10),
        .words(rule, round: "3,halfUp")
      )
      #expect(score.points == [points])
    }
    let score = try ComponentScore(csv: csv, .one(10, 0...10), .words("dropHighLow=1"))
    #expect(score.models[0].exact?.fraction == "44/5")
    #expect(score.outliers.map(\.reason) == ["dropHighLow low", "dropHighLow high"])
    #expect(score.outliers.map(\.treatment) == ["dropped", "dropped"])
    #expect(score.outliers.map(\.value) == ["2", "10"])
    #expect(score.outliers.map(\.effect) == ["-1.1333", "+0.2000"])
    #expect(score.outliers.map(\.rater) == ["0", "6"])
  }

  @Test(arguments: [Conversion.proportion, .range])
  func panelOf49ByTotals(conversion: Conversion) throws {
    let csv = try Fixture.text("fixture_49x5x10.csv")
    let expected = try #require(
      try Expected.read().F[conversion == .proportion ? "x/5" : "(x-1)/4"]
    )
    let form = RatedForm.of(
      [
        ("usability", 15, (1...6).map { ("U\($0)", "1") }),
        ("cost", 10, (1...4).map { ("C\($0)", "1") }),
      ],
      models: ["M1", "M2", "M3", "M4", "M5"]
    )
    func score(
      _ rule: String,
      _ relative: String = "none",
      _ places: Int = 4
    ) throws
      -> ComponentScore
    {
      try ComponentScore(
        csv: csv,
        form,
        .words(
          rule,
          unit: .total,
          conversion: conversion,
          relative: relative,
          round: "\(places),halfUp",
          quorum: nil
        ),
        invited: 49
      )
    }
    let models = try form.models.map { try #require(expected[$0.rawValue]) }
    #expect(try score("none").points == models.map(\.mean))
    #expect(try score("dropHighLow=1").points == models.map(\.drop))
    #expect(try score("trimmed=0.10").points == models.map(\.trimmed))
    #expect(try score("median").points == models.map(\.median))
    let rejecting = try score("mad=3.5")
    #expect(rejecting.points == models.map(\.rejecting))
    #expect(
      rejecting.models.map { model in
        model.n - rejecting.outliers.count { $0.model == model.id }
      } == models.map(\.kept)
    )
    let official = try score("dropHighLow=1", "none", 2)
    #expect(official.points == models.map(\.absolute))
    #expect(official.ranks == models.map(\.rank))
    #expect(official.models.map(\.n) == models.map(\.n))
    #expect(official.models[1].n == 48)
    #expect(official.models.map { $0.relative?.points } == models.map(\.best))
    #expect(try score("dropHighLow=1", "best", 2).points == models.map(\.best))
    #expect(try score("dropHighLow=1", "rankSteps=1.25", 2).points == models.map(\.steps))
    if conversion == .proportion {
      #expect(official.points == ["21.21", "19.14", "16.44", "14.88", "13.68"])
      #expect(models.map(\.best) == ["25.00", "22.55", "19.37", "17.54", "16.12"])
    }
  }

  // MARK: Against an independent computation

  private struct Known: Decodable {
    struct Case: Decodable {
      let unit: ScoringUnit
      let rule: String
      let conversion: Conversion
      let minimumAnswered: String
      let relative: String
      let exact: [String?]
      let n: [Int]
      let rank: [Int?]
    }
    let ratings: [String]
    let cases: [Case]
  }

  private static let knownForm = RatedForm.of(
    [
      ("usability", 15, [("U1", "3"), ("U2", "2"), ("U3", "0.5")]),
      ("cost", 10, [("C1", "1"), ("C2", "4")]),
    ],
    models: ["A", "B", "C", "D"]
  )

  @Test func everyUnitRuleAndConversion() throws {
    let known = try JSONDecoder().decode(
      Known.self,
      from: try Fixture.data("scoring_known_answers.json")
    )
    let csv = (["rater,model,item,rating"] + known.ratings).joined(separator: "\n")
    #expect(known.cases.count > 200)
    #expect(known.cases.contains { $0.exact.contains(nil) })
    for expected in known.cases {
      let score = try ComponentScore(
        csv: csv,
        Self.knownForm,
        .words(
          expected.rule,
          unit: expected.unit,
          conversion: expected.conversion,
          relative: expected.relative,
          minimumAnswered: expected.minimumAnswered
        )
      )
      let comment = Comment("\(expected)")
      #expect(score.models.map { $0.exact?.fraction } == expected.exact, comment)
      #expect(score.models.map(\.n) == expected.n, comment)
      #expect(score.ranks == expected.rank, comment)
      for model in score.models where model.exact == nil {
        #expect(model.withheld == .noEstimate)
      }
    }
  }

  @Test(arguments: ["s5", "s100"]) func panelsWithSuppliedResamples(name: String) throws {
    let form = RatedForm(
      criteria: ["usability", "cost_efficiency"].map {
        (CriterionID($0), ExactDecimal("12.5") ?? ExactDecimal(0))
      },
      lowest: name == "s5" ? 1 : 0,
      highest: name == "s5" ? 5 : 100
    )
    let file = try RatingsFile(csv: try Fixture.text("panel_\(name).csv"), form: form)
    #expect(file.notices.map(\.en) == ["columns ignored: role"])
    let answers = try #require(
      try JSONDecoder().decode(
        [String: PanelAnswers].self,
        from: try Fixture.data("panel_known_answers.json")
      )[name]
    )
    let words = [
      "mean": "none", "olympic": "dropHighLow=1", "trim05": "trimmed=0.05",
      "trim10": "trimmed=0.10", "trim20": "trimmed=0.20", "trim25": "trimmed=0.25",
      "wins10": "winsorised=0.10", "wins20": "winsorised=0.20", "median": "median",
      "hodges_lehmann": "hodgesLehmann", "huber1345_madn": "huber=1.345", "modz35_mean": "mad=3.5",
      "tukey7_mean": "tukey=1.5", "gesd10_mean": "gesd=10,0.05",
    ]
    #expect(Set(words.keys) == Set(answers.score25.keys))
    for (key, word) in words {
      let score = ComponentScore(
        file.table,
        rule: try .words(
          word,
          conversion: .range,
          round: word.hasPrefix("huber") ? "9,halfUp" : "2,halfUp"
        ),
        official: false,
        source: "csv",
        invited: 49
      )
      let expected = try #require(answers.score25[key])
      if word.hasPrefix("huber") {
        // Rounded to nine places, since an approximate rule shows no fraction.
        #expect(
          score.models.allSatisfy { $0.exact == .approximate && $0.absolute?.exact == .approximate }
        )
        #expect(isClose(score.points.map { $0.flatMap(Double.init) }, expected, within: 1e-9))
      } else {
        #expect(isClose(score.models.map { ($0.exact?.fraction).value }, expected))
      }
      #expect(score.ranks == answers.rank[key])
    }
    let resamples = try Fixture.text("bootstrap_idx_2000x49.csv").split(whereSeparator: \.isNewline)
      .map { $0.split(separator: ",").compactMap { Int($0) } }
    #expect(resamples.count == 2000)
    for key in ["mean", "trim10", "trim20"] {
      let expected = try #require(answers.bootstrap[key])
      let score = ComponentScore(
        file.table,
        rule: try .words(try #require(words[key]), conversion: .range),
        official: false,
        source: "csv",
        invited: 49,
        resamples: resamples
      )
      #expect(isClose(score.models.map { ($0.exact?.fraction).value }, expected.score25))
      for (model, interval) in zip(score.models, expected.bca) {
        #expect(model.interval?.method == "bca")
        #expect(
          isClose([model.interval?.lower, model.interval?.upper], interval.ci95, within: 1e-9)
        )
        #expect(isClose([model.bootstrap?.bias], [interval.z0], within: 1e-9))
        #expect(isClose([model.bootstrap?.acceleration], [interval.a], within: 1e-9))
      }
      for (model, interval) in zip(score.models, expected.pct_ci95) {
        #expect(
          isClose(
            [model.bootstrap?.percentile?.lower, model.bootstrap?.percentile?.upper],
            interval
          )
        )
      }
      #expect(isClose(score.models.map { $0.bootstrap?.mean }, expected.boot_mean))
      #expect(isClose(score.models.map { $0.bootstrap?.standardError }, expected.boot_se_ddof1))
      #expect(
        isClose(score.models.map { $0.rankProbability?.first }, expected.p_rank1_ties_shared)
      )
      for (model, shares) in zip(score.models, expected.rank_matrix) {
        let probabilities = try #require(model.rankProbability).dropFirst()
        #expect(isClose(Array(probabilities), Array(shares.dropFirst())))
      }
      let first = try #require(score.separable.first)
      #expect([first.first, first.second] == expected.top2)
      #expect(isClose([first.difference], [expected.top2_diff]))
      #expect(isClose([first.lower, first.upper], expected.top2_diff_pct_ci95))
      #expect(
        first.separable
          == (expected.top2_diff_pct_ci95[0] > 0 || expected.top2_diff_pct_ci95[1] < 0)
      )
    }
  }

  // MARK: Ties, quorum, rounding, steps

  private func csv(_ models: [(String, [String])]) -> String {
    "rater,model,item,rating\n"
      + models.flatMap { model, ratings in
        ratings.enumerated().map { "r\($0),\(model),x,\($1)\n" }
      }.joined()
  }

  @Test func tiedModelsShareTheBetterRankAndItsPoints() throws {
    let text = csv([
      ("A", ["3", "3"]), ("B", ["4", "4"]), ("C", ["4", "4"]), ("D", ["5", "5"]),
      ("E", ["1", "1"]),
    ])
    let form = RatedForm.one(25, 1...5)
    let score = try ComponentScore(csv: text, form, .words("none", relative: "rankSteps=1.5"))
    #expect(score.ranks == [4, 2, 2, 1, 5])
    #expect(score.points == ["20.50", "23.50", "23.50", "25.00", "19.00"])
    #expect(score.ranking.map(\.id) == ["D", "B", "C", "A", "E"])
    // Points end at 0; ranks do not.
    let steep = try ComponentScore(csv: text, form, .words("none", relative: "rankSteps=9"))
    #expect(steep.points == ["0.00", "16.00", "16.00", "25.00", "0.00"])
    #expect(steep.ranks == [4, 2, 2, 1, 5])
    #expect(
      try ComponentScore(csv: text, form, .words("none", relative: "best")).points[1] == "20.00"
    )
  }

  @Test func equalPointsAreToldApartByCriteria() throws {
    let text = "rater,A_u,A_c,B_u,B_c,C_u,C_c\nx,3,4,4,3,3,4\ny,3,4,4,3,3,4\n"
    let form = RatedForm(
      criteria: [(CriterionID("u"), ExactDecimal(10)), (CriterionID("c"), ExactDecimal(10))],
      lowest: 1,
      highest: 5
    )
    func ranks(_ ties: [String], _ unit: ScoringUnit = .criterion) throws -> [Int?] {
      try ComponentScore(csv: text, form, .words("none", unit: unit, ties: ties)).ranks
    }
    #expect(try ranks([]) == [1, 1, 1])
    #expect(try ranks(["u"]) == [2, 1, 2])
    #expect(try ranks(["c", "u"]) == [1, 3, 1])
    #expect(try ranks(["u"], .total) == [2, 1, 2])
  }

  @Test func belowTheQuorumThereIsNoScore() throws {
    let four = Array(repeating: "4", count: 4)
    let text = csv([("A", four + ["4"]), ("B", four + [""]), ("C", four + ["R"])])
    let form = RatedForm.one(25, 1...5)
    var rule = try ScoringRule.words("none", relative: "best", quorum: nil)
    rule.bootstrap = 50
    let score = try ComponentScore(csv: text, form, rule, invited: 5)
    #expect(score.quorum == 5)
    #expect(score.points == ["25.00", nil, nil])
    #expect(score.ranks == [1, nil, nil])
    #expect(score.models.map { $0.withheld?.text.en } == [nil, "quorum: 4 of 5", "quorum: 4 of 5"])
    #expect(score.models[1].interval == nil && score.models[1].rankProbability == nil)
    #expect(score.models[1].absolute == nil && score.models[1].criteria["x"]?.points == nil)
    #expect(score.models[0].rankProbability == [1, 0, 0])
    #expect(score.separable.isEmpty)
    #expect([5, 15, 16, 49].map { rule.quorum(invited: $0) } == [5, 5, 6, 17])
    rule.quorum = 4
    #expect(try ComponentScore(csv: text, form, rule).points == ["25.00", "25.00", "25.00"])
  }

  @Test func roundingIsOnceAndExact() throws {
    // 25 · (1 + 3 + … ) / 5: 4.149 · 5 = 20.745, of 1,000 ratings that sum up to 4,149.
    let ratings = (0..<1000).map { $0 < 149 ? "5" : "4" }
    let text = csv([("A", ratings)])
    for (round, points) in [
      ("2,halfUp", "20.75"), ("2,halfEven", "20.74"), ("2,truncate", "20.74"), ("1,halfUp", "20.7"),
      ("0,halfUp", "21"), ("0,truncate", "20"), ("3,halfEven", "20.745"),
    ] {
      let score = try ComponentScore(csv: text, .one(25, 1...5), .words("none", round: round))
      #expect(score.points == [points], "\(round)")
      #expect(score.models[0].exact?.fraction == "4149/200")
    }
  }

  @Test func minimumAnsweredCountsItems() throws {
    let form = RatedForm.of(
      [("u", 25, [("a", "1"), ("b", "1"), ("c", "1"), ("d", "7")])],
      models: ["A"]
    )
    let text = "rater,model,item,rating\nr,A,a,4\nr,A,b,\nr,A,c,2\nr,A,d,\n"
    for (minimum, exact) in [("0", "15/1"), ("0.5", "15/1"), ("0.51", nil), ("1", nil)] {
      let score = try ComponentScore(csv: text, form, .words("none", minimumAnswered: minimum))
      #expect(score.models[0].exact?.fraction == exact, "\(minimum)")
    }
    let none = "rater,model,item,rating\nr,A,a,\n"
    #expect(
      try ComponentScore(csv: none, form, .words("none", minimumAnswered: "0")).points == [nil]
    )
  }

  // MARK: The order of rows

  @Test func theOrderOfRowsChangesNothing() throws {
    let head = "rater,model,item,rating"
    let known = try JSONDecoder().decode(
      Known.self,
      from: try Fixture.data("scoring_known_answers.json")
    )
    var generator = SplitMix64(seed: 9)
    for unit in ScoringUnit.allCases {
      var rule = try ScoringRule.words("trimmed=0.10", unit: unit, relative: "best")
      rule.bootstrap = 60
      let score = try ComponentScore(
        csv: ([head] + known.ratings).joined(separator: "\n"),
        Self.knownForm,
        rule,
        invited: 17
      )
      for _ in 0..<3 {
        let shuffled = known.ratings.shuffled(using: &generator)
        let other = try ComponentScore(
          csv: ([head] + shuffled).joined(separator: "\n"),
          Self.knownForm,
          rule,
          invited: 17
        )
        #expect(try CanonicalJSON.encode(other) == CanonicalJSON.encode(score))
      }
    }
  }

  @Test func labelsAreAllThatRenamingChanges() throws {
    let known = try JSONDecoder().decode(
      Known.self,
      from: try Fixture.data("scoring_known_answers.json")
    )
    let head = "rater,model,item,rating"
    var rule = try ScoringRule.words("dropHighLow=1", conversion: .range)
    rule.bootstrap = 60
    func score(_ ratings: [String]) throws -> String {
      let text = ([head] + ratings).joined(separator: "\n")
      let score = try ComponentScore(csv: text, Self.knownForm, rule, invited: 17)
      return String(decoding: try CanonicalJSON.encode(score), as: UTF8.self)
    }
    let renamed = known.ratings.reversed().map { "q" + $0.dropFirst() }
    #expect(
      try score(renamed).replacing("\"rater\":\"q", with: "\"rater\":\"p") == score(known.ratings)
    )
  }

  @Test func formsThatCannotBeScored() {
    #expect(RatedForm.one(25, 1...5).fault == nil)
    #expect(RatedForm.one(25, 3...3).fault != nil)
    #expect(RatedForm.one(25, -4...0).fault != nil)
    #expect(RatedForm.one(0, 1...5).fault != nil)
    #expect(RatedForm(criteria: [], lowest: 1, highest: 5).fault != nil)
    #expect(RatedForm.one(25, 1...5, models: ["A", "A"]).fault != nil)
    let twice = RatedForm(
      criteria: [(CriterionID("a"), ExactDecimal(1)), (CriterionID("a"), ExactDecimal(2))],
      lowest: 1,
      highest: 5
    )
    #expect(twice.fault != nil)
  }
}

/// The part of `panel_known_answers.json` that is checked here.
private struct PanelAnswers: Decodable {
  struct Interval: Decodable {
    let z0, a: Double
    let ci95: [Double]
  }
  struct Resampled: Decodable {
    let score25, boot_mean, boot_se_ddof1, p_rank1_ties_shared: [Double]
    let pct_ci95, rank_matrix: [[Double]]
    let bca: [Interval]
    let top2: [String]
    let top2_diff: Double
    let top2_diff_pct_ci95: [Double]
  }
  private struct Locations: Decodable {
    let score25: [String: [Double]]
    let rank: [String: [Int]]
  }
  private enum CodingKeys: String, CodingKey { case location, bootstrap }

  var score25: [String: [Double]] = [:]
  var rank: [String: [Int]] = [:]
  var bootstrap: [String: Resampled] = [:]

  /// The file has other things beside the two panels.
  init(from decoder: any Decoder) throws {
    guard let values = try? decoder.container(keyedBy: CodingKeys.self),
      let locations = try? values.decode(Locations.self, forKey: .location)
    else { return }
    (score25, rank) = (locations.score25, locations.rank)
    bootstrap = try values.decode([String: Resampled].self, forKey: .bootstrap)
  }
}

extension String? {
  /// The value of a fraction.
  fileprivate var value: Double? {
    flatMap { text in
      let parts = text.split(separator: "/").compactMap { Double($0) }
      return parts.count == 2 ? parts[0] / parts[1] : nil
    }
  }
}

/// Whether numbers agree within a relative tolerance; around zero it is absolute.
func isClose(
  _ actual: [Double?],
  _ expected: [Double],
  within tolerance: Double = 1e-12
) -> Bool {
  actual.count == expected.count
    && zip(actual, expected).allSatisfy { actual, expected in
      actual.map { ($0 - expected).magnitude <= tolerance * max(expected.magnitude, 1e-3) } ?? false
    }
}
