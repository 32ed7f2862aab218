internal import PanelCore

/// An answer in the few columns of a list or a matrix.
struct FormCell: Hashable, Sendable {
  /// What there is to say of it, in text and not only by colour.
  enum State: Hashable, Sendable {
    case answered
    /// Nothing there, and nothing has to be.
    case optional
    case open
    case invalid
    /// The model is recused.
    case notAsked
  }

  var text: String
  var state: State

  /// How the cell looks.
  var style: TextStyle {
    switch state {
    case .answered: .plain
    case .optional, .notAsked: .dim
    case .open: .strong
    case .invalid: .warning
    }
  }
}

extension Form {
  /// The answer at a place in few columns; of the ranking, the rank of a model.
  func cell(
    at place: FormPlace,
    rankOf code: ModelCode? = nil,
    problems: [FormPlace: Bool]
  ) -> FormCell {
    guard interview.isAsked(place) else { return FormCell(text: "", state: .notAsked) }
    if place == interview.place, !entry.isEmpty {
      if code == nil || place != .ranking || rankedHere == code {
        return FormCell(text: entry + "_", state: .answered)
      }
    }
    let value = short(place, rankOf: code)
    switch (value, problems[place]) {
    case (nil, true?): return FormCell(text: "--", state: .open)
    case (nil, false?) where place == .ranking: return FormCell(text: "--", state: .open)
    case (nil, false?): return FormCell(text: "!", state: .invalid)
    case (nil, nil): return FormCell(text: "", state: .optional)
    case (let value?, false?) where place != .ranking:
      return FormCell(text: value + "!", state: .invalid)
    case (let value?, _): return FormCell(text: value, state: .answered)
    }
  }

  /// The model whose rank the next digit gives.
  var rankedHere: ModelCode? {
    let models = interview.ratedModels
    return interview.place == .ranking && models.indices.contains(rankLine) ? models[rankLine] : nil
  }

  /// Which places are open (`true`) or wrong (`false`).
  var problems: [FormPlace: Bool] {
    Dictionary(interview.problems.map { ($0.place, $0.isOpen) }) { first, other in first && other }
  }

  private func short(_ place: FormPlace, rankOf code: ModelCode?) -> String? {
    let answers = interview.answers
    switch place {
    case .item(let code, let id):
      switch answers.answers[code]?[id] {
      case .rating(let rating): return String(rating)
      case .cannotJudge(let reason): return reason.rawValue
      case nil: return nil
      }
    case .exposure(let code, let id):
      let choices = interview.survey.exposure.first { $0.id == id }?.choices ?? []
      guard let taken = answers.exposure[code]?[id], !taken.isEmpty else { return nil }
      return taken.map { choice in
        choices.firstIndex { $0.id == choice }.map { String($0 + 1) } ?? choice.rawValue
      }.joined(separator: ",")
    case .profile(let id):
      let choices = interview.survey.profile.first { $0.id == id }?.choices ?? []
      return answers.profile[id].map { choice in
        choices.firstIndex { $0.id == choice }.map { String($0 + 1) } ?? choice.rawValue
      }
    case .module(let code, let id): return answers.modules[code]?[id].map(String.init)
    case .confidence(let code): return answers.confidence[code].map(String.init)
    case .comment(let code):
      return answers.comments[code].map { say("\($0.count)자", "\($0.count)ch") }
    case .recusal(let code): return answers.recusals.contains(code) ? say("회피", "yes") : nil
    case .attention: return answers.attention.map(String.init)
    case .ranking:
      if let code { return interview.rank(of: code).map(String.init) }
      let ranked = answers.ranking.joined().count
      let count = interview.ratedModels.count
      return ranked == 0 ? nil : "\(ranked)/\(count)"
    case .whole: return nil
    }
  }
}
