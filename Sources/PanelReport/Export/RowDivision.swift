import PanelScoring
import PanelStatistics

/// Whose row stays whole, and whose falls apart by model, so that nobody is found by the models that
/// they did not rate.
///
/// Who is recused from a model can often be guessed, by the employer for instance. Among few rows
/// without ratings of that model theirs would be found, with all that they gave the others. Such
/// rows are divided: the ratings of each model stand alone. Others are divided with them until at
/// least k stand together at each model, and they do not tell each other's ratings either;
/// subtracting whole rows from all then leaves k as well.
struct RowDivision {
  /// The positions of the rows that stay whole, ascending.
  private(set) var whole: [Int] = []
  /// The positions of those that fall apart, ascending.
  private(set) var apart: [Int] = []
  private let table: RatingsTable
  private let unrated: [Set<Int>]

  /// Divides the rows of a table.
  ///
  /// - Parameters:
  ///   - table: The rows.
  ///   - k: How many at least have the same models unrated, or stand together at a model.
  ///   - generator: Draws who falls apart with the others. Its seed must be a secret, and the same
  ///     for every export of the same ratings: of two draws only those who must fall apart would do
  ///     so in both.
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

  /// Divides classes that are too small, or in which the ratings are known with the class.
  private mutating func divideTelling(_ classes: inout [Set<Int>: [Int]], _ k: Int) {
    for (pattern, rows) in classes {
      let rated = table.form.models.indices.filter { !pattern.contains($0) }
      let isTold = !pattern.isEmpty && rated.contains { !table.tellings(of: $0, in: rows).isEmpty }
      guard rows.count < k || isTold else { continue }
      apart += rows
      classes[pattern] = nil
    }
  }

  /// The largest class that can help at a model where the rows apart are too few or too much alike.
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
  /// An item on which few of some rows differ from all others among them: none, or one that knows
  /// the others.
  struct UnanimousItem: Hashable {
    var item: Int
    /// What all give, or all but one.
    var rating: Int
    /// 0 or 1.
    var differing: Int
  }

  /// The items of a model on which some rows tell each other's ratings, although the ratings of all
  /// rows do not.
  ///
  /// Where more than four fifths of all give the same rating, everybody can guess it anyway.
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
