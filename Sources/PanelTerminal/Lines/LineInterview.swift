public import PanelCore

/// The interview as plain lines: a question is printed, a line is typed, nothing is redrawn.
///
/// For dumb terminals, screen readers and scripts. The value knows no terminal: `prompt()` says
/// what to print, `take(_:)` what a line does, `run(readLine:write:edit:save:)` connects the two.
public struct LineInterview: Sendable {
  /// What a line did.
  public enum Step: Hashable, Sendable {
    /// The line was taken; the next `prompt()` follows.
    case next(changed: Bool)
    /// The line was not accepted, for the reasons in these lines; the place stays.
    ///
    /// A comment that does not fit is kept all the same: compare the answers to see a change.
    case again([String])
    /// The evaluator asked to read these lines; the place stays.
    case show([String])
    /// The evaluator wants to write the comment on a model in their editor; what they wrote goes
    /// to `takeComment(_:on:)`.
    case edit(ModelCode)
    /// The evaluator saves and leaves.
    case leave
    /// Everything is answered and the evaluator is done.
    case finished
  }

  /// The position in the form and the answers.
  public internal(set) var interview: Interview
  /// The width the lines are wrapped to, in columns.
  public var columns: Int
  /// The terminal's height in lines, after which a long output pauses; `nil` never pauses.
  public var rows: Int?
  /// The privacy sheet and pledge, which the evaluator can ask for.
  public let sheet: LocalizedText?
  /// Whether everything can be looked at and nothing changed.
  public let isReadOnly: Bool

  /// Whether the reason for "cannot judge" is being asked.
  var asksReason = false
  /// Where to return to after a comment that was called for from elsewhere.
  var commentReturn: Int?
  /// What the last change was, in words.
  var lastChange = ""
  /// What the changes replaced, the oldest first.
  var former: [Former] = []
  private var recusalToConfirm: ModelCode?

  /// Puts an interview on lines of that width, in columns.
  public init(
    _ interview: Interview,
    columns: Int = 80,
    rows: Int? = nil,
    sheet: LocalizedText? = nil,
    isReadOnly: Bool = false
  ) {
    self.interview = interview
    self.columns = max(20, columns)
    self.rows = rows
    self.sheet = sheet
    self.isReadOnly = isReadOnly
  }

  /// Takes one line the evaluator typed.
  public mutating func take(_ line: String) -> Step {
    taking(at: interview.place) { interview throws(InputProblem) in try interview.read(line) }
  }

  /// Takes what the evaluator wrote in their editor as the comment on a model.
  ///
  /// Line ends become LF, other control characters and blanks around the text are dropped. Like a
  /// typed comment it is kept even if it does not fit.
  public mutating func takeComment(_ text: String, on code: ModelCode) -> Step {
    taking(at: .comment(code)) { interview throws(InputProblem) in
      try interview.comment(TypedLine.trimmed(TypedText.cleaned(text)), on: code)
    }
  }

  private mutating func taking(
    at place: FormPlace,
    _ change: (inout LineInterview) throws(InputProblem) -> Step
  ) -> Step {
    let before = interview.answers
    let steps = former
    let step: Step
    do throws(InputProblem) {
      step = try change(&self)
    } catch {
      step = .again(lines(for: error))
    }
    // Undo changes the answers too and reports it itself.
    if interview.answers != before, former == steps { remember(before, at: place) }
    return step
  }

  private mutating func read(_ line: String) throws(InputProblem) -> Step {
    guard TypedLine.isReadable(line) else { throw .unreadable }
    let typed = TypedLine.trimmed(line)
    let toConfirm = recusalToConfirm
    recusalToConfirm = nil
    if asksReason { return try readReason(typed) }
    if typed.isEmpty { return keep() }
    if case .comment(let code) = interview.place,
      let text = TypedLine.comment(line, after: interview.answers.comments[code])
    {
      return try comment(text, on: code)
    }
    if interview.place == .ranking,
      RankingText.isRanking(typed, models: interview.ratedModels)
    {
      return try answer(typed)
    }
    if let command = CommandWord(typed) { return try obey(command, confirmed: toConfirm) }
    if case .recusal(let code) = interview.place, TypedText.plain(typed) == "1" {
      return try recuse(from: code, confirmed: toConfirm)
    }
    return try answer(typed)
  }

  /// Refuses a change where nothing may be changed.
  func checkMayChange() throws(InputProblem) {
    if isReadOnly { throw .readOnly }
  }

  // MARK: - Commands

  private mutating func obey(
    _ command: CommandWord,
    confirmed: ModelCode?
  ) throws(InputProblem) -> Step {
    switch command {
    case .back:
      if let commentReturn {
        interview.go(to: commentReturn)
        self.commentReturn = nil
      } else if !interview.retreat() {
        throw .firstPlace
      }
      return .next(changed: false)
    case .skip: return keep()
    case .undo: return try undo()
    case .cannotJudge(let reason): return try cannotJudge(reason)
    case .comment: return try goToComment()
    case .edit:
      try checkMayChange()
      return .edit(try commentedModel())
    case .facts: return .show(try factLines())
    case .go(let words): return try go(to: words)
    case .open: return .show(openLines())
    case .matrix: return .show(matrixLines())
    case .sheet: return .show(try sheetLines())
    case .recuse:
      guard interview.survey.recusals else { throw .noRecusals }
      guard let code = interview.place.model else { throw .noModelHere }
      return try recuse(from: code, confirmed: confirmed)
    case .language:
      interview.language = interview.language == .ko ? .en : .ko
      return .next(changed: false)
    case .help: return .show(helpLines())
    case .leave: return .leave
    case .done: return try finish()
    case .clear:
      try checkMayChange()
      let before = interview.answers
      interview.clear()
      return .next(changed: interview.answers != before)
    }
  }

  mutating func keep() -> Step {
    let isCheck = interview.place == .whole
    move()
    if isCheck && interview.place == .whole {
      return .again(interview.problems.isEmpty ? wrapped(doneHint) : checkLines())
    }
    return .next(changed: false)
  }

  /// Goes on to the next place, or back to where the comment was called for.
  mutating func move() {
    if let commentReturn {
      interview.go(to: commentReturn)
      self.commentReturn = nil
    } else {
      interview.advance()
    }
  }

  private func commentedModel() throws(InputProblem) -> ModelCode {
    guard interview.survey.comment != nil else { throw .noComments }
    guard let code = interview.place.model else { throw .noModelHere }
    guard interview.isAsked(.comment(code)) else { throw .recused(code) }
    return code
  }

  private mutating func goToComment() throws(InputProblem) -> Step {
    let target = FormPlace.comment(try commentedModel())
    guard let index = interview.places.firstIndex(of: target) else { throw .noComments }
    if index != interview.position {
      commentReturn = interview.position
      interview.go(to: index)
    }
    return .next(changed: false)
  }

  private mutating func go(to words: String) throws(InputProblem) -> Step {
    guard let index = interview.index(named: TypedText.plain(words)) else {
      throw .noSuchPlace(words, count: interview.places.count)
    }
    let target = interview.places[index]
    if !interview.isAsked(target), let code = target.model { throw .recused(code) }
    commentReturn = nil
    interview.go(to: index)
    return .next(changed: false)
  }

  private mutating func recuse(
    from code: ModelCode,
    confirmed: ModelCode?
  ) throws(InputProblem) -> Step {
    guard !interview.answers.recusals.contains(code) else { return keep() }
    try checkMayChange()
    let count = interview.answerCount(on: code)
    guard count == 0 || confirmed == code else {
      recusalToConfirm = code
      throw .deletesAnswers(code, count: count)
    }
    interview.setRecused(true, from: code)
    commentReturn = nil
    interview.advance()
    return .next(changed: true)
  }

  private mutating func finish() throws(InputProblem) -> Step {
    let problems = interview.problems
    guard interview.place == .whole else {
      commentReturn = nil
      interview.go(to: interview.places.count - 1)
      return .next(changed: false)
    }
    try checkMayChange()
    guard problems.isEmpty else { throw .notComplete(count: problems.count) }
    return .finished
  }
}
