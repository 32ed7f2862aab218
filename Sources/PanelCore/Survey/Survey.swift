/// A survey definition: what is asked about which models, and how the ratings are scored.
///
/// A value of this type has been read by `SurveyDocument` and is consistent: identifiers are unique,
/// every reference resolves, weights and anchors fit the scale.
public struct Survey: Hashable, Sendable {
  /// The survey's name.
  public var id: SurveyID
  /// The survey's version, from 1.
  public var version: Int
  /// The title on the first page.
  public var title: LocalizedText
  /// What the evaluator reads before the first question.
  public var introduction: LocalizedText?
  /// The anonymity mode.
  public var mode: AnonymityMode = .anonymous
  /// Whether rating begins only after enrolling has ended.
  public var phases: PhaseOrder = .disjoint
  /// Whether evaluators see codes instead of names.
  public var blind: Bool
  /// Whether an evaluator may recuse themselves from single models.
  public var recusals: Bool
  /// The scale of every scored item.
  public var scale: Scale
  /// The criteria in the order of the form.
  public var criteria: [Criterion]
  /// The scored items in the order of the form.
  public var items: [Item]
  /// The reasons why an item cannot be judged; empty when that answer is not offered.
  public var cannotJudge: [Choice]
  /// The lines of the fact sheet, in order.
  public var factSheet: [FactField]
  /// The models, in the order of the file.
  public var models: [ModelUnderEvaluation]
  /// The pledge that an evaluator makes when joining.
  public var pledge: Pledge?
  /// The question about ties that an evaluator answers when joining.
  public var conflicts: Question?
  /// Unscored questions on each model, asked before its items.
  public var exposure: [Question]
  /// Unscored rating of the evaluator's own confidence, per model.
  public var confidence: ScaleQuestion?
  /// The unscored modules per model (UMUX-Lite, task load, recommendation) that are switched on.
  public var modules: [ScaleQuestion]
  /// When a comment on a model is asked for.
  public var comment: CommentRule?
  /// The question that checks attention, asked once.
  public var attention: AttentionCheck?
  /// The overall ranking, asked once.
  public var ranking: RankingQuestion?
  /// Questions about the evaluator, each a closed choice.
  public var profile: [Question]
  /// The rule that turns ratings into points.
  public var scoring: ScoringRule
  /// The least number of enrolled evaluators for the round to be held.
  public var minimumPanel: Int
  /// The disclosure settings; if absent, no policy withholds anything.
  public var disclosure: DisclosureSettings?

  /// The items of one criterion, in the order of the form.
  public func items(of criterion: CriterionID) -> [Item] {
    items.filter { $0.criterion == criterion }
  }

  /// The item of that name, if there is one.
  public func item(_ id: ItemID) -> Item? { items.first { $0.id == id } }

  /// The model of that code, if there is one.
  public func model(_ code: ModelCode) -> ModelUnderEvaluation? {
    models.first { $0.code == code }
  }
}

/// The scale of the scored items: whole numbers with a label each.
public struct Scale: Hashable, Sendable {
  /// The lowest rating.
  public var lowest: Int
  /// The highest rating.
  public var highest: Int
  /// One label a rating, from the lowest; empty on long scales without labels.
  public var labels: [LocalizedText] = []

  /// All ratings, ascending.
  public var ratings: ClosedRange<Int> { lowest...max(lowest, highest) }

  /// The label of a rating, if the scale has labels.
  public func label(of rating: Int) -> LocalizedText? {
    let index = rating - lowest
    return labels.indices.contains(index) ? labels[index] : nil
  }
}

/// A heading with its own points.
public struct Criterion: Hashable, Sendable {
  /// The criterion's name.
  public var id: CriterionID
  /// The criterion's title.
  public var title: LocalizedText
  /// The points allotted (배점), in points of the component.
  public var points: ExactDecimal
}

/// One scored item with an anchor for every level of the scale.
public struct Item: Hashable, Sendable {
  /// The item's name.
  public var id: ItemID
  /// The criterion the item counts for.
  public var criterion: CriterionID
  /// The item's weight within its criterion, without unit.
  public var weight: ExactDecimal
  /// The item's short title.
  public var title: LocalizedText
  /// The question.
  public var text: LocalizedText
  /// One anchor a rating, from the lowest.
  public var anchors: [LocalizedText]
}

/// One choice of a closed question.
public struct Choice: Hashable, Sendable {
  /// The choice's name.
  public var id: ChoiceID
  /// The choice's text.
  public var title: LocalizedText
}

/// An unscored closed question.
public struct Question: Hashable, Sendable {
  /// The question's name.
  public var id: ItemID
  /// The short title.
  public var title: LocalizedText
  /// The question.
  public var text: LocalizedText
  /// Whether several choices may be taken.
  public var multiple: Bool
  /// The choices.
  public var choices: [Choice]
}

/// An unscored question answered by a number.
public struct ScaleQuestion: Hashable, Sendable {
  /// The question's name.
  public var id: ItemID
  /// The short title.
  public var title: LocalizedText
  /// The question.
  public var text: LocalizedText
  /// The lowest answer.
  public var lowest: Int
  /// The highest answer.
  public var highest: Int
  /// The distance of two answers.
  public var step: Int
  /// What the lowest answer means.
  public var lowestLabel: LocalizedText
  /// What the highest answer means.
  public var highestLabel: LocalizedText

  /// Whether the number is an answer.
  public func accepts(_ value: Int) -> Bool {
    value >= lowest && value <= highest && (value - lowest) % max(1, step) == 0
  }
}

/// What an evaluator promises before anything is shown.
public struct Pledge: Hashable, Sendable {
  /// The pledge's name.
  public var id: ItemID
  /// The short title.
  public var title: LocalizedText
  /// The promise.
  public var text: LocalizedText
}

/// When a comment on a model is required and when it is invited.
public struct CommentRule: Hashable, Sendable {
  /// The question's name.
  public var id: ItemID
  /// The short title.
  public var title: LocalizedText
  /// The question.
  public var text: LocalizedText
  /// Ratings that make a comment on their model required.
  public var requiredAt: [Int]
  /// Ratings that invite one.
  public var invitedAt: [Int]
  /// The least length of a required comment, in characters as a reader counts them.
  public var minimumLength: Int
  /// The greatest length, in characters as a reader counts them.
  public var maximumLength: Int
}

/// A question whose text says which answer to give, to check attention.
public struct AttentionCheck: Hashable, Sendable {
  /// The question's name.
  public var id: ItemID
  /// The short title.
  public var title: LocalizedText
  /// The question.
  public var text: LocalizedText
  /// The answer that passes, on the survey's scale.
  public var expected: Int
}

/// The overall ranking of the models, ties allowed.
public struct RankingQuestion: Hashable, Sendable {
  /// The question's name.
  public var id: ItemID
  /// The short title.
  public var title: LocalizedText
  /// The question.
  public var text: LocalizedText
}
