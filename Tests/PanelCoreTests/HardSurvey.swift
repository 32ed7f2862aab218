@testable import PanelCore

/// A synthetic survey with everything that a writer of answer files can stumble over.
enum HardSurvey {
  static func text(en: String, ko: String) -> LocalizedText { LocalizedText(en: en, ko: ko) }

  static let nasty = text(
    en: "\"quotes\" 'q': # line\n...\nbreak\u{0}\u{1B}[31m\u{2029}end\r# U1: 5 👩‍👩‍👧‍👦\u{FEFF}",
    ko: "\"따옴표\" 'q': # 줄\n---\n바꿈\u{7}\u{1B}[31m\u{2028}끝\u{85}# U1: 5 😀\u{202E}"
  )

  static func choices(_ ids: [String]) -> [Choice] {
    ids.map { Choice(id: ChoiceID($0), title: nasty) }
  }

  static func item(_ id: String, _ criterion: String) -> Item {
    Item(
      id: ItemID(id),
      criterion: CriterionID(criterion),
      weight: ExactDecimal(1),
      title: nasty,
      text: text(en: "A question? ", ko: "질문입니까? ") + nasty,
      anchors: []
    )
  }

  static func make() -> Survey {
    Survey(
      id: SurveyID("0x1F"),
      version: 3,
      title: nasty,
      introduction: nasty,
      blind: false,
      recusals: true,
      scale: Scale(lowest: 0, highest: 100),
      criteria: ["one", "two"].map {
        Criterion(
          id: CriterionID($0),
          title: nasty,
          points: ExactDecimal("12.5") ?? ExactDecimal(1)
        )
      },
      items: [
        item("U1", "one"), item("recused", "one"), item("1", "two"), item("null", "two"),
        item("y", "one"),
      ],
      cannotJudge: choices(["N1", "no", "1e3", "2026-01-01"]),
      factSheet: [],
      models: ["A", "1", "No", "0.5", "null", "recused"].map {
        ModelUnderEvaluation(code: ModelCode($0), name: nasty)
      },
      pledge: nil,
      conflicts: nil,
      exposure: [
        Question(
          id: ItemID("X1"),
          title: nasty,
          text: nasty,
          multiple: true,
          choices: choices(["a", "1", "yes", "null", "1.50"])
        ),
        Question(
          id: ItemID("2.0"),
          title: nasty,
          text: nasty,
          multiple: false,
          choices: choices(["true", "b"])
        ),
      ],
      confidence: ScaleQuestion(
        id: ItemID("K1"),
        title: nasty,
        text: nasty,
        lowest: -3,
        highest: 3,
        step: 3,
        lowestLabel: nasty,
        highestLabel: nasty
      ),
      modules: [
        ScaleQuestion(
          id: ItemID("T1"),
          title: nasty,
          text: nasty,
          lowest: 0,
          highest: 100,
          step: 5,
          lowestLabel: nasty,
          highestLabel: nasty
        )
      ],
      comment: CommentRule(
        id: ItemID("O1"),
        title: nasty,
        text: nasty,
        requiredAt: [0],
        invitedAt: [],
        minimumLength: 1,
        maximumLength: 10_000
      ),
      attention: AttentionCheck(id: ItemID("format"), title: nasty, text: nasty, expected: 7),
      ranking: RankingQuestion(id: ItemID("off"), title: nasty, text: nasty),
      profile: [
        Question(
          id: ItemID("overall"),
          title: nasty,
          text: nasty,
          multiple: false,
          choices: choices(["false", "c"])
        )
      ],
      scoring: ScoringRule(),
      minimumPanel: 5
    )
  }
}

private func + (left: LocalizedText, right: LocalizedText) -> LocalizedText {
  LocalizedText(en: left.en + right.en, ko: left.ko + right.ko)
}
