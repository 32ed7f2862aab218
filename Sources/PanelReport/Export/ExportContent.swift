public import PanelCore
public import PanelScoring
public import PanelStatistics

/// For whom an export is.
public enum ExportTier: String, CaseIterable, Codable, Sendable {
  /// Anybody: no rows.
  case `public`
  /// Named researchers: rows under labels drawn anew, the profile apart from them.
  case research
}

/// What an export says, before it becomes files: what the release gate looks at.
public struct ExportContent: Sendable {
  /// Why a cell is not shown.
  public enum Withholding: String, Codable, Sendable {
    /// One to four evaluators have no rating there: who they are might be known.
    case fewMissing
    /// Fewer evaluators rated it than a group must have.
    case fewRatings
    /// It would tell what is withheld elsewhere.
    case complementary
    /// The disclosure policy does not show this model.
    case policy
  }

  /// How often a value occurs.
  public struct ValueCount: Hashable, Sendable {
    /// The value, on the scale of the ratings or in points.
    public var value: Rational
    /// How often.
    public var count: Int
  }

  /// The ratings of one model on one item, or on one criterion, or in total, unlinked to any other.
  ///
  /// Of a withheld cell neither counts nor missing are kept here.
  public struct Cell: Hashable, Sendable {
    /// Which model.
    public var model: ModelCode
    /// The item, the criterion, or `total`.
    public var subject: String
    /// The ratings with how often each occurs, ascending; of an item every rating of the scale
    /// stands here, also with 0.
    public var counts: [ValueCount]
    /// Submissions without a rating here, for whatever reason.
    public var missing: Int
    /// Why nothing of it is shown; `nil` if all of it is.
    public var withheld: Withholding?
    /// How many evaluators have a rating here.
    public var n: Int { counts.reduce(0) { $0 + $1.count } }
  }

  /// A group of evaluators by one answer about themselves, with their criterion ratings of one model.
  ///
  /// Groups of one question together are all who rated: no group can be had by subtraction.
  public struct GroupCell: Hashable, Sendable {
    /// The question of the profile.
    public var field: ItemID
    /// Its choice, or several put together.
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
    /// The choices put together; an answer that is missing is a choice of its own, `missing`.
    public var groups: [[ChoiceID]]
  }

  /// A comment that may be published.
  public struct Comment: Hashable, Sendable {
    /// The model it is about.
    public var model: ModelCode
    /// The approved text.
    public var text: String
    /// Which keys approved it, and by what each may.
    public var approvedBy: String

    /// Puts a comment together.
    public init(model: ModelCode, text: String, approvedBy: String) {
      (self.model, self.text, self.approvedBy) = (model, text, approvedBy)
    }
  }

  /// What is public of a model's score on one criterion or in total, or of the average of all models.
  public struct ScoreLine: Hashable, Sendable {
    /// Why there are no points.
    public enum NoPoints: String, Codable, Sendable {
      /// The disclosure policy does not show them.
      case policy
      /// Too few evaluators enter the estimate.
      case quorum
      /// The rule gives no estimate.
      case noEstimate
      /// They would tell what is withheld elsewhere.
      case complementary
    }

    /// Which model; `nil` for the average of the rounded points of all models with a score.
    public var model: ModelCode?
    /// The criterion, `total`, or `average`.
    public var subject: String
    /// The points allotted.
    public var fullMarks: String
    /// How many evaluators enter; only if no cell that the line is made of is withheld, as with the
    /// fractions.
    public var n: Int?
    /// The estimate on the scale of the ratings.
    public var estimate: String?
    /// Rounded points.
    public var points: String?
    /// The points before rounding, a fraction.
    public var exact: String?
    /// The rank; in the line of the total.
    public var rank: Int?
    /// Why there are no points.
    public var noPoints: NoPoints?
  }

  /// For whom.
  public var tier: ExportTier
  /// What was asked.
  public var survey: Survey
  /// How much of the scores is public.
  public var policy: DisclosurePolicy
  /// How many submissions there are, abstentions included; everybody can know that.
  public var submissions: Int
  /// The least number of evaluators for a model to have points.
  public var quorum: Int
  /// Public tier: model × item.
  public var items: [Cell]
  /// Public tier: model × criterion, or model × total, by the rule's unit; empty with unit `item`.
  public var estimates: [Cell]
  /// Public tier: the scores as far as they are shown, by model.
  public var scores: [ScoreLine]
  /// Research tier: the ratings, row by row under their new labels.
  public var rows: Rows?
  /// Research tier: how coarse each question of the profile became.
  public var profileFields: [ProfileField]
  /// Research tier: the profile, in an order and under labels of its own; one group's index a field.
  public var profileRows: [[Int]]
  /// Research tier, only where asked for, and then instead of rows, profile and scores: groups by
  /// one question of the profile.
  public var groups: [GroupCell]
  /// Research tier, only where asked for: approved comments by model, shuffled.
  public var comments: [Comment]
  /// Research tier: the official scores, whole, since the rows allow computing them.
  public var score: ComponentScore?
}
