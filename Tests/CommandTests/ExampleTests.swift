import Foundation
import TestSupport
import Testing

@Suite("The programs in Examples", .timeLimit(.minutes(45)))
struct ExampleTests {
  let folder: TemporaryFolder
  init() throws { folder = try TemporaryFolder() }

  private func example(_ name: String, _ arguments: [String]) throws -> ProgramRun {
    try ProgramRun.run(
      Repository.program("example-\(name)"),
      arguments,
      environment: ProgramRun.environment(home: folder.url)
    )
  }

  private struct Verdict: Decodable {
    struct Check: Decodable {
      var id: String
      var outcome: String
    }
    var fingerprint: String?
    var checks: [Check]
  }

  private func panelVerify(_ arguments: [String]) throws -> (verdict: Verdict, status: Int32) {
    let run = try ProgramRun.run(
      Repository.program("panel"),
      ["verify", "--json"] + arguments,
      environment: ProgramRun.environment(home: folder.url)
    )
    return (try JSONDecoder().decode(Verdict.self, from: Data(run.output.utf8)), run.status)
  }

  @Test("verify-release: each check ends as in panel verify, and so does the program")
  func verifyRelease() throws {
    // Few resamples: a demonstration scores its round several times.
    let survey = try String(
      contentsOf: Repository.root.appending(path: "Surveys/example.yaml"),
      encoding: .utf8
    ).replacing("bootstrap: 10000", with: "bootstrap: 100")
    let demo = try ProgramRun.panel(
      "demo",
      "--survey",
      try folder.write(survey, to: "survey.yaml"),
      "--evaluators",
      "5",
      "--to",
      folder.path("demo"),
      home: folder.url
    )
    try #require(demo.status == 0, "\(demo.error)")
    let release = folder.path("demo/release")
    let damaged = folder.path("damaged")
    try FileManager.default.copyItem(atPath: release, toPath: damaged)
    try Data("{}".utf8).write(to: folder.url.appending(path: "damaged/scores.json"))
    let fingerprint = try #require(try panelVerify([release]).verdict.fingerprint)
    let other = "00000-00000-00000-00000-00000-00000"

    for (directory, given, fails) in [
      (release, nil, false), (release, fingerprint, false), (release, other, true),
      (damaged, nil, true),
    ] {
      let expected = try panelVerify([directory] + (given.map { ["--fingerprint", $0] } ?? []))
      let run = try example("verify-release", [directory] + (given.map { [$0] } ?? []))
      #expect(run.status == expected.status && (run.status == 1) == fails, "\(run.error)")
      let lines = run.output.split(separator: "\n")
      #expect(expected.verdict.checks.count == 15)
      for (line, check) in zip(lines, expected.verdict.checks) {
        #expect(line.hasPrefix("\(check.id) \(check.outcome): "), "\(line)")
      }
      #expect(lines.last?.hasPrefix(fails ? "FAILED: V" : "no check failed") == true)
    }
    #expect(try example("verify-release", [release, "ZBFKR"]).status == 64)
    #expect(try example("verify-release", [folder.path("nowhere")]).status == 64)
    #expect(try example("verify-release", []).status == 64)
  }

  @Test("score-a-csv: ranks and points are those of panel aggregate")
  func scoreCSV() throws {
    let ratings = Repository.root.appending(path: "Examples/score-a-csv/ratings.csv").path
    let survey = Repository.root.appending(path: "Surveys/example.yaml").path
    let run = try example("score-a-csv", [ratings, survey])
    try #require(run.status == 0, "\(run.error)")
    let json = try ProgramRun.panel(
      "aggregate",
      ratings,
      "--survey",
      survey,
      "--bootstrap",
      "0",
      "--json",
      home: folder.url
    )
    try #require(json.status == 0, "\(json.error)")
    let expected = try JSONDecoder().decode(Aggregate.self, from: Data(json.output.utf8)).models
      .sorted { ($0.rank ?? .max) < ($1.rank ?? .max) }
    #expect(expected.count == 2 && expected.allSatisfy { $0.points != nil })
    #expect(
      run.output.split(separator: "\n")
        == expected.map { "\($0.rank ?? 0) \($0.id) \($0.points ?? "") of 25.00" }
    )
  }

  @Test("score-a-csv: below the quorum there is no score; problems have their lines")
  func scoreCSVProblems() throws {
    let survey = Repository.root.appending(path: "Surveys/example.yaml").path
    let few = try folder.write("rater,model,item,rating\ne1,A,U1,4\ne1,A,C1,4\n", to: "few.csv")
    let run = try example("score-a-csv", [few, survey])
    #expect(run.status == 0 && run.output.contains("- A no score (quorum: 1 of 5)"))

    let bad = try folder.write("rater,model,item,rating\ne1,A,U1,9\n", to: "bad.csv")
    let refused = try example("score-a-csv", [bad, survey])
    #expect(refused.status == 65 && refused.output.isEmpty)
    #expect(refused.error.contains("bad.csv:2: "), "\(refused.error)")

    let broken = try folder.write("format: panel.survey.v1\n", to: "broken.yaml")
    let unread = try example("score-a-csv", [few, broken])
    #expect(unread.status == 65 && unread.error.contains("broken.yaml:1: "), "\(unread.error)")
    #expect(try example("score-a-csv", [few]).status == 64)
  }

  @Test(
    "each example's Package.swift names products that the root has, and modules that it imports",
    arguments: ["verify-release", "score-a-csv"]
  )
  func products(example: String) throws {
    func text(_ path: String) throws -> String {
      try String(contentsOf: Repository.root.appending(path: path), encoding: .utf8)
    }
    let root = try text("Package.swift")
    let manifest = try text("Examples/\(example)/Package.swift")
    let products = manifest.matches(of: /\.product\(name: "([A-Za-z]+)", package: "panel"\)/)
      .map { String($0.1) }
    #expect(!products.isEmpty)
    for product in products {
      #expect(root.contains(".library(name: \"\(product)\""), "\(product)")
    }
    let source = try text("Examples/\(example)/Sources/main.swift")
    let imports = source.matches(of: /\nimport (Panel[A-Za-z]+)/).map { String($0.1) }
    #expect(imports.sorted() == products.sorted())
    // The same modules in the root package, where this test's copy of the program is built.
    let dependencies = products.map { "\"\($0)\"" }.joined(separator: ", ")
    #expect(root.contains("name: \"example-\(example)\",\n      dependencies: [\(dependencies)]"))
    #expect(root.contains("path: \"Examples/\(example)/Sources\""))
  }
}
