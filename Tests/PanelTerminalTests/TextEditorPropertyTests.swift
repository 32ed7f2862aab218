import Testing

@testable import PanelTerminal

/// The text as scalars and the caret as a number of them; clusters are found in the whole text.
private struct ReferenceEditor {
  var scalars: [Unicode.Scalar] = []
  var caret = 0
  var former: [([Unicode.Scalar], Int)] = []
  var group = ""

  var characters: [Character] {
    var view = String.UnicodeScalarView()
    view.append(contentsOf: scalars)
    return Array(String(view))
  }

  var boundaries: [Int] {
    characters.reduce(into: [0]) { $0.append(($0.last ?? 0) + $1.unicodeScalars.count) }
  }

  var caretInCharacters: Int { boundaries.firstIndex(of: caret) ?? -1 }

  mutating func replace(_ range: Range<Int>, by text: String, group: String) {
    if group == "alone" || group != self.group { former.append((scalars, caret)) }
    self.group = group
    scalars.replaceSubrange(range, with: Array(text.unicodeScalars))
    let target = range.lowerBound + text.unicodeScalars.count
    caret = boundaries.first { $0 >= target } ?? scalars.count
  }

  mutating func step(_ count: Int) {
    let boundaries = boundaries
    let index = caretInCharacters + count
    guard boundaries.indices.contains(index) else { return }
    caret = boundaries[index]
    group = ""
  }

  mutating func remove(before: Bool) {
    let boundaries = boundaries
    let index = caretInCharacters - (before ? 1 : 0)
    guard boundaries.indices.contains(index), boundaries.indices.contains(index + 1) else { return }
    replace(boundaries[index]..<boundaries[index + 1], by: "", group: "deleting")
  }

  mutating func undo() {
    guard let last = former.popLast() else { return }
    (scalars, caret) = last
    group = ""
  }
}

@Suite(.timeLimit(.minutes(45)))
struct TextEditorPropertyTests {
  private static let pieces = [
    "a", "b", " ", " ", "\n", "한", "글", "漢", "\u{1112}", "\u{1161}", "\u{11AB}", "e", "\u{301}",
    "👩", "\u{200D}", "💻", "🏽", "🇰", "🇷", "\u{FE0F}", "\t", "\u{0C}", "\u{202E}",
  ]

  @Test("The editor does what the reference does", arguments: 0..<30)
  func reference(seed: Int) {
    var random = SeededGenerator(seed: UInt64(seed))
    var editor = TextEditor()
    var model = ReferenceEditor()
    for step in 0..<150 {
      let piece = Self.pieces.randomElement(using: &random) ?? ""
      let clean = TypedText.cleaned(piece)
      switch Int.random(in: 0..<12, using: &random) {
      case 0...5:
        let effect = editor.type(Character(piece))
        #expect(effect == (clean.isEmpty ? .none : .edited))
        if !clean.isEmpty {
          model.replace(
            model.caret..<model.caret,
            by: clean,
            group: clean == "\n" ? "alone" : "typing"
          )
        }
      case 6:
        let text = clean + "xy" + clean
        _ = editor.paste(text)
        model.replace(model.caret..<model.caret, by: text, group: "alone")
      case 7:
        _ = editor.backspace()
        model.remove(before: true)
      case 8:
        _ = editor.delete()
        model.remove(before: false)
      case 9:
        _ = editor.moveLeft()
        model.step(-1)
      case 10:
        _ = editor.moveRight()
        model.step(1)
      default:
        // The editor forgets the oldest of more than 100 steps.
        if model.former.count <= 100 {
          _ = editor.undo()
          model.undo()
        }
      }
      #expect(
        Array(editor.text.unicodeScalars) == model.scalars && editor.characters == model.characters,
        "step \(step)"
      )
      #expect(editor.caret == model.caretInCharacters, "step \(step)")
    }
  }

  @Test("Wrapping loses nothing, keeps the width, and every place of the caret is in it")
  func layout() {
    var random = SeededGenerator(seed: 7)
    for _ in 0..<400 {
      let text = (0..<Int.random(in: 0...40, using: &random))
        .map { _ in Self.pieces.randomElement(using: &random) ?? "" }.joined()
      let characters = Array(TypedText.cleaned(text))
      let width = Int.random(in: 3...20, using: &random)
      let layout = TextLayout(characters, columns: width)
      let rebuilt = layout.lines.enumerated().map { number, line in
        String(characters[line.characters])
          + (line.isSoft || number == layout.lines.count - 1 ? "" : "\n")
      }
      #expect(rebuilt.joined() == String(characters))
      for line in layout.lines {
        let shown = characters[line.characters].map(TextLayout.shown)
        #expect(shown.reduce(0) { $0 + TextWidth.columns(of: $1) } <= width)
      }
      var former = ScreenPlace(line: 0, column: 0)
      for index in 0...characters.count {
        let place = layout.place(of: index)
        #expect((0..<width).contains(place.column))
        #expect(place.line > former.line || place.column >= former.column)
        // A mark of no width of its own shares the place of what follows.
        let found = layout.index(inLine: place.line, column: place.column)
        #expect(layout.place(of: found).column == place.column)
        former = place
      }
    }
  }

  @Test("Whatever is pressed, the caret is in the window", arguments: 0..<10)
  func window(seed: Int) {
    var random = SeededGenerator(seed: UInt64(seed))
    var editor = TextEditor(String(repeating: "평가 의견 text ", count: 8), maximumLength: 200)
    let keys: [Key] = [
      .up, .down, .left, .right, .home, .end, .pageUp, .pageDown, .wordLeft, .wordRight,
      .backspace, .delete, .enter, .character("한"), .character(" "), .paste("가 나\n다"),
      .control("z"), .control("w"), .escape,
    ]
    for _ in 0..<400 {
      let window = ScreenSize(
        columns: Int.random(in: 1...24, using: &random),
        lines: Int.random(in: 1...6, using: &random)
      )
      _ = editor.press(keys.randomElement(using: &random) ?? .up, window: window)
      let view = editor.view(window)
      #expect((0...editor.characters.count).contains(editor.caret))
      #expect(editor.characters.count <= 200)
      #expect((0..<window.lines).contains(view.caret.line))
      #expect((0..<max(3, window.columns)).contains(view.caret.column))
      #expect(view.lines.count <= window.lines)
      #expect(view.above + view.lines.count + view.below >= 1)
      #expect(view.lines.allSatisfy { TextWidth.columns(of: $0) <= max(3, window.columns) })
    }
  }
}
