@testable import PanelCore

/// A small survey with every kind of place; its names are synthetic.
enum TestSurvey {
  static func text(en: String, ko: String) -> LocalizedText { LocalizedText(en: en, ko: ko) }

  static func make(recusals: Bool = false) -> Survey {
    Survey(
      id: SurveyID("example"),
      version: 1,
      title: text(en: "User evaluation of synthetic models", ko: "합성 모델 사용자 평가"),
      introduction: text(
        en: "Please answer every item on each model. ‘Cannot judge’ is not a rating of zero.",
        ko: "모델마다 모든 문항에 답해 주십시오. 판단 불가는 0점이 아닙니다."
      ),
      blind: true,
      recusals: recusals,
      scale: Scale(
        lowest: 1,
        highest: 5,
        labels: [
          text(en: "Very poor", ko: "매우 미흡"), text(en: "Poor", ko: "미흡"),
          text(en: "Fair", ko: "보통"),
          text(en: "Good", ko: "우수"), text(en: "Very good", ko: "매우 우수"),
        ]
      ),
      criteria: [
        Criterion(
          id: CriterionID("usability"),
          title: text(en: "Industrial usability", ko: "산업 현장 활용성"),
          points: ExactDecimal(25)
        )
      ],
      items: [
        Item(
          id: ItemID("U1"),
          criterion: CriterionID("usability"),
          weight: ExactDecimal(1),
          title: text(en: "Task fit", ko: "업무 적합성"),
          text: text(
            en: "How much of your real work tasks could this model perform?",
            ko: "이 모델은 귀하의 실제 업무 과제를 얼마나 수행할 수 있었습니까?"
          ),
          anchors: [
            text(en: "Failed most tasks tried", ko: "시험한 과제 대부분을 수행하지 못함"),
            text(en: "Did a few; most redone by a person", ko: "일부만 수행, 대부분 사람이 다시 함"),
            text(en: "Did about half, with substantial rework", ko: "절반가량 수행, 상당한 보완 필요"),
            text(en: "Did most, with minor edits only", ko: "대부분 수행, 경미한 보완만 필요"),
            text(en: "Did nearly all to a use-as-is level", ko: "거의 모든 과제를 그대로 쓸 수준으로 수행"),
          ]
        ),
        Item(
          id: ItemID("U2"),
          criterion: CriterionID("usability"),
          weight: ExactDecimal(1),
          title: text(en: "Output quality", ko: "출력 품질"),
          text: text(en: "Was the output accurate?", ko: "출력이 정확했습니까?"),
          anchors: []
        ),
      ],
      cannotJudge: [
        Choice(id: ChoiceID("N1"), title: text(en: "not used", ko: "사용하지 않음")),
        Choice(id: ChoiceID("N2"), title: text(en: "not relevant to my work", ko: "내 업무와 무관")),
      ],
      factSheet: [
        FactField(id: FactID("F02"), title: text(en: "parameters", ko: "파라미터"), unit: "B"),
        FactField(
          id: FactID("F10"),
          title: text(en: "input price", ko: "입력 단가"),
          unit: "KRW/1M tokens"
        ),
      ],
      models: [
        ModelUnderEvaluation(
          code: ModelCode("A"),
          facts: [
            FactID("F10"): .provided(
              value: "400",
              measuredBy: "operator",
              measuredOn: "2026-08-03"
            )
          ]
        ),
        ModelUnderEvaluation(code: ModelCode("B")),
        ModelUnderEvaluation(code: ModelCode("C")),
      ],
      pledge: nil,
      conflicts: nil,
      exposure: [
        Question(
          id: ItemID("X1"),
          title: text(en: "Means of use", ko: "사용 경로"),
          text: text(en: "How did you use it? (multiple)", ko: "어떤 경로로 사용했습니까? (복수)"),
          multiple: true,
          choices: [
            Choice(id: ChoiceID("web"), title: text(en: "web", ko: "웹")),
            Choice(id: ChoiceID("api"), title: text(en: "API", ko: "API")),
            Choice(id: ChoiceID("demo"), title: text(en: "demo", ko: "시연 환경")),
          ]
        )
      ],
      confidence: ScaleQuestion(
        id: ItemID("K1"),
        title: text(en: "Confidence", ko: "확신도"),
        text: text(en: "How confident are you in your ratings?", ko: "평가를 얼마나 확신합니까?"),
        lowest: 1,
        highest: 5,
        step: 1,
        lowestLabel: text(en: "guess", ko: "추측"),
        highestLabel: text(en: "certain", ko: "확신")
      ),
      modules: [
        ScaleQuestion(
          id: ItemID("T1"),
          title: text(en: "Effort", ko: "노력"),
          text: text(en: "How hard did you have to work?", ko: "얼마나 애써야 했습니까?"),
          lowest: 0,
          highest: 100,
          step: 5,
          lowestLabel: text(en: "very low", ko: "매우 적게"),
          highestLabel: text(en: "very high", ko: "매우 많이")
        )
      ],
      comment: CommentRule(
        id: ItemID("O1"),
        title: text(en: "Comment", ko: "평가 의견"),
        text: text(en: "Give your reasons.", ko: "평가 근거를 적어 주십시오."),
        requiredAt: [1],
        invitedAt: [5],
        minimumLength: 10,
        maximumLength: 60
      ),
      attention: AttentionCheck(
        id: ItemID("Q1"),
        title: text(en: "Attention check", ko: "응답 확인 문항"),
        text: text(en: "Please choose ‘Poor (2)’ here.", ko: "여기에서는 ‘미흡(2)’을 선택해 주십시오."),
        expected: 2
      ),
      ranking: RankingQuestion(
        id: ItemID("Q2"),
        title: text(en: "Overall ranking", ko: "종합 순위"),
        text: text(en: "Rank the models as you would want to use them.", ko: "쓰고 싶은 순서대로 나열해 주십시오.")
      ),
      profile: [
        Question(
          id: ItemID("P1"),
          title: text(en: "Field", ko: "분야"),
          text: text(en: "In which field do you work?", ko: "어느 분야에서 일합니까?"),
          multiple: false,
          choices: [
            Choice(id: ChoiceID("industry"), title: text(en: "industry", ko: "산업")),
            Choice(id: ChoiceID("research"), title: text(en: "research", ko: "연구")),
          ]
        )
      ],
      scoring: ScoringRule(),
      minimumPanel: 1
    )
  }
}
