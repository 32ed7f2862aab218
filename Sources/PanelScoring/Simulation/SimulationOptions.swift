public import PanelCore

/// The properties of a simulated panel; each has a default that fits the scale.
public struct SimulationOptions: Hashable, Sendable {
  /// How many evaluators.
  public var evaluators: Int
  /// The seed; with the same other options it gives the same ratings everywhere.
  public var seed: UInt64
  /// The true scores, as `A=4.2,B=3.6` or, for one criterion, `B:cost=3`.
  ///
  /// `nil` spreads the models evenly and close together, in an order drawn with the seed.
  public var truth: String?
  /// The standard deviation of single ratings, in rating points; `nil` is 0.15 of the scale's length.
  public var noise: ExactDecimal?
  /// That of the evaluators' severity; `nil` is 0.1 of the scale's length.
  public var severity: ExactDecimal?
  /// That of what an evaluator sees in a model beyond its quality; `nil` is 0.1 of the length.
  public var taste: ExactDecimal?
  /// That of how much lower an item is rated than its criterion; `nil` is 0.05 of the length.
  public var difficulty: ExactDecimal?
  /// The probability, from 0 to below 1, that a rating is "cannot judge".
  public var missing: ExactDecimal
  /// How many honest evaluators are recused from one model each.
  public var recused: Int
  /// The evaluators who do not rate honestly.
  public var plants: [PlantedBehaviour]

  /// A panel of honest evaluators, unless something else is asked for.
  public init(
    evaluators: Int,
    seed: UInt64,
    truth: String? = nil,
    noise: ExactDecimal? = nil,
    severity: ExactDecimal? = nil,
    taste: ExactDecimal? = nil,
    difficulty: ExactDecimal? = nil,
    missing: ExactDecimal = ExactDecimal(0),
    recused: Int = 0,
    plants: [PlantedBehaviour] = []
  ) {
    self.evaluators = evaluators
    self.seed = seed
    self.truth = truth
    self.noise = noise
    self.severity = severity
    self.taste = taste
    self.difficulty = difficulty
    self.missing = missing
    self.recused = recused
    self.plants = plants
  }

  /// The most evaluators that can be simulated.
  public static let mostEvaluators = 1_000_000
  /// The most ratings that can be simulated.
  public static let mostRatings = 100_000_000

  /// The four standard deviations on the scale of the ratings.
  struct Deviations: Hashable, Encodable, Sendable {
    var noise: SixPlaceNumber
    var severity: SixPlaceNumber
    var taste: SixPlaceNumber
    var difficulty: SixPlaceNumber
  }

  func deviations(_ form: RatedForm) throws(SimulationProblem) -> Deviations {
    let length = form.highest - form.lowest
    func deviation(
      _ given: ExactDecimal?,
      _ name: String,
      _ share: (Int, Int)
    ) throws(SimulationProblem) -> SixPlaceNumber {
      guard let given else { return SixPlaceNumber(share.0, share.1, of: length) }
      guard let deviation = SixPlaceNumber(given), deviation.count >= 0,
        deviation <= SixPlaceNumber(whole: length)
      else {
        throw SimulationProblem(
          en: "\(name) \(given) is not a standard deviation for the scale "
            + "\(form.lowest)..\(form.highest)",
          ko: "\(name) \(given)은(는) 척도 \(form.lowest)..\(form.highest)의 표준편차가 아닙니다",
          fix: (
            en: "write a number from 0 to \(length) with at most six places",
            ko: "0부터 \(length)까지의 수를 소수 여섯째 자리까지 쓰십시오"
          )
        )
      }
      return deviation
    }
    return Deviations(
      noise: try deviation(noise, "--noise", (3, 20)),
      severity: try deviation(severity, "--severity", (1, 10)),
      taste: try deviation(taste, "--taste", (1, 10)),
      difficulty: try deviation(difficulty, "--difficulty", (1, 20))
    )
  }

  /// Refuses sizes, shares and plants that no panel of this form can have.
  func check(_ form: RatedForm) throws(SimulationProblem) {
    let most = SimulationOptions.mostEvaluators
    guard (1...most).contains(evaluators) else {
      throw SimulationProblem(
        en: "\(evaluators) evaluators cannot be simulated",
        ko: "평가위원 \(evaluators)명은 모의할 수 없습니다",
        fix: (en: "give --evaluators from 1 to \(most)", ko: "--evaluators를 1부터 \(most)까지로 쓰십시오")
      )
    }
    guard !form.models.isEmpty, !form.items.isEmpty else {
      throw SimulationProblem(
        en: "there are no models, or no items",
        ko: "모델이나 문항이 없습니다",
        fix: (en: "use a survey with models and items", ko: "모델과 문항이 있는 설문을 쓰십시오")
      )
    }
    let ratings = evaluators * form.models.count * form.items.count
    guard ratings <= SimulationOptions.mostRatings else {
      let fewer = SimulationOptions.mostRatings / (form.models.count * form.items.count)
      throw SimulationProblem(
        en: "\(ratings) ratings are too many for one file",
        ko: "평점 \(ratings)개는 한 파일에 너무 많습니다",
        fix: (en: "give --evaluators \(fewer) or less", ko: "--evaluators를 \(fewer) 이하로 쓰십시오")
      )
    }
    guard missing.unscaled >= 0, missing.unscaled < missing.denominator else {
      throw SimulationProblem(
        en: "--missing \(missing) is not a share of the ratings",
        ko: "--missing \(missing)은(는) 비율이 아닙니다",
        fix: (
          en: "write a number from 0 to below 1, for example 0.03",
          ko: "0 이상 1 미만의 수를 쓰십시오. 예: 0.03"
        )
      )
    }
    for plant in plants {
      guard let model = plant.model?.rawValue else { continue }
      try TrueScores.requireKnown(model, en: "model", ko: "모델", form.models.map(\.rawValue))
    }
    // Summed so that no sum of huge counts can overflow.
    var left = evaluators
    for plant in plants where left >= 0 {
      left = (0...left).contains(plant.count) ? left - plant.count : -1
    }
    guard left >= 0 else {
      throw SimulationProblem(
        en: "more are to be planted than there are evaluators (\(evaluators))",
        ko: "심을 사람이 평가위원 \(evaluators)명보다 많습니다",
        fix: (
          en: "lower the numbers of --plant, or raise --evaluators",
          ko: "--plant의 수를 줄이거나 --evaluators를 늘리십시오"
        )
      )
    }
    guard (0...left).contains(recused) else {
      throw SimulationProblem(
        en: "--recused \(recused): there are \(left) honest evaluators who can be recused",
        ko: "--recused \(recused): 회피할 수 있는 정직한 평가위원은 \(left)명입니다",
        fix: (en: "write a number from 0 to \(left)", ko: "0부터 \(left)까지로 쓰십시오")
      )
    }
    guard recused == 0 || form.models.count > 1 else {
      throw SimulationProblem(
        en: "there is only one model: an evaluator who is recused from it rates nothing",
        ko: "모델이 하나뿐이어서 회피하면 평점이 남지 않습니다",
        fix: (en: "leave --recused out", ko: "--recused를 빼십시오")
      )
    }
  }
}
