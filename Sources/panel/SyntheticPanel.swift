import PanelCore
import PanelStatistics

/// Ratings that nobody gave: a panel with planted behaviours, for demonstrations and trials.
///
/// Blind codes only, and whoever shows the result says that it is synthetic.
struct SyntheticPanel: Sendable {
  /// How a synthetic evaluator behaves.
  enum Behaviour: String, CaseIterable, Sendable {
    /// Rates what they see, with a personal bias and noise.
    case honest
    /// Gives everything the same rating.
    case straightLine
    /// Turns the scale around.
    case reversed
    /// Lifts one model and sinks the others, together with an accomplice.
    case colluding
    /// Rates at random.
    case random
  }

  let survey: Survey
  let seed: UInt64
  /// One behaviour per evaluator: the planted ones stand at the end.
  let behaviours: [Behaviour]

  init(survey: Survey, evaluators: Int, seed: UInt64) {
    self.survey = survey
    self.seed = seed
    let planted: [Behaviour] = [
      .straightLine, .straightLine, .reversed, .colluding, .colluding, .random,
    ]
    // A panel too small for all of them keeps at least half of its evaluators honest.
    let count = min(planted.count, evaluators / 2)
    behaviours =
      Array(repeating: .honest, count: evaluators - count) + planted.prefix(count)
  }

  /// The complete answers of one evaluator; a function of the seed and the position alone.
  func answers(of evaluator: Int) -> Answers {
    var generator = SplitMix64(seed: seed &+ 0x9E37_79B9 &* UInt64(evaluator + 1))
    let behaviour = behaviours[evaluator]
    let (lowest, highest) = (survey.scale.lowest, survey.scale.highest)
    let bias = Double(generator.index(below: 21) - 10) / 12
    var answers = Answers()
    for (position, model) in survey.models.enumerated() {
      let code = model.code
      // Qualities lie close together, as they do among finalists, and tastes differ.
      let taste = Double(generator.index(below: 31) - 15) / 40
      let quality = 0.78 - 0.02 * Double(position) - 0.025 * Double(position / 2 * 2)
      var ratings: [ItemID: Answer] = [:]
      for item in survey.items {
        let draw = generator.index(below: 1_000)
        let noise = Double((0..<4).reduce(0) { sum, _ in sum + generator.index(below: 61) } - 120)
        let seen = Double(lowest) + quality * Double(highest - lowest) + bias + taste + noise / 70
        let honest = min(highest, max(lowest, Int(seen.rounded())))
        let rating =
          switch behaviour {
          case .honest: honest
          case .straightLine: highest - (evaluator % 2)
          case .reversed: lowest + highest - honest
          case .colluding: position == survey.models.count - 1 ? highest : lowest
          case .random: lowest + generator.index(below: highest - lowest + 1)
          }
        if behaviour == .honest, draw < 25, let reason = survey.cannotJudge.first {
          ratings[item.id] = .cannotJudge(reason.id)
        } else {
          ratings[item.id] = .rating(rating)
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
    if survey.attention != nil {
      answers.attention =
        behaviour == .straightLine ? highest - (evaluator % 2) : survey.attention?.expected
    }
    if survey.ranking != nil { answers.ranking = survey.models.map { [$0.code] } }
    for question in survey.profile {
      answers.profile[question.id] =
        question.choices[generator.index(below: question.choices.count)].id
    }
    return answers
  }
}
