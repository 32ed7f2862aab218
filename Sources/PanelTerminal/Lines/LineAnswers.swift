internal import PanelCore

// What a line answers.
extension LineInterview {
  mutating func cannotJudge(_ reason: String?) throws(InputProblem) -> Step {
    guard case .item = interview.place else { throw .cannotJudgeOnlyItems }
    guard !interview.survey.cannotJudge.isEmpty else { throw .cannotJudgeNotOffered }
    try checkMayChange()
    guard let reason else {
      asksReason = true
      return .next(changed: false)
    }
    return try changing { interview throws(InputProblem) in try interview.cannotJudge(reason) }
  }

  mutating func readReason(_ typed: String) throws(InputProblem) -> Step {
    switch CommandWord(typed) {
    case nil where typed.isEmpty, .back, .skip:
      asksReason = false
      return .next(changed: false)
    case .leave: return .leave
    case .help: return .show(helpLines())
    case .language:
      interview.language = interview.language == .ko ? .en : .ko
      return .next(changed: false)
    default:
      let step = try cannotJudge(TypedText.plain(typed))
      asksReason = false
      return step
    }
  }

  mutating func answer(_ typed: String) throws(InputProblem) -> Step {
    try checkMayChange()
    switch interview.place {
    case .comment(let code):
      if let number = TypedLine.number(typed) { throw .bareNumber(number) }
      return try comment(typed, on: code)
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

  /// Takes a comment, and moves to the next place if the current one asks for it.
  mutating func comment(_ text: String, on code: ModelCode) throws(InputProblem) -> Step {
    try checkMayChange()
    guard let rule = interview.survey.comment else { throw .noComments }
    let before = interview.answers
    try interview.comment(text, on: code)
    if text.count > rule.maximumLength { throw .commentTooLong(maximum: rule.maximumLength) }
    if !text.isEmpty, interview.survey.requiresComment(on: code, in: interview.answers),
      text.count(where: { !$0.isWhitespace }) < rule.minimumLength
    {
      throw .commentTooShort(minimum: rule.minimumLength)
    }
    if interview.place == .comment(code) { move() }
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
