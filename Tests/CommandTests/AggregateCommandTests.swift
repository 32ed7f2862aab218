import PanelScoring
import Foundation
import TestSupport
import Testing

/// What `panel aggregate --json` prints, as a program that relies on it reads it.
struct Aggregate: Decodable {
  struct Bounds: Decodable {
    var lower: Double
    var upper: Double
  }
  struct Points: Decodable {
    var points: String
    var exact: String
  }
  struct Model: Decodable {
    var id: String
    var n: Int
    var points: String?
    var exact: String?
    var rank: Int?
    var interval: Bounds?
    var rankProbability: [Double]?
    var absolute: Points?
    var relative: Points?
  }
  struct Neighbours: Decodable {
    var first: String
    var second: String
    var difference: Double
    var lower: Double
    var upper: Double
    var separable: Bool
  }
  var schema: String
  var official: Bool
  var models: [Model]
  var separable: [Neighbours]
}

@Suite("panel aggregate", .timeLimit(.minutes(45)))
struct AggregateCommandTests {
  let folder: TemporaryFolder
  init() throws { folder = try TemporaryFolder() }

  private func fixture(_ name: String) -> String {
    Fixture.url(name).path
  }

  private func aggregate(_ arguments: [String]) throws -> Aggregate {
    let run = try ProgramRun.run(
      Repository.program("panel"),
      ["aggregate"] + arguments + ["--json"],
      environment: ProgramRun.environment(home: folder.url)
    )
    try #require(run.status == 0, "\(run.error)")
    return try JSONDecoder().decode(Aggregate.self, from: Data(run.output.utf8))
  }

  @Test("CK4 to CK6: relative to best and absolute, to the digit")
  func publishedSums() throws {
    // 49 judges on one 1–5 item with the sums 206, 182, 172, 152 and 143.
    var lines = ["rater,model,item,rating"]
    for (model, sum) in zip(["A", "B", "C", "D", "E"], [206, 182, 172, 152, 143]) {
      for judge in 0..<49 {
        lines.append("j\(judge),\(model),score,\(sum / 49 + (judge < sum % 49 ? 1 : 0))")
      }
    }
    let csv = try folder.write(lines.joined(separator: "\n"), to: "ck4.csv")
    let base = [csv, "--criteria", "score=25", "--rule", "none", "--bootstrap", "0"]
    func points(_ more: [String]) throws -> [String?] {
      try aggregate(base + more).models.map(\.points)
    }
    #expect(
      try points(["--conversion", "proportion", "--relative", "best", "--round", "1,halfUp"])
        == ["25.0", "22.1", "20.9", "18.4", "17.4"]
    )
    #expect(
      try points(["--conversion", "proportion", "--round", "1,halfUp"])
        == ["21.0", "18.6", "17.6", "15.5", "14.6"]
    )
    #expect(
      try points(["--conversion", "range", "--round", "1,halfUp"])
        == ["20.0", "17.0", "15.7", "13.1", "12.0"]
    )
  }

  @Test("CK7: one highest and one lowest dropped, one each on ties")
  func technicalScores() throws {
    let judges = [
      "A": [68, 68, 68, 68, 72], "B": [65, 73, 62, 65, 65], "C": [73, 69, 69, 65, 69],
      "D": [75, 70, 65, 65, 75], "E": [65, 60, 60, 70, 75],
    ]
    var lines = ["rater,model,item,rating"]
    for (model, scores) in judges.sorted(by: { $0.key < $1.key }) {
      for (judge, score) in scores.enumerated() { lines.append("j\(judge),\(model),tech,\(score)") }
    }
    let csv = try folder.write(lines.joined(separator: "\n"), to: "ck7.csv")
    let result = try aggregate([
      csv, "--criteria", "tech=80", "--scale", "0..80", "--rule", "dropHighLow=1",
      "--conversion", "proportion", "--bootstrap", "0",
    ])
    #expect(result.models.map(\.exact) == ["68/1", "65/1", "69/1", "70/1", "65/1"])
    #expect(result.models.map(\.rank) == [3, 4, 2, 1, 4], "equal points are tied")
    #expect(!result.official)
  }

  @Test(
    "CK9: 2,7,9,9,9,10,10",
    arguments: [
      ("none", "8/1"), ("dropHighLow=1", "44/5"), ("dropHighLow=2", "9/1"),
    ]
  )
  func olympic(rule: String, exact: String) throws {
    let lines = [2, 7, 9, 9, 9, 10, 10].enumerated().map { "j\($0),A,s,\($1)" }
    let csv = try folder.write(
      "rater,model,item,rating\n" + lines.joined(separator: "\n"),
      to: "ck9.csv"
    )
    let result = try aggregate([
      csv, "--criteria", "s=10", "--scale", "1..10", "--conversion", "proportion", "--rule", rule,
      "--bootstrap", "0",
    ])
    #expect(result.models.map(\.exact) == [exact])
  }

  @Test("CK11 from CSV: unit total, equal weights, blanks, recusal, a hostile ballot")
  func fullFixture() throws {
    var survey = try String(
      contentsOf: Repository.root.appending(
        path: "Surveys/independent-ai-foundation-model-2026-1.yaml"
      ),
      encoding: .utf8
    )
    survey = survey.replacing(/weight: [0-9]+/) { _ in "weight: 1" }
    for (index, code) in ["G9", "W6", "D4", "J3", "Y5"].enumerated() {
      survey = survey.replacing("code: \(code)", with: "code: M\(index + 1)")
    }
    let path = try folder.write(survey, to: "equal.yaml")
    let base = [
      fixture("fixture_49x5x10.csv"), "--survey", path, "--unit", "total", "--conversion",
      "proportion", "--bootstrap", "0",
    ]
    let result = try aggregate(base + ["--rule", "dropHighLow=1"])
    #expect(result.models.map(\.points) == ["21.21", "19.14", "16.44", "14.88", "13.68"])
    #expect(
      result.models.map(\.relative?.points) == ["25.00", "22.55", "19.37", "17.54", "16.12"]
    )
    #expect(result.models.map(\.n) == [49, 48, 49, 49, 49])
    let best = try aggregate(base + ["--rule", "dropHighLow=1", "--relative", "best"])
    #expect(best.models.map(\.points) == ["25.00", "22.55", "19.37", "17.54", "16.12"])
    let mean = try aggregate(base + ["--rule", "none"])
    #expect(mean.models.map(\.points) == ["20.91", "18.86", "16.23", "14.70", "13.90"])
  }

  @Test("wide CSV with a column to ignore, and the interval and separability that go with it")
  func wide() throws {
    let result = try aggregate([
      fixture("panel_s100.csv"), "--scale", "0..100", "--criteria",
      "usability=12.5,cost_efficiency=12.5", "--conversion",
      "range", "--rule", "trimmed=0.10", "--bootstrap", "200",
    ])
    #expect(result.models.map(\.id) == ["A", "B", "C", "D", "E"])
    let first = try #require(result.separable.first)
    #expect(first.first == "D" && first.second == "B" && !first.separable)
    #expect(abs(first.difference - 0.7930640243902438) < 1e-12)
    #expect(result.models.allSatisfy { ($0.rankProbability ?? []).count == 5 })
  }

  @Test(
    "bad CSVs: line and fix",
    arguments: [
      ("rater,model,item,rating\na,A,s,4.5\n", "bad.csv:2:"),
      ("rater,model,item,rating\na,A,s,9\n", "bad.csv:2:"),
      ("rater,model,item,rating\na,A,s\n", "bad.csv:2:"),
      ("rater,model,item,rating\na,A,x,3\n", "bad.csv:2:"),
      ("rater,model,item,rating\na,A,s,3\na,A,s,3\n", "bad.csv:3:"),
      ("\u{FEFF}rater,model,item,rating\r\n\"a\nb\",A,s,3\r\na,A,s,7\r\n", "bad.csv:4:"),
      ("rater,A_s\na,3\na,4\n", "bad.csv:3:"),
      ("rater,A_other\na,3\n", "bad.csv:1:"),
      ("who,what\n", "bad.csv:1:"),
      ("", "bad.csv:1:"),
      ("rater,model,item,rating\n\"a,A,s,3\n", "bad.csv:2:"),
    ]
  )
  func badFiles(text: String, place: String) throws {
    let csv = try folder.write(text, to: "bad.csv")
    let run = try ProgramRun.panel("aggregate", csv, "--criteria", "s=10", home: folder.url)
    #expect(run.status == 65, "\(run.error)")
    #expect(run.error.contains(place) && run.error.contains("fix:"), "\(run.error)")
    #expect(run.output.isEmpty)
  }

  @Test(
    "wrong words of a rule name what is possible",
    arguments: [
      ["--rule", "trimed=0.1"], ["--rule", "trimmed=0.5"], ["--rule", "dropHighLow=0"],
      ["--unit", "all"], ["--conversion", "x"], ["--relative", "rankSteps"], ["--round", "2"],
      ["--quorum", "0"], ["--scale", "5..1"], ["--criteria", "s"],
    ]
  )
  func badWords(words: [String]) throws {
    let csv = try folder.write("rater,model,item,rating\na,A,s,3\n", to: "r.csv")
    let criteria = words[0] == "--criteria" ? [] : ["--criteria", "s=10"]
    let run = try ProgramRun.run(
      Repository.program("panel"),
      ["aggregate", csv] + criteria + words,
      environment: ProgramRun.environment(home: folder.url)
    )
    #expect(run.status == 64 && run.error.contains("fix:"), "\(run.status) \(run.error)")
  }

  @Test("below the quorum there is no score, and the output says so")
  func quorum() throws {
    let csv = try folder.write("rater,model,item,rating\na,A,s,3\nb,A,s,4\n", to: "r.csv")
    let result = try aggregate([csv, "--criteria", "s=10", "--bootstrap", "0"])
    #expect(result.models.first?.points == nil && result.models.first?.rank == nil)
    let table = try ProgramRun.panel("aggregate", csv, "--criteria", "s=10", home: folder.url)
    #expect(table.status == 0 && table.output.contains("no score (quorum: 2 of 5)"))
  }

  @Test("the table is aligned and speaks Korean")
  func korean() throws {
    let run = try ProgramRun.panel(
      "aggregate",
      fixture("panel_s5.csv"),
      "--criteria",
      "usability=12.5,cost_efficiency=12.5",
      "--bootstrap",
      "50",
      home: folder.url,
      language: "ko_KR.UTF-8"
    )
    #expect(run.status == 0 && run.output.contains("순위") && run.output.contains("구별"))
    #expect(run.error.contains("role"), "the ignored column is named")
  }
}
