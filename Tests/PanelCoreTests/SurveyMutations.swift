import Testing

@testable import PanelCore

/// One change of a survey and what is said about it.
struct SurveyMutation: CustomTestStringConvertible, Sendable {
  var testDescription: String
  /// What the lines say in English, in their order.
  var lines: [String]
  var change: @Sendable (inout Survey) -> Void

  init(
    _ testDescription: String,
    _ lines: [String],
    change: @escaping @Sendable (inout Survey) -> Void
  ) {
    self.testDescription = testDescription
    self.lines = lines
    self.change = change
  }

  static let other = LocalizedText(en: "other\nwords\u{1B}", ko: "다른\n말")
}

private let modelZ = ModelUnderEvaluation(code: ModelCode("Z"))
private let other = SurveyMutation.other
private let again = ": please look at it again"
private let choiceZ = Choice(id: ChoiceID("z"), title: other)

/// Changes of the survey of `wholeSurvey()`, in the order of the lines.
let surveyMutations: [SurveyMutation] = [
  .init(
    "longer scale",
    ["the scale was 1 to 5 and is now 1 to 7: please look at every rating again"]
  ) { $0.scale.highest = 7 },
  .init(
    "shorter scale",
    ["the scale was 1 to 5 and is now 1 to 3: please look at every rating again"]
  ) { $0.scale.highest = 3 },
  .init("scale labels", ["the names of the scale's levels changed" + again]) {
    $0.scale.labels[0] = other
  },
  .init(
    "points moved",
    [
      "criterion Usability: 15 points became 20", "criterion Cost efficiency: 10 points became 5",
    ]
  ) {
    $0.criteria[0].points = ExactDecimal(20)
    $0.criteria[1].points = ExactDecimal(5)
  },
  .init("criterion title", ["criterion Usability: the title changed to ‘other words\u{FFFD}’"]) {
    $0.criteria[0].title = other
  },
  .init(
    "criterion and items removed",
    ["criterion Cost efficiency (10 points): was removed", "C1 (Value for money): was removed"]
  ) {
    $0.criteria.removeLast()
    $0.items.removeLast()
  },
  .init("criterion added", ["criterion other words\u{FFFD} (3 points): was added"]) {
    $0.criteria.append(
      Criterion(id: CriterionID("new"), title: other, points: ExactDecimal(3))
    )
  },
  .init("criteria in another order", ["the order of the criteria changed"]) {
    $0.criteria.reverse()
  },
  .init("item added", ["U2 (other words\u{FFFD}): was added"]) {
    var item = $0.items[0]
    item.id = ItemID("U2")
    item.title = other
    $0.items.append(item)
  },
  .init("items in another order", ["the order of the items changed"]) { $0.items.reverse() },
  .init(
    "question reworded",
    ["U1 (Task fit): the question changed to ‘other words\u{FFFD}’" + again]
  ) { $0.items[0].text = other },
  .init("item title", ["U1 (other words\u{FFFD}): the title changed to ‘other words\u{FFFD}’"]) {
    $0.items[0].title = other
  },
  .init("anchor reworded", ["U1 (Task fit): the anchors changed" + again]) {
    $0.items[0].anchors[4] = other
  },
  .init("weight", ["U1 (Task fit): the weight 1 became 2.5"]) {
    $0.items[0].weight = ExactDecimal("2.5") ?? ExactDecimal(2)
  },
  .init(
    "item moved",
    ["U1 (Task fit): counts for the criterion cost now, no longer for usability"]
  ) { $0.items[0].criterion = CriterionID("cost") },
  .init("models exchanged", ["model A: was removed", "model Z: was added"]) {
    $0.models[0] = modelZ
  },
  .init("models in another order", ["the order of the models changed"]) { $0.models.reverse() },
  .init("model named", ["model B: the name changed to ‘other words\u{FFFD}’"]) {
    $0.models[1].name = other
  },
  .init("facts", ["model B: its fact sheet changed" + again]) {
    $0.models[1].facts = [FactID("F1"): .provided(value: "1", measuredBy: nil, measuredOn: nil)]
  },
  .init("reason removed", ["reason for ‘cannot judge’ N2 (Not relevant to my work): was removed"]) {
    $0.cannotJudge.removeLast()
  },
  .init(
    "reason reworded",
    ["reason for ‘cannot judge’ N1: the wording changed to ‘other words\u{FFFD}’" + again]
  ) { $0.cannotJudge[0].title = other },
  .init("exposure removed", ["X1 (a): was removed"]) { $0.exposure.removeFirst() },
  .init(
    "choices exchanged",
    [
      "choice for X1 x (a): was removed", "choice for X1 z (other words\u{FFFD}): was added",
    ]
  ) { $0.exposure[0].choices[0] = choiceZ },
  .init(
    "choice reworded",
    ["choice for X2 y: the wording changed to ‘other words\u{FFFD}’" + again]
  ) {
    $0.exposure[1].choices[1].title = other
  },
  .init("choices in another order", ["the order of the choices for X1 changed"]) {
    $0.exposure[0].choices.reverse()
  },
  .init("one choice only", ["X2 (a): takes one choice only now"]) {
    $0.exposure[1].multiple = false
  },
  .init("profile reworded", ["Q1 (a): the question changed to ‘other words\u{FFFD}’" + again]) {
    $0.profile[0].text = other
  },
  .init("profile removed", ["Q1 (a): was removed"]) { $0.profile = [] },
  .init("module removed", ["T1 (a): was removed"]) { $0.modules = [] },
  .init("module in larger steps", ["T1 (a): the range is now 0 to 100 in steps of 50" + again]) {
    $0.modules[0].step = 50
  },
  .init("confidence removed", ["K1 (a): was removed"]) { $0.confidence = nil },
  .init(
    "confidence ends reworded",
    ["K1 (a): the name of an end changed to ‘other words\u{FFFD}’" + again]
  ) { $0.confidence?.highestLabel = other },
  .init("no comments", ["O1 (Comment): was removed"]) { $0.comment = nil },
  .init("comment required", ["O1 (Comment): a comment is required with a rating of: 1, 2"]) {
    $0.comment?.requiredAt = [1, 2]
  },
  .init("comment not invited", ["O1 (Comment): a comment is invited with a rating of: none"]) {
    $0.comment?.invitedAt = []
  },
  .init("comment shorter", ["O1 (Comment): the length is now 10 to 20 characters"]) {
    $0.comment?.maximumLength = 20
  },
  .init("attention reworded", ["A1 (a): the wording changed to ‘other words\u{FFFD}’" + again]) {
    $0.attention?.text = other
    $0.attention?.expected = 3
  },
  .init("attention expects another", ["A1 (a): the right answer changed" + again]) {
    $0.attention?.expected = 3
  },
  .init("no attention check", ["A1 (a): was removed"]) { $0.attention = nil },
  .init("no ranking", ["A2 (a): was removed"]) { $0.ranking = nil },
  .init("ranking reworded", ["A2 (a): the wording changed to ‘other words\u{FFFD}’" + again]) {
    $0.ranking?.text = other
  },
  .init(
    "scoring rule",
    [
      "the scoring rule changed: rule: median · unit: criterion · conversion: range · relative: "
        + "none · round: 2,halfUp · quorum: 5 · minimumAnswered: 0.5 · ties: [] · "
        + "bootstrap: 10000 · seed: 1"
    ]
  ) { $0.scoring.outliers = .median },
  .init("pledge added", ["R0 (a): was added"]) {
    $0.pledge = Pledge(id: ItemID("R0"), title: LocalizedText(en: "a", ko: "가"), text: other)
  },
  .init("ties asked", ["R1 (a): was added"]) {
    $0.conflicts = $0.exposure[0]
    $0.conflicts?.id = ItemID("R1")
  },
  .init("no recusals", ["recusals are no longer taken"]) { $0.recusals = false },
  .init("confidential", ["it is confidential now, not anonymous"]) { $0.mode = .confidential },
  .init("overlapping", ["enrolling and rating overlap now"]) { $0.phases = .overlapping },
  .init("names", ["models are shown by name now"]) { $0.blind = false },
  .init("fact sheet", ["the lines of the fact sheet changed"]) {
    $0.factSheet = [FactField(id: FactID("F1"), title: other, unit: nil)]
  },
  .init("title", ["the survey: the title changed to ‘other words\u{FFFD}’"]) { $0.title = other },
  .init("introduction", ["the survey: the introduction changed to ‘other words\u{FFFD}’"]) {
    $0.introduction = other
  },
  .init("minimum panel", ["the minimum panel was 5 and is now 9"]) { $0.minimumPanel = 9 },
  .init(
    "disclosure set",
    [
      "what may be disclosed changed: policy: ranksOnly · smallestGroup: 7 · leastDiversity: 2 · "
        + "greatestDistance: 0.5 · greatestUniqueShare: 0.1"
    ]
  ) { $0.disclosure = DisclosureSettings(policy: .ranksOnly, smallestGroup: 7) },
]
