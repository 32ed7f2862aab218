import TestSupport
import Testing

@testable import PanelTerminal

extension TerminalScreen {
  /// A terminal on which something else was, and a style in force.
  fileprivate init(size: ScreenSize) {
    let rest = Cell("#", style: TerminalStyle("7"))
    self.init(columns: size.columns, rows: size.lines, showing: rest)
  }

  /// What an image makes of a terminal, filled in without the writer and without sequences.
  fileprivate init(showing image: ScreenImage, theme: ScreenTheme) {
    self.init(columns: image.size.columns, rows: image.size.lines)
    for (row, line) in image.lines.enumerated() {
      var column = 0
      for run in line.runs {
        let style = TerminalStyle(theme.sequence(run.style).dropFirst(2).dropLast())
        for cluster in run.text {
          let width = TextWidth.columns(of: cluster)
          if width > 0 {
            cells[row][column] = Cell(String(cluster), style: style)
            if width > 1 { cells[row][column + 1] = Cell("", style: style) }
          } else if let last = (0..<column).last(where: { !cells[row][$0].text.isEmpty }) {
            // A mark belongs to what stands before it.
            cells[row][last].text.append(cluster)
          }
          column += width
        }
      }
    }
  }
}

@Suite(.timeLimit(.minutes(45)))
struct ScreenWriterTests {
  private static let pieces = [
    "a", "word ", " ", "한글", "漢", "e\u{301}", "👩🏽‍💻", "🇰🇷", "❤️", "\u{1112}\u{1161}\u{11AB}", "…", "│",
    "\u{301}", "\u{1B}[2J", "\n", "\t", "\u{1F1F0}",
  ]

  private func line(_ random: inout SeededGenerator) -> StyledText {
    var line = StyledText()
    for _ in 0..<Int.random(in: 0...8, using: &random) {
      line.append(
        Self.pieces.randomElement(using: &random) ?? "",
        TextStyle.allCases.randomElement(using: &random) ?? .plain
      )
    }
    return line
  }

  private func image(_ size: ScreenSize, _ random: inout SeededGenerator) -> ScreenImage {
    ScreenImage(
      size: size,
      lines: (0..<Int.random(in: 0...size.lines + 1, using: &random)).map { _ in line(&random) },
      caret: Bool.random(using: &random)
        ? nil
        : ScreenPlace(
          line: Int.random(in: -1...size.lines, using: &random),
          column: Int.random(in: -1...size.columns, using: &random)
        )
    )
  }

  private func expect(
    _ terminal: TerminalScreen,
    shows image: ScreenImage,
    in theme: ScreenTheme,
    _ comment: Comment
  ) {
    #expect(terminal.failures == [], comment)
    #expect(!terminal.isFrameOpen, comment)
    #expect(terminal.cells == TerminalScreen(showing: image, theme: theme).cells, comment)
    #expect(terminal.cursor.isVisible == (image.caret != nil), comment)
    if let caret = image.caret {
      let cursor = terminal.cursor
      #expect(ScreenPlace(line: cursor.row, column: cursor.column) == caret, comment)
    }
  }

  @Test("What is written makes the terminal show the next image", arguments: ScreenTheme.allCases)
  func images(theme: ScreenTheme) {
    var random = SeededGenerator(seed: 3)
    let writer = ScreenWriter(theme: theme)
    for round in 0..<60 {
      let size = ScreenSize(
        columns: Int.random(in: 1...20, using: &random),
        lines: Int.random(in: 1...6, using: &random)
      )
      var terminal = TerminalScreen(size: size)
      var shown: ScreenImage?
      for step in 0..<8 {
        var next = image(size, &random)
        if let shown, Bool.random(using: &random) {
          // Most keys change one line.
          var lines = shown.lines
          lines[Int.random(in: lines.indices, using: &random)] = line(&random)
          next = ScreenImage(size: size, lines: lines, caret: next.caret)
        }
        let bytes = writer.bytes(from: shown, to: next)
        terminal.take(bytes)
        expect(terminal, shows: next, in: theme, "round \(round), step \(step)")
        #expect(shown != next || bytes.isEmpty)
        shown = next
      }
    }
  }

  @Test("An image that is shown already needs no bytes")
  func unchanged() {
    let size = ScreenSize(columns: 20, lines: 3)
    let image = ScreenImage(size: size, lines: ["한", "b"], caret: ScreenPlace(line: 0, column: 2))
    let same = ScreenImage(
      size: size,
      lines: [StyledText("한") + "   ", "b", ""],
      caret: image.caret
    )
    #expect(ScreenWriter(theme: .colour).bytes(from: image, to: same) == [])
  }

  @Test("Only the line that differs is written, and a moved caret writes no line")
  func differences() {
    let size = ScreenSize(columns: 20, lines: 3)
    let caret = ScreenPlace(line: 0, column: 2)
    let before = ScreenImage(size: size, lines: ["first", "second"], caret: caret)
    let writer = ScreenWriter(theme: .colour)
    let changed = ScreenImage(size: size, lines: ["first", "2nd"], caret: caret)
    #expect(
      String(decoding: writer.bytes(from: before, to: changed), as: UTF8.self)
        == "\u{1B}[?2026h\u{1B}[?25l\u{1B}[2;1H2nd\u{1B}[K\u{1B}[1;3H\u{1B}[?25h\u{1B}[?2026l"
    )
    let moved = ScreenImage(
      size: size,
      lines: before.lines,
      caret: ScreenPlace(line: 1, column: 0)
    )
    #expect(
      String(decoding: writer.bytes(from: before, to: moved), as: UTF8.self) == "\u{1B}[2;1H"
    )
    let hidden = ScreenImage(size: size, lines: before.lines)
    #expect(
      String(decoding: writer.bytes(from: before, to: hidden), as: UTF8.self) == "\u{1B}[?25l"
    )
  }

  @Test("After another size everything is written")
  func resized() {
    let lines: [StyledText] = ["one", StyledText("둘", .focused), "three"]
    let before = ScreenImage(size: ScreenSize(columns: 20, lines: 3), lines: lines)
    let after = ScreenImage(size: ScreenSize(columns: 4, lines: 2), lines: lines)
    var terminal = TerminalScreen(size: after.size)
    terminal.take(ScreenWriter(theme: .plain).bytes(from: before, to: after))
    expect(terminal, shows: after, in: .plain, "smaller")
    #expect(terminal.text(0) == "one ")
    #expect(terminal.text(1) == "둘  ")
  }

  @Test("A terminal that measures emoji otherwise still shows what follows in its column")
  func otherWidths() {
    let image = ScreenImage(
      size: ScreenSize(columns: 30, lines: 1),
      lines: ["👩🏽‍💻 ❤️ 🇰🇷 e\u{301} |here"]
    )
    var terminal = TerminalScreen(size: image.size)
    terminal.addsScalars = true
    terminal.take(ScreenWriter(theme: .plain).bytes(from: nil, to: image))
    let column = TextWidth.columns(of: "👩🏽‍💻 ❤️ 🇰🇷 e\u{301} ")
    #expect(terminal.cells[0][column...].map(\.text).joined().hasPrefix("|here"))
  }

  @Test("Every style differs from the others without colour", arguments: ScreenTheme.allCases)
  func attributes(theme: ScreenTheme) {
    let looks = TextStyle.allCases.map { style in
      theme.sequence(style).dropFirst(2).dropLast().split(separator: ";").filter { $0.count == 1 }
    }
    #expect(Set(looks).count == TextStyle.allCases.count)
  }

  @Test("Without colours none is used, and in high contrast nothing is faint")
  func themes() {
    let codes = { (theme: ScreenTheme) in
      TextStyle.allCases.flatMap { style in
        theme.sequence(style).dropFirst(2).dropLast().split(separator: ";")
      }
    }
    #expect(codes(.plain).allSatisfy { $0.count == 1 })
    #expect(!codes(.highContrast).contains("2"))
    #expect(codes(.colour).contains("35"))
  }
}
