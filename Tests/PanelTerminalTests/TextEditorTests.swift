import Testing

@testable import PanelTerminal

@Suite(.timeLimit(.minutes(45)))
struct TextEditorTests {
  private let window = ScreenSize(columns: 11, lines: 3)

  private func editor(_ text: String, caret: Int? = nil, maximum: Int = .max) -> TextEditor {
    var editor = TextEditor(text, maximumLength: maximum)
    if let caret {
      _ = editor.moveToStart()
      for _ in 0..<caret { _ = editor.moveRight() }
    }
    return editor
  }

  @Test(
    "A cluster is deleted as one",
    arguments: ["한", "\u{1112}\u{1161}\u{11AB}", "e\u{301}", "👩🏽‍💻", "🇰🇷", "❤️", "A"]
  )
  func clusters(cluster: String) {
    var editor = editor("x")
    for scalar in cluster.unicodeScalars { #expect(editor.type(Character(scalar)) == .edited) }
    #expect(editor.characters.count == 2)
    #expect(editor.caret == 2)
    #expect(Array(editor.text.unicodeScalars) == Array(("x" + cluster).unicodeScalars))
    #expect(editor.moveLeft() == .moved)
    #expect(editor.caret == 1)
    #expect(editor.delete() == .edited)
    #expect(editor.text == "x")
    #expect(editor.delete() == .none)
    #expect(editor.backspace() == .edited)
    #expect(editor.backspace() == .none)
  }

  @Test("Lines break after spaces, and Hangul between words only")
  func wrapping() {
    #expect(editor("모델의 출력이 정확함").view(window).lines == ["모델의 ", "출력이 ", "정확함"])
    #expect(
      editor("hello world again").view(ScreenSize(columns: 6, lines: 9)).lines
        == ["hello ", "world ", "again"]
    )
    #expect(editor("가나다라마바").view(window).lines == ["가나다라마", "바"])
    #expect(editor("a\n\nb").view(window).lines == ["a", "", "b"])
    #expect(editor("").view(window).lines == [""])
    #expect(editor("a\tb\u{202E}").view(window).lines == ["a b\u{FFFD}"])
  }

  @Test("After a space in the last column the caret is on the next line")
  func hangingSpace() {
    let view = editor("hello ").view(ScreenSize(columns: 6, lines: 3))
    #expect(view.lines == ["hello ", ""])
    #expect(view.caret == ScreenPlace(line: 1, column: 0))
    let full = editor("hello").view(ScreenSize(columns: 6, lines: 3))
    #expect(full.caret == ScreenPlace(line: 0, column: 5))
  }

  @Test("Up and down keep the column, also over a short line")
  func columns() {
    var editor = editor("abcdef\nx\n가나다라", caret: 5)
    #expect(editor.moveUp(-1, columns: 11) == .moved)
    #expect(editor.view(window).caret == ScreenPlace(line: 1, column: 1))
    #expect(editor.moveUp(-1, columns: 11) == .moved)
    #expect(editor.view(window).caret == ScreenPlace(line: 2, column: 4))
    #expect(editor.moveUp(-1, columns: 11) == .none)
    #expect(editor.moveUp(9, columns: 11) == .moved)
    #expect(editor.caret == 5)
    #expect(editor.moveUp(columns: 11) == .none)
  }

  @Test("Start and end are those of the line that is seen")
  func lineEnds() {
    var editor = editor("hello world", caret: 8)
    let window = ScreenSize(columns: 7, lines: 3)
    #expect(editor.press(.home, window: window) == .moved)
    #expect(editor.caret == 6)
    #expect(editor.press(.end, window: window) == .moved)
    #expect(editor.caret == 11)
    #expect(editor.press(.up, window: window) == .moved)
    #expect(editor.press(.end, window: window) == Optional(TextEditor.Effect.none))
    #expect(editor.caret == 5)
  }

  @Test("Words are passed and deleted")
  func words() {
    var editor = editor("정확한  답 ok")
    #expect(editor.moveWordLeft() == .moved)
    #expect(editor.caret == 7)
    #expect(editor.moveWordLeft() == .moved)
    #expect(editor.caret == 5)
    #expect(editor.deleteWord() == .edited)
    #expect(editor.text == "답 ok")
    #expect(editor.moveWordRight() == .moved)
    #expect(editor.caret == 1)
  }

  @Test("What exceeds the length is left out and counted")
  func maximum() {
    var editor = editor("가나", maximum: 4)
    #expect(editor.paste("다\r\n라👍") == .leftOut(2))
    #expect(editor.text == "가나다\n")
    #expect(editor.type("x") == .leftOut(1))
    // A mark joins the character before it and makes the text no longer.
    #expect(editor.backspace() == .edited)
    #expect(editor.type("e") == .edited)
    #expect(editor.type("\u{301}") == .edited)
    #expect(editor.characters.count == 4)
    var long = TextEditor("가나다라마", maximumLength: 2)
    #expect(long.type("x") == .leftOut(1))
    #expect(long.backspace() == .edited)
    #expect(long.text == "가나다라")
  }

  @Test("A step to undo is what was done without a move between")
  func undo() {
    var editor = editor("")
    for character in "abc" { _ = editor.type(character) }
    _ = editor.paste("def")
    _ = editor.backspace()
    _ = editor.backspace()
    #expect(editor.text == "abcd")
    #expect(editor.undo() == .edited)
    #expect(editor.text == "abcdef")
    #expect(editor.undo() == .edited)
    #expect(editor.text == "abc")
    #expect(editor.undo() == .edited)
    #expect(editor.text == "")
    #expect(editor.undo() == .none)
    #expect(!editor.canUndo)
  }

  @Test("The window holds the caret and shows no emptiness below hidden lines")
  func window10() {
    var editor = editor((0..<10).map(String.init).joined(separator: "\n"))
    let window = ScreenSize(columns: 10, lines: 3)
    #expect(editor.view(window).lines == ["7", "8", "9"])
    #expect(editor.view(window).above == 7)
    _ = editor.press(.up, window: window)
    _ = editor.press(.up, window: window)
    #expect(editor.view(window).lines == ["7", "8", "9"])
    _ = editor.press(.up, window: window)
    #expect(editor.view(window).lines == ["6", "7", "8"])
    #expect(editor.view(window).below == 1)
    _ = editor.press(.down, window: window)
    #expect(editor.view(window).lines == ["6", "7", "8"])
    _ = editor.press(.pageUp, window: window)
    #expect(editor.view(window).caret.line == 0)
    #expect(editor.press(.tab, window: window) == nil)
  }
}
