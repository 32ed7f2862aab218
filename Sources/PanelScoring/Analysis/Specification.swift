public import PanelCore
import PanelStatistics

extension Robustness {
  /// One way to turn the ratings into points that could have been chosen instead.
  ///
  /// What it does not name is as in the official rule: the relative step, the share of items that
  /// must be answered, the criteria that tell equal points apart.
  public struct Specification: Hashable, Sendable {
    /// What happens to extreme ratings.
    public var outliers: OutlierRule
    /// On what that works.
    public var unit: ScoringUnit
    /// How a mean rating becomes points.
    public var conversion: Conversion
    /// Whether the evaluators flagged by screening are left out.
    public var isWithoutFlagged: Bool
    /// Whether it is the official one.
    public var isOfficial: Bool
    /// Whether its points are exact fractions.
    public var isExact: Bool
  }

  /// A choice that could be thought of and is not among the specifications.
  public enum Omission: Hashable, Sendable {
    /// `tInterval`, in a panel of more evaluators than it was made for.
    case interval(evaluators: Int, most: Int)
    /// `proportion`, on a scale that begins below 0.
    case proportion(lowest: Int)
    /// The panel without flagged evaluators, because none is flagged.
    case nobodyFlagged

    /// The reason in words.
    public var text: LocalizedText {
      switch self {
      case .interval(let evaluators, let most):
        LocalizedText(
          en:
            "without tInterval: it is for at most \(most) evaluators, and there are \(evaluators)",
          ko: "tInterval 제외: 최대 \(most)명을 위한 규칙이며 평가위원은 \(evaluators)명입니다"
        )
      case .proportion(let lowest):
        LocalizedText(
          en: "without proportion: the scale begins at \(lowest), below 0",
          ko: "proportion 제외: 척도가 0보다 작은 \(lowest)에서 시작합니다"
        )
      case .nobodyFlagged:
        LocalizedText(
          en: "all evaluators are in: screening flagged nobody",
          ko: "선별에서 표시된 평가위원이 없어 모두 포함한 결과만 있습니다"
        )
      }
    }
  }

  /// The rules of the table, each once; the official one is always among them.
  ///
  /// They are the words of ``OutlierRule/words``, with two more that panels of this size use, and the
  /// official rule after those of its kind.
  static func rules(
    _ official: OutlierRule,
    evaluators: Int
  ) -> (rules: [OutlierRule], omissions: [Omission]) {
    var rules: [OutlierRule] = []
    for word in OutlierRule.words {
      guard let rule = try? OutlierRule(word: word) else { continue }
      rules.append(rule)
      if let variant = variant(of: rule) { rules.append(variant) }
    }
    if !rules.contains(official) {
      let last = rules.lastIndex { name($0) == name(official) }
      rules.insert(official, at: last.map { $0 + 1 } ?? 0)
    }
    guard evaluators > OutlierRule.mostForInterval, official != .tInterval else {
      return (rules, [])
    }
    return (
      rules.filter { $0 != .tInterval },
      [.interval(evaluators: evaluators, most: OutlierRule.mostForInterval)]
    )
  }

  private static func variant(of rule: OutlierRule) -> OutlierRule? {
    switch rule {
    case .dropHighLow: .dropHighLow(2)
    case .trimmed: ExactDecimal("0.20").map { .trimmed($0) }
    default: nil
    }
  }

  private static func name(_ rule: OutlierRule) -> Substring {
    rule.description.prefix { $0 != "=" }
  }
}
