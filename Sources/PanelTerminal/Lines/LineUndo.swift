internal import PanelCore

// What a change was, and taking it back.
extension LineInterview {
  /// The answers before a change, and where the change was made.
  struct Former: Hashable, Sendable {
    var answers: Answers
    var place: FormPlace
  }

  /// How many changes can be taken back.
  static let longestHistory = 100

  /// Keeps what a change replaced, and describes the change in words.
  mutating func remember(_ answers: Answers, at place: FormPlace) {
    let subject = subject(of: place, since: answers)
    lastChange = interview.name(of: subject) + ": " + words(at: subject)
    former.append(Former(answers: answers, place: place))
    if former.count > Self.longestHistory { former.removeFirst() }
  }

  /// Takes back the last change and goes to where it was made.
  mutating func undo() throws(InputProblem) -> Step {
    try checkMayChange()
    guard let last = former.popLast() else { throw .nothingToUndo }
    let subject = subject(of: last.place, since: last.answers)
    let taken = words(at: subject)
    interview.answers = last.answers
    commentReturn = nil
    if let index = interview.places.firstIndex(of: last.place) { interview.go(to: index) }
    lastChange =
      text(en: "Undone: ", ko: "취소함: ") + interview.name(of: subject) + ": " + taken
      + text(en: ". Now: ", ko: ". 현재: ") + words(at: subject)
    return .next(changed: true)
  }

  /// The place whose answer has changed: a recusal may be declared from any place of its model.
  private func subject(of place: FormPlace, since former: Answers) -> FormPlace {
    guard let code = place.model,
      former.recusals.contains(code) != interview.answers.recusals.contains(code)
    else { return place }
    return .recusal(code)
  }

  /// The answer at a place in a few words.
  private func words(at place: FormPlace) -> String {
    let value = interview.value(at: place)
    switch place {
    case .recusal: return value ?? text(en: "not recused", ko: "회피하지 않음")
    case .comment:
      guard let count = value?.count else { break }
      return text(en: "\(count) characters", ko: "\(count)자")
    default: break
    }
    return value ?? text(en: "no answer", ko: "답 없음")
  }
}
