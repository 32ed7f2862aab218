public import PanelCore

/// Why a result has no clear winner, or no clear eliminated models.
public enum NoClearOutcome: String, CaseIterable, Sendable {
  /// No model has points.
  case noResult
  /// Several models share the first rank.
  case tiedFirst
  /// Models tie across the cut between those that stay and those that are eliminated.
  case tiedAtCut
  /// No more models have points than are to be eliminated, or only one model has points.
  case tooFewModels
  /// No model is to be eliminated.
  case nobodyEliminated

  /// The reason in words.
  public var text: LocalizedText {
    switch self {
    case .noResult:
      LocalizedText(en: "no model has points", ko: "점수가 있는 모델이 없습니다")
    case .tiedFirst:
      LocalizedText(en: "several models share the first rank", ko: "여러 모델이 공동 1위입니다")
    case .tiedAtCut:
      LocalizedText(
        en: "models tie at the cut between staying and being eliminated",
        ko: "탈락 경계에서 모델들이 동점입니다"
      )
    case .tooFewModels:
      LocalizedText(en: "there are too few models to compare", ko: "비교할 모델이 모자랍니다")
    case .nobodyEliminated:
      LocalizedText(en: "nobody is to be eliminated", ko: "탈락하는 모델이 없습니다")
    }
  }

  /// The only model at the first rank of an order.
  static func winner(_ order: [[Int]]) -> Result<Int, NoClearOutcome> {
    guard let first = order.first else { return .failure(.noResult) }
    return first.count == 1 ? .success(first[0]) : .failure(.tiedFirst)
  }

  /// The last `count` models of an order, where no tie goes across the cut.
  static func eliminated(_ order: [[Int]], _ count: Int) -> Result<Set<Int>, NoClearOutcome> {
    guard count > 0 else { return .failure(.nobodyEliminated) }
    guard !order.isEmpty else { return .failure(.noResult) }
    guard count < order.joined().count else { return .failure(.tooFewModels) }
    var last: Set<Int> = []
    for group in order.reversed() where last.count < count {
      last.formUnion(group)
    }
    return last.count == count ? .success(last) : .failure(.tiedAtCut)
  }
}

extension NoClearOutcome: Error {}
