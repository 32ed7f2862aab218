extension SurveyCheck {
  /// Reads the scoring rule and checks that it can work with this survey's panel.
  mutating func scoringRule(
    _ node: YAMLNode?,
    criteria: [Criterion],
    scale: Scale?,
    models: Int,
    minimumPanel: Int?
  ) -> ScoringRule? {
    guard let map = map(node, "scoring") else { return nil }
    let outliers = ruleWord(map["rule"]) { word throws(RuleProblem) in
      try OutlierRule(word: word)
    }
    let unit = oneOf(map["unit"], ScoringUnit.self)
    let conversion = oneOf(map["conversion"], Conversion.self)
    let relative = ruleWord(map["relative"]) { word throws(RuleProblem) in
      try RelativeStep(word: word)
    }
    let rounding = ruleWord(map["round"]) { word throws(RuleProblem) in try Rounding(word: word) }
    let quorum = integer(map["quorum"], in: 1...100_000)
    let minimumAnswered = decimal(map["minimumAnswered"], in: 0...1)
    let ties = ties(map["ties"], among: criteria)
    let bootstrap = integer(map["bootstrap"], in: 0...1_000_000)
    let seed = seed(map["seed"])

    if let node = map["quorum"], let quorum, let minimumPanel, quorum > minimumPanel {
      error(
        at: node.line,
        .init(
          en: "a quorum of \(quorum) is more than the smallest panel of \(minimumPanel)",
          ko: "정족수 \(quorum)명이 최소 평가단 \(minimumPanel)명보다 많습니다"
        ),
        fix: .init(
          en: "make 'quorum' at most \(minimumPanel) or 'minimumPanel' greater",
          ko: "quorum을 \(minimumPanel) 이하로 줄이거나 minimumPanel을 늘리십시오"
        )
      )
    }
    if let node = map["rule"], let outliers, let minimumPanel {
      let fewest = quorum.map { min($0, minimumPanel) } ?? minimumPanel
      check(outliers, at: node.line, fewest: fewest, minimumPanel: minimumPanel)
    }
    if let node = map["conversion"], let conversion, let scale {
      check(conversion, at: node.line, on: scale)
    }
    if let node = map["relative"], let relative {
      check(relative, at: node.line, models: models, criteria: criteria)
    }
    guard let outliers, let unit, let conversion, let relative, let rounding, let quorum,
      let minimumAnswered, let bootstrap, let seed
    else { return nil }
    return ScoringRule(
      outliers: outliers,
      unit: unit,
      conversion: conversion,
      relative: relative,
      rounding: rounding,
      quorum: quorum,
      minimumAnswered: minimumAnswered,
      ties: ties,
      bootstrap: bootstrap,
      seed: seed
    )
  }

  private mutating func ties(_ node: YAMLNode?, among criteria: [Criterion]) -> [CriterionID] {
    var ties: [CriterionID] = []
    for entry in list(node) {
      guard let id = reference(entry, to: criteria) else { continue }
      if ties.contains(id) {
        error(
          at: entry.line,
          .init(en: "'ties' names '\(id)' twice", ko: "'ties'에 '\(id)'이(가) 두 번 있습니다"),
          fix: .init(en: "remove one of them", ko: "하나를 지우십시오")
        )
      } else {
        ties.append(id)
      }
    }
    return ties
  }

  private mutating func seed(_ node: YAMLNode?) -> UInt64? {
    guard let node, let text = word(node) else { return nil }
    guard text.first != "+", let seed = UInt64(text) else {
      wrongType(
        node,
        .init(
          en: "must be a whole number from 0 to \(UInt64.max), not '\(text)'",
          ko: "0 이상 \(UInt64.max) 이하의 정수여야 합니다: '\(text)'"
        ),
        fix: .init(en: "write digits only, such as 20260101", ko: "20260101처럼 숫자만 쓰십시오")
      )
      return nil
    }
    return seed
  }

  private mutating func check(
    _ rule: OutlierRule,
    at line: Int,
    fewest: Int,
    minimumPanel: Int
  ) {
    let dropped: Int
    switch rule {
    case .dropHighLow(let count): dropped = count
    case .trimmed(let share): dropped = share.unscaled * fewest / share.denominator
    default: dropped = 0
    }
    if !rule.isMonotone {
      warning(
        at: line,
        .init(
          en: "'\(rule)' is not monotone: raising one rating can lower that model's score",
          ko: "'\(rule)'은(는) 단조롭지 않습니다: 평점 하나를 올리면 그 모델의 점수가 내려갈 수 있습니다"
        ),
        fix: .init(
          en: "use trimmed=0.10 as the official rule and see this one in the robustness table",
          ko: "공식 규칙으로는 trimmed=0.10을 쓰고 이 규칙은 강건성 표에서 보십시오"
        )
      )
    }
    if rule == .tInterval, minimumPanel > OutlierRule.mostForInterval {
      error(
        at: line,
        .init(
          en: "tInterval was made for 5 to 9 judges; with \(minimumPanel) it usually keeps nobody",
          ko: "tInterval은 평가위원 5–9명을 위한 규칙이며, \(minimumPanel)명에서는 남는 평점이 거의 없습니다"
        ),
        fix: .init(
          en: "use trimmed=0.10, or a panel of at most \(OutlierRule.mostForInterval)",
          ko: "trimmed=0.10을 쓰거나 평가단을 \(OutlierRule.mostForInterval)명 이하로 하십시오"
        )
      )
    }
    if dropped > 0, fewest - 2 * dropped < 3 {
      error(
        at: line,
        .init(
          en: "with \(fewest) evaluators '\(rule)' leaves fewer than 3 ratings",
          ko: "평가위원 \(fewest)명에서 '\(rule)'을(를) 쓰면 평점이 3개도 남지 않습니다"
        ),
        fix: .init(
          en: "drop less, or make 'quorum' and 'minimumPanel' greater",
          ko: "덜 제외하거나 quorum과 minimumPanel을 늘리십시오"
        )
      )
    } else if case .dropHighLow = rule, minimumPanel < 7 {
      warning(
        at: line,
        .init(
          en:
            "in a panel of \(minimumPanel), dropping the highest and lowest discards a large part "
            + "of the ratings",
          ko: "평가위원 \(minimumPanel)명에서는 최고·최저점 제외가 평점의 큰 부분을 버립니다"
        ),
        fix: .init(en: "make 'minimumPanel' 7 or more", ko: "minimumPanel을 7 이상으로 하십시오")
      )
    }
  }

  private mutating func check(_ conversion: Conversion, at line: Int, on scale: Scale) {
    guard conversion == .proportion else { return }
    if scale.lowest < 0 {
      error(
        at: line,
        .init(
          en: "'proportion' cannot work on a scale with negative ratings",
          ko: "음수가 있는 척도에는 proportion을 쓸 수 없습니다"
        ),
        fix: .init(en: "use 'conversion: range'", ko: "'conversion: range'를 쓰십시오")
      )
    } else if scale.lowest > 0 {
      let share = (scale.lowest * 1000 + scale.highest / 2) / scale.highest
      let percent = "\(share / 10)" + (share % 10 == 0 ? "" : ".\(share % 10)")
      warning(
        at: line,
        .init(
          en: "with 'proportion' the lowest rating still gets \(percent)% of full marks",
          ko: "proportion에서는 가장 낮은 평점도 만점의 \(percent)%를 받습니다"
        ),
        fix: .init(
          en: "use 'conversion: range' if the lowest rating should give 0 points",
          ko: "가장 낮은 평점이 0점이어야 하면 'conversion: range'를 쓰십시오"
        )
      )
    }
  }

  private mutating func check(
    _ relative: RelativeStep,
    at line: Int,
    models: Int,
    criteria: [Criterion]
  ) {
    guard case .rankSteps(let step) = relative, models > 1 else { return }
    let points = criteria.reduce(0) { $0 + $1.points.billionths }
    let isHuge = step.unscaled / step.denominator > 1_000_000
    guard isHuge || step.billionths * (models - 1) > points else { return }
    warning(
      at: line,
      .init(
        en: "with \(models) models, \(step) points a rank take more than all points from the last "
          + "rank, which gets 0",
        ko: "모델 \(models)개에 순위당 \(step)점이면 마지막 순위는 배점보다 많이 잃습니다(0점 처리)"
      ),
      fix: .init(en: "use smaller steps", ko: "순위당 점수를 줄이십시오")
    )
  }
}
