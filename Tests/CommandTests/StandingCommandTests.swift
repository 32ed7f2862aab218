import Foundation
import TestSupport
import Testing

@Suite("panel standing", .timeLimit(.minutes(45)))
struct StandingCommandTests {
  let folder: TemporaryFolder
  init() throws { folder = try TemporaryFolder() }

  private let published = "docs/standing/independent-ai-2026-1.yaml"

  private func document(_ path: String) throws -> String {
    try String(contentsOf: Repository.root.appending(path: path), encoding: .utf8)
  }

  @Test("both shipped files on a terminal of 80 columns", arguments: ["en", "ko"])
  func terminal(language: String) throws {
    for name in ["independent-ai-2026-1", "example"] {
      let file = Repository.root.appending(path: "docs/standing/\(name).yaml").path
      let terminal = try PseudoTerminal(
        Repository.program("panel"),
        ["standing", file, "--language", language],
        environment: ProgramRun.environment(home: folder.url)
      )
      #expect(try terminal.wait() == 0, "\(terminal.transcript)")
      let text = terminal.transcript.replacing("\r\n", with: "\n")
      #expect(try Golden.difference(text, "standing-\(name)-\(language).txt") == nil)
      if language == "en" { #expect(text.split(separator: "\n").allSatisfy { $0.count <= 80 }) }
    }
  }

  /// All keys of a JSON value, those of `points` apart, which are names of components.
  private func keys(_ value: Any) -> Set<String> {
    if let list = value as? [Any] { return list.reduce(into: []) { $0.formUnion(keys($1)) } }
    guard let map = value as? [String: Any] else { return [] }
    return map.reduce(into: Set(map.keys)) { keys, entry in
      let isNamed = entry.key == "points" && entry.value is [String: Any]
      let inner = isNamed ? Array((entry.value as? [String: Any] ?? [:]).values) : entry.value
      keys.formUnion(self.keys(inner))
    }
  }

  @Test("its JSON has the sums as fractions, and docs/standing.md names every key")
  func json() throws {
    let run = try ProgramRun.panel("standing", published, "--json", home: folder.url)
    #expect(run.status == 0, "\(run.error)")
    let object = try JSONSerialization.jsonObject(with: Data(run.output.utf8))
    let text = try document("docs/standing.md")
    let keys = keys(object)
    #expect(keys.count > 20)
    for key in keys where key != "ko" && key != "en" {
      #expect(text.contains("`\(key)`") || text.contains(".\(key)`"), "\(key)")
    }
    struct Result: Decodable {
      struct Points: Decodable { var lower, upper: String }
      struct Team: Decodable {
        var id: String
        var points: [String: Points]
      }
      struct Conclusion: Decodable { var statement, team, certainty: String }
      var schema: String
      var complete: Bool
      var teams: [Team]
      var conclusions: [Conclusion]
    }
    let result = try JSONDecoder().decode(Result.self, from: Data(run.output.utf8))
    #expect(result.schema == "panel.standing.result.v1" && result.complete)
    #expect(result.teams[0].points["total"]?.lower == "451/5")
    #expect(result.teams[0].points["individual"]?.upper == "10/1")
    let advancing = result.conclusions.filter { $0.statement == "advances" }
    #expect(
      advancing.map(\.certainty)
        == ["certain", "certain", "certain", "impossible", "impossible"]
    )
  }

  @Test("a wrong file, contradicting facts and a missing release end with 65, line and fix")
  func problems() throws {
    let text = try document("docs/standing/example.yaml")
    func refused(_ part: String, _ other: String) throws -> String {
      let file = try folder.write(text.replacing(part, with: other), to: "standing.yaml")
      let run = try ProgramRun.panel("standing", file, home: folder.url)
      #expect(run.status == 65 && run.output.isEmpty)
      let head = try #require(text.range(of: part))
      let line = 1 + text[..<head.lowerBound].count { $0 == "\n" }
      #expect(run.error.contains("standing.yaml:\(line):"), "\(run.error)")
      #expect(run.error.contains("fix:"))
      return run.error
    }
    #expect(try refused("advance: 3", "advanced: 3").contains("did you mean 'advance'?"))
    #expect(try refused("user: 21.4", "user: 26").contains("write a number in 0 … 25"))
    #expect(
      try refused("own: 8.0", "own: {release: nowhere, model: A}").contains("no such directory")
    )
    let file = try folder.write(
      text.replacing("expert: 26.3", with: "expert: 30.1"),
      to: "standing.yaml"
    )
    let korean = try ProgramRun.panel("standing", file, home: folder.url, language: "ko_KR.UTF-8")
    #expect(korean.status == 65)
    #expect(korean.error.contains("standing.yaml:19: 다음이 모두 참일 수는 없습니다: T1 expert 30.1점 (행 19);"))
    #expect(korean.error.contains("expert 평균 30.1점 (행 33)\n  fix:"))
    #expect(
      try ProgramRun.panel("standing", folder.path("none.yaml"), home: folder.url).status == 66
    )
  }
}
