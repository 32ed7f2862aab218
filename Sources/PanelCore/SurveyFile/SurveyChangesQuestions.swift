// The questions outside the score, and the words of what has no answers of its own.
extension SurveyChanges {
  mutating func compareChoices(
    _ old: [Choice],
    _ new: [Choice],
    one: LocalizedText,
    many: LocalizedText
  ) {
    compare(
      old,
      new,
      by: \.id,
      name: { choice in
        let name = Self.named(choice.id, choice.title)
        return LocalizedText(en: "\(one.en) \(name.en)", ko: "\(one.ko) \(name.ko)")
      },
      order: many
    ) { changes, old, new in
      let name = LocalizedText(en: "\(one.en) \(new.id)", ko: "\(one.ko) \(new.id)")
      changes.reworded(
        name,
        .init(en: "the wording", ko: "문구가"),
        old.title,
        new.title,
        lookAgain: true
      )
    }
  }

  mutating func compareQuestions(_ old: [Question], _ new: [Question]) {
    compare(
      old,
      new,
      by: \.id,
      name: { Self.named($0.id, $0.title) },
      order: .init(en: "the questions", ko: "문항")
    ) { changes, old, new in
      let name = Self.named(new.id, new.title)
      changes.reworded(name, Self.title, old.title, new.title)
      changes.reworded(name, Self.text, old.text, new.text, lookAgain: true)
      if old.multiple != new.multiple {
        changes.tell(
          name,
          en: new.multiple ? "takes several choices now" : "takes one choice only now",
          ko: new.multiple ? "여러 개를 고를 수 있습니다" : "한 가지만 고를 수 있습니다"
        )
      }
      changes.compareChoices(
        old.choices,
        new.choices,
        one: LocalizedText(en: "choice for \(new.id)", ko: "\(new.id)의 선택지"),
        many: LocalizedText(en: "the choices for \(new.id)", ko: "\(new.id)의 선택지")
      )
    }
  }

  mutating func compareScaleQuestions(_ old: [ScaleQuestion], _ new: [ScaleQuestion]) {
    compare(
      old,
      new,
      by: \.id,
      name: { Self.named($0.id, $0.title) },
      order: .init(en: "the questions", ko: "문항")
    ) { changes, old, new in
      let name = Self.named(new.id, new.title)
      changes.reworded(name, Self.title, old.title, new.title)
      changes.reworded(name, Self.text, old.text, new.text, lookAgain: true)
      if (old.lowest, old.highest, old.step) != (new.lowest, new.highest, new.step) {
        changes.tell(
          name,
          en: "the range is now \(new.lowest) to \(new.highest) in steps of \(new.step)",
          ko: "범위가 \(new.lowest)–\(new.highest)(\(new.step) 단위)로 바뀌었습니다",
          lookAgain: true
        )
      }
      let end = LocalizedText(en: "the name of an end", ko: "끝 단계의 이름이")
      changes.reworded(name, end, old.lowestLabel, new.lowestLabel, lookAgain: true)
      changes.reworded(name, end, old.highestLabel, new.highestLabel, lookAgain: true)
    }
  }

  mutating func compareComment(_ old: CommentRule?, _ new: CommentRule?) {
    compareWords(list(old).map(SurveyWords.init), list(new).map(SurveyWords.init))
    guard let old, let new, old.id == new.id else { return }
    let name = Self.named(new.id, new.title)
    if old.requiredAt != new.requiredAt {
      tell(
        name,
        en: "a comment is required with a rating of: \(words(new.requiredAt, none: "none"))",
        ko: "의견이 필수인 평점: \(words(new.requiredAt, none: "없음"))"
      )
    }
    if old.invitedAt != new.invitedAt {
      tell(
        name,
        en: "a comment is invited with a rating of: \(words(new.invitedAt, none: "none"))",
        ko: "의견을 권하는 평점: \(words(new.invitedAt, none: "없음"))"
      )
    }
    if (old.minimumLength, old.maximumLength) != (new.minimumLength, new.maximumLength) {
      tell(
        name,
        en: "the length is now \(new.minimumLength) to \(new.maximumLength) characters",
        ko: "길이가 \(new.minimumLength)–\(new.maximumLength)자로 바뀌었습니다"
      )
    }
  }

  private func words(_ ratings: [Int], none: String) -> String {
    ratings.isEmpty ? none : ratings.map(String.init).joined(separator: ", ")
  }

  // What the check expects is not told apart from its text: the text says it.
  mutating func compareAttention(_ old: AttentionCheck?, _ new: AttentionCheck?) {
    compareWords(list(old).map(SurveyWords.init), list(new).map(SurveyWords.init))
    if let old, let new, old.id == new.id, old.text == new.text, old.expected != new.expected {
      tell(
        Self.named(new.id, new.title),
        en: "the right answer changed",
        ko: "정답이 바뀌었습니다",
        lookAgain: true
      )
    }
  }

  mutating func compareWords(_ old: [SurveyWords], _ new: [SurveyWords]) {
    compare(
      old,
      new,
      by: \.id,
      name: { Self.named($0.id, $0.title) },
      order: .init(en: "the questions", ko: "문항")
    ) { changes, old, new in
      let name = Self.named(new.id, new.title)
      changes.reworded(name, Self.title, old.title, new.title)
      let text = LocalizedText(en: "the wording", ko: "문구가")
      changes.reworded(name, text, old.text, new.text, lookAgain: true)
    }
  }
}

/// The words of something that has no answers of its own to compare.
struct SurveyWords {
  var id: ItemID
  var title: LocalizedText
  var text: LocalizedText

  init(_ rule: CommentRule) { (id, title, text) = (rule.id, rule.title, rule.text) }
  init(_ check: AttentionCheck) { (id, title, text) = (check.id, check.title, check.text) }
  init(_ question: RankingQuestion) {
    (id, title, text) = (question.id, question.title, question.text)
  }
  init(_ pledge: Pledge) { (id, title, text) = (pledge.id, pledge.title, pledge.text) }
}
