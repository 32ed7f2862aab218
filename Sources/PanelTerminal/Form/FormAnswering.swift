internal import PanelCore

// How answers are given: digits, reasons, recusals, ranks.
extension Form {
  // MARK: - Numbers

  /// The numbers that can be typed at the current place, ascending.
  private var numbers: [Int] {
    let survey = interview.survey
    switch interview.place {
    case .item, .attention: return Array(survey.scale.ratings)
    case .module(_, let id):
      return survey.modules.first { $0.id == id }.map(Self.numbers(of:)) ?? []
    case .confidence: return survey.confidence.map(Self.numbers(of:)) ?? []
    case .exposure(_, let id):
      return Array(1...max(1, survey.exposure.first { $0.id == id }?.choices.count ?? 1))
    case .profile(let id):
      return Array(1...max(1, survey.profile.first { $0.id == id }?.choices.count ?? 1))
    case .recusal: return [1, 2]
    case .ranking: return Array(1...max(1, interview.ratedModels.count))
    case .comment, .whole: return []
    }
  }

  private static func numbers(of question: ScaleQuestion) -> [Int] {
    Array(stride(from: question.lowest, through: question.highest, by: max(1, question.step)))
  }

  /// Takes one digit of an answer; the answer is given as soon as no other number begins with it.
  mutating func type(digit: Character) {
    let numbers = numbers
    switch interview.place {
    case .comment:
      return note(
        LocalizedText(en: "Press c to write the comment.", ko: "의견을 쓰려면 c를 누르십시오.")
      )
    case .whole:
      return note(
        LocalizedText(
          en: "Nothing is rated here. Enter goes to the question.",
          ko: "여기에는 점수를 주지 않습니다. Enter로 문항으로 갑니다."
        )
      )
    default: break
    }
    let typed = entry + String(digit)
    let candidates = numbers.filter { String($0).hasPrefix(typed) }
    if candidates.isEmpty {
      entry = ""
      guard digit != "-" else { return }
      return warn(outside(Int(typed) ?? 0, numbers))
    }
    guard candidates.count == 1, String(candidates[0]) == typed else {
      entry = typed
      return
    }
    entry = ""
    answer(candidates[0])
  }

  /// Gives the number typed so far as the answer; `false` if it is not on the scale.
  @discardableResult
  mutating func commitEntry() -> Bool {
    guard !entry.isEmpty else { return true }
    let numbers = numbers
    guard let number = Int(entry), numbers.contains(number) else {
      warn(outside(Int(entry) ?? 0, numbers))
      entry = ""
      return false
    }
    entry = ""
    answer(number)
    return true
  }

  private func outside(_ number: Int, _ numbers: [Int]) -> LocalizedText {
    let lowest = numbers.first ?? 0
    let highest = numbers.last ?? 0
    switch interview.place {
    case .exposure, .profile, .recusal:
      return InputProblem.noSuchChoice(number, count: numbers.count).message
    default:
      let step = numbers.count > 1 ? numbers[1] - numbers[0] : 1
      return InputProblem.outside(number, lowest: lowest, highest: highest, step: step).message
    }
  }

  private mutating func answer(_ number: Int) {
    switch interview.place {
    case .exposure(let code, let id):
      change { interview throws(InputProblem) in try interview.toggle(number, of: id, on: code) }
    case .recusal(let code):
      guard number == 1 else { return change { $0.setRecused(false, from: code) } }
      askRecusal()
    case .ranking:
      let models = interview.ratedModels
      guard models.indices.contains(rankLine) else { return }
      let code = models[rankLine]
      change { $0.rank(code, at: number) }
    default: change { interview throws(InputProblem) in try interview.answer(number) }
    }
  }

  // MARK: - Cannot judge, recusal, nothing

  mutating func askReason() {
    guard case .item = interview.place else {
      return warn(InputProblem.cannotJudgeOnlyItems.message)
    }
    guard !interview.survey.cannotJudge.isEmpty else {
      return warn(InputProblem.cannotJudgeNotOffered.message)
    }
    entry = ""
    overlay = .reasons(-1)
  }

  mutating func chooseReason(_ line: Int) {
    overlay = nil
    let reasons = interview.survey.cannotJudge
    guard reasons.indices.contains(line) else { return }
    change { interview throws(InputProblem) in
      try interview.cannotJudge(reasons[line].id.rawValue)
    }
  }

  mutating func askRecusal() {
    guard let code = interview.place.model else {
      return warn(Self.words(.noModelHere))
    }
    guard !interview.answers.recusals.contains(code) else { return }
    if interview.answerCount(on: code) > 0 {
      overlay = .confirmation(.recuse(code))
    } else {
      recuse(from: code)
    }
  }

  /// Recuses and moves on: in the matrix to the recusal cell, elsewhere to the next place.
  mutating func recuse(from code: ModelCode) {
    change { $0.setRecused(true, from: code) }
    guard interview.answers.recusals.contains(code) else { return }
    if front == .matrix {
      if let index = interview.places.firstIndex(of: .recusal(code)) { go(to: index) }
    } else {
      next()
    }
  }

  mutating func clear() {
    entry = ""
    guard interview.place == .ranking else { return change { $0.clear() } }
    let models = interview.ratedModels
    guard models.indices.contains(rankLine) else { return }
    let code = models[rankLine]
    change { $0.rank(code, at: nil) }
  }

  // MARK: - The final check

  /// The places that the lines of the final check lead to, each with its text.
  var checkPlaces: [(place: FormPlace, text: LocalizedText, isOpen: Bool?)] {
    let problems = interview.problems.map { problem in
      (place: problem.place, text: problem.message, isOpen: Optional(problem.isOpen))
    }
    let questions = interview.inconsistencies.map { question in
      (place: question.places.first ?? .whole, text: question.message, isOpen: Bool?.none)
    }
    return problems + questions
  }

  mutating func openProblem() {
    let lines = checkPlaces
    guard lines.indices.contains(checkLine) else {
      return note(
        LocalizedText(
          en: "Nothing is open. To submit press s.",
          ko: "빠진 곳이 없습니다. 제출하려면 s를 누르십시오."
        )
      )
    }
    guard let index = interview.places.firstIndex(of: lines[checkLine].place) else { return }
    go(to: index)
  }

  mutating func askSubmit() {
    guard interview.problems.isEmpty else {
      let count = interview.problems.count
      return warn(
        LocalizedText(
          en: "Still open or wrong: \(count). Enter goes there.",
          ko: "아직 답하지 않았거나 고칠 곳이 \(count)곳 있습니다. Enter를 누르면 그곳으로 갑니다."
        )
      )
    }
    switch status {
    case .reading: return change { _ in }
    case _ where isClosed:
      return warn(
        LocalizedText(
          en: "Nothing can be submitted any more. Your answers stay on this computer.",
          ko: "이제는 제출할 수 없습니다. 답은 이 컴퓨터에 남아 있습니다."
        )
      )
    case .submitted(let revision):
      return note(
        LocalizedText(
          en: "These answers are submitted already (revision \(revision)).",
          ko: "이 답은 이미 제출되어 있습니다(\(revision)판)."
        )
      )
    default: break
    }
    // If the time of opening is not known, sending finds out whether rating has opened.
    if surroundings.round != nil, surroundings.phaseNow < .rating, let opens = surroundings.opens {
      let time = surroundings.shown(opens, language)
      let round = surroundings.round ?? ""
      return warn(
        LocalizedText(
          en: "NOT SUBMITTED: rating opens \(time). Saved; then run panel submit \(round)",
          ko: "미제출: 평가가 아직 시작되지 않았습니다(\(time)). 저장되었으니 그때 panel submit \(round)을(를) 실행하십시오."
        )
      )
    }
    overlay = .confirmation(.submit)
  }
}

extension Interview {
  /// Adds a choice or removes it again if several may be taken; otherwise replaces the choice.
  mutating func toggle(
    _ number: Int,
    of id: ItemID,
    on code: ModelCode
  ) throws(InputProblem) {
    guard let question = survey.exposure.first(where: { $0.id == id }), question.multiple else {
      return try choose([number])
    }
    let taken = answers.exposure[code]?[id] ?? []
    var numbers = taken.compactMap { choice in
      question.choices.firstIndex { $0.id == choice }.map { $0 + 1 }
    }
    if let index = numbers.firstIndex(of: number) {
      numbers.remove(at: index)
    } else {
      numbers.append(number)
    }
    if numbers.isEmpty {
      answers.exposure[code]?[id] = nil
      if answers.exposure[code]?.isEmpty == true { answers.exposure[code] = nil }
    } else {
      try choose(numbers)
    }
  }

  /// The rank a model has been given, from 1; models of one rank are tied.
  func rank(of code: ModelCode) -> Int? {
    answers.ranking.firstIndex { $0.contains(code) }.map { $0 + 1 }
  }

  /// Gives a model a rank, or takes it away.
  ///
  /// Ranks without a model stay empty groups, so that the numbers typed are kept; see
  /// `compactRanking()`.
  mutating func rank(_ code: ModelCode, at rank: Int?) {
    var groups = answers.ranking.map { $0.filter { $0 != code } }
    if let rank, rank > 0 {
      while groups.count < rank { groups.append([]) }
      groups[rank - 1] = (groups[rank - 1] + [code]).sorted()
    }
    while groups.last?.isEmpty == true { groups.removeLast() }
    answers.ranking = groups
  }

  /// Replaces the comment on a model; blanks alone remove it.
  mutating func setComment(_ text: String, on code: ModelCode) {
    answers.comments[code] = text.allSatisfy(\.isWhitespace) ? nil : text
  }
}
