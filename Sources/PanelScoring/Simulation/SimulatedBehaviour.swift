public import PanelCore

/// How an evaluator of a simulated panel rates.
///
/// The *honest rating* is the rating that an honest evaluator would give; see `Simulation`.
public enum SimulatedBehaviour: String, CaseIterable, Codable, Sendable {
  /// The honest rating everywhere.
  case honest
  /// One rating throughout, drawn evenly from the scale.
  case straightLine
  /// The lowest rating for one model, the honest rating for the others.
  case hostile
  /// The highest rating for one model, the honest rating for the others: quiet collusion.
  case favour
  /// The highest rating for one model, the lowest for all others: blatant collusion.
  case cartel
  /// Every rating drawn evenly from the scale.
  case random
  /// The scale read upside down: lowest + highest − the honest rating.
  case reversed
  /// Honest, but a quarter of the scale's length more generous.
  case lenient
  /// Honest, but a quarter of the scale's length stricter.
  case severe
  /// Honest, but everything pulled halfway to the middle of the scale.
  case central
  /// One rating a model for all its items: an overall impression.
  case halo
  /// Each rating is, evenly, the honest one or drawn evenly from the scale.
  case inattentive

  /// Whether the behaviour is directed at one model.
  public var hasTarget: Bool {
    switch self {
    case .hostile, .favour, .cartel: true
    case .honest, .straightLine, .random, .reversed, .lenient, .severe, .central, .halo,
      .inattentive:
      false
    }
  }

  /// Those that can be planted: all but the honest.
  public static var planted: [SimulatedBehaviour] { allCases.filter { $0 != .honest } }
}

/// Evaluators of one behaviour that a simulated panel is to have.
public struct PlantedBehaviour: Hashable, Encodable, Sendable {
  /// How they behave.
  public var behaviour: SimulatedBehaviour
  /// How many they are, from 1.
  public var count: Int
  /// The model their behaviour is directed at; if `nil`, the simulation chooses one where needed.
  public var model: ModelCode?

  /// Plants that many evaluators.
  public init(_ behaviour: SimulatedBehaviour, count: Int, model: ModelCode? = nil) {
    self.behaviour = behaviour
    self.count = count
    self.model = model
  }

  /// Reads `straightLine=2` or `favour=3:B`.
  public init(word: String) throws(SimulationProblem) {
    let parts = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    let known = SimulatedBehaviour.planted.map(\.rawValue).joined(separator: ", ")
    guard parts.count == 2 else {
      throw SimulationProblem(
        en: "'\(word)' does not say how many",
        ko: "'\(word)'에 몇 명인지 없습니다",
        fix: (
          en: "write for example straightLine=2 or favour=3:B",
          ko: "예: straightLine=2 또는 favour=3:B"
        )
      )
    }
    guard let behaviour = SimulatedBehaviour(rawValue: String(parts[0])), behaviour != .honest
    else {
      throw SimulationProblem(
        en: "'\(parts[0])' is not a behaviour to plant",
        ko: "'\(parts[0])'은(는) 심을 수 있는 행동이 아닙니다",
        fix: (en: "use one of: \(known)", ko: "다음 중 하나: \(known)")
      )
    }
    let terms = parts[1].split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
    guard let count = Int(terms[0]), terms[0].first != "+", count > 0 else {
      throw SimulationProblem(
        en: "'\(word)': the number of evaluators must be a whole number from 1",
        ko: "'\(word)': 사람 수는 1 이상의 정수여야 합니다",
        fix: (en: "write for example \(behaviour.rawValue)=2", ko: "예: \(behaviour.rawValue)=2")
      )
    }
    guard terms.count == 1 || behaviour.hasTarget else {
      let targeted = SimulatedBehaviour.allCases.filter(\.hasTarget).map(\.rawValue)
        .joined(separator: ", ")
      throw SimulationProblem(
        en: "'\(word)': \(behaviour.rawValue) is not directed at a model",
        ko: "'\(word)': \(behaviour.rawValue)에는 겨냥하는 모델이 없습니다",
        fix: (
          en: "write \(behaviour.rawValue)=\(count); directed at a model are \(targeted)",
          ko: "\(behaviour.rawValue)=\(count)로 쓰십시오. 모델을 겨냥하는 행동은 \(targeted)입니다"
        )
      )
    }
    self.init(behaviour, count: count, model: terms.count == 2 ? ModelCode(String(terms[1])) : nil)
  }
}

/// Why options cannot be simulated, and what to write instead.
public struct SimulationProblem: Error, Hashable, Sendable {
  /// What is wrong.
  public var message: LocalizedText
  /// What to do.
  public var fix: LocalizedText

  init(en: String, ko: String, fix: (en: String, ko: String)) {
    message = LocalizedText(en: en, ko: ko)
    self.fix = LocalizedText(en: fix.en, ko: fix.ko)
  }
}
