public import PanelCore

extension LineInterview {
  /// How an interview ended.
  public enum Outcome: Hashable, Sendable {
    /// Everything is answered and the evaluator confirmed it.
    case finished(Answers)
    /// The evaluator left; the draft is saved.
    case left(Answers)
    /// The input ended; the draft is saved.
    case ended(Answers)
  }

  /// Asks until the evaluator is done, leaves, or the input ends.
  ///
  /// `readLine` returns a line without its end, or `nil` at the end of the input. `write` receives
  /// text as it is to appear, with its newlines; the last text before a line is read is `> `, or the
  /// pause of a long output. `edit` opens a comment in the evaluator's editor and returns what they
  /// wrote, or `nil` if that failed; without it there is no editor. `save` is called after every
  /// change, before anything more is written, so that a crash loses nothing that was confirmed.
  /// Throws what `save` throws, and then asks no more.
  public mutating func run(
    readLine: () -> String?,
    write: (String) -> Void,
    edit: ((String) -> String?)? = nil,
    save: (Answers) throws -> Void
  ) throws -> Outcome {
    func say(_ lines: [String]) { write(lines.map { $0 + "\n" }.joined()) }

    if !isReadOnly {
      // A draft may hold a ranking that was being given rank by rank.
      let draft = interview.answers
      interview.compactRanking()
      if interview.answers != draft { try save(interview.answers) }
    }
    present(opening(), then: prompt(), readLine, write)
    while true {
      write("> ")
      guard let line = readLine() else {
        write("\n")
        say(wrapped(text(en: "The input ended. ", ko: "입력이 끝났습니다. ") + savedWords))
        return .ended(interview.answers)
      }
      let before = interview.answers
      var step = take(line)
      if case .edit(let code) = step { step = edited(code, with: edit) }
      if interview.answers != before {
        try save(interview.answers)
        say(wrapped(text(en: "Draft saved. ", ko: "임시 저장됨. ") + lastChange))
      }
      switch step {
      case .next:
        write("\n")
        present([], then: prompt(), readLine, write)
      case .again(let lines): present(lines, then: [], readLine, write)
      case .show(let lines): present(lines + [""], then: prompt(), readLine, write)
      case .edit: break
      case .leave:
        let later = isReadOnly ? "" : text(en: " You can continue later.", ko: " 나중에 이어서 할 수 있습니다.")
        say(wrapped(savedWords + later))
        return .left(interview.answers)
      case .finished: return .finished(interview.answers)
      }
    }
  }

  private var savedWords: String {
    isReadOnly
      ? text(en: "Nothing was changed.", ko: "바뀐 것은 없습니다.")
      : text(en: "Draft saved.", ko: "임시 저장됨.")
  }

  private mutating func edited(_ code: ModelCode, with edit: ((String) -> String?)?) -> Step {
    guard let edit else { return .again(lines(for: .noEditor)) }
    guard let text = edit(interview.answers.comments[code] ?? "") else {
      return .again(lines(for: .editorFailed))
    }
    return takeComment(text, on: code)
  }

  /// Writes lines and then the prompt, with a pause whenever the terminal is full.
  ///
  /// `q` at a pause leaves out the rest of the lines, or of the prompt.
  private func present(
    _ lines: [String],
    then prompt: [String],
    _ readLine: () -> String?,
    _ write: (String) -> Void
  ) {
    // One line is for the pause or the input.
    let room = rows.map { max(2, $0 - 1) } ?? .max
    var used = 0
    func goesOn() -> Bool {
      write(text(en: "-- more: Enter, q --", ko: "-- 계속: Enter, q --"))
      used = 0
      guard let typed = readLine() else {
        write("\n")
        return false
      }
      return CommandWord(typed) != .leave
    }
    func show(_ lines: [String]) {
      for line in lines {
        if used >= room, !goesOn() { return }
        write(line + "\n")
        used += 1
      }
    }

    show(lines)
    // The prompt stays in one piece, if it fits at all.
    if used > 0, prompt.count <= room, prompt.count > room - used { _ = goesOn() }
    show(prompt)
  }
}
