import PanelCore
import PanelStatistics

/// One specification in the robustness table of the results.
struct RobustnessEntry: Encodable {
  /// The outlier rule's word.
  var rule: String
  var unit: ScoringUnit
  var conversion: Conversion
  /// Whether the flagged evaluators are left out.
  var withoutFlagged: Bool
  /// Whether it is the official specification.
  var official: Bool
  /// Whether its points are exact before rounding.
  var exact: Bool
  /// Rounded points by code.
  var points: [String: String]
  /// Why a model has none, by code.
  var missing: [String: String]
  /// The codes from the first rank down; tied ones in the declared order.
  var order: [String]
  /// Competition ranks by code.
  var ranks: [String: Int]
}

/// How many of the specifications agree with the official one.
struct RobustnessTally: Encodable {
  var specifications: Int
  /// Those that give points to every model that officially has some; only these are compared.
  var complete: Int
  var sameOrder: Int
  var sameWinner: Int
  /// Absent if it is undecided which models are eliminated.
  var sameLast: Int?
  var eliminate: Int
  /// The omitted specifications, and why.
  var omitted: [LocalizedText]
}

/// The number of evaluators needed to change one part of the result.
struct ManipulationEntry: Encodable {
  /// The fewest coordinated evaluators over all orders; `null` if all together are not enough.
  var quiet: Int?
  var blatant: Int?
  /// The number that is enough in half of the orders.
  var median: [String: Int]
  /// The model for which the fewest are enough.
  var target: [String: String]
  /// Why there is no number.
  var undecided: String?

  private enum CodingKeys: String, CodingKey {
    case quiet, blatant, median, target, undecided
  }

  init(_ finding: Result<Manipulation.Finding, NoClearOutcome>, _ models: [ModelCode]) {
    (median, target) = ([:], [:])
    switch finding {
    case .failure(let reason): undecided = reason.text.en
    case .success(let finding):
      (quiet, blatant) = (finding.quiet.fewest, finding.blatant.fewest)
      for strategy in Manipulation.Strategy.allCases {
        let numbers = finding[strategy]
        median[strategy.rawValue] = numbers.median
        target[strategy.rawValue] = numbers.target.map { models[$0].rawValue }
      }
    }
  }

  func encode(to encoder: any Encoder) throws {
    var values = encoder.container(keyedBy: CodingKeys.self)
    try values.encode(quiet, forKey: .quiet)
    try values.encode(blatant, forKey: .blatant)
    try values.encode(median, forKey: .median)
    try values.encode(target, forKey: .target)
    try values.encodeIfPresent(undecided, forKey: .undecided)
  }
}

/// The manipulation table of the results.
struct ManipulationReport: Encodable {
  var coordinatedRatersToChangeWinner: ManipulationEntry
  var coordinatedRatersToChangeEliminated: ManipulationEntry
  /// The winner as scored.
  var winner: String?
  /// The eliminated as scored.
  var eliminated: [String]?
  var eliminate: Int
  var evaluators: Int
  /// How many orders of the evaluators were tried; `quiet` and `blatant` are the fewest of all.
  var orders: Int

  init(_ manipulation: Manipulation) {
    let models = manipulation.models
    coordinatedRatersToChangeWinner = ManipulationEntry(manipulation.overturning, models)
    coordinatedRatersToChangeEliminated = ManipulationEntry(manipulation.rescuing, models)
    winner = (try? manipulation.winner.get()).map { models[$0].rawValue }
    eliminated = (try? manipulation.eliminated.get()).map { positions in
      positions.sorted().map { models[$0].rawValue }
    }
    eliminate = manipulation.eliminate
    evaluators = manipulation.evaluators
    orders = manipulation.orders
  }
}

extension Robustness {
  /// The entries, with points rounded as the rule says.
  func entries(_ rounding: Rounding) -> [RobustnessEntry] {
    outcomes.map { outcome in
      var entry = RobustnessEntry(
        rule: outcome.specification.outliers.description,
        unit: outcome.specification.unit,
        conversion: outcome.specification.conversion,
        withoutFlagged: outcome.specification.isWithoutFlagged,
        official: outcome.specification.isOfficial,
        exact: outcome.specification.isExact,
        points: [:],
        missing: [:],
        order: outcome.order.joined().map { models[$0].rawValue },
        ranks: [:]
      )
      for (model, points) in zip(models, outcome.points) {
        switch points {
        case .success(let points):
          entry.points[model.rawValue] = points.decimalText(
            places: rounding.places,
            mode: RoundingMode(rounding.mode)
          )
        case .failure(let reason): entry.missing[model.rawValue] = reason.text.en
        }
      }
      var rank = 1
      for group in outcome.order {
        for model in group { entry.ranks[models[model].rawValue] = rank }
        rank += group.count
      }
      return entry
    }
  }

  /// The summary.
  var tally: RobustnessTally {
    RobustnessTally(
      specifications: summary.all.specifications,
      complete: summary.all.complete,
      sameOrder: summary.all.sameOrder,
      sameWinner: summary.all.sameWinner,
      sameLast: summary.all.sameLast,
      eliminate: summary.eliminate,
      omitted: omissions.map(\.text)
    )
  }
}
