import PanelCore

extension ScoringRule {
  /// How ratings become points, one sentence per step, for people who have not read the survey.
  var sentences: [LocalizedText] {
    [outliers.sentence(on: unit), conversion.sentence, relative.sentence, rounding.sentence]
      .compactMap { $0 }
  }
}

extension OutlierRule {
  fileprivate func sentence(on unit: ScoringUnit) -> LocalizedText {
    let place = unit.phrase
    return switch self {
    case .none:
      LocalizedText(
        en: "\(place.en), all ratings are averaged.",
        ko: "\(place.ko) 모든 평점을 산술평균하였습니다."
      )
    case .dropHighLow(let count):
      LocalizedText(
        en: "\(place.en), the highest \(count) and the lowest \(count) are left out and the rest "
          + "is averaged.",
        ko: "\(place.ko) 최고점과 최저점을 각각 \(count)개 제외하고 평균하였습니다."
      )
    case .trimmed(let share):
      LocalizedText(
        en: "\(place.en), the highest and the lowest, a share of \(share) each, are left out and "
          + "the rest is averaged.",
        ko: "\(place.ko) 높은 쪽과 낮은 쪽에서 각각 비율 \(share)만큼 제외하고 평균하였습니다(절사평균)."
      )
    case .median:
      LocalizedText(en: "\(place.en), the median is taken.", ko: "\(place.ko) 중앙값을 썼습니다.")
    default:
      LocalizedText(
        en: "\(place.en), extreme values are treated by the rule ‘\(self)’.",
        ko: "\(place.ko) 이상치 규칙 ‘\(self)’을(를) 적용하였습니다."
      )
    }
  }
}

extension ScoringUnit {
  fileprivate var phrase: LocalizedText {
    switch self {
    case .item: LocalizedText(en: "On each item", ko: "평가 문항마다")
    case .criterion: LocalizedText(en: "On each criterion", ko: "평가 기준마다")
    case .total: LocalizedText(en: "On the totals of each model", ko: "모델별 총점에서")
    }
  }
}

extension Conversion {
  fileprivate var sentence: LocalizedText {
    switch self {
    case .range:
      LocalizedText(
        en: "The lowest rating of the scale gives no points, the highest full marks.",
        ko: "척도의 최저점은 영점, 최고점은 만점으로 환산하였습니다."
      )
    case .proportion:
      LocalizedText(
        en: "A rating counts in proportion to the highest of the scale.",
        ko: "평점을 척도의 최고점으로 나누어 환산하였습니다."
      )
    }
  }
}

extension RelativeStep {
  fileprivate var sentence: LocalizedText? {
    switch self {
    case .none: nil
    case .best:
      LocalizedText(
        en: "The best model gets full marks, the others in proportion.",
        ko: "점수가 가장 높은 모델이 만점을 받고, 나머지는 그에 비례합니다(최고점 기준 환산)."
      )
    case .rankSteps(let step):
      LocalizedText(
        en: "The first rank gets full marks, each later rank \(step) points less.",
        ko: "첫 순위는 만점을 받고, 순위마다 \(step)점씩 줄어듭니다(차등점수제)."
      )
    }
  }
}

extension Rounding {
  fileprivate var sentence: LocalizedText {
    let how =
      switch mode {
      case .halfUp: LocalizedText(en: "half up", ko: "반올림")
      case .truncate: LocalizedText(en: "cut off", ko: "버림")
      case .halfEven: LocalizedText(en: "half to even", ko: "짝수 반올림")
      }
    return LocalizedText(
      en: "Points are rounded once, at the end, to \(places) decimal places (\(how.en)).",
      ko: "마지막에 한 번 소수점 아래 \(places)자리까지 남겼습니다(\(how.ko))."
    )
  }
}
