import Foundation
import PanelCore
import PanelStatistics
import TestSupport
import Testing

@testable import PanelReport
@testable import PanelScoring

/// What is shown beside the scores, against independent tools and on panels with little to show.
@Suite("The analyses beside a score", .timeLimit(.minutes(45)))
struct AnalysisTests {
  private struct Known: Decodable {
    struct Cells: Decodable {
      struct W: Decodable { let W: Double }
      struct ICC: Decodable { let icc: [String: Double] }
      let alpha: [String: Double]
      let n_complete_raters: Int
      let kendall_w_complete_raters: W
      let icc_complete_raters: ICC
    }
    struct Raters: Decodable {
      let longstring: [Int]
      let irv_ddof1: [Double]
      let mahalanobis_sq_meanimputed: [Double]
      let mahal_cut_99: Double
      let loo_pearson_mean: [Double?]
    }
    struct Flags: Decodable {
      let longstring_eq_all, irv_lt_0_05range, mahal99, loo_r_le_0, loo_r_nan, bt500_ddof1: [Int]
    }
    struct Projection: Decodable {
      struct All: Decodable { let bias, inconsistency: [Double] }
      let all10: All
    }
    struct Panel: Decodable {
      struct Agreement: Decodable {
        let all10cells: Cells
        let raters: Raters
        let flags: Flags
        let p910_with_floor: Projection
      }
      let agreement_and_flags: Agreement
    }
    let s5, s100: Panel
  }

  private static func panel(_ name: String) throws -> (RatingsTable, ScoringRule) {
    let form = RatedForm(
      criteria: ["usability", "cost_efficiency"].map { (CriterionID($0), ExactDecimal(10)) },
      lowest: name == "s5" ? 1 : 0,
      highest: name == "s5" ? 5 : 100
    )
    let table = try RatingsFile(csv: try Fixture.text("panel_\(name).csv"), form: form).table
    return (table, try .words("trimmed=0.10"))
  }

  private static func analysis(_ table: RatingsTable, _ rule: ScoringRule) -> Analysis {
    let score = ComponentScore(
      table,
      rule: rule,
      official: false,
      source: "csv",
      invited: table.raters.count
    )
    return Analysis(score, of: table)
  }

  @Test("agreement as independent tools have it", arguments: ["s5", "s100"])
  func agreement(name: String) throws {
    let known = try JSONDecoder().decode(
      Known.self,
      from: try Fixture.data("panel_known_answers.json")
    )
    let answers = (name == "s5" ? known.s5 : known.s100).agreement_and_flags.all10cells
    let (table, rule) = try Self.panel(name)
    let report = try #require(Self.analysis(table, rule).agreement)
    let measures = Dictionary(uniqueKeysWithValues: report.measures.map { ($0.name, $0) })
    let expected = [
      "alphaNominal": answers.alpha["nominal"], "alphaOrdinal": answers.alpha["ordinal"],
      "alphaInterval": answers.alpha["interval"],
      "icc21": answers.icc_complete_raters.icc["ICC(2,1)=A,1"],
      "icc2k": answers.icc_complete_raters.icc["ICC(2,k)=A,k"],
      "kendallW": answers.kendall_w_complete_raters.W,
    ]
    #expect(report.measures.count == expected.count)
    for (name, value) in expected {
      let measure = try #require(measures[name])
      let value = try #require(value)
      #expect(try #require(measure.value) - value <= 1e-12 * abs(value), "\(name)")
      #expect(value - (try #require(measure.value)) <= 1e-12 * abs(value), "\(name)")
      let isAlpha = name.hasPrefix("alpha")
      #expect(measure.evaluators == (isAlpha ? 49 : answers.n_complete_raters))
      #expect(measure.evaluatorsInTable == 49 && measure.missing == 8)
    }
  }

  @Test("flags as independent tools have them", arguments: ["s5", "s100"])
  func flags(name: String) throws {
    let known = try JSONDecoder().decode(
      Known.self,
      from: try Fixture.data("panel_known_answers.json")
    )
    let answers = (name == "s5" ? known.s5 : known.s100).agreement_and_flags
    let (table, rule) = try Self.panel(name)
    let report = try #require(Self.analysis(table, rule).screening)
    let rows = table.raters
    func flagged(_ kind: ScreeningReport.Kind) -> [String] {
      report.flags.filter { $0.kind == kind }.map(\.rater)
    }
    #expect(flagged(.longString) == answers.flags.longstring_eq_all.map { rows[$0] })
    #expect(flagged(.irv) == answers.flags.irv_lt_0_05range.map { rows[$0] })
    #expect(flagged(.mahalanobis) == answers.flags.mahal99.map { rows[$0] })
    #expect(flagged(.leaveOneOut) == answers.flags.loo_r_le_0.map { rows[$0] })
    #expect(flagged(.bt500) == answers.flags.bt500_ddof1.map { rows[$0] })
    #expect(flagged(.bias).isEmpty && flagged(.inconsistency).isEmpty)

    func finding(_ rater: Int, _ kind: ScreeningReport.Kind) throws -> ScreeningReport.Finding {
      let evaluator = try #require(report.evaluators.first { $0.rater == rows[rater] })
      return try #require(evaluator.findings.first { $0.kind == kind })
    }
    func values(_ kind: ScreeningReport.Kind) throws -> [Double?] {
      try rows.indices.map { try finding($0, kind).value }
    }
    let raters = answers.raters
    #expect(try values(.longString) == raters.longstring.map(Double.init))
    #expect(isClose(try values(.irv), raters.irv_ddof1, within: 1e-12))
    #expect(isClose(try values(.mahalanobis), raters.mahalanobis_sq_meanimputed, within: 1e-9))
    #expect(
      isClose([try finding(0, .mahalanobis).threshold], [raters.mahal_cut_99], within: 1e-12)
    )
    for rater in answers.flags.loo_r_nan {
      let finding = try finding(rater, .leaveOneOut)
      #expect(finding.outcome == "undefined" && finding.reason == "constantRatings")
    }
    let projection = answers.p910_with_floor.all10
    #expect(isClose(try values(.bias), projection.bias, within: 1e-8))
    #expect(isClose(try values(.inconsistency), projection.inconsistency, within: 1e-8))
  }

  @Test("the order of rows changes nothing, to the last bit", arguments: ["s5", "s100"])
  func permutation(name: String) throws {
    let (table, rule) = try Self.panel(name)
    var permuted = RatingsTable(form: table.form)
    var generator = SplitMix64(seed: 7)
    for rater in table.raters.indices.shuffled(using: &generator) {
      let row = permuted.append(rater: table.raters[rater])
      for model in table.form.models.indices {
        for item in table.form.items.indices {
          permuted[row, model, item] = table[rater, model, item]
        }
      }
    }
    var sampled = rule
    sampled.bootstrap = 200
    let first = try CanonicalJSON.encode(Self.analysis(table, sampled))
    #expect(try CanonicalJSON.encode(Self.analysis(permuted, sampled)) == first)
  }

  /// Panels with little or nothing to measure: every key is a number, a text or absent.
  @Test(
    "degenerate panels give sentences",
    arguments: [
      "rater,model,item,rating\na,A,x,3",
      "rater,model,item,rating\na,A,x,",
      "rater,model,item,rating\na,A,x,\na,B,x,\nb,A,x,\nb,B,x,",
      "rater,model,item,rating\na,A,x,R\nb,A,x,R",
      "rater,model,item,rating\na,A,x,3\na,B,x,3\nb,A,x,3\nb,B,x,3\nc,A,x,3\nc,B,x,3",
      "rater,model,item,rating\na,A,x,1\nb,A,x,5\nc,A,x,3\nd,A,x,2\ne,A,x,4",
      "rater,model,item,rating\na,A,x,1\nb,B,x,5",
    ],
    OutlierRule.words
  )
  func degenerate(csv: String, word: String) throws {
    let table = try RatingsFile(csv: csv, form: .one(25, 1...5)).table
    for quorum in [1, 3] {
      for unit in ScoringUnit.allCases {
        var rule = try ScoringRule.words(word, unit: unit, relative: "best", quorum: quorum)
        rule.bootstrap = 50
        let analysis = Self.analysis(table, rule)
        let text = String(decoding: try CanonicalJSON.encode(analysis), as: UTF8.self)
        #expect(!text.lowercased().contains("nan") && !text.lowercased().contains("inf,"))
        for model in analysis.score.models {
          #expect((model.points == nil) == (model.withheld != nil))
          #expect((model.points == nil) == (model.rank == nil))
        }
        for measure in analysis.agreement?.measures ?? [] {
          #expect((measure.value == nil) == (measure.undefined != nil))
          #expect(!measure.meaning.en.isEmpty && !measure.meaning.ko.isEmpty)
        }
      }
    }
  }

  @Test("nobody at all")
  func nobody() throws {
    let analysis = Self.analysis(
      RatingsTable(form: .one(25, 1...5, models: ["A", "B"])),
      try .words("trimmed=0.10")
    )
    #expect(analysis.agreement == nil && analysis.stability == nil)
    #expect(analysis.screening?.evaluators.isEmpty == true)
    #expect(analysis.score.models.allSatisfy { $0.withheld == .quorum(0, of: 1) })
  }

  @Test("the ledger has a line for every dropped rating, which sum up to the plain mean")
  func ledger() throws {
    let csv =
      "rater,model,item,rating\n"
      + [2, 7, 9, 9, 9, 10, 10].enumerated().map { "e\($0),A,x,\($1)" }.joined(separator: "\n")
    let score = try ComponentScore(csv: csv, .one(10, 0...10), .words("dropHighLow=1"))
    let rows = score.outlierRows
    #expect(
      rows == [
        OutlierEntry.columns,
        ["e0", "A", "x", "2", "dropHighLow low", "dropped", "-1.1333", "-17/15"],
        ["e6", "A", "x", "10", "dropHighLow high", "dropped", "+0.2000", "1/5"],
      ]
    )
    let huber = try ComponentScore(csv: csv, .one(10, 0...10), .words("huber=1.345"))
    #expect(huber.outliers.map(\.reason).contains("huber low"))
    #expect(huber.outliers.allSatisfy { $0.effectExact == .approximate })
  }

  @Test("with rank steps, models beyond the floor of 0 are no ties of the resamples")
  func ranksBeforeTheRelativeStep() throws {
    var csv = ["rater,model,item,rating"]
    for rater in 0..<9 {
      for (model, rating) in [("A", 5), ("B", 4), ("C", 3), ("D", 2)] {
        csv.append("e\(rater),\(model),x,\(rating)")
      }
    }
    var rule = try ScoringRule.words("none", relative: "rankSteps=20", quorum: 1)
    rule.bootstrap = 20
    let score = try ComponentScore(csv: csv.joined(separator: "\n"), .one(25, 1...5), rule)
    #expect(score.points == ["25.00", "5.00", "0.00", "0.00"])
    #expect(score.ranks == [1, 2, 3, 4])
    #expect(score.models.map { $0.rankProbability?.firstIndex(of: 1) } == [0, 1, 2, 3])
  }
}
