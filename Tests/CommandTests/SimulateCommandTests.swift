import Foundation
import TestSupport
import Testing

@Suite("panel simulate", .timeLimit(.minutes(45)))
struct SimulateCommandTests {
  let folder: TemporaryFolder
  init() throws { folder = try TemporaryFolder() }

  private static let survey = "Surveys/independent-ai-foundation-model-2026-1.yaml"

  private struct Truth: Decodable {
    struct Model: Decodable {
      var id: String
      var points: String
      var rank: Int
    }
    struct Rater: Decodable {
      var rater: String
      var behaviour: String
      var model: String?
      var recused: String?
    }
    var schema: String
    var synthetic: Bool
    var seed: UInt64
    var models: [Model]
    var raters: [Rater]
  }

  private func simulate(
    _ arguments: [String],
    survey: String = survey,
    language: String = "en_US.UTF-8"
  ) throws -> ProgramRun {
    try ProgramRun.run(
      Repository.program("panel"),
      ["simulate", "--survey", survey] + arguments,
      environment: ProgramRun.environment(home: folder.url, language: language)
    )
  }

  private func data(_ name: String) throws -> Data {
    try Data(contentsOf: folder.url.appending(path: name))
  }

  private func names() throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: folder.url.path).sorted()
  }

  @Test("ratings that aggregate reads, and a companion that says who did what")
  func fromPlantToScore() throws {
    let run = try simulate([
      "--evaluators", "49", "--seed", "3", "--missing", "0.03", "--recused", "2",
      "--plant", "straightLine=2", "--plant", "favour=3:D4", "--plant", "cartel=1",
      "--to", folder.path("trial.csv"), "--json",
    ])
    try #require(run.status == 0, "\(run.error)")
    #expect(run.error.contains("Synthetic data") && run.error.contains("does not allow recusals"))
    #expect(run.error.contains("panel aggregate"))
    #expect(try names() == ["trial.csv", "trial.truth.json"])
    #expect(try data("trial.truth.json") == Data(run.output.utf8))

    let truth = try JSONDecoder().decode(Truth.self, from: data("trial.truth.json"))
    #expect(truth.schema == "panel.simulation.v1" && truth.synthetic && truth.seed == 3)
    #expect(Set(truth.models.map(\.rank)) == [1, 2, 3, 4, 5])
    var behaviours: [String: Int] = [:]
    for rater in truth.raters { behaviours[rater.behaviour, default: 0] += 1 }
    #expect(behaviours == ["honest": 43, "straightLine": 2, "favour": 3, "cartel": 1])
    #expect(truth.raters.filter { $0.behaviour == "favour" }.allSatisfy { $0.model == "D4" })
    #expect(truth.raters.count { $0.recused != nil } == 2)

    // The file itself says nothing of it, and the planted do what they are planted for.
    let csv = String(decoding: try data("trial.csv"), as: UTF8.self)
    #expect(csv.hasPrefix("rater,model,item,rating\nr01,G9,U1,"))
    for word in ["straight", "favour", "cartel", "honest"] { #expect(!csv.contains(word)) }
    let lines = csv.split(separator: "\n").dropFirst()
      .map { $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init) }
    #expect(lines.count == 49 * 5 * 10)
    for rater in truth.raters {
      let own = lines.filter { $0[0] == rater.rater }
      switch rater.behaviour {
      case "straightLine": #expect(Set(own.map { $0[3] }).count == 1)
      case "favour": #expect(own.allSatisfy { $0[1] != "D4" || $0[3] == "5" })
      case "cartel": #expect(own.allSatisfy { $0[3] == ($0[1] == rater.model ? "5" : "1") })
      default: #expect(own.allSatisfy { ($0[1] == rater.recused) == ($0[3] == "R") })
      }
    }

    let score = try ProgramRun.panel(
      "aggregate",
      folder.path("trial.csv"),
      "--survey",
      Self.survey,
      "--bootstrap",
      "0",
      "--json",
      home: folder.url
    )
    #expect(score.status == 0 && score.error.isEmpty, "\(score.error)")
    let result = try JSONDecoder().decode(Aggregate.self, from: Data(score.output.utf8))
    #expect(result.models.map(\.id) == truth.models.map(\.id))
    #expect(result.models.allSatisfy { $0.points != nil })
  }

  @Test("the same options give the same bytes, others do not")
  func determinism() throws {
    func files(_ name: String, _ more: [String] = []) throws -> [Data] {
      let run = try simulate(["--evaluators", "20", "--to", folder.path("\(name).csv")] + more)
      try #require(run.status == 0, "\(run.error)")
      return [try data("\(name).csv"), try data("\(name).truth.json")]
    }
    let first = try files("a")
    #expect(try files("b", ["--seed", "1", "--missing", "0"]) == first)
    #expect(try files("c", ["--language", "ko"]) == first)
    #expect(try files("d", ["--seed", "2"])[0] != first[0])
    let lines = String(decoding: first[0], as: UTF8.self).split(separator: "\n")
    #expect(
      lines[1...4].joined(separator: " ") == "r01,G9,U1,5 r01,G9,U2,4 r01,G9,U3,4 r01,G9,U4,4"
    )
  }

  @Test("nothing of anybody's is overwritten, and the two files are two")
  func existing() throws {
    _ = try folder.write("mine", to: "a.csv")
    _ = try folder.write("mine", to: "b.truth.json")
    for (name, more) in [
      ("a.csv", []), ("b.csv", []), ("c.csv", ["--truth-to", folder.path("a.csv")]),
    ] {
      let run = try simulate(["--to", folder.path(name)] + more)
      #expect(run.status == 73 && run.error.contains("fix:") && run.output.isEmpty, "\(run.error)")
    }
    #expect(try names() == ["a.csv", "b.truth.json"])
    #expect(try data("a.csv") == Data("mine".utf8) && data("b.truth.json") == Data("mine".utf8))
    let same = try simulate(["--to", folder.path("c.csv"), "--truth-to", folder.path("./c.csv")])
    #expect(same.status == 64 && same.error.contains("fix:"))
    let nowhere = try simulate(["--to", folder.path("no/such/c.csv")])
    #expect(nowhere.status == 73 && nowhere.error.contains("fix:"), "\(nowhere.error)")
    let apart = try simulate(["--to", folder.path("c"), "--truth-to", folder.path("key")])
    #expect(apart.status == 0)
    #expect(try names() == ["a.csv", "b.truth.json", "c", "key"])
  }

  @Test(
    "silly values: exit 64, a fix, no file",
    arguments: [
      ["--evaluators", "0"], ["--evaluators", "1000001"], ["--evaluators", "many"],
      ["--seed", "-1"], ["--truth", "G9=4"], ["--truth", "G9=9,W6=3,D4=3,J3=3,Y5=3"],
      ["--noise", "x"], ["--noise", "4.1"], ["--severity=-1"], ["--taste", "1e3"],
      ["--difficulty", "0.0000001"], ["--missing", "1"], ["--missing", "3%"],
      ["--recused", "50"], ["--recused=-1"], ["--plant", "random"], ["--plant", "kind=1"],
      ["--plant", "random=1:G9"], ["--plant", "favour=1:Z"], ["--plant", "random=50"],
      ["--plant", "random=40", "--recused", "10"],
    ]
  )
  func badOptions(words: [String]) throws {
    let run = try simulate(words + ["--to", folder.path("x.csv")])
    #expect(run.status == 64 && run.error.contains("fix:"), "\(run.status) \(run.error)")
    #expect(run.output.isEmpty)
    #expect(try names() == [])
  }

  @Test("a missing or broken survey, and no --to")
  func badSurveys() throws {
    let missing = try simulate(["--to", folder.path("x.csv")], survey: folder.path("none.yaml"))
    #expect(missing.status == 66 && missing.error.contains("fix:"))
    let broken = try folder.write("format: panel.survey.v1\n", to: "broken.yaml")
    let invalid = try simulate(["--to", folder.path("x.csv")], survey: broken)
    #expect(invalid.status == 65 && invalid.error.contains("broken.yaml:"))
    #expect(try simulate([]).status == 64)
    #expect(try names() == ["broken.yaml"])
  }

  @Test("it speaks Korean")
  func korean() throws {
    let run = try simulate(["--to", folder.path("k.csv")], language: "ko_KR.UTF-8")
    #expect(run.status == 0 && run.error.contains("합성 자료") && run.error.contains("다음: panel"))
    let wrong = try simulate(
      ["--to", folder.path("l.csv"), "--plant", "nice=1"],
      language: "ko_KR.UTF-8"
    )
    #expect(wrong.error.contains("심을 수 있는 행동이 아닙니다"))
  }

  @Test(
    "a disk that is full, and a kill in the middle, leave no half of a file",
    arguments: ["trap '' XFSZ; ", ""],
    [200, 2000]
  )
  func interrupted(reaction: String, evaluators: Int) throws {
    // The limit lets the companion of 200 evaluators through, but neither their ratings nor the
    // companion of 2,000. Where the signal is not ignored, it kills the program while it writes.
    let run = try ProgramRun.run(
      URL(fileURLWithPath: "/bin/sh"),
      [
        "-c", reaction + "ulimit -f 64; \"$0\" \"$@\"", Repository.program("panel").path,
        "simulate",
        "--survey", Self.survey, "--evaluators", "\(evaluators)", "--to", folder.path("x.csv"),
      ],
      environment: ProgramRun.environment(home: folder.url)
    )
    if reaction.isEmpty {
      #expect(run.status > 128, "\(run.status) \(run.error)")
      let left = try names().filter { !$0.hasPrefix(".") }
      #expect(left == (evaluators == 200 ? ["x.truth.json"] : []))
      if evaluators == 200 {
        let truth = try JSONDecoder().decode(Truth.self, from: data("x.truth.json"))
        #expect(truth.raters.count == 200)
      }
    } else {
      #expect(run.status == 73 && run.error.contains("fix:"), "\(run.status) \(run.error)")
      #expect(try names() == [], "nor anything aside")
    }
  }
}
