public import PanelCore
public import PanelStatistics

/// The points and the order of the models under every specification that could have been chosen.
///
/// The official result is one of them. If the others agree with it, the result does not depend on the
/// choice of a rule; if not, the table shows which choice matters.
public struct Robustness: Hashable, Sendable {
  /// Why a model has no points under a specification.
  public enum Missing: Hashable, Sendable {
    /// That many evaluators enter, fewer than the quorum.
    case quorum(Int, of: Int)
    /// The rule gives no estimate.
    case noEstimate(NoEstimate)

    /// The reason in words.
    public var text: LocalizedText {
      switch self {
      case .quorum(let n, let quorum):
        LocalizedText(en: "quorum: \(n) of \(quorum)", ko: "정족수 \(quorum)명 가운데 \(n)명")
      case .noEstimate(.noRatings):
        LocalizedText(en: "there are no ratings", ko: "평점이 없음")
      case .noEstimate(.tooFewLeft(let count)):
        LocalizedText(
          en: "the rule leaves \(count) ratings, too few for an estimate",
          ko: "규칙이 남긴 평점이 \(count)개뿐임"
        )
      case .noEstimate(.unusableConstant):
        LocalizedText(en: "a constant of the rule cannot be used", ko: "규칙의 상수를 쓸 수 없음")
      }
    }
  }

  /// The result of one specification.
  public struct Outcome: Hashable, Sendable {
    /// The specification.
    public var specification: Specification
    /// For each model its points before rounding, or why it has none.
    public var points: [Result<Rational, Missing>]
    /// The positions of the models with points from the first rank down, tied ones together.
    ///
    /// As in the official ranking, the order is made before the relative step, and the criteria in `ties`
    /// break ties.
    public var order: [[Int]]
  }

  /// The models, in the declared order; positions below refer to it.
  public let models: [ModelCode]
  /// How many evaluators there are.
  public let evaluators: Int
  /// How many of them are flagged.
  public let flagged: Int
  /// Every specification: rule after rule, for each the units, the conversions, with and without.
  public let outcomes: [Outcome]
  /// The position of the official outcome.
  public let official: Int
  /// The omitted choices, and why.
  public let omissions: [Omission]
  /// How the other outcomes compare with the official one.
  public let summary: Summary

  /// Computes every specification.
  ///
  /// The quorum is the same number throughout, counted on the evaluators that a specification leaves.
  ///
  /// - Parameters:
  ///   - table: The ratings; the order of the evaluators changes nothing.
  ///   - rule: The official rule.
  ///   - flagged: Positions in the table of the evaluators flagged by screening.
  ///   - quorum: The least number of evaluators entering a model's estimate.
  ///   - eliminate: How many of the last models are looked at as the last.
  public init(
    _ table: RatingsTable,
    rule: ScoringRule,
    flagged: Set<Int> = [],
    quorum: Int,
    eliminate: Int = 1
  ) {
    let everyone = Array(repeating: 1, count: table.raters.count)
    let flagged = flagged.intersection(everyone.indices)
    var (rules, omissions) = Robustness.rules(rule.outliers, evaluators: everyone.count)
    var conversions = Conversion.allCases
    if table.form.lowest < 0, rule.conversion != .proportion {
      conversions.removeAll { $0 == .proportion }
      omissions.append(.proportion(lowest: table.form.lowest))
    }
    var panels = [(isWithoutFlagged: false, multiplicities: everyone)]
    if flagged.isEmpty {
      omissions.append(.nobodyFlagged)
    } else {
      panels.append((true, everyone.indices.map { flagged.contains($0) ? 0 : 1 }))
    }

    // Which value occurs how often does not depend on the rule.
    var settings: [(rule: ScoringRule, columns: RatingColumns, counts: [[[[Int]]]])] = []
    for unit in ScoringUnit.allCases {
      for conversion in conversions {
        var setting = rule
        (setting.unit, setting.conversion) = (unit, conversion)
        if unit != .total, let last = settings.last, last.rule.unit == unit {
          // Only points are converted, and these are values for that unit alone.
          settings.append((setting, last.columns, last.counts))
          continue
        }
        let columns = RatingColumns(table, setting)
        let counts = panels.map { panel in
          table.form.models.indices.map { columns.counts($0, panel.multiplicities) }
        }
        settings.append((setting, columns, counts))
      }
    }
    var outcomes: [Outcome] = []
    var official = 0
    for outliers in rules {
      let plans = Scoring.Plans(outliers, table.form, evaluators: everyone.count)
      for (setting, columns, counts) in settings {
        var setting = setting
        setting.outliers = outliers
        let scoring = Scoring(columns, setting, plans)
        for (panel, counts) in zip(panels, counts) {
          let isOfficial = setting == rule && !panel.isWithoutFlagged
          if isOfficial { official = outcomes.count }
          let specification = Specification(
            outliers: outliers,
            unit: setting.unit,
            conversion: setting.conversion,
            isWithoutFlagged: panel.isWithoutFlagged,
            isOfficial: isOfficial,
            isExact: plans.isExact
          )
          outcomes.append(Outcome(specification, scoring, counts, quorum: quorum))
        }
      }
    }
    models = table.form.models
    evaluators = everyone.count
    self.flagged = flagged.count
    self.outcomes = outcomes
    self.official = official
    self.omissions = omissions
    summary = Summary(outcomes, official: official, eliminate: eliminate)
  }
}

extension Robustness.Outcome {
  fileprivate init(
    _ specification: Robustness.Specification,
    _ scoring: Scoring,
    _ counts: [[[Int]]],
    quorum: Int
  ) {
    let keys = counts.enumerated().map { model, counts -> Result<RankingKey, Robustness.Missing> in
      let n = scoring.columns.entering(counts).min() ?? 0
      guard n >= quorum else { return .failure(.quorum(n, of: quorum)) }
      do throws(NoEstimate) {
        return .success(try scoring.key(model, counts))
      } catch {
        return .failure(.noEstimate(error))
      }
    }
    let final = scoring.relative(keys.map { (try? $0.get())?.points }, scoring.rule.relative)
    self.specification = specification
    points = zip(keys, final).map { key, points in key.map { points ?? $0.points } }
    order = RankingKey.order(keys.map { try? $0.get() })
  }
}

extension Robustness.Missing: Error {}

extension Robustness {
  /// One way to turn the ratings into points that could have been chosen instead.
  ///
  /// All else is as in the official rule: the relative step, the share of items that
  /// must be answered, the criteria that break ties.
  public struct Specification: Hashable, Sendable {
    /// What happens to extreme ratings.
    public var outliers: OutlierRule
    /// The values to which the outlier rule is applied.
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

  /// A possible choice that is not among the specifications.
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

extension Robustness {
  /// How many specifications agree with the official result.
  public struct Tally: Hashable, Sendable {
    /// How many specifications there are, the official one included.
    public var specifications = 0
    /// How many of them give points to every model that officially has some.
    ///
    /// Only these are compared; there are none where officially no model has points.
    public var complete = 0
    /// How many of the complete ones have the official order, ties included.
    public var sameOrder = 0
    /// How many of the complete ones have the official winner, or the same models sharing rank 1.
    public var sameWinner = 0
    /// How many of the complete ones have the same last models; `nil` where that is undecided
    /// officially.
    public var sameLast: Int?
  }

  /// One choice, such as a rule or a unit, that several specifications have in common.
  public enum Choice: Hashable, Sendable {
    /// An outlier rule.
    case outliers(OutlierRule)
    /// A unit.
    case unit(ScoringUnit)
    /// A conversion.
    case conversion(Conversion)
    /// The panel with (`false`) or without (`true`) the flagged evaluators.
    case withoutFlagged(Bool)
  }

  /// The specifications that make one choice.
  public struct Group: Hashable, Sendable {
    /// The choice.
    public var choice: Choice
    /// How they compare with the official result.
    public var tally: Tally
    /// The positions of those whose order is not the official one, the incomplete ones included.
    public var differing: [Int]
  }

  /// An order of the models, with the complete specifications that give it.
  public struct OrderGroup: Hashable, Sendable {
    /// The models from the first rank down, tied ones together.
    public var order: [[Int]]
    /// The positions of the specifications.
    public var outcomes: [Int]
  }

  /// The smallest and the largest points of a model under one conversion.
  public struct PointsRange: Hashable, Sendable {
    /// The model's position.
    public var model: Int
    /// The conversion; points of different conversions are on different scales.
    public var conversion: Conversion
    /// The smallest points.
    public var smallest: Rational
    /// The first specification that gives them, by position.
    public var smallestAt: Int
    /// The largest points.
    public var largest: Rational
    /// The first specification that gives them, by position.
    public var largestAt: Int
  }

  /// How the specifications compare with the official one.
  public struct Summary: Hashable, Sendable {
    /// How many of the last models are looked at.
    public var eliminate: Int
    /// The last models of the official order, by position, or why these are undecided.
    public var last: Result<Set<Int>, NoClearOutcome>
    /// All specifications.
    public var all: Tally
    /// The same for each choice: rules, units, conversions, with and without the flagged.
    public var groups: [Group]
    /// The orders that occur in complete specifications, the most frequent first.
    public var orders: [OrderGroup]
    /// For each model and conversion with points, the range of these.
    public var ranges: [PointsRange]
  }
}

extension Robustness.Summary {
  init(_ outcomes: [Robustness.Outcome], official: Int, eliminate: Int) {
    self.eliminate = eliminate
    let order = outcomes.indices.contains(official) ? outcomes[official].order : []
    let last = NoClearOutcome.eliminated(order, eliminate)
    let comparisons = outcomes.map { Comparison($0, order, last, eliminate) }
    self.last = last
    all = Robustness.Tally(comparisons)

    let kinds: [(Robustness.Specification) -> Robustness.Choice] = [
      { .outliers($0.outliers) }, { .unit($0.unit) }, { .conversion($0.conversion) },
      { .withoutFlagged($0.isWithoutFlagged) },
    ]
    groups = kinds.flatMap { choice in
      let (entries, choices) = PlacedSample.entries(outcomes.map { choice($0.specification) })
      return choices.enumerated().map { entry, choice in
        let positions = entries.indices.filter { entries[$0] == entry }
        return Robustness.Group(
          choice: choice,
          tally: Robustness.Tally(positions.map { comparisons[$0] }),
          differing: positions.filter { !comparisons[$0].isSameOrder }
        )
      }
    }

    var orders: [Robustness.OrderGroup] = []
    for (position, outcome) in outcomes.enumerated() where comparisons[position].isComplete {
      if let known = orders.firstIndex(where: { $0.order == outcome.order }) {
        orders[known].outcomes.append(position)
      } else {
        orders.append(Robustness.OrderGroup(order: outcome.order, outcomes: [position]))
      }
    }
    self.orders = orders.sorted {
      ($1.outcomes.count, $0.outcomes[0]) < ($0.outcomes.count, $1.outcomes[0])
    }
    ranges = Robustness.PointsRange.all(outcomes)
  }
}

/// One specification compared with the official one.
private struct Comparison {
  var isComplete = false
  var isSameOrder = false
  var isSameWinner = false
  /// `nil` where the last models are undecided officially.
  var isSameLast: Bool?

  init(
    _ outcome: Robustness.Outcome,
    _ order: [[Int]],
    _ last: Result<Set<Int>, NoClearOutcome>,
    _ eliminate: Int
  ) {
    let scored = Set(outcome.order.joined())
    isComplete = !order.isEmpty && scored.isSuperset(of: order.joined())
    guard isComplete else { return }
    isSameOrder = outcome.order == order
    isSameWinner = outcome.order.first == order.first
    if case .success(let last) = last {
      isSameLast = (try? NoClearOutcome.eliminated(outcome.order, eliminate).get()) == last
    }
  }
}

extension Robustness.Tally {
  fileprivate init(_ comparisons: [Comparison]) {
    specifications = comparisons.count
    let complete = comparisons.filter(\.isComplete)
    self.complete = complete.count
    sameOrder = complete.count { $0.isSameOrder }
    sameWinner = complete.count { $0.isSameWinner }
    let last = complete.compactMap(\.isSameLast)
    sameLast = last.count == complete.count && !last.isEmpty ? last.count { $0 } : nil
  }
}

extension Robustness.PointsRange {
  fileprivate static func all(_ outcomes: [Robustness.Outcome]) -> [Robustness.PointsRange] {
    let models = outcomes.first?.points.indices ?? 0..<0
    return models.flatMap { model in
      Conversion.allCases.compactMap { conversion in
        let known = outcomes.enumerated().compactMap { position, outcome in
          outcome.specification.conversion == conversion
            ? (try? outcome.points[model].get()).map { (points: $0, position: position) } : nil
        }
        guard let smallest = known.min(by: { ($0.points, $0.position) < ($1.points, $1.position) }),
          let largest = known.max(by: { ($0.points, $1.position) < ($1.points, $0.position) })
        else { return nil }
        return Robustness.PointsRange(
          model: model,
          conversion: conversion,
          smallest: smallest.points,
          smallestAt: smallest.position,
          largest: largest.points,
          largestAt: largest.position
        )
      }
    }
  }
}
