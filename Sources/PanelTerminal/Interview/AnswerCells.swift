internal import PanelCore

/// The answer to one question in the few columns of a list or a matrix.
struct AnswerCell: Hashable, Sendable {
  /// What the answer needs; the text shows the same without colours.
  enum State: Hashable, Sendable {
    /// Answered.
    case answered
    /// An optional answer that is absent.
    case optional
    /// Not answered yet; the text is `--`.
    case open
    /// The answer does not fit; the text ends in `!`.
    case invalid
    /// Not asked because the model is recused; the text is `x`.
    case notAsked
  }

  /// The answer in a few characters.
  var text: String
  /// What the answer needs.
  var state: State
  /// Where it is given.
  var place: FormPlace
}

/// Writes answers as cells.
struct AnswerCells {
  private let interview: Interview
  private let answers: Answers
  /// For each place with a problem, whether it is merely open.
  private let problems: [FormPlace: Bool]

  init(_ interview: Interview) {
    self.interview = interview
    answers = interview.answers
    var problems: [FormPlace: Bool] = [:]
    for problem in interview.problems {
      problems[problem.place] = problem.isOpen
    }
    self.problems = problems
  }

  /// The answer at a place; of the ranking, the rank of a model or, without one, how many have a rank.
  func cell(at place: FormPlace, of code: ModelCode?) -> AnswerCell {
    if let code, answers.recusals.contains(code), place != .recusal(code) {
      return AnswerCell(text: "x", state: .notAsked, place: place)
    }
    let state: AnswerCell.State =
      if place == .ranking, let code { rankingState(of: code) } else { state(at: place) }
    let text =
      switch state {
      case .open: "--"
      case .invalid: text(at: place, of: code) + "!"
      case .answered, .optional, .notAsked: text(at: place, of: code)
      }
    return AnswerCell(text: text, state: state, place: place)
  }

  private func state(at place: FormPlace) -> AnswerCell.State {
    if let isOpen = problems[place] { return isOpen ? .open : .invalid }
    switch place {
    case .comment(let code) where answers.comments[code] == nil: return .optional
    case .recusal(let code) where !answers.recusals.contains(code): return .optional
    default: return .answered
    }
  }

  /// The state of one model's rank.
  ///
  /// While other ranks are missing, a rank counts as answered; once all are given, an invalid ranking
  /// marks every rank as invalid.
  private func rankingState(of code: ModelCode) -> AnswerCell.State {
    let state = state(at: .ranking)
    guard state == .invalid else { return state }
    switch ranks(of: code).count {
    case 0: return .open
    case 1 where interview.ratedModels.contains { ranks(of: $0).isEmpty }: return .answered
    default: return .invalid
    }
  }

  private func ranks(of code: ModelCode) -> [Int] {
    answers.ranking.enumerated().flatMap { index, group in
      group.filter { $0 == code }.map { _ in index + 1 }
    }
  }

  private func text(at place: FormPlace, of code: ModelCode?) -> String {
    switch place {
    case .item(let code, let id):
      switch answers.answers[code]?[id] {
      case nil: return ""
      case .rating(let rating): return String(rating)
      case .cannotJudge(let reason): return reason.rawValue
      }
    case .exposure(let code, let id):
      let choices = interview.survey.exposure.first { $0.id == id }?.choices.map(\.id) ?? []
      let taken = answers.exposure[code]?[id] ?? []
      let known = choices.enumerated().flatMap { index, choice in
        taken.filter { $0 == choice }.map { _ in String(index + 1) }
      }
      let unknown = taken.filter { !choices.contains($0) }.map { _ in "?" }
      return (known + unknown).joined(separator: ",")
    case .module(let code, let id): return answers.modules[code]?[id].map(String.init) ?? ""
    case .confidence(let code): return answers.confidence[code].map(String.init) ?? ""
    case .comment(let code):
      let count = answers.comments[code]?.count ?? 0
      return LocalizedText(en: "\(count)c", ko: "\(count)자")[interview.language]
    case .ranking:
      guard let code else {
        return "\(answers.ranking.joined().count)/\(interview.ratedModels.count)"
      }
      return ranks(of: code).map(String.init).joined(separator: ",")
    case .recusal(let code):
      guard answers.recusals.contains(code) else { return "" }
      return LocalizedText(en: "yes", ko: "회피")[interview.language]
    case .attention: return answers.attention.map(String.init) ?? ""
    case .profile(let id):
      let choices = interview.survey.profile.first { $0.id == id }?.choices.map(\.id) ?? []
      guard let taken = answers.profile[id] else { return "" }
      return choices.firstIndex(of: taken).map { String($0 + 1) } ?? "?"
    case .whole: return ""
    }
  }
}
