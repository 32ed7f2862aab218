import PanelCore

/// The codes that several tables share, with their meanings from the survey.
struct ExportCodes {
  let survey: Survey

  var models: [ExportColumn.Code] {
    survey.models.map { model in
      ExportColumn.Code(
        model.code.rawValue,
        model.name ?? LocalizedText(ko: "모델 \(model.code)", en: "model \(model.code)")
      )
    }
  }

  var items: [ExportColumn.Code] {
    survey.items.map { item in
      ExportColumn.Code(item.id.rawValue, item.title.followed(": ", by: item.text))
    }
  }

  var criteria: [ExportColumn.Code] {
    survey.criteria.map { ExportColumn.Code($0.id.rawValue, $0.title) }
  }

  var criteriaAndTotal: [ExportColumn.Code] {
    criteria + [
      ExportColumn.Code("total", LocalizedText(ko: "전체", en: "all criteria together"))
    ]
  }

  /// The labels of the scale.
  var ratings: [ExportColumn.Code] {
    zip(survey.scale.ratings, survey.scale.labels).map { ExportColumn.Code(String($0), $1) }
  }

  /// The anchors, by item.
  var anchors: [ExportColumn.Code] {
    survey.items.flatMap { item in
      zip(survey.scale.ratings, item.anchors).map {
        ExportColumn.Code(String($0), $1, item: item.id.rawValue)
      }
    }
  }

  /// What can stand in a cell of the rows.
  var states: [ExportColumn.Code] {
    let cannotJudge = LocalizedText(ko: "판단 불가", en: "cannot judge")
    return [
      ExportColumn.Code("rating", LocalizedText(ko: "평점이 있음", en: "there is a rating")),
      ExportColumn.Code(
        "recused",
        LocalizedText(
          ko: "이 모델의 평가를 회피함(결측, 0점이 아님)",
          en: "recused from the model: missing, not zero"
        )
      ),
      ExportColumn.Code(
        "missing",
        LocalizedText(
          ko: "평점 없음. 응답하지 않았거나, 까닭이 같은 사람이 적어 밝히지 않음(결측, 0점이 아님)",
          en: "no rating: not answered, or for a reason that too few have to be told; not zero"
        )
      ),
    ]
      + survey.cannotJudge.map {
        ExportColumn.Code("cannotJudge:\($0.id)", cannotJudge.followed(": ", by: $0.title))
      }
  }

  /// Whether a cell of a table without rows is shown, and why not.
  static let status: [ExportColumn.Code] = [
    ExportColumn.Code("shown", LocalizedText(ko: "공개", en: "shown")),
    ExportColumn.Code(
      TierContent.Withholding.fewMissing.rawValue,
      LocalizedText(
        ko: "가림: 평점이 없는 사람이 소수(1~4명)",
        en: "withheld: a few people, one to four, have no rating there"
      )
    ),
    ExportColumn.Code(
      TierContent.Withholding.fewRatings.rawValue,
      LocalizedText(ko: "가림: 평가한 사람이 소수", en: "withheld: too few people rated it")
    ),
    ExportColumn.Code(
      TierContent.Withholding.complementary.rawValue,
      LocalizedText(
        ko: "가림: 다른 곳에서 가린 것이 드러남",
        en: "withheld: it would tell what is withheld elsewhere"
      )
    ),
    ExportColumn.Code(
      TierContent.Withholding.policy.rawValue,
      LocalizedText(
        ko: "가림: 공개 범위 밖의 모델",
        en: "withheld: the disclosure policy shows no such model"
      )
    ),
  ]

  /// Whether points are shown, and why not.
  static let pointsStatus: [ExportColumn.Code] = [
    ExportColumn.Code("shown", LocalizedText(ko: "공개", en: "shown")),
    ExportColumn.Code(
      TierContent.ScoreLine.NoPoints.policy.rawValue,
      LocalizedText(ko: "가림: 공개 범위 밖", en: "withheld by the disclosure policy")
    ),
    ExportColumn.Code(
      TierContent.ScoreLine.NoPoints.quorum.rawValue,
      LocalizedText(ko: "점수 없음: 정족수 미달", en: "no points: below the quorum")
    ),
    ExportColumn.Code(
      TierContent.ScoreLine.NoPoints.noEstimate.rawValue,
      LocalizedText(ko: "점수 없음: 이 규칙으로는 추정값이 없음", en: "no points: the rule gives no estimate")
    ),
    ExportColumn.Code(
      TierContent.ScoreLine.NoPoints.complementary.rawValue,
      LocalizedText(
        ko: "가림: 다른 곳에서 가린 것이 드러남",
        en: "withheld: they would tell what is withheld elsewhere"
      )
    ),
  ]

  static let withheld = LocalizedText(ko: "가림: status 참조", en: "withheld: see status")
}

extension LocalizedText {
  /// This text, a separator, and another one.
  func followed(_ separator: String, by other: LocalizedText) -> LocalizedText {
    LocalizedText(ko: ko + separator + other.ko, en: en + separator + other.en)
  }
}
