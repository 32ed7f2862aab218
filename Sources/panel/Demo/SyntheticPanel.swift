import PanelCore
import PanelReport
import PanelScoring
import PanelStatistics

/// Complete synthetic answers: simulated ratings, and some answer to every other question.
///
/// Models appear under blind codes only; callers must state that the result is synthetic.
struct SyntheticPanel: Sendable {
  let survey: Survey
  let seed: UInt64
  private let simulation: Simulation

  /// Creates a panel with a few evaluators who do not rate honestly, at most half of a small panel.
  init(survey: Survey, evaluators: Int, seed: UInt64) throws(SimulationProblem) {
    self.survey = survey
    self.seed = seed
    let last = survey.models.last?.code
    let wanted = [
      PlantedBehaviour(.straightLine, count: 2), PlantedBehaviour(.reversed, count: 1),
      PlantedBehaviour(.cartel, count: 2, model: last), PlantedBehaviour(.random, count: 1),
    ]
    var left = evaluators / 2
    var plants: [PlantedBehaviour] = []
    for var plant in wanted where left > 0 {
      plant.count = min(plant.count, left)
      left -= plant.count
      plants.append(plant)
    }
    let missing = survey.cannotJudge.isEmpty ? nil : ExactDecimal("0.025")
    simulation = try Simulation(
      form: RatedForm(survey),
      options: SimulationOptions(
        evaluators: evaluators,
        seed: seed,
        missing: missing ?? ExactDecimal(0),
        plants: plants
      )
    )
  }

  /// The positions of the evaluators.
  var evaluators: Range<Int> { 0..<simulation.options.evaluators }

  /// The complete answers of one evaluator; they depend only on the seed and the position.
  func answers(of position: Int) -> Answers {
    let evaluator = simulation.evaluator(position)
    let ballot = simulation.ballot(of: evaluator)
    var cells = ballot.cells[...]
    var generator = SplitMix64(seed: seed &+ 0x9E37_79B9 &* UInt64(position + 1))
    var answers = Answers()
    for model in survey.models {
      let code = model.code
      var ratings: [ItemID: Answer] = [:]
      for item in survey.items {
        switch cells.popFirst() {
        case .rating(let rating): ratings[item.id] = .rating(rating)
        case .cannotJudge: ratings[item.id] = survey.cannotJudge.first.map { .cannotJudge($0.id) }
        case .recused, .blank, .none: break
        }
      }
      answers.answers[code] = ratings
      for question in survey.exposure {
        let choice = question.choices[generator.index(below: question.choices.count)]
        answers.exposure[code, default: [:]][question.id] = [choice.id]
      }
      for module in survey.modules {
        let steps = (module.highest - module.lowest) / max(1, module.step)
        answers.modules[code, default: [:]][module.id] =
          module.lowest + module.step * generator.index(below: steps + 1)
      }
      if let confidence = survey.confidence {
        let steps = (confidence.highest - confidence.lowest) / max(1, confidence.step)
        answers.confidence[code] =
          confidence.lowest + confidence.step * generator.index(below: steps + 1)
      }
      if survey.requiresComment(on: code, in: answers) {
        answers.comments[code] = "합성 자료의 평가 의견입니다. Synthetic comment for a low rating."
      }
    }
    if let attention = survey.attention {
      let isStraight = evaluator.behaviour == .straightLine
      answers.attention = isStraight ? ballot.cells.first?.rating : attention.expected
    }
    if survey.ranking != nil { answers.ranking = survey.models.map { [$0.code] } }
    for question in survey.profile {
      answers.profile[question.id] =
        question.choices[generator.index(below: question.choices.count)].id
    }
    return answers
  }
}
