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
  public var mode: AnonymityMode
  /// Whether rating begins only after enrolling has ended.
  public var phases: PhaseOrder
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
  /// Unscored rating of one's own confidence, per model.
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

  /// Makes a survey of parts that have been checked.
  public init(
    id: SurveyID,
    version: Int,
    title: LocalizedText,
    introduction: LocalizedText?,
    mode: AnonymityMode = .anonymous,
    phases: PhaseOrder = .disjoint,
    blind: Bool,
    recusals: Bool,
    scale: Scale,
    criteria: [Criterion],
    items: [Item],
    cannotJudge: [Choice],
    factSheet: [FactField],
    models: [ModelUnderEvaluation],
    pledge: Pledge?,
    conflicts: Question?,
    exposure: [Question],
    confidence: ScaleQuestion?,
    modules: [ScaleQuestion],
    comment: CommentRule?,
    attention: AttentionCheck?,
    ranking: RankingQuestion?,
    profile: [Question],
    scoring: ScoringRule,
    minimumPanel: Int,
    disclosure: DisclosureSettings? = nil
  ) {
    self.id = id
    self.version = version
    self.title = title
    self.introduction = introduction
    self.mode = mode
    self.phases = phases
    self.blind = blind
    self.recusals = recusals
    self.scale = scale
    self.criteria = criteria
    self.items = items
    self.cannotJudge = cannotJudge
    self.factSheet = factSheet
    self.models = models
    self.pledge = pledge
    self.conflicts = conflicts
    self.exposure = exposure
    self.confidence = confidence
    self.modules = modules
    self.comment = comment
    self.attention = attention
    self.ranking = ranking
    self.profile = profile
    self.scoring = scoring
    self.minimumPanel = minimumPanel
    self.disclosure = disclosure
  }

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
  public var labels: [LocalizedText]

  /// Makes a scale; `highest` must be above `lowest`.
  public init(lowest: Int, highest: Int, labels: [LocalizedText] = []) {
    self.lowest = lowest
    self.highest = highest
    self.labels = labels
  }

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

  /// Makes a criterion.
  public init(id: CriterionID, title: LocalizedText, points: ExactDecimal) {
    self.id = id
    self.title = title
    self.points = points
  }
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

  /// Makes an item.
  public init(
    id: ItemID,
    criterion: CriterionID,
    weight: ExactDecimal,
    title: LocalizedText,
    text: LocalizedText,
    anchors: [LocalizedText]
  ) {
    self.id = id
    self.criterion = criterion
    self.weight = weight
    self.title = title
    self.text = text
    self.anchors = anchors
  }
}

/// One choice of a closed question.
public struct Choice: Hashable, Sendable {
  /// The choice's name.
  public var id: ChoiceID
  /// The choice's text.
  public var title: LocalizedText

  /// Makes a choice.
  public init(id: ChoiceID, title: LocalizedText) {
    self.id = id
    self.title = title
  }
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

  /// Makes a question.
  public init(
    id: ItemID,
    title: LocalizedText,
    text: LocalizedText,
    multiple: Bool,
    choices: [Choice]
  ) {
    self.id = id
    self.title = title
    self.text = text
    self.multiple = multiple
    self.choices = choices
  }
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

  /// Makes a question.
  public init(
    id: ItemID,
    title: LocalizedText,
    text: LocalizedText,
    lowest: Int,
    highest: Int,
    step: Int,
    lowestLabel: LocalizedText,
    highestLabel: LocalizedText
  ) {
    self.id = id
    self.title = title
    self.text = text
    self.lowest = lowest
    self.highest = highest
    self.step = step
    self.lowestLabel = lowestLabel
    self.highestLabel = highestLabel
  }

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

  /// Makes a pledge.
  public init(id: ItemID, title: LocalizedText, text: LocalizedText) {
    self.id = id
    self.title = title
    self.text = text
  }
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

  /// Makes a rule.
  public init(
    id: ItemID,
    title: LocalizedText,
    text: LocalizedText,
    requiredAt: [Int],
    invitedAt: [Int],
    minimumLength: Int,
    maximumLength: Int
  ) {
    self.id = id
    self.title = title
    self.text = text
    self.requiredAt = requiredAt
    self.invitedAt = invitedAt
    self.minimumLength = minimumLength
    self.maximumLength = maximumLength
  }
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

  /// Makes a check.
  public init(id: ItemID, title: LocalizedText, text: LocalizedText, expected: Int) {
    self.id = id
    self.title = title
    self.text = text
    self.expected = expected
  }
}

/// The overall ranking of the models, ties allowed.
public struct RankingQuestion: Hashable, Sendable {
  /// The question's name.
  public var id: ItemID
  /// The short title.
  public var title: LocalizedText
  /// The question.
  public var text: LocalizedText

  /// Makes a question.
  public init(id: ItemID, title: LocalizedText, text: LocalizedText) {
    self.id = id
    self.title = title
    self.text = text
  }
}
