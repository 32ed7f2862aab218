/// The complete rule that turns ratings into points, fixed in the manifest before opening.
///
/// Every part is written in the same words in a survey file, on the command line, in the manifest
/// and in results.
public struct ScoringRule: Hashable, Sendable {
  /// What happens to extreme ratings.
  public var outliers: OutlierRule
  /// The values to which the outlier rule is applied.
  public var unit: ScoringUnit
  /// How a mean rating becomes points.
  public var conversion: Conversion
  /// How points relate to the other models.
  public var relative: RelativeStep
  /// The one rounding, at the end.
  public var rounding: Rounding
  /// The least number of evaluators entering a model's estimate (default: max(5, ⌈invited/3⌉)).
  public var quorum: Int?
  /// The share of a criterion's items (by count) that must be answered for a criterion rating,
  /// 0…1.
  public var minimumAnswered: ExactDecimal
  /// The criteria that break ties of equal points, most important first; if empty, ties remain.
  public var ties: [CriterionID]
  /// The number of bootstrap resamples; 0 computes no interval.
  public var bootstrap: Int
  /// The seed of the bootstrap.
  public var seed: UInt64

  /// Makes a rule.
  public init(
    outliers: OutlierRule = .standard,
    unit: ScoringUnit = .criterion,
    conversion: Conversion = .proportion,
    relative: RelativeStep = .none,
    rounding: Rounding = .standard,
    quorum: Int? = nil,
    minimumAnswered: ExactDecimal = ScoringRule.half,
    ties: [CriterionID] = [],
    bootstrap: Int = 10_000,
    seed: UInt64 = 1
  ) {
    self.outliers = outliers
    self.unit = unit
    self.conversion = conversion
    self.relative = relative
    self.rounding = rounding
    self.quorum = quorum
    self.minimumAnswered = minimumAnswered
    self.ties = ties
    self.bootstrap = bootstrap
    self.seed = seed
  }

  /// One half, the default of `minimumAnswered`.
  public static let half = ExactDecimal("0.5") ?? ExactDecimal(1)

  /// The quorum for a panel of that many invited evaluators.
  public func quorum(invited: Int) -> Int {
    quorum ?? max(5, (invited + 2) / 3)
  }
}

/// A problem of a word of a scoring rule, and how to fix it.
public struct RuleProblem: Error, Hashable, Sendable {
  /// What is wrong.
  public var message: LocalizedText
  /// What to do.
  public var fix: LocalizedText
}

/// The values to which the outlier rule is applied.
public enum ScoringUnit: String, CaseIterable, Codable, Sendable {
  /// On each item; the criterion is the weighted mean of its items' estimates.
  case item
  /// On the evaluators' criterion ratings.
  case criterion
  /// On the evaluators' points for the model, as in Korean procurement.
  case total
}

/// How a mean rating x on a scale lo…hi becomes a share of full marks.
public enum Conversion: String, CaseIterable, Codable, Sendable {
  /// (x − lo) / (hi − lo).
  case range
  /// x / hi.
  case proportion
}

/// How a model's points relate to those of the other models.
public enum RelativeStep: Hashable, Sendable, CustomStringConvertible {
  /// Points do not depend on other models.
  case none
  /// The best model gets full marks, the others in proportion (최고점 기준 환산).
  case best
  /// Rank 1 gets full marks, each later rank that many points less (차등점수제), never below 0.
  case rankSteps(ExactDecimal)

  /// Reads `none`, `best` or `rankSteps=1.5`.
  public init(word: String) throws(RuleProblem) {
    let parts = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    switch (parts[0], parts.count) {
    case ("none", 1): self = .none
    case ("best", 1): self = .best
    case ("rankSteps", 2):
      guard let step = ExactDecimal(String(parts[1])), step.unscaled > 0 else { fallthrough }
      self = .rankSteps(step)
    default:
      throw RuleProblem(
        message: LocalizedText(
          en: "'\(word)' is not a relative step",
          ko: "'\(word)'은(는) 상대평가 방식이 아닙니다"
        ),
        fix: LocalizedText(
          en: "use none, best or rankSteps=1.5 (points a rank)",
          ko: "none, best, rankSteps=1.5 중 하나를 쓰십시오"
        )
      )
    }
  }

  /// The word.
  public var description: String {
    switch self {
    case .none: "none"
    case .best: "best"
    case .rankSteps(let step): "rankSteps=\(step)"
    }
  }
}

/// The rounding at the end: the number of places, and the mode.
public struct Rounding: Hashable, Sendable, CustomStringConvertible {
  /// How digits after the last place are rounded.
  public enum Mode: String, CaseIterable, Sendable {
    /// A half is rounded up (반올림).
    case halfUp
    /// Further digits are cut off (버림).
    case truncate
    /// A half is rounded to the even digit.
    case halfEven
  }

  /// Decimal places kept, 0…9.
  public var places: Int
  /// The mode.
  public var mode: Mode

  /// Makes a rounding.
  public init(places: Int, mode: Mode) {
    self.places = places
    self.mode = mode
  }

  /// Two places, half up.
  public static let standard = Rounding(places: 2, mode: .halfUp)

  /// Reads `2,halfUp`.
  public init(word: String) throws(RuleProblem) {
    let parts = word.split(separator: ",", omittingEmptySubsequences: false).map {
      String($0.filter { $0 != " " })
    }
    guard parts.count == 2, let places = Int(parts[0]), (0...9).contains(places),
      let mode = Mode(rawValue: parts[1])
    else {
      throw RuleProblem(
        message: LocalizedText(en: "'\(word)' is not a rounding", ko: "'\(word)'은(는) 반올림 방식이 아닙니다"),
        fix: LocalizedText(
          en: "write places (0-9) and halfUp, truncate or halfEven, for example 2,halfUp",
          ko: "자릿수(0–9)와 halfUp, truncate, halfEven 중 하나: 예 2,halfUp"
        )
      )
    }
    self.places = places
    self.mode = mode
  }

  /// The words.
  public var description: String { "\(places),\(mode.rawValue)" }
}

extension ScoringRule: Codable {
  private enum CodingKeys: String, CodingKey {
    case rule, unit, conversion, relative, round, quorum, minimumAnswered, ties, bootstrap, seed
  }

  /// Reads the rule from its words.
  public init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    func word<Value>(
      _ key: CodingKeys,
      _ read: (String) throws(RuleProblem) -> Value
    ) throws -> Value {
      let text = try values.decode(String.self, forKey: key)
      do {
        return try read(text)
      } catch {
        throw DecodingError.dataCorruptedError(
          forKey: key,
          in: values,
          debugDescription: error.message.en
        )
      }
    }
    self.init(
      outliers: try word(.rule) { word throws(RuleProblem) in try OutlierRule(word: word) },
      unit: try values.decode(ScoringUnit.self, forKey: .unit),
      conversion: try values.decode(Conversion.self, forKey: .conversion),
      relative: try word(.relative) { word throws(RuleProblem) in try RelativeStep(word: word) },
      rounding: try word(.round) { word throws(RuleProblem) in try Rounding(word: word) },
      quorum: try values.decodeIfPresent(Int.self, forKey: .quorum),
      minimumAnswered: try values.decode(ExactDecimal.self, forKey: .minimumAnswered),
      ties: try values.decode([CriterionID].self, forKey: .ties),
      bootstrap: try values.decode(Int.self, forKey: .bootstrap),
      seed: try values.decode(UInt64.self, forKey: .seed)
    )
  }

  /// Writes the rule in its words.
  public func encode(to encoder: any Encoder) throws {
    var values = encoder.container(keyedBy: CodingKeys.self)
    try values.encode(outliers.description, forKey: .rule)
    try values.encode(unit, forKey: .unit)
    try values.encode(conversion, forKey: .conversion)
    try values.encode(relative.description, forKey: .relative)
    try values.encode(rounding.description, forKey: .round)
    try values.encodeIfPresent(quorum, forKey: .quorum)
    try values.encode(minimumAnswered, forKey: .minimumAnswered)
    try values.encode(ties, forKey: .ties)
    try values.encode(bootstrap, forKey: .bootstrap)
    try values.encode(seed, forKey: .seed)
  }
}
