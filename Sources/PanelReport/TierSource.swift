public import PanelCore
import PanelStatistics

/// What both tiers are made of: a release, read.
struct TierSource {
  var survey: Survey
  /// In the order of the tree, abstentions included.
  var answers: [Answers]
  /// The official scores.
  var score: ComponentScore
  var settings: DisclosureSettings

  var rule: ScoringRule { score.rule }
  var form: RatedForm { RatedForm(survey) }

  /// What is in every tier; the tables are still empty.
  func content(_ tier: ExportTier) -> TierContent {
    TierContent(
      tier: tier,
      survey: survey,
      policy: settings.policy,
      submissions: answers.count,
      quorum: score.quorum,
      items: [],
      estimates: [],
      scores: [],
      reasons: [],
      profileFields: [],
      profileRows: [],
      groups: [],
      groupsLeftOut: [],
      comments: []
    )
  }
}

extension TierContent {
  /// What an export of a release says.
  ///
  /// - Parameters:
  ///   - tier: For whom.
  ///   - release: The release, which should have been verified.
  ///   - settings: Policy and thresholds of the round.
  ///   - fields: Questions of the profile to show groups by; research tier only.
  ///   - comments: Approved comments; research tier only.
  ///   - generator: Draws labels and orders of the research tier; nothing else is random.
  /// - Returns: The content, for the gate and the files.
  /// - Throws: `ReleaseProblem` for a release that cannot be read.
  public static func make(
    _ tier: ExportTier,
    of release: Release,
    settings: DisclosureSettings,
    by fields: [ItemID] = [],
    comments: [(model: ModelCode, text: String)] = [],
    using generator: inout some RandomNumberGenerator
  ) throws(ReleaseProblem) -> TierContent {
    let source = TierSource(
      survey: try release.survey(),
      answers: try release.answers(),
      score: try release.officialScore(),
      settings: settings
    )
    return switch tier {
    case .public: PublicTier(source).content
    case .research:
      ResearchTier(source).content(by: fields, comments: comments, using: &generator)
    }
  }

  /// Whether so many missing ratings could be known people: one to four, or fewer than a group.
  static func isTelling(missing: Int, _ settings: DisclosureSettings) -> Bool {
    missing > 0 && missing < max(5, settings.smallestGroup)
  }
}

extension TierContent.Cell {
  /// A cell, unless it must be withheld.
  ///
  /// - Parameters:
  ///   - model: Which model.
  ///   - subject: The item, the criterion, or `total`.
  ///   - counts: The ratings.
  ///   - people: How many could have rated.
  ///   - settings: The thresholds.
  ///   - reason: Why it is withheld where nothing in it asks for that.
  init(
    _ model: ModelCode,
    _ subject: String,
    _ counts: [TierContent.ValueCount],
    of people: Int,
    _ settings: DisclosureSettings,
    withheld reason: TierContent.Withholding? = nil
  ) {
    let n = counts.reduce(0) { $0 + $1.count }
    var withheld = reason
    if reason != .policy {
      if TierContent.isTelling(missing: people - n, settings) {
        withheld = .fewMissing
      } else if n < settings.smallestGroup {
        withheld = .fewRatings
      }
    }
    self.init(
      model: model,
      subject: subject,
      counts: withheld == nil ? counts : [],
      missing: withheld == nil ? people - n : 0,
      withheld: withheld
    )
  }

  /// Shows nothing of it.
  mutating func withhold(_ reason: TierContent.Withholding) {
    (withheld, counts, missing) = (reason, [], 0)
  }
}
