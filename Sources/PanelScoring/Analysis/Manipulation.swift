public import PanelCore
import PanelStatistics

/// How many coordinated evaluators would have been enough to change the result.
///
/// It is a statement about the given ratings: if this many of the evaluators had acted together, another
/// model would have won, or been eliminated. Which of them act together is drawn: in each order of the
/// evaluators, the m colluders are the first m. It does not show whether evaluators did act together.
///
/// The colluders choose a target. They rate it the maximum on every item, also where they gave no
/// rating, except that an evaluator who is recused from a model stays recused. The quorum is counted
/// on the changed ratings.
public struct Manipulation: Hashable, Sendable {
  /// What the colluders do besides raising the target.
  public enum Strategy: String, CaseIterable, Sendable {
    /// They leave their other ratings as they were.
    case quiet
    /// They rate every other model the minimum on every item, except where they are recused.
    case blatant
  }

  /// The smallest numbers of colluders over the orders, for one strategy and the best target.
  public struct Numbers: Hashable, Sendable {
    /// For each order the smallest number that is enough, over all targets; `nil` where none is.
    ///
    /// Under a monotone rule that means that all evaluators together are not enough.
    public var smallest: [Int?]
    /// The first target, of those tried in turn, for which the fewest are enough; its position.
    public var target: Int?

    /// The fewest over all orders tried, the worst case found; `nil` if it is impossible.
    public var fewest: Int? { smallest.compactMap { $0 }.min() }

    /// The number that is enough in at least half of the orders: the lower median.
    ///
    /// It is `nil` where it is not possible in half of them.
    public var median: Int? {
      guard !smallest.isEmpty else { return nil }
      return smallest.map { $0 ?? Int.max }.sorted()[(smallest.count - 1) / 2].finite
    }
  }

  /// The numbers for both strategies.
  public struct Finding: Hashable, Sendable {
    /// With their other ratings unchanged.
    public var quiet: Numbers
    /// With the minimum for all others.
    public var blatant: Numbers

    /// The numbers for one strategy.
    public subscript(strategy: Strategy) -> Numbers {
      switch strategy {
      case .quiet: quiet
      case .blatant: blatant
      }
    }
  }

  /// The models, in the declared order; positions refer to it.
  public let models: [ModelCode]
  /// How many evaluators there are.
  public let evaluators: Int
  /// How many orders were tried.
  public let orders: Int
  /// How many of the last models are eliminated.
  public let eliminate: Int
  /// The official winner, by position, or why there is none.
  public let winner: Result<Int, NoClearOutcome>
  /// The models eliminated officially, by position, or why that is undecided.
  public let eliminated: Result<Set<Int>, NoClearOutcome>
  /// What it takes to overturn the winner: that some model is strictly before the official one.
  ///
  /// Points are compared before the relative step, equal ones by the criteria in `ties`. An official
  /// winner that no longer has points, which a rule that rejects ratings can cause, is overturned too.
  /// Undecided if there is no single winner, or no other model.
  public let overturning: Result<Finding, NoClearOutcome>
  /// What it takes to rescue a model: that the target, eliminated officially, no longer is.
  ///
  /// It is then strictly before as many models with points as are eliminated; a tie across the cut is
  /// not enough. Undecided if officially a tie goes across the cut, or if no other model is left to be
  /// eliminated instead.
  public let rescuing: Result<Finding, NoClearOutcome>

  /// Searches in given orders.
  ///
  /// - Parameters:
  ///   - table: The ratings.
  ///   - rule: The official rule. If it is monotone, numbers are found by bisection, otherwise one by one.
  ///   - quorum: The least number of evaluators entering a model's estimate.
  ///   - eliminate: How many of the last models with points are eliminated.
  ///   - orders: Permutations of the positions in the table.
  public init(
    _ table: RatingsTable,
    rule: ScoringRule,
    quorum: Int,
    eliminate: Int = 1,
    orders: [[Int]]
  ) {
    let contest = Contest(table, rule, quorum: quorum)
    let order = RankingKey.order(contest.official)
    models = table.form.models
    evaluators = table.raters.count
    self.orders = orders.count
    self.eliminate = eliminate
    let winner = NoClearOutcome.winner(order)
    let eliminated = NoClearOutcome.eliminated(order, eliminate)
    self.winner = winner
    self.eliminated = eliminated

    // The most promising targets come first, so that the others need only one test in most orders.
    let ranked = order.joined() + contest.official.indices.filter { contest.official[$0] == nil }
    overturning = winner.flatMap { winner in
      let others = ranked.filter { $0 != winner }
      return others.isEmpty
        ? .failure(.tooFewModels)
        : .success(Finding(contest, .overturning(winner), others, orders))
    }
    rescuing = eliminated.map { last in
      Finding(contest, .rescuing(from: eliminate), ranked.filter(last.contains), orders)
    }
  }

  /// Searches in a seeded sample of orders.
  ///
  /// The table should be sorted by ratings, so that the sample does not depend on the order of a file.
  ///
  /// - Parameters:
  ///   - table: The ratings.
  ///   - rule: The official rule; its seed draws the orders.
  ///   - quorum: The least number of evaluators entering a model's estimate.
  ///   - eliminate: How many of the last models with points are eliminated.
  ///   - count: How many orders are drawn (default: ``standardOrders(_:evaluators:)``).
  public init(
    _ table: RatingsTable,
    rule: ScoringRule,
    quorum: Int,
    eliminate: Int = 1,
    count: Int? = nil
  ) {
    let evaluators = table.raters.count
    self.init(
      table,
      rule: rule,
      quorum: quorum,
      eliminate: eliminate,
      orders: Manipulation.orders(
        evaluators: evaluators,
        count: count ?? Manipulation.standardOrders(rule.outliers, evaluators: evaluators),
        seed: rule.seed
      )
    )
  }

  /// How many orders are drawn by default.
  ///
  /// 200, or 50 for a rule that is not monotone, where every number is tried; in panels above 1,000
  /// evaluators fewer, but at least 10.
  public static func standardOrders(_ rule: OutlierRule, evaluators: Int) -> Int {
    let most = rule.isMonotone ? 200 : 50
    return max(10, min(most, 1_000 * most / max(1, evaluators)))
  }

  /// Draws orders of the evaluators.
  ///
  /// One ``SplitMix64`` draws all of them: an order begins as 0, 1, 2, …; for each place i from 0 the
  /// entry there changes places with the one at i plus an index drawn below the number of entries
  /// from i on. Source: Fisher and Yates, in Knuth, TAOCP 3.4.2, algorithm P.
  public static func orders(evaluators: Int, count: Int, seed: UInt64) -> [[Int]] {
    var generator = SplitMix64(seed: seed)
    return (0..<max(0, count)).map { _ in
      var order = Array(0..<evaluators)
      for place in order.indices {
        order.swapAt(place, place + generator.index(below: evaluators - place))
      }
      return order
    }
  }
}

extension Manipulation.Finding {
  fileprivate init(_ contest: Contest, _ end: Search.End, _ targets: [Int], _ orders: [[Int]]) {
    var quietly = Search(contest, end, .quiet, targets)
    var blatantly = Search(contest, end, .blatant, targets)
    for order in orders {
      var coalition = Coalition(contest, order)
      quietly.search(&coalition)
      blatantly.search(&coalition)
    }
    (quiet, blatant) = (quietly.numbers, blatantly.numbers)
  }
}

extension Int {
  /// The number; `nil` if the value means that none is enough.
  fileprivate var finite: Int? { self == .max ? nil : self }
}
