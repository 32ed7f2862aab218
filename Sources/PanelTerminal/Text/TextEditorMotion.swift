// How the caret moves, and what of the text is seen.
extension TextEditor {
  /// One character to the left.
  public mutating func moveLeft() -> Effect { move(to: caret - 1) }

  /// One character to the right.
  public mutating func moveRight() -> Effect { move(to: caret + 1) }

  /// To the start of the word before the caret.
  public mutating func moveWordLeft() -> Effect { move(to: startOfWord()) }

  /// To the end of the word after the caret.
  public mutating func moveWordRight() -> Effect {
    var index = caret
    while index < characters.count, characters[index].isWhitespace { index += 1 }
    while index < characters.count, !characters[index].isWhitespace { index += 1 }
    return move(to: index)
  }

  /// To the start of the text.
  public mutating func moveToStart() -> Effect { move(to: 0) }

  /// To the end of the text.
  public mutating func moveToEnd() -> Effect { move(to: characters.count) }

  /// To the start of the line, as wrapped to so many columns.
  public mutating func moveToLineStart(columns: Int) -> Effect {
    let layout = TextLayout(characters, columns: columns)
    return move(to: layout.lines[layout.place(of: caret).line].characters.lowerBound)
  }

  /// To the end of the line, as wrapped to so many columns.
  public mutating func moveToLineEnd(columns: Int) -> Effect {
    let layout = TextLayout(characters, columns: columns)
    return move(to: layout.lastIndex(inLine: layout.place(of: caret).line))
  }

  /// So many lines up or, if negative, down, as wrapped to so many columns.
  ///
  /// Keeps the column where the first such move began. Goes no further than the first or the last
  /// line; `none` if the caret is there already.
  public mutating func moveUp(_ count: Int = 1, columns: Int) -> Effect {
    let layout = TextLayout(characters, columns: columns)
    let place = layout.place(of: caret)
    let line = min(max(0, place.line - count), layout.lines.count - 1)
    guard line != place.line else { return .none }
    let column = keptColumn ?? place.column
    _ = move(to: layout.index(inLine: line, column: column))
    keptColumn = column
    return .moved
  }

  private mutating func move(to index: Int) -> Effect {
    guard characters.indices.contains(index) || index == characters.count, index != caret else {
      return .none
    }
    caret = index
    keptColumn = nil
    endGroup()
    return .moved
  }

  /// Where the word before the caret starts.
  func startOfWord() -> Int {
    var index = caret
    while index > 0, characters[index - 1].isWhitespace { index -= 1 }
    while index > 0, !characters[index - 1].isWhitespace { index -= 1 }
    return index
  }

  // MARK: - The view

  /// What is seen of a text in a window.
  public struct View: Hashable, Sendable {
    /// The lines from top to bottom; none is wider than the window.
    public var lines: [String]
    /// Where the caret is in the window.
    public var caret: ScreenPlace
    /// How many lines are hidden above.
    public var above: Int
    /// How many lines are hidden below.
    public var below: Int
  }

  /// The text as wrapped into a window, at least 3 columns wide and 1 line high.
  ///
  /// The window holds the caret and else stays where `press(_:window:)` left it. O(length).
  public func view(_ window: ScreenSize) -> View {
    let layout = TextLayout(characters, columns: window.columns)
    let caret = layout.place(of: caret)
    let first = firstLine(layout, caret: caret, height: window.lines)
    let last = min(layout.lines.count, first + window.lines)
    return View(
      lines: layout.lines[first..<last].map { line in
        characters[line.characters].map(TextLayout.shown).joined()
      },
      caret: ScreenPlace(line: caret.line - first, column: caret.column),
      above: first,
      below: layout.lines.count - last
    )
  }

  private func firstLine(_ layout: TextLayout, caret: ScreenPlace, height: Int) -> Int {
    let lowest = max(0, caret.line - height + 1)
    let kept = min(max(firstLine, lowest), caret.line)
    // No empty lines below while there are some hidden above.
    return min(kept, max(0, layout.lines.count - height))
  }

  // MARK: - Keys

  /// Does what a key means in a text; `nil` if it means nothing here.
  ///
  /// `window` is where the text is seen. Besides the plain keys: Ctrl-A and Ctrl-E go to the start
  /// and the end of the line, Ctrl-W deletes a word, Ctrl-Z and Ctrl-_ undo.
  public mutating func press(_ key: Key, window: ScreenSize) -> Effect? {
    let effect = effect(of: key, window: window)
    let layout = TextLayout(characters, columns: window.columns)
    firstLine = firstLine(layout, caret: layout.place(of: caret), height: window.lines)
    return effect
  }

  private mutating func effect(of key: Key, window: ScreenSize) -> Effect? {
    let width = window.columns
    let page = max(1, window.lines - 1)
    switch key {
    case .character(let character): return type(character)
    case .paste(let text): return paste(text)
    case .enter: return type("\n")
    case .backspace: return backspace()
    case .delete: return delete()
    case .left: return moveLeft()
    case .right: return moveRight()
    case .wordLeft: return moveWordLeft()
    case .wordRight: return moveWordRight()
    case .up: return moveUp(columns: width)
    case .down: return moveUp(-1, columns: width)
    case .pageUp: return moveUp(page, columns: width)
    case .pageDown: return moveUp(-page, columns: width)
    case .home, .control("a"): return moveToLineStart(columns: width)
    case .end, .control("e"): return moveToLineEnd(columns: width)
    case .control("w"): return deleteWord()
    case .control("z"), .control("_"): return undo()
    default: return nil
    }
  }
}
