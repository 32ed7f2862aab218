internal import PanelCore

// What can be answered at the current place. An answer that does not fit changes nothing.
extension Interview {
  /// Takes a whole number as the answer at a place that takes numbers.
  mutating func answer(_ number: Int) throws(InputProblem) {
    switch place {
    case .item(let code, let item):
      try check(number)
      answers.answers[code, default: [:]][item] = .rating(number)
    case .attention:
      try check(number)
      answers.attention = number
    case .module(let code, let id):
      guard let question = survey.modules.first(where: { $0.id == id }) else { return }
      try check(number, against: question)
      answers.modules[code, default: [:]][id] = number
    case .confidence(let code):
      guard let question = survey.confidence else { return }
      try check(number, against: question)
      answers.confidence[code] = number
    case .recusal, .exposure, .profile: try choose([number])
    case .comment: throw .bareNumber(number)
    case .ranking, .whole: throw .unknownWord(String(number))
    }
  }

  private func check(_ number: Int) throws(InputProblem) {
    guard survey.scale.ratings.contains(number) else {
      throw .outside(number, lowest: survey.scale.lowest, highest: survey.scale.highest, step: 1)
    }
  }

  private func check(_ number: Int, against question: ScaleQuestion) throws(InputProblem) {
    guard question.accepts(number) else {
      throw .outside(
        number,
        lowest: question.lowest,
        highest: question.highest,
        step: question.step
      )
    }
  }

  /// Takes choices by their numbers, from 1; at a recusal 1 recuses and 2 does not.
  mutating func choose(_ numbers: [Int]) throws(InputProblem) {
    switch place {
    case .recusal(let code):
      guard let number = numbers.first, (1...2).contains(number) else {
        throw .noSuchChoice(numbers.first ?? 0, count: 2)
      }
      guard numbers.count == 1 else { throw .onlyOneChoice }
      setRecused(number == 1, from: code)
    case .exposure(let code, let id):
      guard let question = survey.exposure.first(where: { $0.id == id }) else { return }
      answers.exposure[code, default: [:]][id] = try choices(numbers, of: question)
    case .profile(let id):
      guard let question = survey.profile.first(where: { $0.id == id }) else { return }
      guard numbers.count == 1 else { throw .onlyOneChoice }
      answers.profile[id] = try choices(numbers, of: question).first
    default: throw .unknownWord(numbers.map(String.init).joined(separator: " "))
    }
  }

  /// The choices in the order of the question, each once.
  private func choices(
    _ numbers: [Int],
    of question: Question
  ) throws(InputProblem) -> [ChoiceID] {
    for number in numbers where !(1...max(1, question.choices.count)).contains(number) {
      throw .noSuchChoice(number, count: question.choices.count)
    }
    let taken = Set(numbers).sorted().map { question.choices[$0 - 1].id }
    guard question.multiple || taken.count == 1 else { throw .onlyOneChoice }
    return taken
  }

  /// Takes "cannot judge" with the reason's name or its number from 1.
  mutating func cannotJudge(_ reason: String) throws(InputProblem) {
    guard case .item(let code, let item) = place else { throw .cannotJudgeOnlyItems }
    let reasons = survey.cannotJudge
    guard !reasons.isEmpty else { throw .cannotJudgeNotOffered }
    let named =
      reasons.first { $0.id.rawValue == reason }
      ?? reasons.first { $0.id.rawValue.lowercased() == reason.lowercased() }
    let numbered = Int(reason).flatMap { reasons.indices.contains($0 - 1) ? reasons[$0 - 1] : nil }
    guard let choice = named ?? numbered else {
      throw .noSuchReason(reason, among: reasons.map(\.id))
    }
    answers.answers[code, default: [:]][item] = .cannotJudge(choice.id)
  }

  /// Replaces the comment on a model, the current one unless named; an empty text removes it.
  ///
  /// A comment that is too short or too long is kept, so that nothing typed is lost; it is
  /// among the `problems` until it fits.
  mutating func comment(_ text: String, on model: ModelCode? = nil) throws(InputProblem) {
    guard survey.comment != nil else { throw .noComments }
    guard let code = model ?? place.model else { throw .noModelHere }
    if answers.recusals.contains(code) { throw .recused(code) }
    guard survey.model(code) != nil else {
      throw .unknownModel(code.rawValue, among: ratedModels)
    }
    answers.comments[code] = text.isEmpty ? nil : text
  }

  /// Takes the ranking, best first; every rated model is named once.
  mutating func rank(_ groups: [[ModelCode]]) throws(InputProblem) {
    let wanted = ratedModels
    var seen: Set<ModelCode> = []
    for code in groups.joined() {
      if answers.recusals.contains(code) { throw .recused(code) }
      guard wanted.contains(code) else { throw .unknownModel(code.rawValue, among: wanted) }
      guard seen.insert(code).inserted else { throw .rankedTwice(code) }
    }
    let missing = wanted.filter { !seen.contains($0) }
    guard missing.isEmpty else { throw .notRanked(missing) }
    // Tied models have no order among them: one spelling for one meaning.
    answers.ranking = groups.map { $0.sorted() }
  }

  /// Recuses from a model or takes the recusal back; recusing deletes all answers on the model.
  mutating func setRecused(_ recused: Bool, from code: ModelCode) {
    guard recused else {
      answers.recusals.remove(code)
      return
    }
    answers.recusals.insert(code)
    answers.answers[code] = nil
    answers.exposure[code] = nil
    answers.modules[code] = nil
    answers.confidence[code] = nil
    answers.comments[code] = nil
    answers.ranking = answers.ranking.map { $0.filter { $0 != code } }
    compactRanking()
  }

  /// Drops the empty ranks once every rated model is ranked or none is.
  ///
  /// While ranks are being given a rank may be left out: ranks 1 and 3 are `[[A], [], [B]]`.
  mutating func compactRanking() {
    let ranked = Set(answers.ranking.joined())
    guard ranked.isEmpty || ratedModels.allSatisfy(ranked.contains) else { return }
    answers.ranking = answers.ranking.filter { !$0.isEmpty }
  }

  /// Removes the answer at the current place.
  mutating func clear() {
    switch place {
    case .item(let code, let id):
      answers.answers[code]?[id] = nil
      if answers.answers[code]?.isEmpty == true { answers.answers[code] = nil }
    case .exposure(let code, let id):
      answers.exposure[code]?[id] = nil
      if answers.exposure[code]?.isEmpty == true { answers.exposure[code] = nil }
    case .module(let code, let id):
      answers.modules[code]?[id] = nil
      if answers.modules[code]?.isEmpty == true { answers.modules[code] = nil }
    case .confidence(let code): answers.confidence[code] = nil
    case .comment(let code): answers.comments[code] = nil
    case .recusal(let code): setRecused(false, from: code)
    case .attention: answers.attention = nil
    case .ranking: answers.ranking = []
    case .profile(let id): answers.profile[id] = nil
    case .whole: break
    }
  }
}
