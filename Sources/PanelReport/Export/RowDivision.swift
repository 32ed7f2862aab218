import PanelScoring
import PanelStatistics

/// Decides which evaluators' rows are exported whole and which are divided by model.
///
/// A row is divided if fewer than k rows leave the same models unrated, because a recusal can often
/// be guessed, for example from the employer: the row would be identified, with all its other
/// ratings. Further rows are divided until every model has at least k divided rows that do not
/// reveal each other's ratings. Subtracting the whole rows from all rows then leaves at least k as
/// well.
struct RowDivision {
  /// The positions of the rows that stay whole, ascending.
  private(set) var whole: [Int] = []
  /// The positions of the rows that are divided, ascending.
  private(set) var apart: [Int] = []
  private let table: RatingsTable
  private let unrated: [Set<Int>]

  /// Divides the rows of a table.
  ///
  /// - Parameters:
  ///   - table: The rows.
  ///   - k: The least number of whole rows with the same unrated models, and of divided rows of a
  ///     model.
  ///   - generator: Draws the further rows to divide. Its seed must be secret, and the same for
  ///     every export of the same ratings: otherwise the rows divided in two exports would be those
  ///     that had to be.
  init(_ table: RatingsTable, k: Int, using generator: inout some RandomNumberGenerator) {
    self.table = table
    let models = table.form.models.indices
    unrated = table.raters.indices.map { row in Set(models.filter { !table.rates(row, $0) }) }
    let shuffled = table.raters.indices.shuffled(using: &generator)
    var classes = Dictionary(grouping: shuffled) { [unrated] in unrated[$0] }
    divideTelling(&classes, k)
    while let pattern = needed(classes, k), let row = classes[pattern]?.popLast() {
      apart.append(row)
      divideTelling(&classes, k)
    }
    whole = classes.values.flatMap { $0 }.sorted()
    apart.sort()
  }

  /// Divides the classes that are too small or whose ratings follow from membership.
  private mutating func divideTelling(_ classes: inout [Set<Int>: [Int]], _ k: Int) {
    for (pattern, rows) in classes {
      let rated = table.form.models.indices.filter { !pattern.contains($0) }
      let isTold = !pattern.isEmpty && rated.contains { !table.tellings(of: $0, in: rows).isEmpty }
      guard rows.count < k || isTold else { continue }
      apart += rows
      classes[pattern] = nil
    }
  }

  /// The largest class with ratings of a model whose divided rows are too few or too similar.
  private func needed(_ classes: [Set<Int>: [Int]], _ k: Int) -> Set<Int>? {
    for model in table.form.models.indices {
      let rows = apart.filter { !unrated[$0].contains(model) }
      guard !rows.isEmpty, rows.count < k || !table.tellings(of: model, in: rows).isEmpty else {
        continue
      }
      let helping = classes.filter { !$0.key.contains(model) }
      let largest = helping.max {
        ($0.value.count, $0.key.sorted()) < ($1.value.count, $1.key.sorted())
      }
      if let largest { return largest.key }
    }
    return nil
  }
}

private func < (first: (Int, [Int]), second: (Int, [Int])) -> Bool {
  first.0 == second.0 ? first.1.lexicographicallyPrecedes(second.1) : first.0 < second.0
}

extension RatingsTable {
  /// An item on which all of some rows agree, or all but one, whose evaluator then knows the
  /// others.
  struct UnanimousItem: Hashable {
    var item: Int
    /// The common rating.
    var rating: Int
    /// The number of rows with another rating: 0 or 1.
    var differing: Int
  }

  /// The items of a model on which some rows reveal each other's ratings.
  ///
  /// Items are left out on which more than four fifths of all rows agree: anyone can guess these.
  func tellings(of model: Int, in rows: [Int]) -> [UnanimousItem] {
    form.items.indices.compactMap { item in
      func commonest(_ rows: some Sequence<Int>) -> (rating: Int, count: Int, all: Int)? {
        var counts: [Int: Int] = [:]
        for row in rows {
          if let rating = self[row, model, item].rating { counts[rating, default: 0] += 1 }
        }
        let most = counts.max { ($0.value, $0.key) < ($1.value, $1.key) }
        return most.map { ($0.key, $0.value, counts.values.reduce(0, +)) }
      }
      guard let own = commonest(rows), own.all - own.count < 2,
        let panel = commonest(raters.indices), 5 * panel.count <= 4 * panel.all
      else { return nil }
      return UnanimousItem(item: item, rating: own.rating, differing: own.all - own.count)
    }
  }
}
