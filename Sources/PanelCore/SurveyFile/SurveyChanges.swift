/// What changed from one survey to another, in words for an evaluator.
///
/// Every difference except `id` and `version` is reported. An answer to a reworded question is kept
/// (`Answers.fitting`), so its line asks the evaluator to look at the answer again.
public struct SurveyChanges: Hashable, Sendable {
  /// One line a change, free of control characters: the scale, criteria, items, models, reasons,
  /// the questions outside the score, the scoring rule, pledge and ties, then the rest.
  public private(set) var lines: [LocalizedText] = []

  /// Whether nothing changed.
  public var isEmpty: Bool { lines.isEmpty }

  /// Compares two surveys.
  public init(from old: Survey, to new: Survey) {
    compareScale(old.scale, new.scale)
    compareCriteria(old.criteria, new.criteria)
    compareItems(old.items, new.items)
    compareModels(old.models, new.models)
    compareChoices(
      old.cannotJudge,
      new.cannotJudge,
      one: .init(en: "reason for ‘cannot judge’", ko: "판단 불가 사유"),
      many: .init(en: "the reasons for ‘cannot judge’", ko: "판단 불가 사유")
    )
    compareQuestions(old.exposure, new.exposure)
    compareQuestions(old.profile, new.profile)
    compareScaleQuestions(old.modules, new.modules)
    compareScaleQuestions(list(old.confidence), list(new.confidence))
    compareComment(old.comment, new.comment)
    compareAttention(old.attention, new.attention)
    compareWords(list(old.ranking).map(SurveyWords.init), list(new.ranking).map(SurveyWords.init))
    if old.scoring != new.scoring {
      report(
        en: "the scoring rule changed: \(new.scoring.words)",
        ko: "집계 규칙이 바뀌었습니다: \(new.scoring.words)"
      )
    }
    compareWords(list(old.pledge).map(SurveyWords.init), list(new.pledge).map(SurveyWords.init))
    compareQuestions(list(old.conflicts), list(new.conflicts))
    compareRest(old, new)
  }

  // MARK: - Lines

  static let lookAgain = LocalizedText(en: "please look at it again", ko: "다시 확인해 주십시오")

  mutating func report(en: String, ko: String, lookAgain: Bool = false) {
    let again = lookAgain ? Self.lookAgain : nil
    lines.append(
      LocalizedText(
        en: PlainLine.made(of: en + (again.map { ": " + $0.en } ?? "")),
        ko: PlainLine.made(of: ko + (again.map { ". " + $0.ko } ?? ""))
      )
    )
  }

  mutating func report(
    _ what: LocalizedText,
    en: String,
    ko: String,
    lookAgain: Bool = false
  ) {
    report(en: "\(what.en): \(en)", ko: "\(what.ko): \(ko)", lookAgain: lookAgain)
  }

  // In Korean the name of the part includes its particle.
  mutating func reworded(
    _ what: LocalizedText,
    _ part: LocalizedText,
    _ old: LocalizedText?,
    _ new: LocalizedText?,
    lookAgain: Bool = false
  ) {
    guard old != new else { return }
    report(
      what,
      en: "\(part.en) changed" + (new.map { " to ‘\($0.en)’" } ?? ""),
      ko: "\(part.ko) 바뀌었습니다" + (new.map { " — ‘\($0.ko)’" } ?? ""),
      lookAgain: lookAgain
    )
  }

  static let title = LocalizedText(en: "the title", ko: "제목이")
  static let text = LocalizedText(en: "the question", ko: "질문이")

  func list<Part>(_ part: Part?) -> [Part] { part.map { [$0] } ?? [] }

  /// Reports added, removed and reordered parts, and compares the parts that are in both lists.
  mutating func compare<Part, ID: Hashable>(
    _ old: [Part],
    _ new: [Part],
    by id: (Part) -> ID,
    name: (Part) -> LocalizedText,
    order what: LocalizedText,
    both: (inout Self, Part, Part) -> Void
  ) {
    let before = old.map(id)
    let after = new.map(id)
    for part in old where !after.contains(id(part)) {
      report(name(part), en: "was removed", ko: "없어졌습니다")
    }
    for part in new {
      if let other = old.first(where: { id($0) == id(part) }) {
        both(&self, other, part)
      } else {
        report(name(part), en: "was added", ko: "새로 생겼습니다")
      }
    }
    if before.filter(after.contains) != after.filter(before.contains) {
      report(en: "the order of \(what.en) changed", ko: "\(what.ko)의 순서가 바뀌었습니다")
    }
  }

  static func named(_ id: some Identifier, _ title: LocalizedText) -> LocalizedText {
    LocalizedText(en: "\(id) (\(title.en))", ko: "\(id) (\(title.ko))")
  }

  // MARK: - What is scored

  private mutating func compareScale(_ old: Scale, _ new: Scale) {
    if old.ratings != new.ratings {
      report(
        en:
          "the scale was \(old.lowest) to \(old.highest) and is now \(new.lowest) to \(new.highest): "
          + "please look at every rating again",
        ko: "척도가 \(old.lowest)–\(old.highest)에서 \(new.lowest)–\(new.highest)(으)로 바뀌었습니다. "
          + "모든 평점을 다시 확인해 주십시오"
      )
    }
    if old.labels != new.labels {
      report(
        en: "the names of the scale's levels changed",
        ko: "척도 단계의 이름이 바뀌었습니다",
        lookAgain: true
      )
    }
  }

  private mutating func compareCriteria(_ old: [Criterion], _ new: [Criterion]) {
    compare(
      old,
      new,
      by: \.id,
      name: { criterion in
        LocalizedText(
          en: "criterion \(criterion.title.en) (\(criterion.points) points)",
          ko: "평가 기준 \(criterion.title.ko)(\(criterion.points)점)"
        )
      },
      order: .init(en: "the criteria", ko: "평가 기준")
    ) { changes, old, new in
      let name = LocalizedText(en: "criterion \(old.title.en)", ko: "평가 기준 \(old.title.ko)")
      changes.reworded(name, Self.title, old.title, new.title)
      if old.points != new.points {
        changes.report(
          name,
          en: "\(old.points) points became \(new.points)",
          ko: "배점이 \(old.points)점에서 \(new.points)점으로 바뀌었습니다"
        )
      }
    }
  }

  private mutating func compareItems(_ old: [Item], _ new: [Item]) {
    compare(
      old,
      new,
      by: \.id,
      name: { Self.named($0.id, $0.title) },
      order: .init(en: "the items", ko: "평가 문항")
    ) { changes, old, new in
      let name = Self.named(new.id, new.title)
      changes.reworded(name, Self.title, old.title, new.title)
      changes.reworded(name, Self.text, old.text, new.text, lookAgain: true)
      if old.anchors != new.anchors {
        changes.report(name, en: "the anchors changed", ko: "척도 기준이 바뀌었습니다", lookAgain: true)
      }
      if old.weight != new.weight {
        changes.report(
          name,
          en: "the weight \(old.weight) became \(new.weight)",
          ko: "가중치가 \(old.weight)에서 \(new.weight)(으)로 바뀌었습니다"
        )
      }
      if old.criterion != new.criterion {
        changes.report(
          name,
          en: "counts for the criterion \(new.criterion) now, no longer for \(old.criterion)",
          ko: "평가 기준 \(old.criterion)에서 \(new.criterion)(으)로 옮겨졌습니다"
        )
      }
    }
  }

  private mutating func compareModels(
    _ old: [ModelUnderEvaluation],
    _ new: [ModelUnderEvaluation]
  ) {
    compare(
      old,
      new,
      by: \.code,
      name: { model in
        let name = model.name ?? LocalizedText("")
        return LocalizedText(
          en: "model \(model.code) \(name.en)",
          ko: "모델 \(model.code) \(name.ko)"
        )
        .trimmed
      },
      order: .init(en: "the models", ko: "모델")
    ) { changes, old, new in
      let name = LocalizedText(en: "model \(new.code)", ko: "모델 \(new.code)")
      changes.reworded(name, .init(en: "the name", ko: "이름이"), old.name, new.name)
      if old.facts != new.facts {
        changes.report(
          name,
          en: "its fact sheet changed",
          ko: "정보표의 내용이 바뀌었습니다",
          lookAgain: true
        )
      }
    }
  }

  // MARK: - The rest

  private mutating func compareRest(_ old: Survey, _ new: Survey) {
    if old.recusals != new.recusals {
      report(
        en: new.recusals
          ? "recusals from single models are taken now" : "recusals are no longer taken",
        ko: new.recusals ? "모델별 회피를 받습니다" : "모델별 회피를 받지 않습니다"
      )
    }
    if old.mode != new.mode {
      report(
        en: new.mode == .anonymous
          ? "it is anonymous now" : "it is confidential now, not anonymous",
        ko: new.mode == .anonymous ? "익명으로 바뀌었습니다" : "익명이 아니라 비공개로 바뀌었습니다"
      )
    }
    if old.phases != new.phases {
      report(
        en: new.phases == .disjoint
          ? "rating waits until enrolling has ended now" : "enrolling and rating overlap now",
        ko: new.phases == .disjoint ? "평가는 등록이 끝난 뒤에 시작합니다" : "등록과 평가가 겹칩니다"
      )
    }
    if old.blind != new.blind {
      report(
        en: new.blind ? "models are shown by blind codes only now" : "models are shown by name now",
        ko: new.blind ? "모델이 비식별 코드로만 표시됩니다" : "모델의 이름이 표시됩니다"
      )
    }
    if old.factSheet != new.factSheet {
      report(en: "the lines of the fact sheet changed", ko: "정보표의 항목이 바뀌었습니다")
    }
    reworded(.init(en: "the survey", ko: "설문"), Self.title, old.title, new.title)
    let introduction = LocalizedText(en: "the introduction", ko: "안내문이")
    reworded(.init(en: "the survey", ko: "설문"), introduction, old.introduction, new.introduction)
    if old.minimumPanel != new.minimumPanel {
      report(
        en: "the minimum panel was \(old.minimumPanel) and is now \(new.minimumPanel)",
        ko: "최소 평가단이 \(old.minimumPanel)명에서 \(new.minimumPanel)명으로 바뀌었습니다"
      )
    }
    if old.disclosure != new.disclosure {
      let words = new.disclosure?.words ?? LocalizedText(en: "not set", ko: "정하지 않음")
      report(en: "what may be disclosed changed: \(words.en)", ko: "결과의 공개 범위가 바뀌었습니다: \(words.ko)")
    }
  }
}

extension LocalizedText {
  fileprivate var trimmed: LocalizedText { LocalizedText(en: en.trimmed, ko: ko.trimmed) }
}

extension DisclosureSettings {
  /// The settings in the words of a survey file.
  fileprivate var words: LocalizedText {
    LocalizedText(
      "policy: \(policy.rawValue) · smallestGroup: \(smallestGroup) · leastDiversity: "
        + "\(leastDiversity) · greatestDistance: \(greatestDistance) · greatestUniqueShare: "
        + "\(greatestUniqueShare)"
    )
  }
}

extension ScoringRule {
  /// The rule in the words of a survey file.
  fileprivate var words: String {
    let ties = "[" + ties.map(\.rawValue).joined(separator: ", ") + "]"
    return [
      "rule: \(outliers)", "unit: \(unit.rawValue)", "conversion: \(conversion.rawValue)",
      "relative: \(relative)", "round: \(rounding)",
      "quorum: \(quorum.map(String.init) ?? "max(5, ⌈n/3⌉)")",
      "minimumAnswered: \(minimumAnswered)", "ties: \(ties)", "bootstrap: \(bootstrap)",
      "seed: \(seed)",
    ].joined(separator: " · ")
  }
}

// MARK: - Unscored questions
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
        changes.report(
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
        changes.report(
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
      report(
        name,
        en: "a comment is required with a rating of: \(words(new.requiredAt, none: "none"))",
        ko: "의견이 필수인 평점: \(words(new.requiredAt, none: "없음"))"
      )
    }
    if old.invitedAt != new.invitedAt {
      report(
        name,
        en: "a comment is invited with a rating of: \(words(new.invitedAt, none: "none"))",
        ko: "의견을 권하는 평점: \(words(new.invitedAt, none: "없음"))"
      )
    }
    if (old.minimumLength, old.maximumLength) != (new.minimumLength, new.maximumLength) {
      report(
        name,
        en: "the length is now \(new.minimumLength) to \(new.maximumLength) characters",
        ko: "길이가 \(new.minimumLength)–\(new.maximumLength)자로 바뀌었습니다"
      )
    }
  }

  private func words(_ ratings: [Int], none: String) -> String {
    ratings.isEmpty ? none : ratings.map(String.init).joined(separator: ", ")
  }

  // The text says which answer the check expects, so only the text is compared.
  mutating func compareAttention(_ old: AttentionCheck?, _ new: AttentionCheck?) {
    compareWords(list(old).map(SurveyWords.init), list(new).map(SurveyWords.init))
    if let old, let new, old.id == new.id, old.text == new.text, old.expected != new.expected {
      report(
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

/// The texts of a part without answers that could be compared.
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
