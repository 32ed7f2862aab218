import PanelCore
import PanelStatistics

/// What the models of a simulated panel are really worth, per criterion, on the scale of the ratings.
struct TrueScores: Hashable, Sendable {
  /// Model after model in the order of the form, within one criterion after criterion.
  let scores: [[SixPlaceNumber]]

  init(scores: [[SixPlaceNumber]]) {
    self.scores = scores
  }

  /// Reads `A=4.2,B=3.6`: every model of the form, on every criterion; `B:cost=3` says otherwise
  /// for one criterion.
  init(words: String, form: RatedForm) throws(SimulationProblem) {
    var ofModel: [ModelCode: SixPlaceNumber] = [:]
    var ofCriterion: [ModelCode: [CriterionID: SixPlaceNumber]] = [:]
    for word in words.split(separator: ",", omittingEmptySubsequences: false) {
      let sides = word.split(separator: "=", omittingEmptySubsequences: false)
      let names = (sides.first ?? "").split(separator: ":", omittingEmptySubsequences: false)
      guard sides.count == 2, (1...2).contains(names.count) else {
        throw SimulationProblem(
          en: "'\(word)' is not the true score of a model",
          ko: "'\(word)'은(는) 모델의 참값이 아닙니다",
          fix: (en: "write for example A=4.2,B=3.6 or B:cost=3", ko: "예: A=4.2,B=3.6 또는 B:cost=3")
        )
      }
      let model = ModelCode(String(names[0]))
      let score = try TrueScores.score(sides[1], word, form)
      try TrueScores.requireKnown(
        model.rawValue,
        en: "model",
        ko: "모델",
        form.models.map(\.rawValue)
      )
      let isNew: Bool
      if names.count == 2 {
        let criterion = CriterionID(String(names[1]))
        try TrueScores.requireKnown(
          criterion.rawValue,
          en: "criterion",
          ko: "평가 기준",
          form.parts.map(\.criterion.rawValue)
        )
        isNew = ofCriterion[model, default: [:]].updateValue(score, forKey: criterion) == nil
      } else {
        isNew = ofModel.updateValue(score, forKey: model) == nil
      }
      guard isNew else {
        throw SimulationProblem(
          en: "the true score of '\(sides[0])' is given twice",
          ko: "'\(sides[0])'의 참값이 두 번 있습니다",
          fix: (en: "remove one of them", ko: "하나를 지우십시오")
        )
      }
    }
    var scores: [[SixPlaceNumber]] = []
    for model in form.models {
      var line: [SixPlaceNumber] = []
      for part in form.parts {
        guard let score = ofCriterion[model]?[part.criterion] ?? ofModel[model] else {
          throw SimulationProblem(
            en: "the true score of the model '\(model)' (\(part.criterion)) is missing",
            ko: "모델 '\(model)'의 참값이 없습니다 (\(part.criterion))",
            fix: (
              en: "give the true score of every model, or leave --truth out",
              ko: "모든 모델의 참값을 쓰거나 --truth를 빼십시오"
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
  ) throws(SimulationProblem) -> SixPlaceNumber {
    let fix = (
      en: "write a number from \(form.lowest) to \(form.highest) with at most six places",
      ko: "\(form.lowest)부터 \(form.highest)까지의 수를 소수 여섯째 자리까지 쓰십시오"
    )
    guard let score = ExactDecimal(String(text)).flatMap({ SixPlaceNumber($0) }) else {
      throw SimulationProblem(
        en: "'\(word)': '\(text)' is not a score",
        ko: "'\(word)': '\(text)'은(는) 점수가 아닙니다",
        fix: fix
      )
    }
    guard score >= SixPlaceNumber(whole: form.lowest), score <= SixPlaceNumber(whole: form.highest)
    else {
      throw SimulationProblem(
        en: "'\(word)': \(text) is outside the scale \(form.lowest)..\(form.highest)",
        ko: "'\(word)': \(text)이(가) 척도 \(form.lowest)..\(form.highest) 밖입니다",
        fix: fix
      )
    }
    return score
  }

  /// Refuses a name that is not one of the form's.
  static func requireKnown(
    _ name: String,
    en: String,
    ko: String,
    _ known: [String]
  ) throws(SimulationProblem) {
    guard known.contains(name) else {
      let list = known.joined(separator: ", ")
      throw SimulationProblem(
        en: "there is no \(en) '\(name)'",
        ko: "\(ko) '\(name)'이(가) 설문에 없습니다",
        fix: (en: "use one of: \(list)", ko: "다음 중 하나: \(list)")
      )
    }
  }

  /// Spreads the models evenly and close together, in the order given, best first.
  ///
  /// The best is at three quarters of the scale; each further one is a twentieth of the scale's
  /// length lower, or less, so that the last is never below a quarter.
  static func spread(_ order: [Int], _ form: RatedForm) -> TrueScores {
    let length = form.highest - form.lowest
    let step = min(
      SixPlaceNumber(1, 20, of: length).count,
      SixPlaceNumber(1, 2, of: length).count / max(1, order.count - 1)
    )
    let best = SixPlaceNumber(whole: form.lowest) + SixPlaceNumber(3, 4, of: length)
    var scores = Array(repeating: [SixPlaceNumber](), count: order.count)
    for (place, model) in order.enumerated() {
      let score = best - SixPlaceNumber(count: step * place)
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
