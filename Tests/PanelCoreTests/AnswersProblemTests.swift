import Foundation
import PanelCore
import Testing

@Suite(
  "Every problem of an answer file is named with its line and how to mend it",
  .timeLimit(.minutes(45))
)
struct AnswersProblemTests {
  static func survey() throws -> Survey { try wholeSurvey() }

  private func problems(
    _ text: String,
    survey: Survey? = nil,
    round: String? = "r1"
  ) throws -> [FileProblem] {
    do {
      _ = try AnswersDocument.read(text, survey: survey ?? Self.survey(), round: round)
      return []
    } catch let problems as FileProblems {
      return problems.problems
    }
  }

  @Test("the sound file is sound")
  func sound() throws {
    let answers = try AnswersDocument.read(soundAnswers, survey: Self.survey(), round: "r1")
    #expect(answers.comments == [ModelCode("A"): "Good work."])
    #expect(answers.answers.count == 2 && answers.ranking.count == 2)
    #expect(try problems(soundAnswers, round: nil) == [])
  }

  @Test("one broken file per kind", arguments: brokenAnswers)
  func oneProblem(_ broken: BrokenAnswers) throws {
    let range = try #require(soundAnswers.range(of: broken.part))
    let text = soundAnswers.replacingCharacters(in: range, with: broken.other)
    let found = try problems(text)
    #expect(found.count == 1, "\(found)")
    let problem = try #require(found.first)
    #expect(problem.message.en.contains(broken.message), "\(problem.message.en)")
    #expect(problem.fix.en.contains(broken.fix), "\(problem.fix.en)")
    let line = try SurveyFiles.line(of: broken.line, in: text)
    #expect(problem.line == line)
    #expect(problem.severity == .error)
    #expect(problem.message.ko != problem.message.en && problem.fix.ko != problem.fix.en)
  }

  @Test("a survey without recusals, comments or reasons says so")
  func lessAsked() throws {
    var survey = try Self.survey()
    survey.recusals = false
    let recused = try problems(soundAnswers, survey: survey)
    #expect(recused.map(\.line) == [6, 16])
    #expect(recused.allSatisfy { $0.message.en == "this survey takes no recusals" })
    survey.recusals = true
    survey.cannotJudge = []
    survey.comment = nil
    #expect(
      try problems(soundAnswers, survey: survey).map(\.message.en) == [
        "'A C1' must be a whole number, not 'N1'", "model A has no key 'O1'",
      ]
    )
  }

  @Test("several problems are reported together, in the order of the lines")
  func severalProblems() throws {
    let text = """
      overall:
        A2: [B, C, B, [A]]
        A1: seven
        Q1: [x, z]
        A1: 3
      models:
        B:
          recused: perhaps
          X1: [x, y]
          U1: 0
          C1: N8
        C: {U1: 3}
        A:
          recused: 예
          O1: |
            Spoken of all the same.
          T1: 7
      round: r9
      format: panel.answers.v1
      survey: {id: example, version: 1}
      notes: none
      """
    let found = try problems(text)
    #expect(
      found.map { "\($0.line) \($0.message.en)" } == [
        "2 'C' is not a known model of this survey", "2 'A2' names 'B' twice",
        "2 'A2' names the model A, which is recused",
        "3 'A1' must be a whole number, not 'seven'",
        "4 'z' is not a known choice for 'Q1' of this survey",
        "5 the key 'A1' is given twice (first on line 3)",
        "8 'B recused' must be yes or no, not 'perhaps'", "9 'B X1' takes one choice only",
        "10 'B U1' is 0, which is out of range", "11 'B C1' is neither a rating nor a reason: 'N8'",
        "12 'C' is not a known model of this survey",
        "14 model A is recused and something is said of it: O1, T1",
        "17 'A T1' is 7, which is not an answer", "18 this file is for the round 'r9', not 'r1'",
        "21 the answer file has no key 'notes'",
      ]
    )
    #expect(found.allSatisfy { !$0.fix.ko.isEmpty && !$0.fix.en.isEmpty })
  }

  @Test("a file with nothing in it, or that is no map")
  func noFile() throws {
    for text in ["", "\n", "# only a remark\n", "\u{FEFF}", "~"] {
      #expect(try problems(text).map(\.message.en) == ["the file is empty"])
      #expect(try problems(text).first?.fix.en.contains("--template") == true)
    }
    for text in ["- a\n", "hello\n"] {
      #expect(
        try problems(text).map(\.message.en) == ["the answer file must be a map of 'key: value'"]
      )
    }
  }

  @Test("of a survey file, and of the file of another survey, nothing further is judged")
  func otherFiles() throws {
    let survey = try problems(SurveyFiles.text("example.yaml"))
    #expect(survey.map(\.message.en) == ["'panel.survey.v1' is not a format this version reads"])
    let other = soundAnswers.replacing("id: example", with: "id: other")
      .replacing("U1", with: "V1").replacing("r1", with: "r2")
    #expect(
      try problems(other).map(\.message.en) == [
        "this file answers the survey 'other', not 'example'"
      ]
    )
  }

  @Test("a comment that a rating makes required, or that is too short, is no problem of the file")
  func openness() throws {
    let text = soundAnswers.replacing("U1: 5", with: "U1: 1\n    O1: no")
    #expect(try problems(text) == [])
  }

  @Test("hostile files are problems, not crashes")
  func hostileFiles() throws {
    let head = "format: panel.answers.v1\nsurvey: {id: example, version: 1}\n"
    #expect(try !problems(head + "models: " + String(repeating: "[", count: 100_000)).isEmpty)
    #expect(try !problems(head + "overall: {A2: " + String(repeating: "[", count: 900)).isEmpty)
    let bomb = (1...60).map { "a\($0): &a\($0) [*a\($0 - 1), *a\($0 - 1)]" }
    #expect(try !problems("a0: &a0 x\n" + bomb.joined(separator: "\n")).isEmpty)
    #expect(try !problems(head + "models: {A: {U1: 99999999999999999999}}").isEmpty)
    #expect(try !problems(head + "models: {A: {? [U1] : 3}}").isEmpty)
    #expect(try !problems(head + "models: {A: {U1: \u{7}}}").isEmpty)
  }

  @Test("whatever is damaged, problems stand on lines of the file, in order", arguments: 0..<200)
  func damagedFiles(_ seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    let scraps = [
      "", "{", "}", "[", "]", ":", "-", "&a", "*a", "'", "\"", "#", "\t", "1e9", "-1", "~",
      "? ", "|", ">", "- - -", "!!int", "%", "---", "...", "\u{85}", "\u{2028}", "U1: 3", "  ",
    ]
    var lines = soundAnswers.components(separatedBy: "\n")
    for _ in 0..<Int.random(in: 1...3, using: &generator) {
      let index = Int.random(in: lines.indices, using: &generator)
      let other = lines.randomElement(using: &generator) ?? ""
      let scrap = scraps.randomElement(using: &generator) ?? ""
      switch Int.random(in: 0..<5, using: &generator) {
      case 0: lines[index] = other
      case 1: lines.insert(other, at: index)
      case 2: lines[index] = ""
      case 3: lines[index] += scrap
      default: lines[index] = scrap + lines[index]
      }
    }
    let found = try problems(lines.joined(separator: "\n"))
    #expect(found.map(\.line) == found.map(\.line).sorted())
    #expect(found.allSatisfy { (1...lines.count + 1).contains($0.line) })
  }
}
