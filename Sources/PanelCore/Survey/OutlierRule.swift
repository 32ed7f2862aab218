/// What happens to a model's highest and lowest ratings; each case is a page of `docs/statistics`.
public enum OutlierRule: Hashable, Sendable, CustomStringConvertible {
  /// The plain mean.
  case none
  /// Drops exactly this many highest and as many lowest ratings (최고·최저점 제외).
  case dropHighLow(Int)
  /// Drops ⌊αn⌋ ratings a side (절사평균).
  case trimmed(ExactDecimal)
  /// Moves ⌊αn⌋ ratings a side to the nearest rating kept.
  case winsorised(ExactDecimal)
  /// The median.
  case median
  /// The median of the means of all pairs.
  case hodgesLehmann
  /// Huber's estimate; ratings more than k robust deviations away count as if they were k away.
  case huber(ExactDecimal)
  /// The mean of the ratings within k interquartile ranges of the quartiles.
  case tukey(ExactDecimal)
  /// The mean of the ratings whose modified z-score is at most k.
  case mad(ExactDecimal)
  /// The mean without at most r outliers by the generalised ESD test at significance α.
  case gesd(Int, ExactDecimal)
  /// The mean of the ratings within the 95 per cent t interval, for 5 to 9 judges.
  case tInterval

  /// Ten per cent a side.
  public static let standard = OutlierRule.trimmed(ExactDecimal("0.10") ?? ExactDecimal(0))

  /// The words this version understands, with the shape of their arguments.
  public static let words = [
    "none", "dropHighLow=1", "trimmed=0.10", "winsorised=0.10", "median", "hodgesLehmann",
    "huber=1.345", "tukey=1.5", "mad=3.5", "gesd=10,0.05", "tInterval",
  ]

  /// The most evaluators for whom `tInterval` makes sense; it was proposed for 5 to 9.
  public static let mostForInterval = 12

  /// Whether raising one rating can never lower a model's points under this rule.
  public var isMonotone: Bool {
    switch self {
    case .none, .dropHighLow, .trimmed, .winsorised, .median, .hodgesLehmann: true
    case .huber, .tukey, .mad, .gesd, .tInterval: false
    }
  }

  /// Reads a word such as `trimmed=0.10`.
  public init(word: String) throws(RuleProblem) {
    let parts = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    let argument = parts.count > 1 ? String(parts[1]) : nil
    switch (String(parts[0]), argument) {
    case ("none", nil): self = .none
    case ("median", nil): self = .median
    case ("hodgesLehmann", nil): self = .hodgesLehmann
    case ("tInterval", nil): self = .tInterval
    case ("dropHighLow", _):
      guard let count = OutlierRule.count(argument) else {
        throw OutlierRule.problem(
          word,
          .init(
            en: "the number to drop must be a whole number from 1",
            ko: "제외할 개수는 1 이상의 정수여야 합니다"
          ),
          "dropHighLow=1"
        )
      }
      self = .dropHighLow(count)
    case ("trimmed", _): self = .trimmed(try OutlierRule.share(argument, word, "trimmed=0.10"))
    case ("winsorised", _):
      self = .winsorised(try OutlierRule.share(argument, word, "winsorised=0.10"))
    case ("huber", _): self = .huber(try OutlierRule.constant(argument, word, "huber=1.345"))
    case ("tukey", _): self = .tukey(try OutlierRule.constant(argument, word, "tukey=1.5"))
    case ("mad", _): self = .mad(try OutlierRule.constant(argument, word, "mad=3.5"))
    case ("gesd", _):
      let terms = (argument ?? "").split(separator: ",", omittingEmptySubsequences: false)
      guard terms.count == 2, let count = OutlierRule.count(String(terms[0])),
        let level = ExactDecimal(String(terms[1])), level.unscaled > 0,
        level.unscaled < level.denominator
      else {
        throw OutlierRule.problem(
          word,
          .init(
            en:
              "it needs the most outliers, a whole number from 1, and a significance between 0 and 1",
            ko: "최대 이상치 개수(1 이상의 정수)와 유의수준(0과 1 사이)이 필요합니다"
          ),
          "gesd=10,0.05"
        )
      }
      self = .gesd(count, level)
    default:
      let list = OutlierRule.words.joined(separator: " · ")
      throw RuleProblem(
        message: LocalizedText(
          en: "'\(word)' is not an outlier rule that this version knows",
          ko: "'\(word)'은(는) 이 판이 아는 이상치 규칙이 아닙니다"
        ),
        fix: LocalizedText(en: "use one of: \(list)", ko: "다음 중 하나: \(list)")
      )
    }
  }

  private static func problem(
    _ word: String,
    _ message: LocalizedText,
    _ example: String
  ) -> RuleProblem {
    RuleProblem(
      message: LocalizedText(en: "'\(word)': \(message.en)", ko: "'\(word)': \(message.ko)"),
      fix: LocalizedText(en: "write for example \(example)", ko: "예: \(example)")
    )
  }

  private static func count(_ text: String?) -> Int? {
    guard let text, text.first != "+", let count = Int(text), (1...1_000_000).contains(count) else {
      return nil
    }
    return count
  }

  /// A share a side, from 0 to below one half.
  private static func share(
    _ text: String?,
    _ word: String,
    _ example: String
  ) throws(RuleProblem) -> ExactDecimal {
    guard let text, let share = ExactDecimal(text), share.unscaled >= 0,
      2 * share.unscaled < share.denominator
    else {
      throw problem(
        word,
        .init(
          en: "the share a side must be at least 0 and below 0.5",
          ko: "한쪽 비율은 0 이상 0.5 미만이어야 합니다"
        ),
        example
      )
    }
    return share
  }

  /// A tuning constant above 0, at most 100.
  private static func constant(
    _ text: String?,
    _ word: String,
    _ example: String
  ) throws(RuleProblem) -> ExactDecimal {
    guard let text, let constant = ExactDecimal(text), constant.unscaled > 0,
      constant.unscaled <= 100 * constant.denominator
    else {
      throw problem(
        word,
        .init(en: "the constant must be above 0 and at most 100", ko: "상수는 0보다 크고 100 이하여야 합니다"),
        example
      )
    }
    return constant
  }

  /// The word.
  public var description: String {
    switch self {
    case .none: "none"
    case .dropHighLow(let count): "dropHighLow=\(count)"
    case .trimmed(let share): "trimmed=\(share)"
    case .winsorised(let share): "winsorised=\(share)"
    case .median: "median"
    case .hodgesLehmann: "hodgesLehmann"
    case .huber(let constant): "huber=\(constant)"
    case .tukey(let constant): "tukey=\(constant)"
    case .mad(let constant): "mad=\(constant)"
    case .gesd(let count, let level): "gesd=\(count),\(level)"
    case .tInterval: "tInterval"
    }
  }
}
