import PanelCore

/// The codes that several tables share, with their meanings.
struct ExportCodes {
  let survey: Survey

  var models: [ExportColumn.Code] {
    survey.models.map { model in
      ExportColumn.Code(
        model.code.rawValue,
        model.name ?? LocalizedText(en: "model \(model.code)", ko: "모델 \(model.code)")
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
      ExportColumn.Code("total", LocalizedText(en: "all criteria together", ko: "전체"))
    ]
  }

  /// The labels of the scale.
  var ratings: [ExportColumn.Code] {
    zip(survey.scale.ratings, survey.scale.labels).map { ExportColumn.Code(String($0), $1) }
  }

  /// The anchors of each item.
  var anchors: [ExportColumn.Code] {
    survey.items.flatMap { item in
      zip(survey.scale.ratings, item.anchors).map {
        ExportColumn.Code(String($0), $1, item: item.id.rawValue)
      }
    }
  }

  /// The status codes of a cell in the rows.
  var states: [ExportColumn.Code] {
    let cannotJudge = LocalizedText(en: "cannot judge", ko: "판단 불가")
    return [
      ExportColumn.Code("rating", LocalizedText(en: "there is a rating", ko: "평점이 있음")),
      ExportColumn.Code(
        "recused",
        LocalizedText(
          en: "recused from the model: missing, not zero",
          ko: "이 모델의 평가를 회피함(결측, 0점이 아님)"
        )
      ),
      ExportColumn.Code(
        "missing",
        LocalizedText(
          en: "no rating: not answered, or for a reason that too few have to be told; not zero",
          ko: "평점 없음. 응답하지 않았거나, 까닭이 같은 사람이 적어 밝히지 않음(결측, 0점이 아님)"
        )
      ),
    ]
      + survey.cannotJudge.map {
        ExportColumn.Code("cannotJudge:\($0.id)", cannotJudge.followed(": ", by: $0.title))
      }
  }

  /// The status codes of a cell in a table without rows: shown, or why it is withheld.
  static let status: [ExportColumn.Code] = [
    ExportColumn.Code("shown", LocalizedText(en: "shown", ko: "공개")),
    ExportColumn.Code(
      ExportContent.Withholding.fewMissing.rawValue,
      LocalizedText(
        en: "withheld: a few people, one to four, have no rating there",
        ko: "가림: 평점이 없는 사람이 소수(1~4명)"
      )
    ),
    ExportColumn.Code(
      ExportContent.Withholding.fewRatings.rawValue,
      LocalizedText(en: "withheld: too few people rated it", ko: "가림: 평가한 사람이 소수")
    ),
    ExportColumn.Code(
      ExportContent.Withholding.complementary.rawValue,
      LocalizedText(
        en: "withheld: it would tell what is withheld elsewhere",
        ko: "가림: 다른 곳에서 가린 것이 드러남"
      )
    ),
    ExportColumn.Code(
      ExportContent.Withholding.policy.rawValue,
      LocalizedText(
        en: "withheld: the disclosure policy shows no such model",
        ko: "가림: 공개 범위 밖의 모델"
      )
    ),
  ]

  /// The status codes of points: shown, or why they are not.
  static let pointsStatus: [ExportColumn.Code] = [
    ExportColumn.Code("shown", LocalizedText(en: "shown", ko: "공개")),
    ExportColumn.Code(
      ExportContent.ScoreLine.NoPoints.policy.rawValue,
      LocalizedText(en: "withheld by the disclosure policy", ko: "가림: 공개 범위 밖")
    ),
    ExportColumn.Code(
      ExportContent.ScoreLine.NoPoints.quorum.rawValue,
      LocalizedText(en: "no points: below the quorum", ko: "점수 없음: 정족수 미달")
    ),
    ExportColumn.Code(
      ExportContent.ScoreLine.NoPoints.noEstimate.rawValue,
      LocalizedText(en: "no points: the rule gives no estimate", ko: "점수 없음: 이 규칙으로는 추정값이 없음")
    ),
    ExportColumn.Code(
      ExportContent.ScoreLine.NoPoints.complementary.rawValue,
      LocalizedText(
        en: "withheld: they would tell what is withheld elsewhere",
        ko: "가림: 다른 곳에서 가린 것이 드러남"
      )
    ),
  ]

  static let withheld = LocalizedText(en: "withheld: see status", ko: "가림: status 참조")
}

extension LocalizedText {
  /// Joins two texts with a separator, in both languages.
  func followed(_ separator: String, by other: LocalizedText) -> LocalizedText {
    LocalizedText(en: en + separator + other.en, ko: ko + separator + other.ko)
  }
}
