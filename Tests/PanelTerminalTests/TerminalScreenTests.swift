import TestSupport
import Testing

/// The terminal that the tests look at: what it shows must not be its own doing.
@Suite(.timeLimit(.minutes(45)))
struct TerminalScreenTests {
  private func screen(_ text: String, columns: Int = 10, rows: Int = 3) -> TerminalScreen {
    var screen = TerminalScreen(columns: columns, rows: rows)
    screen.take(Array(text.utf8))
    return screen
  }

  @Test("However the bytes are cut, the same is to be seen")
  func cuts() {
    let text =
      "a한\u{1112}\u{1161}\u{11AB}e\u{301}\u{1B}[2;1H👩🏽‍💻🇰🇷\u{1B}[1;35m❤\u{FE0F}x\u{1B}[0m\r\nend"
    let whole = screen(text)
    #expect(whole.lines == ["a한\u{1112}\u{1161}\u{11AB}e\u{301}", "👩🏽‍💻🇰🇷❤\u{FE0F}x", "end"])
    #expect(whole.failures == [])
    let bytes = Array(text.utf8)
    for length in 1...5 {
      var screen = TerminalScreen(columns: 10, rows: 3)
      var rest = bytes[...]
      while !rest.isEmpty {
        screen.take(rest.prefix(length))
        rest = rest.dropFirst(length)
      }
      #expect(screen.cells == whole.cells)
      #expect(screen.cursor == whole.cursor)
    }
  }

  @Test("Wide characters take two columns, and half of one leaves none of it")
  func wide() {
    let whole = screen("한글\u{1B}[1;2Hx")
    #expect(whole.text(0) == " x글      ")
    #expect(whole.cells[0][3].text == "")
    #expect(whole.cursor == TerminalScreen.Cursor(row: 0, column: 2, isVisible: true))
  }

  @Test("Text goes on in the next line only where it may")
  func wrapping() {
    #expect(screen("0123456789ab").lines == ["0123456789", "ab", ""])
    #expect(screen("1\r\n2\r\n3\r\n4").lines == ["2", "3", "4"])
    let held = screen("\u{1B}[?7l0123456789ab")
    #expect(held.lines[0] == "0123456789" && held.failures.count == 2)
  }

  @Test("The alternate screen gives the main one back")
  func alternate() {
    var screen = screen("main\u{1B}[?1049h\u{1B}[2J\u{1B}[3;3Hother\u{1B}[?25l")
    #expect(screen.isAlternate && screen.lines == ["", "", "  other"])
    #expect(!screen.cursor.isVisible)
    screen.take(Array("\u{1B}[?25h\u{1B}[?1049l".utf8))
    #expect(!screen.isAlternate && screen.lines == ["main", "", ""])
    #expect(screen.cursor == TerminalScreen.Cursor(row: 0, column: 4, isVisible: true))
  }

  @Test("Another size keeps what fits")
  func sizes() {
    var screen = screen("one\r\ntwo\r\nthree")
    screen.resize(columns: 3, rows: 2)
    #expect(screen.lines == ["one", "two"])
    screen.resize(columns: 5, rows: 3)
    #expect(screen.lines == ["one", "two", ""])
    #expect(screen.cells.allSatisfy { $0.count == 5 })
  }

  @Test(
    "What is not known is a failure",
    arguments: [
      "\u{1B}[5n", "\u{1B}c", "\u{1B}[?12h", "\u{1B}[38m", "\t", "\u{1B}[9;1H", "\u{1B}[1;11H",
      "\u{1B}[11G", "\u{1B}[1J",
    ]
  )
  func unknown(text: String) { #expect(screen(text).failures.count == 1) }

  @Test("Styles are those in force when the text was written")
  func styles() {
    let screen = screen("\u{1B}[1;4;35ma\u{1B}[7mb\u{1B}[0mc\u{1B}[93;40md\u{1B}[39;49me")
    let styles = screen.cells[0].prefix(5).map(\.style)
    #expect(styles[0].isBold && styles[0].isUnderlined && styles[0].letter == 5)
    #expect(styles[1].isReversed && styles[1].isBold)
    #expect(styles[2] == TerminalStyle() && styles[4] == TerminalStyle())
    #expect(styles[3].letter == 11 && styles[3].ground == 0)
  }
}
