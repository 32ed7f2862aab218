public import PanelCore

/// The evaluator's position in the form and the answers so far.
///
/// The places are one line: per model, in the evaluator's own order, the recusal (if the survey
/// takes any), exposure, scored items, modules, confidence and comment; then the attention check,
/// the ranking, the profile and a final check. A place keeps its number for good; the places of a
/// recused model are passed over.
public struct Interview: Hashable, Sendable {
  /// The survey.
  public let survey: Survey
  /// The models in the evaluator's own order.
  let modelOrder: [ModelCode]
  /// All places in the order of the form; the last is `FormPlace.whole`, the final check.
  public let places: [FormPlace]
  /// The language of questions and messages.
  public var language: Language
  /// What has been said so far; a draft that lacks nothing but what is open.
  public internal(set) var answers: Answers {
    didSet { if answers != oldValue { problems = findProblems() } }
  }
  /// The index of the current place in `places`.
  public private(set) var position = 0

  /// Whether the evaluator has left the final check; from then on a step leads to the next open
  /// place and not through all the places between.
  private var mending = false

  /// Begins or resumes at the first open place; with nothing open, at the final check.
  ///
  /// Codes in `order` that the survey does not have are dropped; models missing from it follow in
  /// the survey's order.
  public init(survey: Survey, answers: Answers, order: [ModelCode], language: Language) {
    self.survey = survey
    self.answers = answers
    self.language = language
    var codes: [ModelCode] = []
    for code in order + survey.models.map(\.code)
    where survey.model(code) != nil && !codes.contains(code) {
      codes.append(code)
    }
    modelOrder = codes
    places = Self.places(of: survey, order: codes)
    problems = findProblems()
    position = indexOfNextTodo(after: -1)
  }

  private static func places(of survey: Survey, order: [ModelCode]) -> [FormPlace] {
    var places: [FormPlace] = []
    for code in order {
      if survey.recusals { places.append(.recusal(code)) }
      places += survey.exposure.map { .exposure(code, $0.id) }
      places += survey.items.map { .item(code, $0.id) }
      places += survey.modules.map { .module(code, $0.id) }
      if survey.confidence != nil { places.append(.confidence(code)) }
      if survey.comment != nil { places.append(.comment(code)) }
    }
    if survey.attention != nil { places.append(.attention) }
    if survey.ranking != nil { places.append(.ranking) }
    places += survey.profile.map { .profile($0.id) }
    places.append(.whole)
    return places
  }

  /// The current place.
  public var place: FormPlace { places[position] }

  /// Everything that is open or wrong, in the evaluator's own order of places.
  public private(set) var problems: [AnswerProblem] = []

  private func findProblems() -> [AnswerProblem] {
    let indices = Dictionary(places.enumerated().map { ($1, $0) }) { first, _ in first }
    return survey.problems(in: answers).enumerated().sorted { left, right in
      let leftIndex = indices[left.element.place] ?? places.count
      let rightIndex = indices[right.element.place] ?? places.count
      return (leftIndex, left.offset) < (rightIndex, right.offset)
    }.map(\.element)
  }

  /// The models that are rated, in the evaluator's own order.
  var ratedModels: [ModelCode] { modelOrder.filter { !answers.recusals.contains($0) } }

  /// Whether the place is asked, given the recusals.
  func isAsked(_ place: FormPlace) -> Bool {
    switch place {
    case .recusal, .attention, .profile, .whole: true
    case .ranking: survey.models.contains { !answers.recusals.contains($0.code) }
    case .item, .exposure, .module, .confidence, .comment:
      place.model.map { !answers.recusals.contains($0) } ?? true
    }
  }

  /// How many answers there are on a model.
  func answerCount(on code: ModelCode) -> Int {
    (answers.answers[code]?.count ?? 0) + (answers.exposure[code]?.count ?? 0)
      + (answers.modules[code]?.count ?? 0) + (answers.confidence[code] == nil ? 0 : 1)
      + (answers.comments[code] == nil ? 0 : 1)
  }

  private func indexOfNextTodo(after index: Int) -> Int {
    let problems = Set(problems.map(\.place))
    let next = places.indices.first { candidate in
      guard candidate > index else { return false }
      // Answers do not show whether the recusal question was seen; on an untouched model it was not.
      if case .recusal(let code) = places[candidate] {
        return problems.contains(places[candidate])
          || !answers.recusals.contains(code) && answerCount(on: code) == 0
      }
      return problems.contains(places[candidate])
    }
    return next ?? places.count - 1
  }

  // MARK: - Moves

  /// Goes on to the next place that is asked, or, once the final check was left, that is open.
  mutating func advance() {
    guard position < places.count - 1 else {
      if !problems.isEmpty {
        mending = true
        position = indexOfNextTodo(after: -1)
      }
      return
    }
    position =
      mending
      ? indexOfNextTodo(after: position)
      : places.indices.first { $0 > position && isAsked(places[$0]) } ?? places.count - 1
  }

  /// Goes back to the place before; `false` at the first.
  mutating func retreat() -> Bool {
    guard let index = places.indices.last(where: { $0 < position && isAsked(places[$0]) }) else {
      return false
    }
    leave(for: index)
    return true
  }

  /// Goes to a place by its index.
  mutating func go(to index: Int) {
    guard places.indices.contains(index) else { return }
    leave(for: index)
  }

  private mutating func leave(for index: Int) {
    if position == places.count - 1 && index != position { mending = true }
    position = index
  }
}

extension FormPlace {
  /// The model the place belongs to, if it belongs to one.
  var model: ModelCode? {
    switch self {
    case .item(let code, _), .exposure(let code, _), .module(let code, _), .confidence(let code),
      .comment(let code), .recusal(let code):
      code
    case .attention, .ranking, .profile, .whole: nil
    }
  }
}
