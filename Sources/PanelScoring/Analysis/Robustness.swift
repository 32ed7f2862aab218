public import PanelCore
public import PanelStatistics

/// The points and the order of the models under every specification that could have been chosen.
///
/// The official result is one of them. If the others agree with it, the result does not hang on the
/// choice of a rule; where they do not, the table says which choice matters.
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

  /// What one specification gives.
  public struct Outcome: Hashable, Sendable {
    /// The specification.
    public var specification: Specification
    /// For each model its points before rounding, or why it has none.
    public var points: [Result<Rational, Missing>]
    /// The positions of the models with points from the first rank down, tied ones together.
    ///
    /// As in the official ranking, it is made before the relative step, and equal points are told apart
    /// by the criteria in `ties`.
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
  /// What is left out, and why.
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
