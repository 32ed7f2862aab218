import PanelCore
import PanelScoring
import PanelTerminal

/// `--explain`: the formulas of a result and their sources.
enum Explanation {
  static func lines(_ rule: ScoringRule, language: Language, columns: Int) -> [String] {
    var lines: [String] = []
    for entry in steps(rule) + beside {
      let title = entry.title[language]
      lines += ["", title, String(repeating: "-", count: TextWidth.columns(of: title))]
      lines += TextWidth.wrapped(entry.text[language], columns: columns)
      if let formula = entry.formula {
        lines += formula.split(separator: "\n").map { "    " + $0 }
      }
      if let source = entry.source {
        lines += TextWidth.wrapped(
          (language == .ko ? "출처: " : "Source: ") + source,
          columns: columns
        )
      }
    }
    let more =
      language == .ko
      ? "각 추정량의 정의와 검산은 docs/statistics에 한 쪽씩 있습니다."
      : "docs/statistics has a page for each estimator, with worked examples."
    return lines + [""] + TextWidth.wrapped(more, columns: columns)
  }

  private struct Entry {
    var title: LocalizedText
    var text: LocalizedText
    var formula: String?
    var source: String?
  }

  private static func steps(_ rule: ScoringRule) -> [Entry] {
    [
      Entry(
        title: .init(en: "1. Criterion rating", ko: "1. 기준별 평점"),
        text: .init(
          en:
            "Of one evaluator for one model, over the answered items of the criterion. Blank, 'cannot "
            + "judge' and recused are three states; none is a zero. Fewer answered items than the "
            + "share \(rule.minimumAnswered): no rating.",
          ko: "한 평가위원이 한 모델의 한 기준에서 답한 문항의 가중평균. 빈칸, 판단 불가, 회피는 서로 다른 상태이며 "
            + "0점이 아닙니다. 답한 문항이 \(rule.minimumAnswered) 비율보다 적으면 평점이 없습니다."
        ),
        formula: "rating = sum(w * x) / sum(w)"
      ),
      Entry(
        title: .init(en: "2. Outlier rule: \(rule.outliers)", ko: "2. 이상치 규칙: \(rule.outliers)"),
        text: text(rule.outliers) + unit(rule.unit),
        formula: formula(rule.outliers),
        source: source(rule.outliers)
      ),
      Entry(
        title: .init(en: "3. Conversion: \(rule.conversion)", ko: "3. 환산: \(rule.conversion)"),
        text: .init(
          en: "The estimate x on the scale lo..hi becomes a share of the criterion's points P.",
          ko: "척도 lo..hi 위의 추정값 x를 기준의 배점 P에 대한 몫으로 바꿉니다."
        ),
        formula: rule.conversion == .range
          ? "points = P * (x - lo) / (hi - lo)" : "points = P * x / hi"
      ),
      Entry(
        title: .init(en: "4. Relative step: \(rule.relative)", ko: "4. 상대 환산: \(rule.relative)"),
        text: relative(rule.relative),
        formula: nil
      ),
      Entry(
        title: .init(en: "5. Rounding: \(rule.rounding)", ko: "5. 반올림: \(rule.rounding)"),
        text: .init(
          en:
            "Once, at the end, on exact fractions: 1.005 is 1.01 by halfUp. Ranks are made of unrounded "
            + "points.",
          ko: "정확한 분수로 계산해 마지막에 한 번만 합니다. halfUp이면 1.005는 1.01입니다. 순위는 반올림 전 점수로 "
            + "정합니다."
        )
      ),
    ]
  }

  private static let beside: [Entry] = [
    Entry(
      title: .init(en: "95% interval (bootstrap)", ko: "95% 신뢰구간(부트스트랩)"),
      text: .init(
        en:
          "Whole evaluators are drawn with repetition, and the panel is scored again. The interval is "
          + "BCa; of differences, percentile. 'Separable' means that the interval of the difference "
          + "leaves out zero.",
        ko: "평가위원을 통째로 복원추출해 다시 집계합니다. 구간은 BCa, 차이의 구간은 백분위수 방식입니다. '구별됨'은 "
          + "차이의 구간이 0을 포함하지 않는다는 뜻입니다."
      ),
      formula: """
        z0 = probit((#less + #not more) / 2B);  a = sum(d^3) / (6 * sum(d^2)^1.5)
        level(z) = Phi(z0 + (z0 + z) / (1 - a * (z0 + z)))
        """,
      source: "Efron and Tibshirani 1993, An Introduction to the Bootstrap, chapter 14"
    ),
    Entry(
      title: .init(en: "Krippendorff's alpha", ko: "크리펜도르프 알파"),
      text: .init(
        en: "Observed against expected disagreement of two ratings of the same cell (model and "
          + "criterion).",
        ko: "같은 칸(모델과 기준)의 두 평점이 실제로 어긋나는 정도와 우연히 어긋날 정도의 비."
      ),
      formula: "alpha = 1 - D_observed / D_expected",
      source: "Krippendorff 2011, Computing Krippendorff's alpha-reliability"
    ),
    Entry(
      title: .init(en: "ICC(2,1) and ICC(2,k)", ko: "급내상관 ICC(2,1), ICC(2,k)"),
      text: .init(
        en: "Two-way random effects, absolute agreement: of one evaluator, and of the mean of all "
          + "without blanks.",
        ko: "이원 무선효과, 절대 일치: 평가위원 한 명의 평점, 그리고 빈칸 없는 전원의 평균."
      ),
      formula: """
        ICC(2,1) = (MSR - MSE) / (MSR + (k-1) MSE + k (MSC - MSE) / n)
        ICC(2,k) = (MSR - MSE) / (MSR + (MSC - MSE) / n)
        """,
      source: "McGraw and Wong 1996, Psychological Methods 1(1); Shrout and Fleiss 1979"
    ),
    Entry(
      title: .init(en: "Kendall's W", ko: "켄달의 W"),
      text: .init(
        en: "How alike evaluators without blanks order the cells, corrected for ties; 0 to 1.",
        ko: "빈칸 없는 평가위원들이 칸의 순서를 얼마나 같게 매겼는가(동점 보정), 0에서 1."
      ),
      formula: "W = 12 * S / (m^2 (n^3 - n) - m * T)",
      source: "Kendall and Babington Smith 1939, Annals of Mathematical Statistics 10(3)"
    ),
    Entry(
      title: .init(en: "Flags", ko: "표시 기준"),
      text: .init(
        en:
          "run: longest run of equal ratings, from 80% of the answered cells. sd: standard deviation of "
          + "the evaluator's ratings, at 0. r others: correlation with the others' means, at 0 or less. "
          + "D2: Mahalanobis distance beyond the 99% quantile of chi-square. BT.500: more than 5% "
          + "extreme ratings on both sides. bias, noise: ITU-T P.910 with a floor, shown without a "
          + "threshold.",
        ko: "연속: 같은 평점이 이어진 길이가 답한 칸의 80% 이상. 편차: 자기 평점의 표준편차가 0. 상관: 다른 사람들의 "
          + "칸 평균과의 상관이 0 이하. D2: 마할라노비스 거리가 카이제곱 99% 분위수 초과. BT.500: 양쪽으로 극단인 "
          + "평점이 5% 초과. 치우침·비일관성: ITU-T P.910(하한 적용), 기준 없이 보이기만 합니다."
      ),
      source: "ITU-R BT.500; ITU-T P.910/P.913, Li et al. 2020; Johnson 2005; Dunn et al. 2018"
    ),
    Entry(
      title: .init(en: "Robustness and manipulation", ko: "강건성과 조작 저항"),
      text: .init(
        en:
          "Robustness: the same ratings under every rule, unit and conversion, with and without the "
          + "flagged. Manipulation: how many of these evaluators, had they acted together, would have "
          + "changed the result; quiet: maximum for the target, otherwise as they rated; blatant: "
          + "minimum for all others too.",
        ko: "강건성: 같은 평점을 모든 규칙, 단위, 환산으로, 표시된 평가위원을 넣거나 빼고 집계합니다. 조작 저항: 이 "
          + "평가위원 가운데 몇 명이 짜면 결과가 바뀌었을지. 조용한 담합은 목표 모델에만 최고점을, 노골적인 담합은 "
          + "나머지에 최저점까지 줍니다."
      )
    ),
  ]

  private static func text(_ rule: OutlierRule) -> LocalizedText {
    switch rule {
    case .none: .init(en: "The plain mean.", ko: "단순 평균.")
    case .dropHighLow(let k):
      .init(
        en:
          "Without the \(k) highest and \(k) lowest, one each even when tied; divided by n - \(2 * k).",
        ko: "최고점과 최저점을 \(k)개씩 제외(동점이어도 \(k)개씩)하고 n - \(2 * k)로 나눕니다."
      )
    case .trimmed(let share):
      .init(
        en:
          "Without the g highest and g lowest of n, g = floor(\(share) n). Spreadsheets' TRIMMEAN takes "
          + "both sides together.",
        ko: "n개 가운데 위아래 g개씩 제외, g = floor(\(share) n). 스프레드시트의 TRIMMEAN은 양쪽 합을 씁니다."
      )
    case .winsorised(let share):
      .init(
        en: "The g = floor(\(share) n) highest and lowest count as the nearest one kept.",
        ko: "위아래 g = floor(\(share) n)개는 남은 값 가운데 가장 가까운 값으로 칩니다."
      )
    case .median:
      .init(
        en: "The middle value, or the mean of the two middle ones.",
        ko: "가운데 값(짝수면 가운데 둘의 평균)."
      )
    case .hodgesLehmann:
      .init(en: "The median of the means of all pairs.", ko: "모든 쌍의 평균의 중앙값.")
    case .huber(let k):
      .init(
        en:
          "Values further than \(k) robust deviations count as if they were there. Not exact, and not "
          + "monotone.",
        ko: "강건 편차의 \(k)배보다 먼 값은 그 거리에 있는 것으로 칩니다. 정확한 분수가 아니며 단조롭지 않습니다."
      )
    case .tukey(let k):
      .init(
        en:
          "The mean of the values within \(k) interquartile ranges of the quartiles (type 7). Not "
          + "monotone.",
        ko: "사분위수(7형)에서 사분위 범위의 \(k)배 안에 있는 값의 평균. 단조롭지 않습니다."
      )
    case .mad(let k):
      .init(
        en: "The mean of the values with a modified z-score of at most \(k). Not monotone.",
        ko: "수정 z점수가 \(k) 이하인 값의 평균. 단조롭지 않습니다."
      )
    case .gesd(let r, let level):
      .init(
        en:
          "The mean without the outliers of Rosner's test, at most \(r) at significance \(level). It "
          + "assumes normality, and is not monotone.",
        ko: "로스너 검정(최대 \(r)개, 유의수준 \(level))의 이상치를 뺀 평균. 정규성을 가정하며 단조롭지 않습니다."
      )
    case .tInterval:
      .init(
        en:
          "The mean of all values if they lie within 30% of full marks, otherwise of those within the "
          + "95% t interval. For 5 to 9 judges.",
        ko: "범위가 만점의 30% 이내면 평균, 아니면 95% t 구간 안에 있는 값의 평균. 5–9명을 위한 규칙입니다."
      )
    }
  }

  private static func unit(_ unit: ScoringUnit) -> LocalizedText {
    switch unit {
    case .item: .init(en: " Applied to the ratings of each item.", ko: " 문항별 평점에 적용합니다.")
    case .criterion: .init(en: " Applied to criterion ratings.", ko: " 기준별 평점에 적용합니다.")
    case .total:
      .init(
        en: " Applied to the evaluators' points for the model, of those who rated every criterion.",
        ko: " 모든 기준을 평가한 평가위원의 모델별 점수에 적용합니다."
      )
    }
  }

  private static func relative(_ step: RelativeStep) -> LocalizedText {
    switch step {
    case .none: .init(en: "None: points are used as they are.", ko: "없음: 점수를 그대로 씁니다.")
    case .best:
      .init(
        en: "The best model gets full marks, the others in proportion.",
        ko: "최고점 모델이 만점을 받고 나머지는 비례합니다."
      )
    case .rankSteps(let step):
      .init(
        en: "Rank 1 gets full marks, each later rank \(step) points less, never below 0.",
        ko: "1위가 만점, 순위마다 \(step)점씩 적게 받으며 0점보다 낮아지지 않습니다."
      )
    }
  }

  private static func formula(_ rule: OutlierRule) -> String? {
    switch rule {
    case .none: "estimate = sum(x) / n"
    case .dropHighLow, .trimmed: "estimate = sum(x[g+1] ... x[n-g]) / (n - 2g)"
    case .winsorised: "estimate = (g x[g+1] + sum(x[g+1] ... x[n-g]) + g x[n-g]) / n"
    case .median: nil
    case .hodgesLehmann: "estimate = median((x[i] + x[j]) / 2), i <= j"
    case .huber: "sum(clip((x - t) / s, -k, k)) = 0,  s = 1.482602218505602 MAD"
    case .tukey: "Q1 - k IQR <= x <= Q3 + k IQR"
    case .mad: "|0.6745 (x - median) / MAD| <= k"
    case .gesd: "R[i] = max |x - mean| / s  against  lambda[i]"
    case .tInterval: "mean - t s / sqrt(n) <= x <= mean + t s / sqrt(n)"
    }
  }

  private static func source(_ rule: OutlierRule) -> String? {
    switch rule {
    case .hodgesLehmann: "Hodges and Lehmann 1963"
    case .huber: "Huber 1964, Robust estimation of a location parameter"
    case .tukey: "Tukey 1977, Exploratory Data Analysis; Hyndman and Fan 1996"
    case .mad: "Iglewicz and Hoaglin 1993, How to Detect and Handle Outliers"
    case .gesd: "Rosner 1983, Technometrics 25(2); NIST/SEMATECH e-Handbook 1.3.5.17.3"
    case .none, .dropHighLow, .trimmed, .winsorised, .median, .tInterval: nil
    }
  }
}

extension LocalizedText {
  fileprivate static func + (first: LocalizedText, second: LocalizedText) -> LocalizedText {
    LocalizedText(en: first.en + second.en, ko: first.ko + second.ko)
  }
}
