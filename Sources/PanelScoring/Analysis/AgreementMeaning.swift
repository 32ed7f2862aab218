import PanelCore
import PanelStatistics

// The sentences hold for a panel of many evaluators and few, similar models: there, a low value means
// that single ratings differ, not that the mean of all ratings is useless.

/// The meaning of a value of Krippendorff's α; 0.667 and 0.8 are his customary limits.
enum AlphaMeaning {
  static func of(_ value: Double) -> LocalizedText {
    switch value {
    case ..<0:
      LocalizedText(
        en: "Ratings of one cell differ more than ratings drawn at random: look whether the panel "
          + "is split into camps.",
        ko: "한 칸 안의 평점이 무작위로 섞은 것보다 더 엇갈립니다. 평가위원들이 체계적으로 갈렸는지 보십시오."
      )
    case ..<0.2:
      LocalizedText(
        en: "Single ratings agree little beyond chance. That is usual where many people rate close "
          + "models, and does not judge the mean of all of them.",
        ko: "개별 평점은 우연보다 조금 더 일치할 뿐입니다. 비슷한 모델을 여러 명이 평가하면 흔하며, "
          + "전체 평균의 신뢰도와는 다른 이야기입니다."
      )
    case ..<0.667:
      LocalizedText(
        en: "Single ratings agree in part: no conclusion should rest on one evaluator's rating.",
        ko: "개별 평점이 어느 정도 일치하지만, 한 사람의 평점만으로 결론을 낼 수는 없습니다."
      )
    case ..<0.8:
      LocalizedText(
        en: "Single ratings agree well enough for tentative conclusions.",
        ko: "개별 평점의 일치도가 잠정적 결론에 쓸 만합니다."
      )
    default:
      LocalizedText(
        en: "Single ratings agree so well that one evaluator could replace another.",
        ko: "개별 평점이 서로 바꾸어 써도 될 만큼 일치합니다."
      )
    }
  }
}

/// The meaning of an intraclass correlation.
enum CorrelationMeaning {
  static func single(_ value: Double, _: Int) -> LocalizedText {
    let percent = percent(value)
    return LocalizedText(
      en: "Of the variation of one rating, \(percent)% comes from the cells (model and criterion); "
        + "the rest is the evaluators and noise.",
      ko: "평점 한 개의 변동 가운데 \(percent)%가 칸(모델과 기준)의 차이이고 나머지는 평가위원의 차이와 잡음입니다."
    )
  }

  static func average(_ value: Double, _ evaluators: Int) -> LocalizedText {
    let percent = percent(value)
    return LocalizedText(
      en: "Of the variation of the mean of \(evaluators) evaluators, \(percent)% comes from the "
        + "cells. Scores use that mean; it does not say that two neighbours can be told apart.",
      ko: "평가위원 \(evaluators)명 평균의 변동 가운데 \(percent)%가 칸의 차이입니다. 점수는 이 평균으로 "
        + "계산하지만, 이웃한 두 모델이 구별된다는 뜻은 아닙니다."
    )
  }

  /// Whole per cent, at least 0: a negative estimate means no variation of that kind.
  private static func percent(_ value: Double) -> Int {
    Int((max(0, min(1, value)) * 100).rounded())
  }
}

/// The meaning of a value of Kendall's W.
enum ConcordanceMeaning {
  static func of(_ value: Double) -> LocalizedText {
    switch value {
    case ..<0.3:
      LocalizedText(
        en: "Evaluators order the cells rather differently, as is usual for close models.",
        ko: "평가위원마다 칸의 순서를 꽤 다르게 매겼습니다. 모델이 서로 비슷하면 흔한 일입니다."
      )
    case ..<0.7:
      LocalizedText(
        en: "Evaluators order the cells partly alike.",
        ko: "평가위원들이 매긴 칸의 순서가 부분적으로 같습니다."
      )
    default:
      LocalizedText(
        en: "Evaluators order the cells largely alike.",
        ko: "평가위원들이 매긴 칸의 순서가 대체로 같습니다."
      )
    }
  }
}

extension Undefined {
  /// Why a statistic has no value, in words.
  var text: LocalizedText {
    switch self {
    case .noRatings: LocalizedText(en: "There are no ratings.", ko: "평점이 없습니다.")
    case .tooFewEvaluators:
      LocalizedText(
        en: "Fewer than two evaluators can enter (some measures leave out those with blanks).",
        ko: "계산에 쓸 수 있는 평가위원이 두 명보다 적습니다(빈칸이 있으면 빠지는 지표가 있습니다)."
      )
    case .tooFewCells:
      LocalizedText(en: "Fewer than two cells can enter.", ko: "계산에 쓸 수 있는 칸이 두 개보다 적습니다.")
    case .tooFewRatings:
      LocalizedText(
        en: "The evaluator has fewer than two ratings that can enter.",
        ko: "이 평가위원의 평점이 두 개보다 적습니다."
      )
    case .constantRatings:
      LocalizedText(
        en: "The ratings are all equal, so there is nothing to compare.",
        ko: "평점이 모두 같아 비교할 것이 없습니다."
      )
    case .constantMeans:
      LocalizedText(
        en: "The cell means of the other evaluators are all equal.",
        ko: "다른 평가위원들의 칸 평균이 모두 같습니다."
      )
    case .noErrorVariance:
      LocalizedText(
        en: "Evaluators differ by constants only, so there is no error to compare with.",
        ko: "평가위원 사이에 일정한 차이만 있어 오차가 없습니다."
      )
    case .noTotalVariance:
      LocalizedText(
        en: "The variance to divide by is estimated as zero or less.",
        ko: "나누어야 할 분산의 추정값이 0 이하입니다."
      )
    case .noReplicates:
      LocalizedText(
        en: "It is undefined in every resample.",
        ko: "모든 재표본에서 값이 정의되지 않습니다."
      )
    }
  }
}
