/// Whose row stays whole, and whose falls apart by model, so that nobody is found by the models that
/// they did not rate.
///
/// Who is recused from a model can often be guessed, by the employer for instance. Among few rows
/// without ratings of that model theirs would be found, with all that they gave the others. Such
/// rows are divided: the ratings of each model stand alone. Others are divided with them until at
/// least k stand together at each model; subtracting whole rows from all then leaves k as well.
struct RowDivision {
  /// The positions of the rows that stay whole, ascending.
  let whole: [Int]
  /// The positions of those that fall apart, ascending.
  let apart: [Int]

  /// Divides rows.
  ///
  /// - Parameters:
  ///   - unrated: Of each row the models without a rating.
  ///   - models: How many models there are.
  ///   - k: How many rows at least have the same models unrated, or stand together at a model.
  ///   - generator: Draws who falls apart with the others. Its seed must be a secret, and the same
  ///     for every export of the same ratings: of two draws only those who must fall apart would do
  ///     so in both.
  init(
    _ unrated: [Set<Int>],
    models: Int,
    k: Int,
    using generator: inout some RandomNumberGenerator
  ) {
    var classes = Dictionary(grouping: unrated.indices.shuffled(using: &generator)) { unrated[$0] }
    var apart: [Int] = []
    func divideSmall() {
      for (pattern, rows) in classes where rows.count < k {
        apart += rows
        classes[pattern] = nil
      }
    }
    /// A model with too few rows apart, and the largest class that can add one.
    func needed() -> Set<Int>? {
      for model in 0..<models {
        let rows = apart.count { !unrated[$0].contains(model) }
        guard rows > 0, rows < k else { continue }
        let helping = classes.filter { !$0.key.contains(model) }
        let largest = helping.max {
          ($0.value.count, $0.key.sorted()) < ($1.value.count, $1.key.sorted())
        }
        if let largest { return largest.key }
      }
      return nil
    }
    divideSmall()
    while let pattern = needed(), let row = classes[pattern]?.popLast() {
      apart.append(row)
      divideSmall()
    }
    whole = classes.values.flatMap { $0 }.sorted()
    self.apart = apart.sorted()
  }
}

private func < (first: (Int, [Int]), second: (Int, [Int])) -> Bool {
  first.0 == second.0 ? first.1.lexicographicallyPrecedes(second.1) : first.0 < second.0
}
