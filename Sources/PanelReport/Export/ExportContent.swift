public import PanelCore
public import PanelScoring
public import PanelStatistics

/// The audience of an export.
public enum ExportTier: String, CaseIterable, Codable, Sendable {
  /// The public: no rows.
  case `public`
  /// Named researchers: rows under newly drawn labels, with the profile in a separate table.
  case research
}

/// The content of an export before it is written to files; the release gate checks it.
public struct ExportContent: Sendable {
  /// Why a cell is not shown.
  public enum Withholding: String, Codable, Sendable {
    /// So few evaluators have no rating there that somebody might know who they are.
    case fewMissing
    /// Fewer evaluators rated it than the smallest group that may be shown.
    case fewRatings
    /// It would reveal what is withheld elsewhere.
    case complementary
    /// The disclosure policy does not show this model.
    case policy
  }

  /// A value and how often it occurs.
  public struct ValueCount: Hashable, Sendable {
    /// The value, on the scale of the ratings or in points.
    public var value: Rational
    /// How often it occurs.
    public var count: Int
  }

  /// The ratings of one model on one item, on one criterion, or in total, not linked to other
  /// cells.
  ///
  /// A withheld cell holds neither counts nor the number missing.
  public struct Cell: Hashable, Sendable {
    /// Which model.
    public var model: ModelCode
    /// The item, the criterion, or `total`.
    public var subject: String
    /// The ratings and how often each occurs, ascending; for an item every rating of the scale,
    /// including those with count 0.
    public var counts: [ValueCount]
    /// Submissions without a rating here, for whatever reason.
    public var missing: Int
    /// Why the cell is withheld; `nil` if it is shown.
    public var withheld: Withholding?
    /// How many evaluators have a rating here.
    public var n: Int { counts.reduce(0) { $0 + $1.count } }
  }

  /// A group of evaluators with the same answer to a profile question, and their ratings of one
  /// model on one criterion.
  ///
  /// The groups of one question comprise everyone who rated, so that subtraction yields no further
  /// group.
  public struct GroupCell: Hashable, Sendable {
    /// The question of the profile.
    public var field: ItemID
    /// Its choice, or several merged ones.
    public var choices: [ChoiceID]
    /// How many evaluators are in the group, with or without ratings.
    public var people: Int
    /// Model, criterion and the group's ratings.
    public var cell: Cell
  }

  /// One question of the profile, made so coarse that every group is large enough.
  public struct ProfileField: Hashable, Sendable {
    /// The question.
    public var field: ItemID
    /// The merged choices of each group; a missing answer is a choice of its own, `missing`.
    public var groups: [[ChoiceID]]
  }

  /// A comment that may be published.
  public struct Comment: Hashable, Sendable {
    /// The model it is about.
    public var model: ModelCode
    /// The approved text.
    public var text: String
    /// The keys that approved it, and on what basis each may approve.
    public var approvedBy: String

    /// Creates a comment.
    public init(model: ModelCode, text: String, approvedBy: String) {
      (self.model, self.text, self.approvedBy) = (model, text, approvedBy)
    }
  }

  /// The public part of a model's score on one criterion or in total, or the average of all models.
  public struct ScoreLine: Hashable, Sendable {
    /// Why there are no points.
    public enum NoPoints: String, Codable, Sendable {
      /// The disclosure policy withholds them.
      case policy
      /// Too few evaluators enter the estimate.
      case quorum
      /// The rule gives no estimate.
      case noEstimate
      /// They would reveal what is withheld elsewhere.
      case complementary
    }

    /// The model; `nil` for the average of the rounded points of all models with points.
    public var model: ModelCode?
    /// The criterion, `total`, or `average`.
    public var subject: String
    /// The points allotted.
    public var fullMarks: String
    /// The number of evaluators in the estimate; like the fractions, absent if any cell that the
    /// line is computed from is withheld.
    public var n: Int?
    /// The estimate on the scale of the ratings.
    public var estimate: String?
    /// Rounded points.
    public var points: String?
    /// The points before rounding, a fraction.
    public var exact: String?
    /// The rank; only in the line of the total.
    public var rank: Int?
    /// Why there are no points.
    public var noPoints: NoPoints?
  }

  /// The audience.
  public var tier: ExportTier
  /// The survey.
  public var survey: Survey
  /// The disclosure policy of the scores.
  public var policy: DisclosurePolicy
  /// The number of submissions, abstentions included; it is public.
  public var submissions: Int
  /// The least number of evaluators for a model to have points.
  public var quorum: Int
  /// Public tier: model × item.
  public var items: [Cell]
  /// Public tier: model × criterion, or model × total, by the rule's unit; empty for unit `item`.
  public var estimates: [Cell]
  /// Public tier: the scores that are shown, by model.
  public var scores: [ScoreLine]
  /// Research tier: the ratings, row by row under their new labels.
  public var rows: Rows?
  /// Research tier: the generalised questions of the profile.
  public var profileFields: [ProfileField]
  /// Research tier: the profile, in an order of its own that does not match the rows; for each
  /// field the index of the group.
  public var profileRows: [[Int]]
  /// Research tier, only on request and then instead of rows, profile and scores: groups by one
  /// question of the profile.
  public var groups: [GroupCell]
  /// Research tier, only on request: approved comments by model, shuffled.
  public var comments: [Comment]
  /// Research tier: the complete official scores, which can be computed from the rows anyway.
  public var score: ComponentScore?
}
