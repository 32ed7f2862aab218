public import PanelCore
public import PanelStatistics

extension Robustness {
  /// How many specifications agree with the official result.
  public struct Tally: Hashable, Sendable {
    /// How many specifications there are, the official one included.
    public var specifications = 0
    /// How many of them give points to every model that officially has some.
    ///
    /// Only these are compared; there are none where officially no model has points.
    public var complete = 0
    /// How many of the complete ones have the official order, ties included.
    public var sameOrder = 0
    /// How many of the complete ones have the official winner, or the same models sharing rank 1.
    public var sameWinner = 0
    /// How many of the complete ones have the same last models; `nil` where that is undecided
    /// officially.
    public var sameLast: Int?

    /// `sameOrder` as a share of `complete`; `nil` where nothing can be compared.
    public var orderShare: Double? { share(sameOrder) }
    /// `sameWinner` as a share of `complete`.
    public var winnerShare: Double? { share(sameWinner) }
    /// `sameLast` as a share of `complete`.
    public var lastShare: Double? { sameLast.flatMap(share) }

    private func share(_ count: Int) -> Double? {
      complete > 0 ? Double(count) / Double(complete) : nil
    }
  }

  /// One choice, such as a rule or a unit, that several specifications have in common.
  public enum Choice: Hashable, Sendable {
    /// An outlier rule.
    case outliers(OutlierRule)
    /// A unit.
    case unit(ScoringUnit)
    /// A conversion.
    case conversion(Conversion)
    /// The panel with (`false`) or without (`true`) the flagged evaluators.
    case withoutFlagged(Bool)
  }

  /// The specifications that make one choice.
  public struct Group: Hashable, Sendable {
    /// The choice.
    public var choice: Choice
    /// How they compare with the official result.
    public var tally: Tally
    /// The positions of those whose order is not the official one, the incomplete ones included.
    public var differing: [Int]
  }

  /// An order of the models, with the complete specifications that give it.
  public struct OrderGroup: Hashable, Sendable {
    /// The models from the first rank down, tied ones together.
    public var order: [[Int]]
    /// The positions of the specifications.
    public var outcomes: [Int]
  }

  /// The smallest and the largest points of a model under one conversion.
  public struct PointsRange: Hashable, Sendable {
    /// The model's position.
    public var model: Int
    /// The conversion; points of different conversions are on different scales.
    public var conversion: Conversion
    /// The smallest points.
    public var smallest: Rational
    /// The first specification that gives them, by position.
    public var smallestAt: Int
    /// The largest points.
    public var largest: Rational
    /// The first specification that gives them, by position.
    public var largestAt: Int
  }

  /// How the specifications compare with the official one.
  public struct Summary: Hashable, Sendable {
    /// How many of the last models are looked at.
    public var eliminate: Int
    /// The last models of the official order, by position, or why these are undecided.
    public var last: Result<Set<Int>, NoClearOutcome>
    /// All specifications.
    public var all: Tally
    /// The same for each choice: rules, units, conversions, with and without the flagged.
    public var groups: [Group]
    /// The orders that occur in complete specifications, the most frequent first.
    public var orders: [OrderGroup]
    /// For each model and conversion with points, the range of these.
    public var ranges: [PointsRange]
  }
}

extension Robustness.Summary {
  init(_ outcomes: [Robustness.Outcome], official: Int, eliminate: Int) {
    self.eliminate = eliminate
    let order = outcomes.indices.contains(official) ? outcomes[official].order : []
    let last = NoClearOutcome.eliminated(order, eliminate)
    let comparisons = outcomes.map { Comparison($0, order, last, eliminate) }
    self.last = last
    all = Robustness.Tally(comparisons)

    let kinds: [(Robustness.Specification) -> Robustness.Choice] = [
      { .outliers($0.outliers) }, { .unit($0.unit) }, { .conversion($0.conversion) },
      { .withoutFlagged($0.isWithoutFlagged) },
    ]
    groups = kinds.flatMap { choice in
      let (entries, choices) = PlacedSample.entries(outcomes.map { choice($0.specification) })
      return choices.enumerated().map { entry, choice in
        let positions = entries.indices.filter { entries[$0] == entry }
        return Robustness.Group(
          choice: choice,
          tally: Robustness.Tally(positions.map { comparisons[$0] }),
          differing: positions.filter { !comparisons[$0].isSameOrder }
        )
      }
    }

    var orders: [Robustness.OrderGroup] = []
    for (position, outcome) in outcomes.enumerated() where comparisons[position].isComplete {
      if let known = orders.firstIndex(where: { $0.order == outcome.order }) {
        orders[known].outcomes.append(position)
      } else {
        orders.append(Robustness.OrderGroup(order: outcome.order, outcomes: [position]))
      }
    }
    self.orders = orders.sorted {
      ($1.outcomes.count, $0.outcomes[0]) < ($0.outcomes.count, $1.outcomes[0])
    }
    ranges = Robustness.PointsRange.all(outcomes)
  }
}

/// One specification beside the official one.
private struct Comparison {
  var isComplete = false
  var isSameOrder = false
  var isSameWinner = false
  /// `nil` where the last models are undecided officially.
  var isSameLast: Bool?

  init(
    _ outcome: Robustness.Outcome,
    _ order: [[Int]],
    _ last: Result<Set<Int>, NoClearOutcome>,
    _ eliminate: Int
  ) {
    let scored = Set(outcome.order.joined())
    isComplete = !order.isEmpty && scored.isSuperset(of: order.joined())
    guard isComplete else { return }
    isSameOrder = outcome.order == order
    isSameWinner = outcome.order.first == order.first
    if case .success(let last) = last {
      isSameLast = (try? NoClearOutcome.eliminated(outcome.order, eliminate).get()) == last
    }
  }
}

extension Robustness.Tally {
  fileprivate init(_ comparisons: [Comparison]) {
    specifications = comparisons.count
    let complete = comparisons.filter(\.isComplete)
    self.complete = complete.count
    sameOrder = complete.count { $0.isSameOrder }
    sameWinner = complete.count { $0.isSameWinner }
    let last = complete.compactMap(\.isSameLast)
    sameLast = last.count == complete.count && !last.isEmpty ? last.count { $0 } : nil
  }
}

extension Robustness.PointsRange {
  fileprivate static func all(_ outcomes: [Robustness.Outcome]) -> [Robustness.PointsRange] {
    let models = outcomes.first?.points.indices ?? 0..<0
    return models.flatMap { model in
      Conversion.allCases.compactMap { conversion in
        let known = outcomes.enumerated().compactMap { position, outcome in
          outcome.specification.conversion == conversion
            ? (try? outcome.points[model].get()).map { (points: $0, position: position) } : nil
        }
        guard let smallest = known.min(by: { ($0.points, $0.position) < ($1.points, $1.position) }),
          let largest = known.max(by: { ($0.points, $1.position) < ($1.points, $0.position) })
        else { return nil }
        return Robustness.PointsRange(
          model: model,
          conversion: conversion,
          smallest: smallest.points,
          smallestAt: smallest.position,
          largest: largest.points,
          largestAt: largest.position
        )
      }
    }
  }
}
