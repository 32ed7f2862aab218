internal import PanelCore

/// The interview as plain lines: a question is printed, a line is typed, nothing is redrawn.
///
/// For dumb terminals, screen readers and scripts. The value knows no terminal: `prompt()` says
/// what to print, `take(_:)` what a line does, `run(readLine:write:save:)` connects the two.
public struct LineInterview: Sendable {
  /// What a line did.
  public enum Step: Hashable, Sendable {
    /// The line was taken; the next `prompt()` follows.
    case next(changed: Bool)
    /// The line was not taken as it is, for the reasons in these lines; the place stays.
    ///
    /// A comment that does not fit is kept all the same: compare the answers to see a change.
    case again([String])
    /// The evaluator asked to read these lines; the place stays.
    case show([String])
    /// The evaluator saves and leaves.
    case leave
    /// Everything is answered and the evaluator is done.
    case finished
  }

  /// Where the evaluator stands and what they have said.
  public internal(set) var interview: Interview
  /// The width the lines are wrapped to, in columns.
  public var columns: Int

  /// Whether the reason for "cannot judge" is being asked.
  var asksReason = false
  /// Where to return to after a comment that was called for from elsewhere.
  var commentReturn: Int?
  /// What the last change was, in words.
  var lastChange = ""
  private var recusalToConfirm: ModelCode?

  /// Puts an interview on lines of that width, in columns.
  public init(_ interview: Interview, columns: Int = 80) {
    self.interview = interview
    self.columns = max(20, columns)
  }

  /// Takes one line the evaluator typed.
  public mutating func take(_ line: String) -> Step {
    let place = interview.place
    let before = interview.answers
    let step: Step
    do throws(InputProblem) {
      step = try read(line)
    } catch {
      step = .again(lines(for: error))
    }
    if interview.answers != before { lastChange = change(at: place) }
    return step
  }

  private func change(at place: FormPlace) -> String {
    let name = interview.name(of: place)
    // A recusal may have been declared from any place of its model.
    if let code = place.model, interview.answers.recusals.contains(code) {
      return interview.name(of: .recusal(code)) + ": "
        + (interview.value(at: .recusal(code)) ?? "")
    }
    guard let value = interview.value(at: place) else {
      if case .recusal = place { return name + ": " + text("회피하지 않음", "not recused") }
      return name + ": " + text("답 없음", "no answer")
    }
    if case .comment = place {
      return name + ": " + text("\(value.count)자", "\(value.count) characters")
    }
    return name + ": " + value
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
      return try comment(text)
    }
    if interview.place == .ranking,
      RankingText.isRanking(typed, models: interview.ratedModels)
    {
      return try answer(typed)
    }
    if let command = CommandWord(typed) { return try obey(command, confirmed: toConfirm) }
    if case .recusal(let code) = interview.place, CommandWord.plain(typed) == "1" {
      return try recuse(from: code, confirmed: toConfirm)
    }
    return try answer(typed)
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
    case .cannotJudge(let reason): return try cannotJudge(reason)
    case .comment: return try goToComment()
    case .facts: return .show(try factLines())
    case .go(let words): return try go(to: words)
    case .open: return .show(openLines())
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
      let before = interview.answers
      interview.clear()
      return .next(changed: interview.answers != before)
    }
  }

  private mutating func keep() -> Step {
    let isCheck = interview.place == .whole
    move()
    if isCheck && interview.place == .whole {
      return interview.problems.isEmpty ? .again(wrapped(doneHint)) : .again(checkLines())
    }
    return .next(changed: false)
  }

  private mutating func move() {
    if let commentReturn {
      interview.go(to: commentReturn)
      self.commentReturn = nil
    } else {
      interview.advance()
    }
  }

  private mutating func goToComment() throws(InputProblem) -> Step {
    guard interview.survey.comment != nil else { throw .noComments }
    guard let code = interview.place.model else { throw .noModelHere }
    let target = FormPlace.comment(code)
    guard interview.isAsked(target) else { throw .recused(code) }
    guard let index = interview.places.firstIndex(of: target) else { throw .noComments }
    if index != interview.position {
      commentReturn = interview.position
      interview.go(to: index)
    }
    return .next(changed: false)
  }

  private mutating func go(to words: String) throws(InputProblem) -> Step {
    guard let index = interview.index(named: CommandWord.plain(words)) else {
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
    guard problems.isEmpty else { throw .notComplete(count: problems.count) }
    return .finished
  }

  // MARK: - Answers

  private mutating func cannotJudge(_ reason: String?) throws(InputProblem) -> Step {
    guard case .item = interview.place else { throw .cannotJudgeOnlyItems }
    guard !interview.survey.cannotJudge.isEmpty else { throw .cannotJudgeNotOffered }
    guard let reason else {
      asksReason = true
      return .next(changed: false)
    }
    return try changing { interview throws(InputProblem) in try interview.cannotJudge(reason) }
  }

  private mutating func readReason(_ typed: String) throws(InputProblem) -> Step {
    switch CommandWord(typed) {
    case nil where typed.isEmpty, .back, .skip:
      asksReason = false
      return .next(changed: false)
    case .leave: return .leave
    case .language:
      interview.language = interview.language == .ko ? .en : .ko
      return .next(changed: false)
    default:
      let step = try cannotJudge(CommandWord.plain(typed))
      asksReason = false
      return step
    }
  }

  private mutating func answer(_ typed: String) throws(InputProblem) -> Step {
    switch interview.place {
    case .comment:
      if let number = TypedLine.number(typed) { throw .bareNumber(number) }
      return try comment(typed)
    case .ranking:
      let codes = interview.survey.models.map(\.code)
      let groups = try RankingText.read(typed, models: codes)
      return try changing { interview throws(InputProblem) in try interview.rank(groups) }
    case .exposure, .profile, .recusal:
      let numbers = try TypedLine.numbers(typed)
      return try changing { interview throws(InputProblem) in try interview.choose(numbers) }
    case .item, .module, .confidence, .attention:
      guard let number = TypedLine.number(typed) else { throw .unknownWord(typed) }
      return try changing { interview throws(InputProblem) in try interview.answer(number) }
    case .whole: throw .unknownWord(typed)
    }
  }

  private mutating func comment(_ text: String) throws(InputProblem) -> Step {
    guard case .comment(let code) = interview.place, let rule = interview.survey.comment else {
      throw .noComments
    }
    let before = interview.answers
    try interview.comment(text)
    if text.count > rule.maximumLength { throw .commentTooLong(maximum: rule.maximumLength) }
    if !text.isEmpty, interview.survey.requiresComment(on: code, in: interview.answers),
      text.count(where: { !$0.isWhitespace }) < rule.minimumLength
    {
      throw .commentTooShort(minimum: rule.minimumLength)
    }
    move()
    return .next(changed: interview.answers != before)
  }

  private mutating func changing(
    _ change: (inout Interview) throws(InputProblem) -> Void
  ) throws(InputProblem) -> Step {
    let before = interview.answers
    try change(&interview)
    move()
    return .next(changed: interview.answers != before)
  }
}
