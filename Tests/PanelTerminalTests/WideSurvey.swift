@testable import PanelCore
@testable import PanelTerminal

extension TestSurvey {
  /// The test survey with ten weighted items under two criteria and five models.
  ///
  /// U1–U6 weigh 3, 3, 3, 2, 2, 2 of 15 points; C1–C4 weigh 3, 3, 2, 2 of 10 points.
  static func wide(models: [String] = ["A", "B", "C", "D", "E"], recusals: Bool = false) -> Survey {
    var survey = make(recusals: recusals)
    survey.criteria = [
      Criterion(
        id: CriterionID("usability"),
        title: text(en: "Industrial usability", ko: "산업 현장 활용성"),
        points: ExactDecimal(15)
      ),
      Criterion(
        id: CriterionID("cost"),
        title: text(en: "Inference cost efficiency", ko: "추론 비용 효율성"),
        points: ExactDecimal(10)
      ),
    ]
    survey.items =
      items("U", weights: ["3", "3", "3", "2", "2", "2"], of: "usability")
      + items("C", weights: ["3", "3", "2", "2"], of: "cost")
    survey.models = models.map { ModelUnderEvaluation(code: ModelCode($0)) }
    return survey
  }

  /// Items without anchors, named by a letter and their number from 1.
  static func items(_ letter: String, weights: [String], of criterion: String) -> [Item] {
    weights.enumerated().map { index, weight in
      Item(
        id: ItemID("\(letter)\(index + 1)"),
        criterion: CriterionID(criterion),
        weight: ExactDecimal(weight) ?? ExactDecimal(1),
        title: text(en: "Item \(letter)\(index + 1)", ko: "문항 \(letter)\(index + 1)"),
        text: text(en: "How was it?", ko: "어떠했습니까?"),
        anchors: []
      )
    }
  }
}

extension Answers {
  /// Rates a model on a survey's items in their order; `nil` cannot be judged.
  mutating func rate(_ model: String, _ ratings: [Int?], of survey: Survey) {
    for (item, rating) in zip(survey.items, ratings) {
      answers[ModelCode(model), default: [:]][item.id] =
        rating.map { .rating($0) } ?? .cannotJudge(ChoiceID("N1"))
    }
  }

  /// Ranks models, best first, a group a rank; `""` is a rank that nobody has.
  mutating func rank(_ groups: [String]) {
    ranking = groups.map { $0.split(separator: " ").map { ModelCode(String($0)) } }
  }
}

extension Answers {
  /// Answers of every kind: given, left out, wrong, foreign to the survey.
  static func random(
    for survey: Survey,
    using generator: inout some RandomNumberGenerator
  ) -> Answers {
    var answers = Answers()
    // A third of the sets is nearly complete and right, so that every state is met.
    let care = Int.random(in: 0...2, using: &generator)
    func happens(_ chance: Int) -> Bool {
      Int.random(in: 0..<100, using: &generator) < (care == 0 ? chance / 10 : chance)
    }
    for model in survey.models {
      let code = model.code
      if happens(20) {
        answers.recusals.insert(code)
        if !happens(20) { continue }
      }
      for item in survey.items where !happens(30) {
        answers.answers[code, default: [:]][item.id] =
          happens(20)
          ? .cannotJudge(ChoiceID(happens(30) ? "N9" : "N1"))
          : .rating(happens(10) ? 9 : Int.random(in: 1...5, using: &generator))
      }
      for question in survey.exposure where !happens(30) {
        var taken = question.choices.map(\.id).filter { _ in happens(50) || care == 0 }
        if happens(10) { taken.append(ChoiceID("foreign")) }
        if happens(10) { taken += taken }
        answers.exposure[code, default: [:]][question.id] = taken
      }
      for question in survey.modules where !happens(30) {
        answers.modules[code, default: [:]][question.id] = happens(20) ? 7 : 50
      }
      if !happens(30) { answers.confidence[code] = happens(20) ? 6 : 3 }
      if !happens(30) {
        let length = happens(20) ? 61 : happens(30) ? 3 : 20
        answers.comments[code] = String(repeating: "가", count: length)
      }
    }
    if survey.ranking != nil {
      var groups: [[ModelCode]] = []
      for model in survey.models where !answers.recusals.contains(model.code) && !happens(20) {
        if happens(20) { groups.append([]) }
        if happens(20), !groups.isEmpty {
          groups[groups.count - 1].append(model.code)
        } else {
          groups.append([model.code])
        }
        if happens(5) { groups.append([model.code]) }
      }
      if happens(5) { groups.append([ModelCode("foreign")]) }
      answers.ranking = groups
    }
    return answers
  }
}
