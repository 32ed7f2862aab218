internal import PanelCore

// What is printed before a line is read.
extension LineInterview {
  func text(en: String, ko: String) -> String {
    LocalizedText(en: en, ko: ko)[interview.language]
  }

  func wrapped(_ text: String, after first: String = "") -> [String] {
    TextWidth.hung(text, after: first, columns: columns)
  }

  /// The lines before the first question: title, introduction and how to get help.
  public func opening() -> [String] {
    let survey = interview.survey
    var lines = wrapped(survey.title[interview.language])
    if let introduction = survey.introduction {
      lines += wrapped(introduction[interview.language])
    }
    guard !isReadOnly else {
      return lines
        + wrapped(
          text(
            en: "The form is open in another window; here you can only look. For help type ?",
            ko: "다른 창에서 작성 중이므로 여기에서는 보기만 할 수 있습니다. 도움말은 ?"
          )
        ) + [""]
    }
    lines += wrapped(
      text(
        en:
          "Type a line and press Enter. Every answer is saved as a draft at once. For help type ?",
        ko: "한 줄씩 입력하고 Enter를 누릅니다. 입력할 때마다 임시 저장됩니다. 도움말은 ?"
      )
    )
    return lines + [""]
  }

  /// The lines of the current question, wrapped to `columns`.
  public func prompt() -> [String] {
    if asksReason { return reasonLines() }
    let place = interview.place
    let number = interview.places.count == 1 ? 1 : interview.position + 1
    let progress = "[\(number)/\(interview.places.count)] "
    var lines = wrapped(progress + heading(of: place))
    if place == .whole { return lines + checkLines() + keyLines(at: place) }
    lines += wrapped(interview.question(at: place))
    lines += choiceLines(at: place)
    if case .comment(let code) = place { lines += commentLines(on: code) }
    if let value = interview.value(at: place) {
      lines += wrapped(value, after: text(en: "Current: ", ko: "현재: "))
    }
    return lines + keyLines(at: place)
  }

  private func heading(of place: FormPlace) -> String {
    var parts: [String] = []
    if let code = place.model {
      let name = interview.survey.model(code)?.name?[interview.language]
      parts.append(text(en: "Model ", ko: "모델 ") + code.rawValue + (name.map { " (\($0))" } ?? ""))
    }
    let title = interview.title(of: place)
    switch place {
    case .recusal, .whole: parts.append(title)
    default:
      let name = interview.name(of: place)
      let id = place.model.map { String(name.dropFirst($0.rawValue.count + 1)) } ?? name
      parts.append(id + " " + title)
    }
    if case .item(_, let id) = place, let item = interview.survey.item(id),
      let criterion = interview.survey.criteria.first(where: { $0.id == item.criterion })
    {
      parts.append(criterion.title[interview.language])
    }
    return parts.joined(separator: " · ")
  }

  // MARK: - What may be answered

  private func choiceLines(at place: FormPlace) -> [String] {
    let survey = interview.survey
    switch place {
    case .item(_, let id): return ratingLines(anchors: survey.item(id)?.anchors ?? [])
    case .attention: return ratingLines(anchors: [])
    case .exposure(_, let id): return choiceLines(of: survey.exposure.first { $0.id == id })
    case .profile(let id): return choiceLines(of: survey.profile.first { $0.id == id })
    case .module(_, let id): return endLines(of: survey.modules.first { $0.id == id })
    case .confidence: return endLines(of: survey.confidence)
    case .recusal:
      return numbered([
        (1, text(en: "recuse (do not rate this model)", ko: "회피함(이 모델을 평가하지 않음)")),
        (2, text(en: "do not recuse", ko: "회피하지 않음")),
      ])
    case .ranking:
      return interview.ratedModels.flatMap { code in
        let name = survey.model(code)?.name?[interview.language]
        return wrapped(name ?? "", after: "  \(code)" + (name == nil ? "" : "  "))
      }
    case .comment, .whole: return []
    }
  }

  private func ratingLines(anchors: [LocalizedText]) -> [String] {
    let scale = interview.survey.scale
    var rows: [(Int, String)] = []
    for (index, rating) in scale.ratings.enumerated() {
      let label = scale.label(of: rating)?[interview.language]
      let anchor = anchors.indices.contains(index) ? anchors[index][interview.language] : nil
      let words = [label, anchor].compactMap { $0 }.filter { !$0.isEmpty }
      if !words.isEmpty { rows.append((rating, words.joined(separator: " — "))) }
    }
    return numbered(rows)
  }

  private func choiceLines(of question: Question?) -> [String] {
    numbered(
      (question?.choices ?? []).enumerated().map { ($0 + 1, $1.title[interview.language]) }
    )
  }

  private func endLines(of question: ScaleQuestion?) -> [String] {
    guard let question else { return [] }
    return numbered([
      (question.lowest, question.lowestLabel[interview.language]),
      (question.highest, question.highestLabel[interview.language]),
    ])
  }

  private func numbered(_ rows: [(Int, String)]) -> [String] {
    let width = rows.map { String($0.0).count }.max() ?? 0
    return rows.flatMap { number, words in
      wrapped(
        words,
        after: "  " + TextWidth.padded(String(number), to: width, alignment: .right) + "  "
      )
    }
  }

  private func commentLines(on code: ModelCode) -> [String] {
    let survey = interview.survey
    guard let rule = survey.comment else { return [] }
    if survey.requiresComment(on: code, in: interview.answers) {
      return wrapped(
        text(
          en: "Required because of a rating you gave: \(rule.minimumLength) characters or more, "
            + "spaces not counted.",
          ko: "필수: 평점 때문에 의견이 필요합니다(공백을 빼고 \(rule.minimumLength)자 이상)."
        )
      )
    }
    if survey.invitesComment(on: code, in: interview.answers) {
      return wrapped(
        text(
          en: "Invited: please give the reasons for your high rating.",
          ko: "권장: 높은 평점의 근거를 적어 주십시오."
        )
      )
    }
    return wrapped(text(en: "Optional: may be left empty.", ko: "선택: 비워 두어도 됩니다."))
  }

  private func reasonLines() -> [String] {
    let place = interview.place
    var lines = wrapped(
      interview.name(of: place) + " · "
        + text(en: "Cannot judge: choose the reason.", ko: "판단 불가: 사유를 고르십시오.")
    )
    let reasons = interview.survey.cannotJudge
    let width = reasons.map { TextWidth.columns(of: $0.id.rawValue) }.max() ?? 0
    for reason in reasons {
      lines += wrapped(
        reason.title[interview.language],
        after: "  " + TextWidth.padded(reason.id.rawValue, to: width) + "  "
      )
    }
    return lines
      + wrapped(
        text(en: "the reason's code or number · Enter cancel", ko: "사유 코드 또는 번호 · Enter 취소")
      )
  }

  // MARK: - Keys

  /// The inputs that are possible at a place, after the words that introduce them.
  func keyLines(at place: FormPlace, after words: String = "") -> [String] {
    joined(keys(at: place), after: words)
  }

  /// Keys or signs with their meanings, one after the other.
  ///
  /// A line breaks only between two of them, never between a key and its meaning.
  func joined(_ keys: [String], after words: String) -> [String] {
    let unbroken = keys.map { key in String(key.map { $0 == " " ? "\u{A0}" : $0 }) }
    return wrapped(words + unbroken.joined(separator: "\u{A0}· "))
      .map { line in String(line.map { $0 == "\u{A0}" ? " " : $0 }) }
  }

  private func keys(at place: FormPlace) -> [String] {
    var keys = isReadOnly ? [] : answerKeys(at: place)
    if place == .whole {
      if !interview.problems.isEmpty {
        keys.append(text(en: "Enter first open place", ko: "Enter 첫 미응답으로"))
      } else if !isReadOnly {
        keys.append(text(en: "done finish", ko: "완료 평가 마침"))
      }
      keys.append(text(en: "g go to", ko: "g 이동"))
      keys.append(text(en: "m matrix", ko: "m 표"))
    } else if isReadOnly {
      keys.append(text(en: "Enter next", ko: "Enter 다음"))
    } else {
      keys.append(
        interview.value(at: place) == nil
          ? text(en: "Enter skip", ko: "Enter 건너뛰기") : text(en: "Enter keep", ko: "Enter 유지")
      )
      if case .item = place, !interview.survey.cannotJudge.isEmpty {
        keys.append(text(en: "n cannot judge", ko: "n 판단 불가"))
      }
    }
    if place.model != nil && !interview.survey.factSheet.isEmpty {
      keys.append(text(en: "f fact sheet", ko: "f 정보표"))
    }
    keys.append(text(en: "b back", ko: "b 뒤로"))
    keys.append(text(en: "? help", ko: "? 도움말"))
    keys.append(
      isReadOnly ? text(en: "q leave", ko: "q 나가기") : text(en: "q save and leave", ko: "q 저장하고 나가기")
    )
    return keys
  }

  private func answerKeys(at place: FormPlace) -> [String] {
    let survey = interview.survey
    var keys: [String] = []
    switch place {
    case .item, .attention:
      keys.append(
        "\(survey.scale.lowest)–\(survey.scale.highest) " + text(en: "rate", ko: "평점")
      )
    case .exposure(_, let id):
      let multiple = survey.exposure.first { $0.id == id }?.multiple ?? false
      keys.append(
        multiple
          ? text(en: "numbers (several with spaces or commas)", ko: "번호(여러 개는 빈칸이나 쉼표로)")
          : text(en: "number", ko: "번호")
      )
    case .profile, .recusal: keys.append(text(en: "number", ko: "번호"))
    case .module(_, let id): keys.append(range(of: survey.modules.first { $0.id == id }))
    case .confidence: keys.append(range(of: survey.confidence))
    case .comment:
      keys.append(text(en: "type a line", ko: "한 줄 입력"))
      keys.append(text(en: "+TEXT add", ko: "+내용 이어 쓰기"))
      keys.append(text(en: "++TEXT new line", ko: "++내용 새 줄에"))
      keys.append(text(en: "e editor", ko: "e 편집기"))
      keys.append(text(en: "- delete", ko: "- 삭제"))
    case .ranking: keys.append(text(en: "such as ", ko: "예: ") + rankingExample())
    case .whole: break
    }
    return keys
  }

  private func range(of question: ScaleQuestion?) -> String {
    guard let question else { return "" }
    let range = "\(question.lowest)–\(question.highest)"
    guard question.step > 1 else { return range }
    return range + text(en: " in steps of \(question.step)", ko: "(\(question.step) 단위)")
  }

  private func rankingExample() -> String {
    let codes = interview.ratedModels.map(\.rawValue)
    guard codes.count > 2 else { return codes.joined(separator: " > ") }
    return "\(codes[1]) > \(codes[0]) = \(codes[2])"
      + (codes.count > 3 ? " > …" : "")
  }
}
