public import PanelCore
import PanelStatistics

extension InferenceGuard {
  /// For each model whose points can be derived exactly: the smallest group that can, and how.
  public var explanations: [LocalizedText] {
    var told: Set<String> = []
    return exact.compactMap { finding in
      told.insert(finding.model).inserted ? explanation(of: finding) : nil
    }
  }

  /// Who can derive what, and how.
  func explanation(of finding: Finding) -> LocalizedText {
    let who = Self.name(finding.observer)
    let how = arithmetic(finding) ?? ruleAlone(finding)
    return LocalizedText(
      en: "\(who.en) can derive that \(finding.model) has \(finding.lower) points: \(how.en)",
      ko: "\(who.ko): 모델 \(finding.model)의 점수 \(finding.lower)을(를) 알아낼 수 있습니다. \(how.ko)"
    )
  }

  /// The name of an observer: everybody, one team, or two teams together.
  public static func name(_ observer: [String]) -> LocalizedText {
    switch observer.count {
    case 0: LocalizedText(en: "everybody", ko: "누구나")
    case 1: LocalizedText(en: "the team of \(observer[0])", ko: "\(observer[0])의 팀")
    default:
      LocalizedText(
        en: "the teams of \(observer.joined(separator: " and ")) together",
        ko: "\(observer.joined(separator: ", "))의 팀이 함께"
      )
    }
  }

  /// Explains a subtraction: the average times the number of models, less the points of all other
  /// models; `nil` if the observer does not know these.
  private func arithmetic(_ finding: Finding) -> LocalizedText? {
    guard policy == .winnerAndAverage, let average = scores.average, let sums = scores.sums,
      sums.lowerBound == sums.upperBound
    else { return nil }
    let others = scores.models.indices.filter { scores.models[$0] != finding.model }
    let isKnown = others.allSatisfy {
      scores.ranks[$0] == 1 || finding.observer.contains(scores.models[$0])
    }
    guard isKnown else { return nil }
    let mean = average.decimalText(places: scores.averagePlaces, mode: .halfUp)
    let terms = others.map { "\(scores.text(scores.points[$0])) (\(scores.models[$0]))" }
    let sum =
      ([scores.text(sums.lowerBound)] + terms).joined(separator: " − ") + " = \(finding.lower)"
    return LocalizedText(
      en:
        "average \(mean) × \(scores.models.count) models = \(scores.text(sums.lowerBound)) in all; "
        + sum,
      ko: "평균 \(mean) × 모델 \(scores.models.count)개 = 합계 \(scores.text(sums.lowerBound)), \(sum)"
    )
  }

  private func ruleAlone(_ finding: Finding) -> LocalizedText {
    switch scores.rule.relative {
    case .rankSteps(let step):
      LocalizedText(
        en: "the rule takes \(step) points a rank, so that a rank is a number of points",
        ko: "순위마다 \(step)점씩 줄어드는 규칙이어서 순위가 곧 점수입니다"
      )
    case .best where finding.lower == scores.text(scores.fullMarks):
      LocalizedText(
        en: "points are relative to the best, and the first always has full marks",
        ko: "최고점 기준 환산에서는 1위가 언제나 만점입니다"
      )
    case .best, .none:
      LocalizedText(
        en: "no other number fits what is published and what they know",
        ko: "공개된 것과 맞는 값이 하나뿐입니다"
      )
    }
  }
}
