extension Answers {
  /// The answers as far as they fit a survey, and the places whose answers do not.
  ///
  /// An answer fits if it could be given in the form: the model and the question exist, and the
  /// rating, reason, number or choices are offered. If one of several choices no longer exists, the
  /// whole answer is removed: the rest would be an answer that the evaluator did not give. The
  /// ranking loses only the models that no longer exist, and its place is returned. A comment is kept
  /// even if it is now too long, so that no text is lost. `SurveyChanges` reports whether a question
  /// still means the same.
  ///
  /// The places are in the order of the form, with removed models last.
  public func fitting(_ survey: Survey) -> (answers: Answers, dropped: [FormPlace]) {
    var fitting = Answers()
    var dropped: [FormPlace] = []
    let codes = survey.models.map(\.code)
    for code in codes + models.subtracting(codes).sorted() {
      keep(code, codes.contains(code) ? survey : nil, &fitting, &dropped)
    }
    if let attention {
      let fits = survey.attention != nil && survey.scale.ratings.contains(attention)
      if fits { fitting.attention = attention } else { dropped.append(.attention) }
    }
    if survey.ranking != nil {
      fitting.ranking = ranking.map { $0.filter(codes.contains) }.filter { !$0.isEmpty }
    }
    if fitting.ranking.joined().count < ranking.joined().count { dropped.append(.ranking) }
    for id in inOrder(profile.keys, survey.profile.map(\.id)) {
      let question = survey.profile.first { $0.id == id }
      if let choice = profile[id], question?.offers([choice]) == true {
        fitting.profile[id] = choice
      } else {
        dropped.append(.profile(id))
      }
    }
    return (fitting, dropped)
  }

  /// The models with any answer outside the ranking.
  private var models: Set<ModelCode> {
    recusals.union(answers.keys).union(exposure.keys).union(modules.keys).union(confidence.keys)
      .union(comments.keys)
  }

  /// Keeps the answers on one model that fit.
  private func keep(
    _ code: ModelCode,
    _ survey: Survey?,
    _ fitting: inout Answers,
    _ dropped: inout [FormPlace]
  ) {
    if recusals.contains(code) {
      if survey?.recusals == true {
        fitting.recusals.insert(code)
      } else {
        dropped.append(.recusal(code))
      }
    }
    let taken = exposure[code] ?? [:]
    for id in inOrder(taken.keys, survey?.exposure.map(\.id)) {
      let question = survey?.exposure.first { $0.id == id }
      guard let choices = taken[id], !choices.isEmpty else { continue }
      if question?.offers(choices) == true {
        fitting.exposure[code, default: [:]][id] = choices
      } else {
        dropped.append(.exposure(code, id))
      }
    }
    let given = answers[code] ?? [:]
    for id in inOrder(given.keys, survey?.items.map(\.id)) {
      if let survey, let answer = given[id], survey.item(id) != nil, survey.offers(answer) {
        fitting.answers[code, default: [:]][id] = answer
      } else {
        dropped.append(.item(code, id))
      }
    }
    let numbers = modules[code] ?? [:]
    for id in inOrder(numbers.keys, survey?.modules.map(\.id)) {
      let question = survey?.modules.first { $0.id == id }
      if let number = numbers[id], question?.accepts(number) == true {
        fitting.modules[code, default: [:]][id] = number
      } else {
        dropped.append(.module(code, id))
      }
    }
    if let number = confidence[code] {
      if survey?.confidence?.accepts(number) == true {
        fitting.confidence[code] = number
      } else {
        dropped.append(.confidence(code))
      }
    }
    if let comment = comments[code], !comment.isEmpty {
      if survey?.comment != nil {
        fitting.comments[code] = comment
      } else {
        dropped.append(.comment(code))
      }
    }
  }

  private func inOrder(
    _ ids: some Collection<ItemID>,
    _ order: [ItemID]?
  ) -> [ItemID] {
    let known = (order ?? []).filter(ids.contains)
    return known + ids.filter { !known.contains($0) }.sorted()
  }
}

extension Question {
  /// Whether the choices can be taken together.
  fileprivate func offers(_ taken: [ChoiceID]) -> Bool {
    (multiple || taken.count == 1) && Set(taken).count == taken.count
      && taken.allSatisfy { id in choices.contains { $0.id == id } }
  }
}

extension Survey {
  /// Whether this is a possible answer to an item.
  fileprivate func offers(_ answer: Answer) -> Bool {
    switch answer {
    case .rating(let rating): scale.ratings.contains(rating)
    case .cannotJudge(let reason): cannotJudge.contains { $0.id == reason }
    }
  }
}
