import PanelCore
import PanelStatistics

/// A component score with its analyses: agreement, screening, stability, robustness and
/// manipulation.
///
/// Its JSON form is `panel.aggregate.v1` (`docs/cli.md`): the keys of ``ComponentScore`` and those of
/// the analyses in one object.
public struct Analysis: Sendable {
  /// The score.
  public var score: ComponentScore
  /// How far the evaluators agree; `nil` without evaluators.
  public var agreement: AgreementReport?
  /// The screening of each evaluator.
  public var screening: ScreeningReport?
  /// How much the result depends on the members of the panel; `nil` without a bootstrap.
  public var stability: StabilityReport?
  /// The result by every other rule, unit and conversion.
  public var robustness: Robustness?
  /// How many coordinated evaluators would have changed the result.
  public var manipulation: Manipulation?
  /// The result by the base rule over every submission, if ``score`` is a different one.
  public var beside: ComponentScore?
  /// How many of the last models are eliminated.
  public var eliminate: Int
  /// The evaluators left out of ``score``, and the reason.
  public var exclusion: Exclusion?

  /// Evaluators who were left out of an exploratory result.
  public struct Exclusion: Encodable, Sendable {
    /// Their row labels.
    public var raters: [String]
    /// The reason given.
    public var reason: String

    /// Makes an exclusion.
    public init(raters: [String], reason: String) {
      self.raters = raters
      self.reason = reason
    }
  }

  /// Analyses the ratings of a score.
  ///
  /// `isBrief` leaves out all but the score; `eliminate` says how many of the last ranks lose.
  public init(
    _ score: ComponentScore,
    of table: RatingsTable,
    attention: ScreeningReport.Attention? = nil,
    isBrief: Bool = false,
    eliminate: Int = 1
  ) {
    self.score = score
    self.eliminate = eliminate
    guard !isBrief else { return }
    // The order of rows must change nothing, and sums of doubles depend on it.
    let ordered = table.sortedByRatings()
    agreement = AgreementReport(ordered, rule: score.rule)
    screening = ScreeningReport(ordered, rule: score.rule, attention: attention)
    stability = StabilityReport(score)
    let flagged = Set(screening?.flags.map(\.rater) ?? [])
    robustness = Robustness(
      ordered,
      rule: score.rule,
      flagged: Set(ordered.raters.indices.filter { flagged.contains(ordered.raters[$0]) }),
      quorum: score.quorum,
      eliminate: eliminate
    )
    manipulation = Manipulation(
      ordered,
      rule: score.rule,
      quorum: score.quorum,
      eliminate: eliminate
    )
  }
}

extension Analysis: Encodable {
  private enum CodingKeys: String, CodingKey {
    case agreement, flags, screening, stability, robustness, robustnessSummary, manipulation, beside
    case excluded
  }

  /// Writes one object.
  public func encode(to encoder: any Encoder) throws {
    try score.encode(to: encoder)
    var values = encoder.container(keyedBy: CodingKeys.self)
    try values.encodeIfPresent(agreement, forKey: .agreement)
    try values.encodeIfPresent(screening?.flags, forKey: .flags)
    try values.encodeIfPresent(screening?.evaluators, forKey: .screening)
    try values.encodeIfPresent(stability, forKey: .stability)
    try values.encodeIfPresent(
      robustness?.entries(score.rule.rounding),
      forKey: .robustness
    )
    try values.encodeIfPresent(robustness?.tally, forKey: .robustnessSummary)
    try values.encodeIfPresent(manipulation.map(ManipulationReport.init), forKey: .manipulation)
    try values.encodeIfPresent(beside, forKey: .beside)
    try values.encodeIfPresent(exclusion, forKey: .excluded)
  }
}

extension RatingsTable {
  /// The same ratings without some evaluators, the others in their order.
  public func without(_ labels: Set<String>) -> RatingsTable {
    var table = RatingsTable(form: form)
    for (rater, label) in raters.enumerated() where !labels.contains(label) {
      let row = table.append(rater: label)
      for model in form.models.indices {
        for item in form.items.indices {
          table[row, model, item] = self[rater, model, item]
        }
      }
    }
    return table
  }
}
