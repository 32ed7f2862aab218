internal import PanelCore

// What places and answers are called, in the interview's language.
extension Interview {
  private func text(en: String, ko: String) -> String {
    LocalizedText(en: en, ko: ko)[language]
  }

  /// The short name of a place, such as `A U1`; typed after `g`, it leads there.
  func name(of place: FormPlace) -> String {
    switch place {
    case .item(let code, let id), .exposure(let code, let id), .module(let code, let id):
      "\(code) \(id)"
    case .confidence(let code): "\(code) \(survey.confidence?.id.rawValue ?? "")"
    case .comment(let code): "\(code) \(survey.comment?.id.rawValue ?? "")"
    case .recusal(let code): "\(code) " + text(en: "recusal", ko: "회피")
    case .attention: survey.attention?.id.rawValue ?? ""
    case .ranking: survey.ranking?.id.rawValue ?? ""
    case .profile(let id): id.rawValue
    case .whole: text(en: "final check", ko: "최종 확인")
    }
  }

  /// The title of a place.
  func title(of place: FormPlace) -> String {
    switch place {
    case .item(_, let id): survey.item(id)?.title[language] ?? id.rawValue
    case .exposure(_, let id):
      survey.exposure.first { $0.id == id }?.title[language] ?? id.rawValue
    case .module(_, let id): survey.modules.first { $0.id == id }?.title[language] ?? id.rawValue
    case .confidence: survey.confidence?.title[language] ?? ""
    case .comment: survey.comment?.title[language] ?? text(en: "Comment", ko: "평가 의견")
    case .recusal: text(en: "Recusal", ko: "회피")
    case .attention: survey.attention?.title[language] ?? ""
    case .ranking: survey.ranking?.title[language] ?? ""
    case .profile(let id): survey.profile.first { $0.id == id }?.title[language] ?? id.rawValue
    case .whole: text(en: "Final check", ko: "최종 확인")
    }
  }

  /// The question asked at a place.
  func question(at place: FormPlace) -> String {
    switch place {
    case .item(_, let id): survey.item(id)?.text[language] ?? ""
    case .exposure(_, let id): survey.exposure.first { $0.id == id }?.text[language] ?? ""
    case .module(_, let id): survey.modules.first { $0.id == id }?.text[language] ?? ""
    case .confidence: survey.confidence?.text[language] ?? ""
    case .comment: survey.comment?.text[language] ?? ""
    case .recusal(let code):
      text(
        en: "Do you recuse yourself from model \(code) because of a conflict of interest?",
        ko: "이해관계 때문에 모델 \(code)의 평가를 회피합니까?"
      )
    case .attention: survey.attention?.text[language] ?? ""
    case .ranking: survey.ranking?.text[language] ?? ""
    case .profile(let id): survey.profile.first { $0.id == id }?.text[language] ?? ""
    case .whole: ""
    }
  }

  /// The answer at a place in words; `nil` if there is none.
  func value(at place: FormPlace) -> String? {
    switch place {
    case .item(let code, let id):
      switch answers.answers[code]?[id] {
      case nil: return nil
      case .rating(let rating): return rated(rating)
      case .cannotJudge(let reason):
        let title = survey.cannotJudge.first { $0.id == reason }?.title[language]
        return text(en: "cannot judge", ko: "판단 불가") + " (\(reason)"
          + (title.map { " " + $0 } ?? "")
          + ")"
      }
    case .exposure(let code, let id):
      guard let taken = answers.exposure[code]?[id], !taken.isEmpty else { return nil }
      return titles(of: taken, in: survey.exposure.first { $0.id == id })
    case .profile(let id):
      guard let taken = answers.profile[id] else { return nil }
      return titles(of: [taken], in: survey.profile.first { $0.id == id })
    case .module(let code, let id): return answers.modules[code]?[id].map(String.init)
    case .confidence(let code): return answers.confidence[code].map(String.init)
    case .comment(let code): return answers.comments[code]
    case .recusal(let code):
      return answers.recusals.contains(code) ? text(en: "recused", ko: "회피함") : nil
    case .attention: return answers.attention.map(rated)
    case .ranking:
      return answers.ranking.allSatisfy(\.isEmpty) ? nil : RankingText.write(answers.ranking)
    case .whole: return nil
    }
  }

  private func rated(_ rating: Int) -> String {
    String(rating) + (survey.scale.label(of: rating).map { " " + $0[language] } ?? "")
  }

  private func titles(of taken: [ChoiceID], in question: Question?) -> String {
    taken.map { id in
      question?.choices.first { $0.id == id }?.title[language] ?? id.rawValue
    }.joined(separator: ", ")
  }

  /// The index of the place that words name: a number from 1, a model, a model and an item, or
  /// the id of a question that is asked once.
  func index(named words: String) -> Int? {
    let parts = words.split(whereSeparator: \.isWhitespace).map(String.init)
    guard let first = parts.first else { return nil }
    if parts.count == 1 {
      if let number = Int(first), places.indices.contains(number - 1) { return number - 1 }
      let codes = survey.models.map(\.code)
      if let code = RankingText.model(first, among: codes) {
        return places.firstIndex { $0.model == code && isAsked($0) }
      }
      if ["end", "끝", "check", "확인"].contains(first.lowercased()) { return places.count - 1 }
      return places.firstIndex {
        $0.model == nil && name(of: $0).lowercased() == first.lowercased()
      }
    }
    guard let code = RankingText.model(first, among: survey.models.map(\.code)) else { return nil }
    let rest = parts.dropFirst().joined(separator: " ").lowercased()
    return places.firstIndex { place in
      guard place.model == code else { return false }
      switch place {
      case .recusal where ["r", "recusal", "회피"].contains(rest): return true
      case .comment where ["c", "comment", "의견", "평가 의견"].contains(rest): return true
      default: return name(of: place).lowercased() == "\(code) \(rest)".lowercased()
      }
    }
  }
}
