import Foundation
import PanelCore
import Testing

/// One way to break docs/standing/example.yaml, and what is said about it.
struct BrokenStanding: CustomTestStringConvertible, Sendable {
  /// What is replaced, and by what.
  var part: String
  var other: String
  /// What the line of the problem contains, first in the file.
  var line: String
  var message: String
  var fix: String

  var testDescription: String { message }
}

private let brokenStandings = [
  BrokenStanding(
    part: "format: panel.standing.v1",
    other: "format: panel.survey.v1",
    line: "format:",
    message: "'panel.survey.v1' is not a format",
    fix: "write 'format: panel.standing.v1'"
  ),
  BrokenStanding(
    part: "total: 100",
    other: "totl: 100",
    line: "totl",
    message: "the standing has no key 'totl'",
    fix: "did you mean 'total'?"
  ),
  BrokenStanding(
    part: "{id: common, title: {ko: 공통, en: Common}, points: 30}",
    other: "{id: common, title: {ko: 공통, en: Common}, points: 29.9}",
    line: "    parts:",
    message: "the points of the parts do not add up to the 40 of 'benchmark'",
    fix: "correct the points"
  ),
  BrokenStanding(
    part: "total: 100",
    other: "total: 101",
    line: "components:",
    message: "do not add up to the 101 of 'total'",
    fix: "correct the points"
  ),
  BrokenStanding(
    part: "id: expert",
    other: "id: total",
    line: "id: total",
    message: "'total' is used twice",
    fix: "choose another name"
  ),
  BrokenStanding(
    part: "points: 40\n",
    other: "points: 40\n    round: \"1,halfUp\"\n",
    line: "    round:",
    message: "a sum of parts is not rounded",
    fix: "give 'round' to the parts instead"
  ),
  BrokenStanding(
    part: "user: 21.4",
    other: "user: 25.1",
    line: "user: 25.1",
    message: "'user' is 25.1, which is out of range",
    fix: "write a number in 0 … 25"
  ),
  BrokenStanding(
    part: "user: 21.4",
    other: "user: 21.44",
    line: "user: 21.44",
    message: "21.44 has more than 1 decimal places",
    fix: "write it rounded"
  ),
  BrokenStanding(
    part: "user: 21.4",
    other: "usr: 21.4",
    line: "usr: 21.4",
    message: "'usr' is not a known component of this file",
    fix: "did you mean 'user'?"
  ),
  BrokenStanding(
    part: "{from: 26, to: 28}",
    other: "{from: 28, to: 26}",
    line: "{from: 28",
    message: "'expert' has no value that can be read",
    fix: "the lower number first"
  ),
  BrokenStanding(
    part: "user: 21.4",
    other: "benchmark: {release: r, model: A}",
    line: "benchmark: {release",
    message: "'benchmark' has no value that can be read",
    fix: "where there are no parts"
  ),
  BrokenStanding(
    part: "user: 21.4",
    other: "user: {release: r}",
    line: "user: {release: r}",
    message: "'user' has no value that can be read",
    fix: "{release: DIR, model: CODE}"
  ),
  BrokenStanding(
    part: "{outcome: met, grounds: {ko: 심사 기록 1, en: review 1}}",
    other: "{outcome: met}",
    line: "{outcome: met}",
    message: "'originality' lacks the key 'grounds'",
    fix: "{ko: …, en: …}"
  ),
  BrokenStanding(
    part: "{outcome: open}",
    other: "{outcome: maybe}",
    line: "{outcome: maybe}",
    message: "'maybe' is not a word for 'outcome'",
    fix: "use one of: met, notMet, open"
  ),
  BrokenStanding(
    part: "gates: {originality: {outcome: open}}",
    other: "gates: {orginality: {outcome: open}}",
    line: "orginality",
    message: "'orginality' is not a known gate of this file",
    fix: "did you mean 'originality'?"
  ),
  BrokenStanding(
    part: "team: T2}",
    other: "team: T9}",
    line: "team: T9}",
    message: "'T9' is not a known team of this file",
    fix: "did you mean"
  ),
  BrokenStanding(
    part: "  - best: {component: own, team: T2}",
    other: "  - {best: {component: own, team: T2}, lowest: T5}",
    line: "lowest: T5",
    message: "an entry holds one fact",
    fix: "write one of lowest, best, among"
  ),
  BrokenStanding(
    part: "  - best: {component: own, team: T2}",
    other: "  - among: {top: 1, teams: [T1, T2]}",
    line: "among:",
    message: "'top' is 1, which is out of range",
    fix: "write a number in 2 … 5"
  ),
  BrokenStanding(
    part: "{component: expert, percent: 60}",
    other: "{component: expert, percent: 60, points: 21}",
    line: "points: 21}",
    message: "a cut-off needs one floor",
    fix: "write 'points: 21' or 'percent: 60'"
  ),
  BrokenStanding(
    part: "eliminate: 1",
    other: "eliminate: 5",
    line: "eliminate: 5",
    message: "'eliminate' is 5, which is out of range",
    fix: "write a number in 0 … 4"
  ),
]

@Suite("A standing file", .timeLimit(.minutes(45)))
struct StandingProblemTests {
  private func text(_ path: String) throws -> String {
    try String(contentsOf: SurveyFiles.project.appending(path: path), encoding: .utf8)
  }

  private func problems(_ yaml: String) -> [FileProblem] {
    do throws(FileProblems) {
      _ = try StandingDocument.read(yaml)
      return []
    } catch { return error.problems }
  }

  @Test("every problem is named with its line and how to mend it", arguments: brokenStandings)
  func oneProblem(_ broken: BrokenStanding) throws {
    let example = try text("docs/standing/example.yaml")
    let range = try #require(example.range(of: broken.part))
    let yaml = example.replacingCharacters(in: range, with: broken.other)
    let problems = problems(yaml)
    let found = problems.first { $0.message.en.contains(broken.message) }
    let problem = try #require(found, "\(problems)")
    #expect(problem.fix.en.contains(broken.fix), "\(problem.fix.en)")
    #expect(problem.line == (try SurveyFiles.line(of: broken.line, in: yaml)))
    #expect(!problem.message.ko.isEmpty && problem.message.ko != problem.message.en)
    #expect(!problem.fix.ko.isEmpty)
  }

  @Test("an empty file, one team, and a file that is no YAML say what to do")
  func wholeFiles() throws {
    #expect(problems("").map(\.fix.en) == ["start from docs/standing/example.yaml"])
    let one = try text("docs/standing/example.yaml").replacing(
      /(?s)  - id: T2.*?averages: .*?rules:/,
      with: "rules:"
    ).replacing("eliminate: 1", with: "eliminate: 0")
      .replacing("advance: 3", with: "advance: 1")
    #expect(problems(one).map(\.message.en) == ["there must be two teams or more"])
    #expect(problems("format: [").count == 1)
    let example = try text("docs/standing/example.yaml")
    func many(_ count: Int) -> String {
      let teams = (6...count).map { "  - {id: T\($0)}\n" }.joined()
      return example.replacing("averages:", with: teams + "averages:")
    }
    #expect(problems(many(40)).isEmpty)
    let found = problems(many(41))
    #expect(found.map(\.message.en) == ["there are 41 teams; at most 40 are read"])
    #expect(found.map(\.line) == [try SurveyFiles.line(of: "teams:", in: example)])
  }

  @Test("the shipped files are read as they are written")
  func shipped() throws {
    let frame = try StandingDocument.read(try text("docs/standing/independent-ai-2026-1.yaml"))
    #expect(
      frame.components.map(\.id.rawValue)
        == ["total", "benchmark", "nia", "common", "individual", "expert", "user"]
    )
    #expect(frame.components.map(\.depth) == [0, 1, 2, 2, 2, 1, 1])
    #expect(frame.leaves(of: 0) == [2, 3, 4, 5, 6] && frame.leaves(of: 1) == [2, 3, 4])
    #expect(frame.teams[0].values[6]?.content == ExactDecimal("25.0").map { .known($0) })
    #expect(frame.teams[1].values[5]?.content == .withheld)
    #expect(frame.teams.indices.map(frame.gate) == [.met, .met, .met, .notMet, .open])
    #expect(frame.rules.eliminate == 1 && frame.rules.advance == 3 && frame.rules.gates == .last)

    let example = try StandingDocument.read(try text("docs/standing/example.yaml"))
    #expect(example.rules.cutOffs.map(\.isPercent) == [true])
    #expect(example.rules.ties == [4, 5] && example.components[5].rounding?.places == 1)
  }

  @Test("docs/standing.md holds every key and no other")
  func keys() throws {
    let lines = #/\n\| `([^`]+)` \| [^|]*\| [^|]*\| /#
    let documented = try text("docs/standing.md").matches(of: lines).map { String($0.1) }
    #expect(Set(StandingDocument.keys).subtracting(documented).sorted() == [])
    #expect(Set(documented).subtracting(StandingDocument.keys).sorted() == [])
    #expect(documented.count == Set(documented).count)
  }

  @Test("docs/standing.md holds every word of a gate")
  func words() throws {
    let document = try text("docs/standing.md")
    let words =
      StandingFrame.RequirementOutcome.allCases.map(\.rawValue)
      + StandingFrame.RequirementOrder.allCases.map(\.rawValue) + [ComponentID.total.rawValue]
    for word in words { #expect(document.contains("`\(word)`"), "\(word)") }
  }
}
