import Foundation
import PanelCore
import Testing

@testable import PanelTerminal

/// What can be read in the plain mode: sheet, pauses, help, and everything where nothing changes.
@Suite(.timeLimit(.minutes(45)))
struct LineReadingTests {
  private let a = ModelCode("A")
  private let b = ModelCode("B")

  // MARK: - Privacy sheet and pauses

  @Test(
    "The privacy sheet is shown in its own lines, if there is one",
    arguments: ["p", "ㅔ", "개인정보"]
  )
  func privacySheet(word: String) throws {
    let english = try Transcript([word], in: .test())
    #expect(english.text.contains("> \(word)\nPRIVACY  What is kept\n\n- No  name.\n\n[1/22]"))
    let korean = try Transcript([word], in: .test(language: .ko))
    #expect(korean.text.contains("- 이름을  보관하지 않습니다.\n"))
    #expect(try Transcript([word]).text.contains("There is no privacy sheet here."))
  }

  @Test("A long output pauses when the terminal is full, and only then")
  func pauses() throws {
    let more = "-- more: Enter, q --"
    #expect(TextWidth.columns(of: more) <= 20)
    let transcript = try Transcript(["?", "", "", "q"], in: .test(rows: 14))
    // Never more than 13 lines without a line being read.
    var run = 0
    for line in transcript.text.split(separator: "\n", omittingEmptySubsequences: false) {
      run = line.hasPrefix("> ") || line.hasPrefix(more) ? 0 : run + 1
      #expect(run <= 13)
    }
    #expect(transcript.text.split(separator: more).count == 3)
    #expect(transcript.outcome == .left(Answers()))
    #expect(!(try Transcript(["?"], in: .test(rows: 80)).text.contains(more)))
    #expect(!(try Transcript(["?"], in: .test()).text.contains(more)))
    let tall = try Transcript(["1"], in: .test(language: .ko, rows: 5))
    #expect(tall.text.contains("-- 계속: Enter, q --"))
    #expect(TextWidth.columns(of: "-- 계속: Enter, q --") <= 20)
  }

  @Test("q at a pause goes on to the question; the end of the input at a pause ends the interview")
  func leavingPauses() throws {
    let left = try Transcript(["?", "ㅂ", "1"], in: .test(rows: 14))
    #expect(left.answers.exposure[b] == [ItemID("X1"): [ChoiceID("web")]])
    #expect(!left.text.contains("finishes, at"))
    let parts = left.text.components(separatedBy: "ㅂ\n")
    #expect(parts.last?.hasPrefix("[1/22] Model B · X1 Means of use\n") == true)
    let ended = try Transcript(["?"], in: .test(rows: 14))
    #expect(ended.outcome == .ended(Answers()))
  }

  // MARK: - Looking only

  @Test("Where nothing may be changed everything can be looked at and nothing changes")
  func readOnly() throws {
    var answers = Answers()
    answers.answers[b] = [ItemID("U1"): .rating(4)]
    answers.comments[b] = "old"
    let changing = [
      "1", "g B U1", "2", "n", "n N1", "-", "e", "u", "r", "g B O1", "text", "+more", "++more",
      " more", "-", "g Q1", "3", "g Q2", "A B C", "g P1", "1", "g B", "1", "done", "done",
    ]
    let refused = try Transcript(
      changing,
      in: .test(answers, recusals: true, isReadOnly: true),
      edit: { _ in "text" }
    )
    #expect(refused.answers == answers)
    #expect(refused.saved.isEmpty)
    #expect(refused.outcome == .ended(answers))
    let sentence = "Not changed: the form is open in another window. Here you can only read."
    #expect(refused.text.components(separatedBy: sentence).count - 1 == 18)
    #expect(!refused.text.contains("Draft saved"))
    #expect(!refused.text.contains("Type done"))
    var direct = LineInterview.test(answers, isReadOnly: true)
    #expect(direct.takeComment("text", on: b) == .again([sentence]))
    let looked = try Transcript(
      ["", "b", "m", "o", "p", "f", "c", "l", "?", "q"],
      in: .test(answers, isReadOnly: true)
    )
    #expect(looked.outcome == .left(answers))
    #expect(!looked.text.contains("Not changed"))
    #expect(looked.text.contains("현재: old"))
    #expect(looked.text.hasSuffix("바뀐 것은 없습니다.\n"))
  }

  @Test("No line typed where nothing may be changed changes anything")
  func readOnlyProperty() {
    var generator = SeededGenerator(seed: 5)
    let words =
      CommandWord.names.flatMap { $0.keys + $0.hangul + $0.en + $0.ko }
      + [
        "", "1", "2", "1 3", "n N1", "g A U1", "g Q2", "A > B = C", "g P1", "g A O1", "text", "+x",
      ]
    for _ in 0..<20 {
      let answers = Answers.random(for: TestSurvey.make(recusals: true), using: &generator)
      var interview = LineInterview.test(answers, recusals: true, isReadOnly: true)
      for _ in 0..<100 {
        let word = words.randomElement(using: &generator) ?? ""
        let step = interview.take(word)
        #expect(interview.interview.answers == answers, "\(word)")
        if case .next(true) = step { Issue.record("\(word) is said to change something") }
        #expect(step != .finished)
      }
    }
  }

  // MARK: - Help

  @Test(
    "Help names every word that can be typed, and none that cannot",
    arguments: Language.allCases
  )
  func help(language: Language) {
    let interview = LineInterview.test(recusals: true, language: language)
    let help = interview.helpLines().joined(separator: "\n")
    let rows = interview.helpLines().filter { $0.hasPrefix("  ") }
    let words = rows.flatMap { row in
      (row.dropFirst(2).components(separatedBy: "  ").first ?? "").components(separatedBy: ", ")
    }
    for name in CommandWord.names {
      for word in name.keys + (language == .ko ? name.ko : name.en) {
        #expect(words.contains { $0 == word || $0.hasPrefix(word + " ") }, "\(word)")
        #expect(CommandWord(word) == name.command)
      }
      for letter in name.hangul { #expect(CommandWord(letter) == name.command) }
      #expect(name.hangul.count == name.keys.count { $0.first?.isLetter == true })
    }
    let others = Set(["NUMBER", "숫자", "Enter", "+TEXT", "++TEXT", "+내용", "++내용"])
    for word in words where !others.contains(word) {
      #expect(CommandWord(word) != nil, "help names ‘\(word)’, which means nothing")
    }
    #expect(help.contains("ㅠ"))
  }

  @Test("No word stands for two commands")
  func distinctWords() {
    let words = CommandWord.names.flatMap { $0.keys + $0.hangul + $0.en + $0.ko }
    #expect(Set(words).count == words.count)
  }

  @Test("Help leaves out what the survey or the window does not offer")
  func shortHelp() throws {
    let english = LineInterview.test(isReadOnly: true).helpLines().joined(separator: "\n")
    for word in ["undo", "editor", "cannot judge", "+TEXT", "done", "NUMBER", "draft"] {
      #expect(!english.contains(word), "\(word)")
    }
    #expect(try !Transcript(["?"]).text.contains("privacy"))
    #expect(try !Transcript(["?"]).text.contains("recuse"))
  }

  @Test("No line is wider than asked for", arguments: Language.allCases, [20, 24, 40, 80])
  func width(language: Language, columns: Int) throws {
    var answers = Answers()
    answers.comments[b] = "여러 줄\n\n로 된 " + String(repeating: "긴 글 ", count: 30)
    answers.ranking = [[a], [], [b]]
    for isReadOnly in [false, true] {
      let start = LineInterview(
        Transcript.interview(answers, recusals: true, language: language),
        columns: columns,
        sheet: LineInterview.testSheet,
        isReadOnly: isReadOnly
      )
      let typed = ["?", "m", "u", "p", "e", "2", "u", "g B O1", "++x", "g Q2", "done", ""]
      for line in try Transcript(typed, in: start).text.split(separator: "\n") {
        #expect(TextWidth.columns(of: String(line)) <= columns, "\(line)")
      }
    }
  }
}
