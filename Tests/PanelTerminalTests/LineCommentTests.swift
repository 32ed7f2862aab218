import Foundation
import PanelCore
import Testing

@testable import PanelTerminal

/// Comments of several lines and in the editor, in the plain mode.
@Suite(.timeLimit(.minutes(45)))
struct LineCommentTests {
  private let a = ModelCode("A")
  private let b = ModelCode("B")

  @Test("A comment in the editor is taken with its lines, from wherever it was called")
  func editor() throws {
    var seen: [String] = []
    func edit(_ text: String) -> String? {
      seen.append(text)
      return text + "\r\n첫 줄 \r\n\r\n둘째 줄\u{1B}\n\n"
    }
    let called = try Transcript(["1", "e", "g B O1"], in: .test(), edit: edit)
    #expect(called.answers.comments == [b: "첫 줄 \n\n둘째 줄"])
    #expect(called.text.contains("Draft saved. B O1: 10 characters\n\n[2/22] Model B · U1"))
    #expect(called.text.contains("Current: 첫 줄\n\n         둘째 줄\n"))
    let atPlace = try Transcript(["g B O1", "old", "b", "편집"], in: .test(), edit: edit)
    #expect(seen == ["", "old"])
    #expect(atPlace.answers.comments[b]?.hasPrefix("old\n첫 줄") == true)
    #expect(atPlace.place == "A X1")
    let undone = try Transcript(["1", "ㄷ", "u"], in: .test(), edit: edit)
    #expect(undone.answers.comments.isEmpty)
    #expect(undone.place == "B O1")
  }

  @Test("Without an editor, or a model, or a comment that fits, the editor's words say so")
  func editorProblems() throws {
    #expect(try Transcript(["e"], in: .test()).text.contains("No editor is set. Set EDITOR"))
    let nothing = try Transcript(["g B O1", "old", "b", "e"], in: .test(), edit: { _ in nil })
    #expect(nothing.text.contains("The editor returned nothing; the comment is unchanged."))
    #expect(nothing.answers.comments == [b: "old"])
    #expect(nothing.saved.count == 1)
    let elsewhere = try Transcript(["g Q1", "e"], in: .test(), edit: { _ in "text" })
    #expect(elsewhere.text.contains("not about one model"))
    #expect(elsewhere.answers == Answers())
    let long = try Transcript(["e"], in: .test(), edit: { _ in String(repeating: "가", count: 61) })
    #expect(long.text.contains("at most 60 characters"))
    #expect(long.answers.comments[b]?.count == 61)
    var direct = LineInterview.test(recusals: true)
    #expect(direct.take("1") == .next(changed: true))
    let answers = direct.interview.answers
    guard case .again = direct.takeComment("text", on: b),
      case .again = direct.takeComment("t", on: ModelCode("Z"))
    else {
      Issue.record("a recused or an unknown model takes no comment")
      return
    }
    #expect(direct.interview.answers == answers)
    #expect(direct.takeComment("text", on: a) == .next(changed: true))
    #expect(direct.take("e") == .edit(a))
  }

  @Test("+ goes on with a comment, ++ on a new line")
  func addedLines() throws {
    let start = ["g B O1", "one", "b"]
    #expect(try Transcript(start + ["+two"]).answers.comments == [b: "one two"])
    #expect(try Transcript(start + ["++two"]).answers.comments == [b: "one\ntwo"])
    #expect(try Transcript(start + ["＋＋ two"]).answers.comments == [b: "one\ntwo"])
    #expect(try Transcript(start + ["++"]).answers.comments == [b: "one"])
    #expect(try Transcript(["g B O1", "++one"]).answers.comments == [b: "one"])
    #expect(try Transcript(["g B O1", " ++"]).answers.comments == [b: "++"])
    let shown = try Transcript(start + ["++two", "b"])
    #expect(shown.text.contains("Current: one\n         two\n"))
  }
}
