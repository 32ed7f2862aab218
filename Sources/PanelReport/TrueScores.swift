import PanelCore
import PanelStatistics

/// What the models of a simulated panel are really worth, per criterion, on the scale of the ratings.
struct TrueScores: Hashable, Sendable {
  /// Model after model in the order of the form, within one criterion after criterion.
  let scores: [[Millionths]]

  init(scores: [[Millionths]]) {
    self.scores = scores
  }

  /// Reads `A=4.2,B=3.6`: every model of the form, on every criterion; `B:cost=3` says otherwise
  /// for one criterion.
  init(words: String, form: RatedForm) throws(SimulationProblem) {
    var ofModel: [ModelCode: Millionths] = [:]
    var ofCriterion: [ModelCode: [CriterionID: Millionths]] = [:]
    for word in words.split(separator: ",", omittingEmptySubsequences: false) {
      let sides = word.split(separator: "=", omittingEmptySubsequences: false)
      let names = (sides.first ?? "").split(separator: ":", omittingEmptySubsequences: false)
      guard sides.count == 2, (1...2).contains(names.count) else {
        throw SimulationProblem(
          ko: "'\(word)'은(는) 모델의 참값이 아닙니다",
          en: "'\(word)' is not the true score of a model",
          fix: (ko: "예: A=4.2,B=3.6 또는 B:cost=3", en: "write for example A=4.2,B=3.6 or B:cost=3")
        )
      }
      let model = ModelCode(String(names[0]))
      let score = try TrueScores.score(sides[1], word, form)
      try TrueScores.requireKnown(model.rawValue, "모델", "model", form.models.map(\.rawValue))
      let isNew: Bool
      if names.count == 2 {
        let criterion = CriterionID(String(names[1]))
        try TrueScores.requireKnown(
          criterion.rawValue,
          "평가 기준",
          "criterion",
          form.parts.map(\.criterion.rawValue)
        )
        isNew = ofCriterion[model, default: [:]].updateValue(score, forKey: criterion) == nil
      } else {
        isNew = ofModel.updateValue(score, forKey: model) == nil
      }
      guard isNew else {
        throw SimulationProblem(
          ko: "'\(sides[0])'의 참값이 두 번 있습니다",
          en: "the true score of '\(sides[0])' is given twice",
          fix: (ko: "하나를 지우십시오", en: "remove one of them")
        )
      }
    }
    var scores: [[Millionths]] = []
    for model in form.models {
      var line: [Millionths] = []
      for part in form.parts {
        guard let score = ofCriterion[model]?[part.criterion] ?? ofModel[model] else {
          throw SimulationProblem(
            ko: "모델 '\(model)'의 참값이 없습니다 (\(part.criterion))",
            en: "there is no true score of the model '\(model)' (\(part.criterion))",
            fix: (
              ko: "모든 모델의 참값을 쓰거나 --truth를 빼십시오",
              en: "give the true score of every model, or leave --truth out"
            )
          )
        }
        line.append(score)
      }
      scores.append(line)
    }
    self.scores = scores
  }

  private static func score(
    _ text: Substring,
    _ word: Substring,
    _ form: RatedForm
  ) throws(SimulationProblem) -> Millionths {
    let fix = (
      ko: "\(form.lowest)부터 \(form.highest)까지의 수를 소수 여섯째 자리까지 쓰십시오",
      en: "write a number from \(form.lowest) to \(form.highest) with at most six places"
    )
    guard let score = ExactDecimal(String(text)).flatMap({ Millionths($0) }) else {
      throw SimulationProblem(
        ko: "'\(word)': '\(text)'은(는) 점수가 아닙니다",
        en: "'\(word)': '\(text)' is not a score",
        fix: fix
      )
    }
    guard score >= Millionths(whole: form.lowest), score <= Millionths(whole: form.highest) else {
      throw SimulationProblem(
        ko: "'\(word)': \(text)이(가) 척도 \(form.lowest)..\(form.highest) 밖입니다",
        en: "'\(word)': \(text) is outside the scale \(form.lowest)..\(form.highest)",
        fix: fix
      )
    }
    return score
  }

  /// Refuses a name that is not one of the form's.
  static func requireKnown(
    _ name: String,
    _ ko: String,
    _ en: String,
    _ known: [String]
  ) throws(SimulationProblem) {
    guard known.contains(name) else {
      let list = known.joined(separator: ", ")
      throw SimulationProblem(
        ko: "\(ko) '\(name)'이(가) 설문에 없습니다",
        en: "there is no \(en) '\(name)'",
        fix: (ko: "다음 중 하나: \(list)", en: "use one of: \(list)")
      )
    }
  }

  /// Spreads the models evenly and close together, in the order given, best first.
  ///
  /// The best stands at three quarters of the scale; each further one is a twentieth of the scale's
  /// length lower, or less, so that the last is never below a quarter.
  static func spread(_ order: [Int], _ form: RatedForm) -> TrueScores {
    let length = form.highest - form.lowest
    let step = min(
      Millionths(1, 20, of: length).count,
      Millionths(1, 2, of: length).count / max(1, order.count - 1)
    )
    let best = Millionths(whole: form.lowest) + Millionths(3, 4, of: length)
    var scores = Array(repeating: [Millionths](), count: order.count)
    for (place, model) in order.enumerated() {
      let score = best - Millionths(count: step * place)
      scores[model] = form.parts.map { _ in score }
    }
    return TrueScores(scores: scores)
  }

  /// The points that a model's true scores are worth, exactly, before any relative step.
  func points(_ model: Int, _ form: RatedForm, _ conversion: Conversion) -> Rational {
    zip(form.parts, scores[model]).reduce(.zero) { sum, pair in
      sum + Rational(pair.0.points)
        * form.share(Rational(pair.1.count, 1_000_000), conversion)
    }
  }
}
