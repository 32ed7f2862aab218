public import PanelCore

extension LineInterview {
  /// How an interview ended.
  public enum Outcome: Hashable, Sendable {
    /// Everything is answered and the evaluator said so.
    case finished(Answers)
    /// The evaluator left; the draft is saved.
    case left(Answers)
    /// The input ended; the draft is saved.
    case ended(Answers)
  }

  /// Asks until the evaluator is done, leaves, or the input ends.
  ///
  /// `readLine` returns a line without its end, or `nil` at the end of the input. `write` receives
  /// text as it is to appear, with its newlines; the last before a line is read is `> `. `save` is
  /// called after every change, before anything more is written, so that a crash loses nothing
  /// that was confirmed. Throws what `save` throws, and then asks no more.
  public mutating func run(
    readLine: () -> String?,
    write: (String) -> Void,
    save: (Answers) throws -> Void
  ) throws -> Outcome {
    func say(_ lines: [String]) { write(lines.map { $0 + "\n" }.joined()) }

    say(opening())
    say(prompt())
    while true {
      write("> ")
      guard let line = readLine() else {
        write("\n")
        say(wrapped(text("입력이 끝났습니다. 임시 저장됨.", "The input ended. Draft saved.")))
        return .ended(interview.answers)
      }
      let before = interview.answers
      let step = take(line)
      if interview.answers != before {
        try save(interview.answers)
        say(wrapped(text("임시 저장됨. ", "Draft saved. ") + lastChange))
      }
      switch step {
      case .next:
        write("\n")
        say(prompt())
      case .again(let lines): say(lines)
      case .show(let lines):
        say(lines)
        write("\n")
        say(prompt())
      case .leave:
        say(wrapped(text("임시 저장됨. 나중에 이어서 할 수 있습니다.", "Draft saved. You can go on later.")))
        return .left(interview.answers)
      case .finished: return .finished(interview.answers)
      }
    }
  }
}
