import Foundation
import PanelCore
import TestSupport
import Testing

@testable import PanelTerminal

/// The commands of the plain mode that look, take back, write elsewhere or refuse.
@Suite(.timeLimit(.minutes(45)))
struct LineCommandTests {
  private let a = ModelCode("A")
  private let b = ModelCode("B")
  private let c = ModelCode("C")
  // MARK: - Matrix

  @Test(
    "The matrix shows every answer, with its signs explained",
    arguments: ["m", "matrix", "ㅡ", "표"]
  )
  func matrix(word: String) throws {
    let transcript = try Transcript(["1 3", "4", "n N2", "50", word])
    #expect(
      transcript.text.contains(
        """
        Question              B    A   C
        --------------------  ---  --  --
        X1 Means of use       1,3  --  --
        Industrial usability
        U1 Task fit           4    --  --
        U2 Output quality     N2   --  --
        Further questions
        T1 Effort             50   --  --
        K1 Confidence         --   --  --
        O1 Comment            0c   0c  0c
        Q2 Overall ranking    --   --  --

        Signs: -- open · ! to correct · N1 etc. cannot judge · 1,3 numbers of choices ·
        12c characters of comment
        """
      )
    )
    #expect(transcript.place == "B K1")
  }

  @Test("Five models stand side by side in 80 columns", arguments: Language.allCases)
  func fiveModels(language: Language) throws {
    let file = Repository.root.appending(
      path: "Surveys/independent-ai-foundation-model-2026-1.yaml"
    )
    let survey = try SurveyDocument.read(String(contentsOf: file, encoding: .utf8)).survey
    #expect(survey.models.count == 5)
    var answers = Answers()
    for model in survey.models {
      answers.comments[model.code] = String(repeating: "가", count: 1_234)
      answers.exposure[model.code] = [
        ItemID("X2"): ["web", "api", "selfHosted", "demo"].map { ChoiceID($0) }
      ]
    }
    let interview = Interview(survey: survey, answers: answers, order: [], language: language)
    let shown = LineInterview(interview).matrixLines()
    #expect(shown.allSatisfy { TextWidth.columns(of: $0) <= 80 })
    #expect(shown.contains { line in survey.models.allSatisfy { line.contains($0.code.rawValue) } })
    #expect(shown.count { $0.contains("1,2,3,4") } == 1)
  }

  @Test("More models than fit follow in blocks, none of them cut", arguments: [24, 40, 80])
  func blocks(columns: Int) {
    let codes = (1...14).map { "Model\($0)" }
    let interview = Interview(
      survey: TestSurvey.wide(models: codes),
      answers: Answers(),
      order: [],
      language: .en
    )
    let shown = LineInterview(interview, columns: columns).matrixLines()
    #expect(shown.allSatisfy { TextWidth.columns(of: $0) <= columns })
    let heads = shown.filter { $0.hasPrefix("Quest") || $0.hasPrefix("Que…") }
    #expect(heads.flatMap { $0.split(separator: " ").dropFirst().map(String.init) } == codes)
    // Models stand side by side only while the titles keep their room.
    for fields in shown.filter({ $0.hasPrefix("--") && !$0.hasPrefix("-- ") })
      .map({ $0.split(separator: " ") }) where fields.count > 2
    {
      #expect(fields[0].count >= 24)
    }
  }

  @Test("A long code is shown whole, its questions by name")
  func longCode() {
    let code = "a-model-with-a-long-code-0"
    let interview = Interview(
      survey: TestSurvey.wide(models: [code, "B"]),
      answers: Answers(),
      order: [],
      language: .ko
    )
    let shown = LineInterview(interview, columns: 40).matrixLines()
    #expect(shown.first == "문항          " + code)
    #expect(shown.contains("U1 문항 U1    --"))
    #expect(shown.allSatisfy { TextWidth.columns(of: $0) <= 40 })
  }

  // MARK: - Undo

  @Test("Undo takes back the last change, says what it was and goes there")
  func undo() throws {
    let transcript = try Transcript(["1", "4", "3", "u"])
    #expect(transcript.answers.answers == [b: [ItemID("U1"): .rating(4)]])
    #expect(transcript.place == "B U2")
    #expect(transcript.saved.last == transcript.answers)
    #expect(
      transcript.text.contains("Draft saved. Undone: B U2: 3 Fair. Now: no answer\n")
    )
    let twice = try Transcript(["1", "4", "b", "2", "g Q1", "취소", "ㅕ"])
    #expect(twice.answers.answers.isEmpty)
    #expect(twice.place == "B U1")
    #expect(twice.text.contains("Undone: B U1: 2 Poor. Now: 4 Good\n"))
    #expect(try Transcript(["1", "u"]).answers == Answers())
    #expect(try Transcript(["u"]).text.contains("There is no change to undo."))
    #expect(try Transcript(["1", "u", "u"]).text.contains("There is no change to undo."))
  }

  @Test("Undo brings back a deleted answer, a comment that did not fit, and a recusal's answers")
  func undoDeletion() throws {
    #expect(try Transcript(["1", "4", "b", "-", "u"]).answers.answers[b]?.count == 1)
    let comment = try Transcript(["g B O1", "fine", "c", "g B O1", "+" + longText, "u"])
    #expect(comment.answers.comments == [b: "fine"])
    #expect(comment.place == "B O1")
    let recused = try Transcript(["2", "1", "4", "r", "r", "u"], recusals: true)
    #expect(recused.answers.recusals.isEmpty)
    #expect(recused.answers.answers[b] == [ItemID("U1"): .rating(4)])
    #expect(recused.place == "B U2")
    #expect(recused.text.contains("Undone: B recusal: recused. Now: not recused\n"))
    let back = try Transcript(["1", "g B", "2", "u"], recusals: true, language: .ko)
    #expect(back.answers.recusals == [b])
    #expect(back.text.contains("취소함: B 회피: 회피하지 않음. 현재: 회피함\n"))
  }

  private let longText = String(repeating: "긴 글 ", count: 30)

  @Test("A hundred changes can be taken back, and no more")
  func longHistory() throws {
    let changes = (0..<105).map { $0.isMultiple(of: 2) ? "3" : "4" }.flatMap { ["g B U1", $0] }
    let undone = try Transcript(changes + Array(repeating: "u", count: 100))
    #expect(undone.answers.answers[b] == [ItemID("U1"): .rating(3)])
    #expect(!undone.text.contains("There is no change"))
    #expect(undone.saved.count == 205)
    let more = try Transcript(changes + Array(repeating: "u", count: 101))
    #expect(more.text.contains("There is no change"))
    #expect(more.answers == undone.answers)
  }

  // MARK: - Final check

  @Test("The final check asks gently, after what is open, and does not stop anybody")
  func gentleQuestions() throws {
    var answers = Answers()
    for code in [a, b, c] {
      answers.exposure[code] = [ItemID("X1"): [ChoiceID("web")]]
      answers.modules[code] = [ItemID("T1"): 5]
      answers.confidence[code] = 3
      answers.answers[code] = [ItemID("U1"): .rating(3), ItemID("U2"): .rating(4)]
    }
    answers.answers[a] = [ItemID("U1"): .rating(2), ItemID("U2"): .rating(3)]
    answers.attention = 5
    answers.ranking = [[a], [b, c]]
    let transcript = try Transcript(["g end", "g P1", "1", "done"], answers: answers)
    #expect(
      transcript.text.contains(
        """
        [22/22] Final check
        Open: 1
          21  P1 Field: not answered yet
        Worth a second look; nothing has to be changed if it is what you mean.
          20  Model A is ranked above model B, but the weighted mean of your ratings is
              2.5 for A and 3.5 for B. Is that what you mean?
          20  Model A is ranked above model C, but the weighted mean of your ratings is
              2.5 for A and 3.5 for C. Is that what you mean?
        Enter first open place · g go to · m matrix · b back · ? help ·
        """
      )
    )
    #expect(
      transcript.text.contains("Nothing is open. Type done to finish.\nWorth a second look;")
    )
    #expect(transcript.outcome == .finished(transcript.answers))
  }

  @Test(
    "The transcript of these commands is as recorded",
    arguments: [(Language.en, "commands-en"), (.ko, "commands-ko")]
  )
  func golden(language: Language, name: String) throws {
    let typed = [
      // Help in parts, the privacy sheet, a first answer taken back and given again.
      "?", "", "p", "2", "1 3", "u", "2", "5", "n N2", "50", "4",
      // A comment in two lines, looked at, and written in the editor.
      "현장에서 씀", "b", "++둘째 줄", "b", "e",
      // The second model with ratings below the first, the third recused.
      "2", "1", "2", "2", "0", "3", "짧지 않은 근거를 적은 의견", "1",
      // The matrix before the ranking, a ranking against the ratings, and the final check, from
      // which the last answer is taken back and given anew.
      "2", "m", "A > B", "2", "m", "u", "1", "done",
    ]
    let start = LineInterview(
      Transcript.interview(recusals: true, language: language),
      rows: 24,
      sheet: LineInterview.testSheet
    )
    let transcript = try Transcript(typed, in: start, edit: { $0 + "\n\n셋째 줄\n" })
    #expect(transcript.outcome == .finished(transcript.answers))
    #expect(try Golden.difference(transcript.text, "\(name).txt") == nil)
  }
}
