internal import PanelCore

// What a key does where the evaluator is.
extension Form {
  /// Takes one key and returns what the caller has to do.
  @discardableResult
  public mutating func press(_ key: Key) -> Effect {
    message = nil
    defer { limitScroll() }
    switch key {
    case .control("c"): return .interrupt
    case .control("l"): return .redraw
    case .control("z"):
      // In a comment it takes back what was typed.
      if case .comment = overlay { break }
      return .suspend
    default: break
    }
    if !fits { return pressTooSmall(key) }
    switch overlay {
    case .sending: return .none
    case .help: return pressHelp(key)
    case .reasons(let line): return pressReasons(key, line)
    case .comment(let editor, let code): return pressComment(key, editor, code)
    case .confirmation(let confirmation): return pressConfirmation(key, confirmation)
    case nil: break
    }
    guard case .character(let typed) = key else { return press(named: key) }
    var effect = Effect.none
    for character in FormKeyboard.characters(of: typed) where effect == .none {
      effect = press(character)
    }
    return effect
  }

  // MARK: - Named keys

  private mutating func press(named key: Key) -> Effect {
    switch key {
    case .escape:
      if !entry.isEmpty {
        entry = ""
      } else if showsFacts {
        showsFacts = false
        scroll = 0
      } else {
        leaveFront()
      }
      return .none
    case .pageUp: scroll = max(0, scroll - leap)
    case .pageDown: scroll += leap
    case .paste:
      note(
        LocalizedText(
          en: "Pasting works in a comment only. Press c to open the comment.",
          ko: "붙여넣기는 의견을 쓸 때만 됩니다. c를 눌러 의견을 여십시오."
        )
      )
    case .enter: return enter()
    case .backspace: back()
    case .delete: return press("x")
    default:
      switch front {
      case .sheet, .receipt: turn(key)
      case .questions: move(key)
      case .matrix: moveInMatrix(key)
      }
    }
    return .none
  }

  /// How many lines Page Up and Page Down move.
  private var leap: Int { max(1, size.lines - 8) }

  private mutating func turn(_ key: Key) {
    switch key {
    case .up: scroll = max(0, scroll - 1)
    case .down: scroll += 1
    case .home: scroll = 0
    case .end: scroll = .max / 2
    default: break
    }
  }

  private mutating func enter() -> Effect {
    switch front {
    case .sheet: show(.questions)
    case .receipt: return .leave
    case .matrix:
      guard commitEntry() else { return .none }
      show(.questions)
    case .questions:
      guard commitEntry() else { return .none }
      if interview.place == .whole {
        openProblem()
      } else {
        next()
      }
    }
    return .none
  }

  private mutating func back() {
    if !entry.isEmpty {
      entry.removeLast()
    } else if front != .questions {
      leaveFront()
    } else {
      previous()
    }
  }

  mutating func show(_ front: Front) {
    if self.front != .matrix { matrixReturn = interview.position }
    self.front = front
    showsFacts = false
    scroll = 0
    entry = ""
    if front == .matrix { enterMatrix() }
  }

  /// Back to the questions; from the matrix to where it was opened.
  private mutating func leaveFront() {
    guard front != .questions else { return }
    let wasMatrix = front == .matrix
    show(.questions)
    if wasMatrix { go(to: matrixReturn) }
  }

  // MARK: - Characters

  private mutating func press(_ character: Character) -> Effect {
    if front == .questions || front == .matrix,
      character.isASCII && character.isNumber || character == "-"
    {
      guard !showsFacts || factsBeside else {
        note(
          LocalizedText(
            en: "The fact sheet covers the question. Close it with f, then answer.",
            ko: "정보표가 문항을 가리고 있습니다. f로 닫고 답하십시오."
          )
        )
        return .none
      }
      type(digit: character)
      return .none
    }
    if let named = Self.motion(of: character, in: front) { return press(named: named) }
    switch character {
    case "?": overlay = .help
    case "q": return .leave
    case "L": switchLanguage()
    case "l": switchLanguage()
    case "u": undo()
    case "m": if front == .matrix { leaveFront() } else { show(.matrix) }
    case "p": show(front == .sheet ? .questions : .sheet)
    case "t" where surroundings.reader != nil: return .takeOver
    case "b": back()
    default:
      guard front == .questions || front == .matrix else { return unknown(character) }
      return act(character)
    }
    scroll = 0
    return .none
  }

  /// The arrow that a letter stands for; `l` is an arrow in the matrix and the language elsewhere.
  private static func motion(of character: Character, in front: Front) -> Key? {
    switch character {
    case "h": .left
    case "j": .down
    case "k": .up
    case "l" where front == .matrix: .right
    default: nil
    }
  }

  /// What a letter does to the answer of the current place.
  private mutating func act(_ character: Character) -> Effect {
    switch character {
    case "n": askReason()
    case "c": openComment()
    case "e": return openEditor()
    case "x": clear()
    case "f": toggleFacts()
    case "r" where interview.survey.recusals: askRecusal()
    case "o": goToOpen()
    case "d":
      guard commitEntry() else { return .none }
      front = .questions
      let from = interview.position
      go(to: interview.places.count - 1)
      checkReturn = from == interview.position ? nil : from
    case "s":
      guard interview.place == .whole, front == .questions else { return unknown(character) }
      askSubmit()
    default: return unknown(character)
    }
    return .none
  }

  private mutating func unknown(_ character: Character) -> Effect {
    note(
      LocalizedText(
        en: "‘\(character)’ does nothing here. For help press ?",
        ko: "‘\(character)’ 키는 여기에서 쓰지 않습니다. 도움말은 ?"
      )
    )
    return .none
  }

  private mutating func switchLanguage() {
    interview.language = interview.language == .ko ? .en : .ko
  }

  private mutating func toggleFacts() {
    guard !interview.survey.factSheet.isEmpty else {
      return warn(InputProblem.noFacts.message)
    }
    guard interview.place.model != nil else { return warn(Self.words(.noModelHere)) }
    if front == .matrix { show(.questions) }
    showsFacts.toggle()
    scroll = 0
  }

  // MARK: - Overlays

  private mutating func pressTooSmall(_ key: Key) -> Effect {
    guard case .character(let typed) = key else { return .none }
    switch FormKeyboard.characters(of: typed) {
    case ["q"]: return .leave
    case ["p"]: return .plain
    case ["l"]: switchLanguage()
    default: break
    }
    return .none
  }

  private mutating func pressHelp(_ key: Key) -> Effect {
    switch key {
    case .up: scroll = max(0, scroll - 1)
    case .down: scroll += 1
    case .pageUp: scroll = max(0, scroll - leap)
    case .pageDown: scroll += leap
    case .character(let typed):
      switch FormKeyboard.characters(of: typed) {
      case ["l"], ["L"]: switchLanguage()
      case ["j"]: scroll += 1
      case ["k"]: scroll = max(0, scroll - 1)
      default: closeOverlay()
      }
    default: closeOverlay()
    }
    return .none
  }

  private mutating func closeOverlay() {
    overlay = nil
    scroll = 0
  }

  private mutating func pressReasons(_ key: Key, _ line: Int) -> Effect {
    let count = interview.survey.cannotJudge.count
    switch key {
    case .up: overlay = .reasons(max(0, line - 1))
    case .down: overlay = .reasons(min(count - 1, line + 1))
    case .enter where line >= 0: chooseReason(line)
    case .escape, .backspace: overlay = nil
    case .character(let typed):
      let characters = FormKeyboard.characters(of: typed)
      if let character = characters.first, let digit = character.wholeNumberValue {
        if (1...count).contains(digit) {
          chooseReason(digit - 1)
        } else {
          warn(InputProblem.noSuchChoice(digit, count: count).message)
        }
      } else if characters == ["j"] {
        overlay = .reasons(min(count - 1, line + 1))
      } else if characters == ["k"] {
        overlay = .reasons(max(0, line - 1))
      } else if characters == ["l"] || characters == ["L"] {
        switchLanguage()
      } else if characters == ["b"] || characters == ["n"] || characters == ["q"] {
        overlay = nil
      }
    default: break
    }
    return .none
  }

  private mutating func pressConfirmation(_ key: Key, _ confirmation: Confirmation) -> Effect {
    guard case .character(let typed) = key else {
      // Enter alone does nothing that was not asked for: it may still be the one before.
      if key == .escape || key == .backspace { overlay = nil }
      return .none
    }
    switch (FormKeyboard.characters(of: typed).first, confirmation) {
    case ("y", .submit):
      overlay = .sending
      return .submit
    case ("y", .recuse(let code)):
      overlay = nil
      recuse(from: code)
    case ("n", _), ("b", _), ("q", _): overlay = nil
    case ("l", _), ("L", _): switchLanguage()
    default: break
    }
    return .none
  }
}
