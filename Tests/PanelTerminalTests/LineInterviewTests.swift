import Foundation
import PanelCore
import TestSupport
import Testing

@testable import PanelTerminal

@Suite(.timeLimit(.minutes(45)))
struct LineInterviewTests {
  private let a = ModelCode("A")
  private let b = ModelCode("B")
  private let c = ModelCode("C")

  private static let complete = [
    "1 3", "4", "3", "50", "4", "", "2", "5", "5", "0", "5", "현장 과제를 거의 그대로 수행함",
    "1", "2", "3", "100", "3", "", "2", "A > B = C", "1", "done",
  ]

  @Test("Every answer in turn leads to a submission", arguments: Language.allCases)
  func happyPath(language: Language) throws {
    var lines = Self.complete
    if language == .ko { lines[lines.count - 1] = "완료" }
    let transcript = try Transcript(lines, language: language)
    #expect(transcript.outcome == .finished(transcript.answers))
    let submission = try Submission(transcript.answers, for: TestSurvey.make())
    #expect(submission.answers.exposure[b]?[ItemID("X1")] == [ChoiceID("web"), ChoiceID("demo")])
    #expect(submission.answers.answers[b]?[ItemID("U1")] == .rating(4))
    #expect(submission.answers.modules[c]?[ItemID("T1")] == 100)
    #expect(submission.answers.comments == [a: "현장 과제를 거의 그대로 수행함"])
    #expect(submission.answers.ranking == [[a], [b, c]])
    #expect(submission.answers.profile == [ItemID("P1"): ChoiceID("industry")])
    #expect(transcript.saved.count == 19)
    #expect(transcript.saved.last == transcript.answers)
  }

  @Test("Back works from the first place, after an invalid answer and while a reason is asked")
  func back() throws {
    #expect(try Transcript(["b"]).place == "B X1")
    #expect(try Transcript(["1", "4", "9", "b"]).place == "B U1")
    #expect(try Transcript(["1", "what", "b", "b"]).place == "B X1")
    #expect(try Transcript(["1", "n", "N9", "b"]).place == "B U1")
    #expect(try Transcript(["1", "n", "b", "b"]).place == "B X1")
  }

  @Test("A refused line keeps the place and names what is allowed")
  func refused() throws {
    let transcript = try Transcript(["4", "1", "6", "x", "g Z", "n N9", "2\u{1B}[D"])
    #expect(transcript.place == "B U1")
    #expect(transcript.text.contains("There is no choice 4. Type a number from 1 to 3."))
    #expect(transcript.text.contains("6 is not an answer. Type a whole number from 1 to 5."))
    #expect(transcript.text.contains("Possible here: 1–5 rate"))
    #expect(transcript.text.contains("There is no place ‘Z’."))
    #expect(transcript.text.contains("Reasons: N1, N2"))
    #expect(transcript.text.contains("an arrow key"))
    #expect(transcript.saved.count == 1)
    let module = try Transcript(["g B T1", "7"], language: .ko)
    #expect(module.text.contains("0–100 사이의 정수(5 단위)를 입력해 주십시오."))
  }

  @Test("It resumes at the first open place")
  func resuming() throws {
    let first = try Transcript(["1", "4", "q"])
    #expect(first.outcome == .left(first.answers))
    let second = try Transcript([], answers: first.answers)
    #expect(second.place == "B U2")
    #expect(second.saved.isEmpty)
  }

  @Test("Cannot judge takes its reason at once or asks for it")
  func cannotJudge() throws {
    for lines in [["n n2"], ["n", "N2"], ["n", "2"], ["n 2"], ["판단 불가 N2"], ["ㅜ", "Ｎ２"]] {
      let transcript = try Transcript(["1"] + lines)
      #expect(transcript.answers.answers[b] == [ItemID("U1"): .cannotJudge(ChoiceID("N2"))])
      #expect(transcript.place == "B U2")
    }
    let cancelled = try Transcript(["1", "n", ""])
    #expect(cancelled.answers.answers.isEmpty)
    #expect(cancelled.place == "B U1")
    #expect(try Transcript(["n"]).text.contains("an answer to rated items only"))
  }

  @Test("The lowest rating makes the comment required, and nothing typed is lost")
  func requiredComment() throws {
    let lines = ["1", "1", "3", "50", "4"]
    let short = try Transcript(lines + ["bad"])
    #expect(short.text.contains("Required because of a rating you gave: 10 characters or more"))
    #expect(short.text.contains("Saved, but your ratings require a comment of 10 characters"))
    #expect(short.answers.comments == [b: "bad"])
    #expect(short.saved.last == short.answers)
    #expect(short.place == "B O1")
    let longer = try Transcript(lines + ["bad", "+answers all day"])
    #expect(longer.answers.comments == [b: "bad answers all day"])
    #expect(longer.place == "A X1")
    let skipped = try Transcript(lines + ["", "done"])
    #expect(skipped.answers.comments.isEmpty)
    #expect(skipped.interview.interview.problems.contains { $0.place == .comment(b) })
    let long = try Transcript(lines + [String(repeating: "가", count: 61)])
    #expect(long.text.contains("at most 60 characters"))
    #expect(long.answers.comments[b]?.count == 61)
  }

  @Test("A comment is written, added to, deleted, and may look like a command")
  func comments() throws {
    let start = ["g B O1"]
    #expect(try Transcript(start + ["fine"]).answers.comments == [b: "fine"])
    #expect(try Transcript(start + ["fine", "b", "-"]).answers.comments.isEmpty)
    #expect(try Transcript(start + [" b"]).answers.comments == [b: "b"])
    #expect(try Transcript(start + ["\"q\""]).answers.comments == [b: "q"])
    #expect(try Transcript(start + [" 5"]).answers.comments == [b: "5"])
    let number = try Transcript(start + ["5"])
    #expect(number.answers.comments.isEmpty)
    #expect(number.text.contains("type a space before it"))
    let market = try Transcript(start + ["go to market"])
    #expect(market.answers.comments.isEmpty)
    #expect(market.text.contains("To leave this as the comment, type a space before it."))
  }

  @Test("c leads to the model's comment and back to where it was called")
  func commentFromElsewhere() throws {
    let called = ["1", "c"]
    #expect(try Transcript(called).place == "B O1")
    let written = try Transcript(called + ["quick"])
    #expect(written.answers.comments == [b: "quick"])
    #expect(written.place == "B U1")
    #expect(try Transcript(called + [""]).place == "B U1")
    #expect(try Transcript(called + ["b"]).place == "B U1")
    #expect(try Transcript(["g Q1", "c"]).text.contains("not about one model"))
  }

  @Test("A ranking takes ties; a code missing, doubled or unknown is named")
  func ranking() throws {
    #expect(try Transcript(["g Q2", "C = B > A"]).answers.ranking == [[b, c], [a]])
    #expect(try Transcript(["g Q2", "c a b"]).answers.ranking == [[c], [a], [b]])
    let refused = try Transcript(["g Q2", "A > B", "A > A > B", "A > Z", "A >"])
    #expect(refused.answers.ranking.isEmpty)
    #expect(refused.text.contains("Missing from the ranking: C."))
    #expect(refused.text.contains("Model A is named twice."))
    #expect(refused.text.contains("‘Z’ is not a model to rank. Models: A, B, C"))
    #expect(refused.text.contains("on both sides"))
    #expect(refused.place == "Q2")
  }

  @Test("Recusing passes the model over, and asks before it deletes answers")
  func recusal() throws {
    let direct = try Transcript(["1"], recusals: true)
    #expect(direct.answers.recusals == [b])
    #expect(direct.place == "A recusal")
    #expect(try Transcript(["2"], recusals: true).place == "B X1")
    #expect(try Transcript([""], recusals: true).place == "B X1")

    let asked = try Transcript(["2", "1", "4", "r"], recusals: true)
    #expect(asked.answers.recusals.isEmpty)
    #expect(asked.text.contains("deletes your 2 answers"))
    #expect(try Transcript(["2", "1", "4", "r", "", "r"], recusals: true).answers.recusals.isEmpty)
    let confirmed = try Transcript(["2", "1", "4", "r", "r", "g Q2", "A C"], recusals: true)
    #expect(confirmed.answers.recusals == [b])
    #expect(confirmed.answers.answers.isEmpty)
    #expect(confirmed.answers.exposure.isEmpty)
    #expect(confirmed.answers.ranking == [[a], [c]])

    let undone = try Transcript(["1", "g B U1", "g B", "2"], recusals: true)
    #expect(undone.text.contains("Model B is recused."))
    #expect(undone.answers.recusals.isEmpty)
    #expect(undone.place == "B X1")
    #expect(try Transcript(["r"]).text.contains("This survey takes no recusals."))
  }

  @Test("When the input ends midway everything typed is saved")
  func endOfInput() throws {
    let transcript = try Transcript(["1", "4", "n"])
    #expect(transcript.outcome == .ended(transcript.answers))
    #expect(transcript.saved.last == transcript.answers)
    #expect(transcript.answers.answers[b] == [ItemID("U1"): .rating(4)])
  }

  @Test("A save that fails ends the interview with its error")
  func failingSave() {
    struct Full: Error {}
    var interview = LineInterview(
      Interview(survey: TestSurvey.make(), answers: Answers(), order: [], language: .en)
    )
    var lines = ["1", "4"][...]
    #expect(throws: Full.self) {
      try interview.run(
        readLine: { lines.popFirst() },
        write: { _ in },
        save: { _ in throw Full() }
      )
    }
    #expect(lines == ["4"])
  }

  @Test("The final check lists what is open, leads there and back")
  func finalCheck() throws {
    var lines = Self.complete
    lines[1] = "s"
    lines[19] = ""
    let check = try Transcript(lines)
    #expect(check.place == "final check")
    #expect(check.text.contains("Still open or wrong: 2."))
    #expect(check.text.contains("   2  B U1 Task fit: not answered yet"))
    #expect(try Transcript(lines + [""]).place == "B U1")
    #expect(try Transcript(lines + ["", "3"]).place == "Q2")
    let done = try Transcript(lines + ["", "3", "A B C", "", "done"])
    #expect(done.outcome == .finished(done.answers))
    #expect(try Transcript(["done"]).place == "final check")
  }

  @Test("An answer can be changed, kept and deleted")
  func changing() throws {
    let kept = try Transcript(["1", "4", "b", ""])
    #expect(kept.answers.answers[b] == [ItemID("U1"): .rating(4)])
    #expect(kept.text.contains("Current: 4 Good"))
    #expect(try Transcript(["1", "4", "b", "2"]).answers.answers[b] == [ItemID("U1"): .rating(2)])
    #expect(try Transcript(["1", "4", "b", "-"]).answers.answers.isEmpty)
    #expect(try Transcript(["1", "4", "b", "4"]).saved.count == 2)
  }

  @Test("Korean words and the Hangul letters on the command keys mean the same")
  func koreanWords() throws {
    #expect(try Transcript(["1", "ㅠ"], language: .ko).place == "B X1")
    #expect(try Transcript(["1", "이전"], language: .ko).place == "B X1")
    #expect(try Transcript(["이동 A U2"], language: .ko).place == "A U2")
    #expect(try Transcript(["１"], language: .ko).place == "B U1")
    let left = try Transcript(["ㅂ"], language: .ko)
    #expect(left.outcome == .left(Answers()))
    #expect(left.text.contains("임시 저장됨"))
    #expect(try Transcript(["l"], language: .ko).text.contains("Means of use"))
  }

  @Test("The fact sheet says what is not provided and who measured the rest")
  func facts() throws {
    let english = try Transcript(["g A U1", "f"])
    #expect(english.text.contains("  F02  parameters: not provided\n"))
    #expect(
      english.text.contains(
        "  F10  input price: 400 KRW/1M tokens (measured by operator, 2026-08-03)\n"
      )
    )
    #expect(try Transcript(["f"], language: .ko).text.contains("  F02  파라미터: 자료 없음\n"))
  }

  @Test("No line is wider than asked for", arguments: Language.allCases, [24, 40, 80])
  func width(language: Language, columns: Int) throws {
    let lines = ["?", "o", "f", "1", "6", "x", "n", "N9", "N1", "g Q2", "A >", "done", "done"]
    let transcript = try Transcript(lines, language: language, columns: columns)
    for line in transcript.text.split(separator: "\n") {
      #expect(TextWidth.columns(of: String(line)) <= columns, "\(line)")
    }
  }

  @Test(
    "The transcript of an interview is as recorded",
    arguments: [(Language.en, "interview-en"), (.ko, "interview-ko")]
  )
  func golden(language: Language, name: String) throws {
    let lines = [
      // The recusal is declared and taken back; then help, a wrong number, and the right ones.
      "1", "b", "2", "?", "9", "1 3",
      // An item out of scale, the fact sheet, the lowest rating, back, kept, cannot judge.
      "6", "f", "1", "b", "", "n", "N1", "50", "4", "bad", "+answers, redone by hand",
      // The second model, with the open list, a comment called for from elsewhere, and no rating.
      "", "2", "o", "5", "c", "우수함 👍🏽", "", "7", "100", "5", "",
      // The third is recused after an answer, which is confirmed.
      "2", "3", "r", "r",
      "2", "A", "A > C", "A = B", "1",
      // One place is left open: the check leads there.
      "done", "", "4", "done",
    ]
    let transcript = try Transcript(lines, recusals: true, language: language)
    #expect(transcript.outcome == .finished(transcript.answers))
    #expect(try Golden.difference(transcript.text, "\(name).txt") == nil)
  }
}
