import Foundation
public import PanelCore
import PanelProtocol
import PanelScoring
import PanelStatistics

/// The parts of a release from which both tiers are made.
struct ExportSource {
  var survey: Survey
  /// In the order of the tree, abstentions included.
  var answers: [Answers]
  /// The official scores.
  var score: ComponentScore
  var settings: DisclosureSettings
  /// A seed known only to holders of the release, and the same for each of its exports.
  var secret: UInt64

  var rule: ScoringRule { score.rule }
  var form: RatedForm { RatedForm(survey) }

  /// The content that both tiers share; the tables are still empty.
  func content(_ tier: ExportTier) -> ExportContent {
    ExportContent(
      tier: tier,
      survey: survey,
      policy: settings.policy,
      submissions: answers.count,
      quorum: score.quorum,
      items: [],
      estimates: [],
      scores: [],
      profileFields: [],
      profileRows: [],
      groups: [],
      comments: []
    )
  }
}

extension ExportContent {
  /// Makes the content of an export from a release.
  ///
  /// - Parameters:
  ///   - tier: The audience.
  ///   - release: The release.
  ///   - settings: Policy and thresholds of the round.
  ///   - field: A question of the profile. If given, the research tier has groups by its choices
  ///     but neither rows nor comments, which together with groups would reveal who is in which
  ///     group.
  ///   - comments: Approved comments; research tier only.
  ///   - generator: Draws the labels and orders of the research tier; nothing else is random.
  /// - Returns: The content, for the gate and the files.
  /// - Throws: `ReleaseProblem` for a release that cannot be read.
  public static func make(
    _ tier: ExportTier,
    of release: VerifiedRelease,
    settings: DisclosureSettings,
    by field: ItemID? = nil,
    comments: [ExportContent.Comment] = [],
    using generator: inout some RandomNumberGenerator
  ) throws(ReleaseProblem) -> ExportContent {
    let source = ExportSource(
      survey: release.survey,
      answers: release.answers,
      score: release.score,
      settings: settings,
      secret: try release.release.secret
    )
    return switch tier {
    case .public: PublicTier(source).content
    case .research:
      if let field {
        ResearchTier(source).groups(by: field)
      } else {
        ResearchTier(source).rows(comments: comments, using: &generator)
      }
    }
  }

  /// Whether a number of missing ratings could reveal people: it is at least 1, and below 5 or
  /// below the smallest group.
  static func isTelling(missing: Int, _ settings: DisclosureSettings) -> Bool {
    missing > 0 && missing < max(5, settings.smallestGroup)
  }
}

extension Release {
  /// A seed derived from the salts of all answers.
  ///
  /// No export contains them, each evaluator knows only their own, and opening a comment does not
  /// change them.
  var secret: UInt64 {
    get throws(ReleaseProblem) {
      let salts = try contents.submissions.get().flatMap(\.units)
        .compactMap { $0.label == "answers" ? $0.salt : nil }.sorted().joined(separator: ",")
      return ContentHash.sha256(Data(salts.utf8)).prefix(8).reduce(0) { $0 << 8 | UInt64($1) }
    }
  }
}

extension ExportContent.Withholding {
  /// Why a cell must be withheld because of its own numbers; `nil` if it need not be.
  ///
  /// The rule is public.
  init?(missing: Int, of people: Int, _ settings: DisclosureSettings) {
    if ExportContent.isTelling(missing: missing, settings) {
      self = .fewMissing
    } else if people - missing < settings.smallestGroup {
      self = .fewRatings
    } else {
      return nil
    }
  }
}

extension ExportContent.Cell {
  /// Makes a cell, withheld if its numbers or the given reason require it.
  ///
  /// - Parameters:
  ///   - model: The model.
  ///   - subject: The item, the criterion, or `total`.
  ///   - counts: The ratings.
  ///   - people: The number of evaluators who could have rated.
  ///   - settings: The thresholds.
  ///   - reason: Why it is withheld regardless of its numbers, if it is.
  init(
    _ model: ModelCode,
    _ subject: String,
    _ counts: [ExportContent.ValueCount],
    of people: Int,
    _ settings: DisclosureSettings,
    withheld reason: ExportContent.Withholding? = nil
  ) {
    let n = counts.reduce(0) { $0 + $1.count }
    let withheld =
      reason ?? ExportContent.Withholding(missing: people - n, of: people, settings)
    self.init(
      model: model,
      subject: subject,
      counts: withheld == nil ? counts : [],
      missing: withheld == nil ? people - n : 0,
      withheld: withheld
    )
  }

  /// Withholds the cell and drops its numbers.
  mutating func withhold(_ reason: ExportContent.Withholding) {
    (withheld, counts, missing) = (reason, [], 0)
  }
}
