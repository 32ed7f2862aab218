import PanelCore

/// A small survey with every kind of place; its names are synthetic.
enum TestSurvey {
  static func text(_ ko: String, _ en: String) -> LocalizedText { LocalizedText(ko: ko, en: en) }

  static func make(recusals: Bool = false) -> Survey {
    Survey(
      id: SurveyID("example"),
      version: 1,
      title: text("합성 모델 사용자 평가", "User evaluation of synthetic models"),
      introduction: text(
        "모델마다 모든 문항에 답해 주십시오. 판단 불가는 0점이 아닙니다.",
        "Please answer every item on each model. ‘Cannot judge’ is not a rating of zero."
      ),
      blind: true,
      recusals: recusals,
      scale: Scale(
        lowest: 1,
        highest: 5,
        labels: [
          text("매우 미흡", "Very poor"), text("미흡", "Poor"), text("보통", "Fair"),
          text("우수", "Good"), text("매우 우수", "Very good"),
        ]
      ),
      criteria: [
        Criterion(
          id: CriterionID("usability"),
          title: text("산업 현장 활용성", "Industrial usability"),
          points: ExactDecimal(25)
        )
      ],
      items: [
        Item(
          id: ItemID("U1"),
          criterion: CriterionID("usability"),
          weight: ExactDecimal(1),
          title: text("업무 적합성", "Task fit"),
          text: text(
            "이 모델은 귀하의 실제 업무 과제를 얼마나 수행할 수 있었습니까?",
            "How much of your real work tasks could this model perform?"
          ),
          anchors: [
            text("시험한 과제 대부분을 수행하지 못함", "Failed most tasks tried"),
            text("일부만 수행, 대부분 사람이 다시 함", "Did a few; most redone by a person"),
            text("절반가량 수행, 상당한 보완 필요", "Did about half, with substantial rework"),
            text("대부분 수행, 경미한 보완만 필요", "Did most, with minor edits only"),
            text("거의 모든 과제를 그대로 쓸 수준으로 수행", "Did nearly all to a use-as-is level"),
          ]
        ),
        Item(
          id: ItemID("U2"),
          criterion: CriterionID("usability"),
          weight: ExactDecimal(1),
          title: text("출력 품질", "Output quality"),
          text: text("출력이 정확했습니까?", "Was the output accurate?"),
          anchors: []
        ),
      ],
      cannotJudge: [
        Choice(id: ChoiceID("N1"), title: text("사용하지 않음", "not used")),
        Choice(id: ChoiceID("N2"), title: text("내 업무와 무관", "not relevant to my work")),
      ],
      factSheet: [
        FactField(id: FactID("F02"), title: text("파라미터", "parameters"), unit: "B"),
        FactField(id: FactID("F10"), title: text("입력 단가", "input price"), unit: "KRW/1M tokens"),
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
          title: text("사용 경로", "Means of use"),
          text: text("어떤 경로로 사용했습니까? (복수)", "How did you use it? (multiple)"),
          multiple: true,
          choices: [
            Choice(id: ChoiceID("web"), title: text("웹", "web")),
            Choice(id: ChoiceID("api"), title: text("API", "API")),
            Choice(id: ChoiceID("demo"), title: text("시연 환경", "demo")),
          ]
        )
      ],
      confidence: ScaleQuestion(
        id: ItemID("K1"),
        title: text("확신도", "Confidence"),
        text: text("평가를 얼마나 확신합니까?", "How confident are you in your ratings?"),
        lowest: 1,
        highest: 5,
        step: 1,
        lowestLabel: text("추측", "guess"),
        highestLabel: text("확신", "certain")
      ),
      modules: [
        ScaleQuestion(
          id: ItemID("T1"),
          title: text("노력", "Effort"),
          text: text("얼마나 애써야 했습니까?", "How hard did you have to work?"),
          lowest: 0,
          highest: 100,
          step: 5,
          lowestLabel: text("매우 적게", "very low"),
          highestLabel: text("매우 많이", "very high")
        )
      ],
      comment: CommentRule(
        id: ItemID("O1"),
        title: text("평가 의견", "Comment"),
        text: text("평가 근거를 적어 주십시오.", "Give your reasons."),
        requiredAt: [1],
        invitedAt: [5],
        minimumLength: 10,
        maximumLength: 60
      ),
      attention: AttentionCheck(
        id: ItemID("Q1"),
        title: text("응답 확인 문항", "Attention check"),
        text: text("여기에서는 ‘미흡(2)’을 선택해 주십시오.", "Please choose ‘Poor (2)’ here."),
        expected: 2
      ),
      ranking: RankingQuestion(
        id: ItemID("Q2"),
        title: text("종합 순위", "Overall ranking"),
        text: text("쓰고 싶은 순서대로 나열해 주십시오.", "Rank the models as you would want to use them.")
      ),
      profile: [
        Question(
          id: ItemID("P1"),
          title: text("분야", "Field"),
          text: text("어느 분야에서 일합니까?", "In which field do you work?"),
          multiple: false,
          choices: [
            Choice(id: ChoiceID("industry"), title: text("산업", "industry")),
            Choice(id: ChoiceID("research"), title: text("연구", "research")),
          ]
        )
      ],
      scoring: ScoringRule(),
      minimumPanel: 1
    )
  }
}
