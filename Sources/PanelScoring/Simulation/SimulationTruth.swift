public import Foundation
public import PanelCore
import PanelStatistics

/// What is known of a simulated panel: true scores, and how every evaluator behaves.
///
/// Its JSON form is `panel.simulation.v1` (`docs/cli.md`).
struct SimulationTruth: Encodable {
  struct ModelTruth: Encodable {
    var id: ModelCode
    var truth: [CriterionID: SixPlaceNumber]
    var points: String
    var exact: String
    var rank: Int?
  }

  struct ItemDifficulty: Encodable {
    var id: ItemID
    var criterion: CriterionID
    var difficulty: SixPlaceNumber
  }

  struct Bounds: Encodable {
    var lowest: Int
    var highest: Int
  }

  struct Rater: Encodable {
    var rater: String
    var behaviour: SimulatedBehaviour
    var model: ModelCode?
    var recused: ModelCode?
    var severity: SixPlaceNumber
    var taste: [ModelCode: SixPlaceNumber]
  }

  var schema = "panel.simulation.v1"
  var synthetic = true
  var about = LocalizedText(
    en: "Nobody gave these ratings; they say nothing about any real model or person.",
    ko: "아무도 주지 않은 평점입니다. 실제 모델이나 사람에 대해 아무것도 말하지 않습니다."
  )
  var survey: SurveyID
  var evaluators: Int
  var seed: UInt64
  var scale: Bounds
  var deviations: SimulationOptions.Deviations
  var missing: ExactDecimal
  var recused: Int
  var planted: [PlantedBehaviour]
  var models: [ModelTruth]
  var items: [ItemDifficulty]
}

extension Simulation {
  /// Hands out what is known of the panel, `panel.simulation.v1`, piece by piece.
  ///
  /// - Parameters:
  ///   - survey: The survey's name.
  ///   - rule: The rule by which true scores are shown as points, without its relative step.
  ///   - write: Takes the next piece.
  /// - Throws: What `write` throws.
  public func writeTruth(
    survey: SurveyID,
    rule: ScoringRule,
    _ write: (Data) throws -> Void
  ) throws {
    let points = form.models.indices.map { truth.points($0, form, rule.conversion) }
    let ranks = CompetitionRanks.ranks(points)
    let facts = SimulationTruth(
      survey: survey,
      evaluators: options.evaluators,
      seed: options.seed,
      scale: .init(lowest: form.lowest, highest: form.highest),
      deviations: deviations,
      missing: options.missing,
      recused: options.recused,
      planted: plants,
      models: form.models.enumerated().map { model, id in
        .init(
          id: id,
          truth: Dictionary(
            zip(form.parts.map(\.criterion), truth.scores[model]),
            uniquingKeysWith: { first, _ in first }
          ),
          points: points[model].decimalText(
            places: rule.rounding.places,
            mode: RoundingMode(rule.rounding.mode)
          ),
          exact: points[model].fraction,
          rank: ranks[model]
        )
      },
      items: zip(form.items, zip(partOfItem, difficulties)).map { id, place in
        .init(id: id, criterion: form.parts[place.0].criterion, difficulty: place.1)
      }
    )
    // The evaluators are put into the object a line each: a panel of many is neither held in memory
    // as a whole nor spread over a dozen lines an evaluator.
    try write(CanonicalJSON.encodeReadable(facts).dropLast(3) + Data(",\n  \"raters\" : [\n".utf8))
    let last = options.evaluators - 1
    for position in 0...last {
      let end = position < last ? ",\n" : "\n  ]\n}\n"
      try write(
        Data("    ".utf8) + CanonicalJSON.encode(rater(position)) + Data(end.utf8)
      )
    }
  }

  private func rater(_ position: Int) -> SimulationTruth.Rater {
    let evaluator = evaluator(position)
    let ballot = ballot(of: evaluator)
    return SimulationTruth.Rater(
      rater: label(position),
      behaviour: evaluator.behaviour,
      model: evaluator.target.map { form.models[$0] },
      recused: evaluator.recusal.map { form.models[$0] },
      severity: ballot.severity,
      taste: Dictionary(zip(form.models, ballot.tastes), uniquingKeysWith: { first, _ in first })
    )
  }
}
