import PanelScoring
import Foundation
import TestSupport
import Testing

/// What `panel aggregate` shows beside the scores, and what it does without somebody.
@Suite("panel aggregate: the analyses", .timeLimit(.minutes(45)))
struct AnalysisCommandTests {
  let folder: TemporaryFolder
  init() throws { folder = try TemporaryFolder() }

  private struct Result: Decodable {
    struct Model: Decodable {
      var id: String
      var points: String?
      var rank: Int?
    }
    struct Part: Decodable {
      var official: Bool
      var evaluators: Int
      var models: [Model]
    }
    struct Agreement: Decodable { var alphaOrdinal, icc21, icc2k, kendallW: Double? }
    struct Flag: Decodable {
      var rater, kind: String
      var value, threshold: Double
    }
    struct Excluded: Decodable {
      var raters: [String]
      var reason: String
    }
    var official: Bool
    var evaluators: Int
    var models: [Model]
    var agreement: Agreement?
    var flags: [Flag]?
    var beside: Part?
    var excluded: Excluded?
  }

  private var panel: [String] {
    [
      Fixture.url("panel_s5.csv").path,
      "--criteria", "usability=15,cost_efficiency=10", "--bootstrap", "50",
    ]
  }

  private func run(_ arguments: [String], language: String = "en_US.UTF-8") throws -> ProgramRun {
    try ProgramRun.run(
      Repository.program("panel"),
      ["aggregate"] + arguments,
      environment: ProgramRun.environment(home: folder.url, language: language)
    )
  }

  private func json(_ arguments: [String]) throws -> Result {
    let run = try run(arguments + ["--json"])
    try #require(run.status == 0, "\(run.error)")
    return try JSONDecoder().decode(Result.self, from: Data(run.output.utf8))
  }

  @Test("agreement and flags are in the JSON, under the names of the contract")
  func analyses() throws {
    let result = try json(panel)
    #expect(abs((result.agreement?.alphaOrdinal ?? 0) - 0.12564292915780628) < 1e-12)
    #expect(abs((result.agreement?.kendallW ?? 0) - 0.19244131146100973) < 1e-12)
    let straight = result.flags?.first { $0.rater == "R44" && $0.kind == "longString" }
    #expect(straight?.value == 10 && straight?.threshold == 8)
    let brief = try json(panel + ["--brief"])
    #expect(brief.agreement == nil && brief.flags == nil)
    #expect(brief.models.map(\.points) == result.models.map(\.points))
  }

  @Test("without somebody: exploratory, beside the result of all, with a reason, recorded")
  func exclusion() throws {
    let all = try json(panel)
    let result = try json(
      panel + ["--exclude", "R44", "--exclude", "R45", "--reason", "one rating throughout"]
    )
    #expect(!result.official && result.evaluators == 47)
    #expect(result.excluded?.raters == ["R44", "R45"])
    #expect(result.excluded?.reason == "one rating throughout")
    #expect(result.beside?.evaluators == 49)
    #expect(result.beside?.models.map(\.points) == all.models.map(\.points))
    #expect(result.models.map(\.points) != all.models.map(\.points))

    struct Line: Decodable {
      var raters: [String]
      var reason, time, source: String
    }
    let second = try run(panel + ["--exclude", "R01", "--reason", "a trial"])
    #expect(second.status == 0 && second.error.contains("exploratory.jsonl"))
    #expect(second.output.contains("Left out: R01. Reason: a trial"))
    let record = try String(
      contentsOf: folder.url.appending(path: "exploratory.jsonl"),
      encoding: .utf8
    )
    let lines = try record.split(separator: "\n").map {
      try JSONDecoder().decode(Line.self, from: Data($0.utf8))
    }
    #expect(lines.map(\.raters) == [["R44", "R45"], ["R01"]])
    #expect(lines.map(\.reason) == ["one rating throughout", "a trial"])
  }

  @Test(
    "leaving somebody out needs a row that exists and a reason",
    arguments: [
      ["--exclude", "R01"], ["--exclude", "R01", "--reason", "  "],
      ["--exclude", "R99", "--reason", "x"], ["--reason", "x"], ["--eliminate", "0"],
      ["--exclude", "R01", "--reason", "two\nlines"],
    ]
  )
  func badExclusion(words: [String]) throws {
    let run = try run(panel + words)
    #expect(run.status == 64 && run.error.contains("fix:") && run.output.isEmpty, "\(run.error)")
    #expect(!FileManager.default.fileExists(atPath: folder.path("exploratory.jsonl")))
  }

  @Test("a record that cannot be written keeps the result back")
  func unwritableRecord() throws {
    try FileManager.default.createDirectory(
      at: folder.url.appending(path: "exploratory.jsonl"),
      withIntermediateDirectories: true
    )
    let run = try run(panel + ["--exclude", "R01", "--reason", "x"])
    #expect(run.status == 73 && run.output.isEmpty, "\(run.status) \(run.error)")
  }

  @Test("the ledger as a new CSV file, never over an existing one")
  func ledger() throws {
    let path = folder.path("outliers.csv")
    let run = try run(panel + ["--outliers", path])
    #expect(run.status == 0)
    let bytes = try Data(contentsOf: URL(fileURLWithPath: path))
    let text = String(decoding: bytes, as: UTF8.self)
    let lines = text.split(whereSeparator: \.isNewline)
    #expect(bytes.starts(with: [0xEF, 0xBB, 0xBF]))
    #expect(lines.first?.hasSuffix("value,reason,treatment,effect,effect_exact") == true)
    #expect(lines.count == 81 && text.contains("trimmed low,dropped,"))
    let again = try self.run(panel + ["--outliers", path])
    #expect(again.status == 73 && again.output.isEmpty)
    #expect(try Data(contentsOf: URL(fileURLWithPath: path)) == bytes)
  }

  @Test("a scale below zero works with range, and proportion is refused")
  func negativeScale() throws {
    let lines = [-2, -1, 0, 1, 2, 2].enumerated().map { "e\($0),A,s,\($1)" }
    let csv = try folder.write(
      "rater,model,item,rating\n" + lines.joined(separator: "\n"),
      to: "negative.csv"
    )
    let base = [
      csv, "--criteria", "s=10", "--scale", "-2..2", "--rule", "none", "--bootstrap", "0",
    ]
    let refused = try run(base)
    #expect(refused.status == 64 && refused.error.contains("--conversion range"))
    // The mean is 1/3, which is (1/3 + 2) / 4 of 10 points.
    #expect(try json(base + ["--conversion", "range"]).models.first?.points == "5.83")
  }

  @Test("the report in both languages, no line wider than it may be")
  func report() throws {
    for (language, words) in [
      ("en_US.UTF-8", ["What can be said", "What should not be said", "NOT separable", "R44"]),
      ("ko_KR.UTF-8", ["말할 수 있는 것", "말하지 말아야 할 것", "구별되지 않음", "R44"]),
    ] {
      let run = try run(panel + ["--explain"], language: language)
      #expect(run.status == 0)
      for word in words { #expect(run.output.contains(word), "\(word)") }
      let widest = run.output.split(separator: "\n").map(\.count).max() ?? 0
      #expect(widest <= 110)
      #expect(!run.output.contains("nan") && !run.output.contains("nil"))
    }
  }

  @Test(
    "one evaluator, and nothing rated: sentences, not a crash",
    arguments: ["a,A,s,3", "a,A,s,"]
  )
  func degenerate(line: String) throws {
    let csv = try folder.write("rater,model,item,rating\n\(line)\n", to: "one.csv")
    for word in ["trimmed=0.10", "huber=1.345", "gesd=10,0.05", "tInterval", "dropHighLow=1"] {
      let run = try run([csv, "--criteria", "s=10", "--rule", word, "--quorum", "1"])
      #expect(run.status == 0 && run.output.contains("Agreement"), "\(word) \(run.error)")
      #expect(!run.output.contains("nan"))
    }
  }

  @Test("above 5000 evaluators the scores alone, unless all is asked for")
  func large() throws {
    let lines = (0...5000).map { "e\($0),A,s,\(1 + $0 % 5)" }
    let csv = try folder.write(
      "rater,model,item,rating\n" + lines.joined(separator: "\n"),
      to: "large.csv"
    )
    let base = [csv, "--criteria", "s=10", "--bootstrap", "0"]
    let short = try run(base)
    #expect(short.status == 0 && short.error.contains("--full") && short.output.contains("6.00"))
    #expect(!short.output.contains("Agreement"))
    #expect(try run(base + ["--full"]).output.contains("Agreement"))
  }
}
