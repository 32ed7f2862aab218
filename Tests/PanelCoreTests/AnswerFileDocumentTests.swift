import Foundation
import PanelCore
import Testing

@Suite("docs/answer-file.md says what the program does", .timeLimit(.minutes(45)))
struct AnswerFileDocumentTests {
  private func document() throws -> String {
    try String(
      contentsOf: SurveyFiles.project.appending(path: "docs/answer-file.md"),
      encoding: .utf8
    )
  }

  @Test("the example is read, and says what the text says")
  func example() throws {
    let parts = try document().split(separator: "```yaml\n")
    let file = String(try #require(parts.last).prefix { $0 != "`" })
    let survey = try SurveyFiles.survey("example.yaml")
    let answers = try AnswersDocument.read(file, survey: survey, round: "example")
    let (a, b) = (ModelCode("A"), ModelCode("B"))
    #expect(
      answers.answers == [
        a: [ItemID("U1"): .rating(4), ItemID("C1"): .cannotJudge(ChoiceID("N1"))],
        b: [ItemID("U1"): .rating(2)],
      ]
    )
    #expect(
      answers.comments == [
        a: "Did most of the work: 7 of 10 reports.\n# 3 was wrong throughout."
      ]
    )
    #expect(!survey.problems(in: answers).contains { !$0.isOpen })
  }

  @Test("the table of problems holds every kind that is tested and no other")
  func problems() throws {
    let tables = try document().split(separator: "| problem | when |\n")
    let documented = try #require(tables.last).split(separator: "\n").dropFirst()
      .prefix { $0.hasPrefix("|") }
      .map { $0.split(separator: "|")[0].trimmingCharacters(in: .whitespaces) }
    // These have tests of their own.
    let tested = Set(brokenAnswers.map { String($0.kind.prefix { $0 != ":" }) })
      .union(["empty file", "no recusals", "key that is no word"])
    #expect(tested.subtracting(documented).sorted() == [])
    #expect(Set(documented).subtracting(tested).sorted() == [])
    #expect(documented.count == Set(documented).count)
  }

  @Test("every key that a file has stands in the table of keys")
  func keys() throws {
    let document = try document()
    let file = AnswersDocument.write(
      Answers(),
      survey: HardSurvey.make(),
      order: [],
      language: .en,
      round: "r"
    )
    let keys = file.split(separator: "\n").compactMap { $0.firstMatch(of: /^([a-z]+):/) }
    #expect(keys.count == 5)
    for key in keys { #expect(document.contains("\n| `\(key.1)` |"), "\(key.1)") }
    #expect(document.contains("`models.*.recused`") && document.contains("`_recused`"))
  }
}
