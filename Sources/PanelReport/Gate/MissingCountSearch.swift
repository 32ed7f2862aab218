import PanelCore
import PanelScoring
import PanelStatistics

/// Finds which numbers of missing ratings are compatible with the published points of a model.
///
/// A mean of n whole-number ratings has few possible values, so the rounded points of a model can
/// reveal n. The search tries every number of missing ratings and every sum that the public rule
/// allows. It does not apply if the sums are too many to list (criterion ratings of several items,
/// some of them missing) or depend on the ratings (rules that choose which ratings to drop).
struct MissingCountSearch {
  /// A withheld part of the points: an item, or a criterion whose items are all withheld.
  private struct Term {
    let items: [Int]
    /// The points gained by one step on the rating scale.
    let factor: Rational
    /// The weights of the items, scaled to whole numbers.
    let weights: [Int]
  }

  private let rule: ScoringRule
  private let scale: ClosedRange<Int>
  private let people: Int
  private let quorum: Int
  /// For each item, how many ratings can be missing according to everything else that is public.
  private let possible: [[Int]]
  private var terms: [Term] = []
  /// The points of everything that is shown.
  private var shown = Rational.zero
  private let target: PublishedPoints

  /// For each term, all points that it can contribute, ascending.
  private var columns: [[Rational]] = []

  /// The most sums of the other withheld cells that are tried.
  ///
  /// The limit can rule out a number that fits, but never accepts one that does not: the gate may
  /// block a safe export, but lets no unsafe one pass. The same holds for the assumption that a
  /// second withheld criterion of several items was rated by everybody.
  private static let mostSums = 5000

  /// Prepares the search for a model; `nil` if it does not apply.
  ///
  /// `counts` has the known histogram of each item, or `nil`.
  init?(
    _ content: ExportContent,
    _ form: RatedForm,
    _ model: ModelCode,
    _ possible: [[Int]],
    counts: [[Int]?]
  ) {
    rule = content.survey.scoring
    scale = form.lowest...form.highest
    people = content.submissions
    quorum = content.quorum
    self.possible = possible
    guard let target = PublishedPoints(content, form, model) else { return nil }
    self.target = target
    guard mean(of: people) != nil || people == 0 else { return nil }
    let location = Location(rule.outliers, fullMarks: Rational(form.highest))
    let ratings = DistinctValues(scale.map { Rational($0) })
    for part in form.parts {
      let points = Rational(part.points)
      let zero = points * form.share(.zero, rule.conversion)
      let slope = points * form.share(.one, rule.conversion) - zero
      shown += zero
      guard rule.unit == .item || part.items.count == 1 else {
        guard rule.unit == .criterion else { return nil }
        if let cell = content.estimate(model, part) {
          let values = DistinctValues(cell.counts.map(\.value))
          guard
            let value = location.estimate(distinct: values, counts: cell.counts.map(\.count))
          else { return nil }
          shown += slope * value
        } else {
          let isFree = part.items.allSatisfy { counts[$0] == nil && possible[$0].contains(0) }
          guard isFree, let weights = form.wholeWeights(part) else { return nil }
          terms.append(Term(items: part.items, factor: slope, weights: weights))
        }
        continue
      }
      let weight = part.items.reduce(Rational.zero) { $0 + Rational(form.weights[$1]) }
      for item in part.items {
        let factor = slope * Rational(form.weights[item]) / weight
        if rule.unit != .total, let counts = counts[item] {
          guard let estimate = location.estimate(distinct: ratings, counts: counts) else {
            return nil
          }
          shown += factor * estimate
        } else {
          terms.append(Term(items: [item], factor: factor, weights: [1]))
        }
      }
    }
    columns = terms.map { values($0, $0.items.count == 1 ? possible[$0.items[0]] : [0]) }
  }

  /// The numbers of missing ratings of an item that are compatible with the published points.
  func missing(_ item: Int) -> [Int] {
    guard let place = terms.firstIndex(where: { $0.items == [item] }) else {
      return possible[item]
    }
    if rule.unit == .total { return missing(item, totals: withoutTotal) }
    var columns = columns
    return possible[item].filter { missing in
      columns[place] = values(terms[place], [missing])
      return fits(columns)
    }
  }

  // MARK: Totals

  /// The possible numbers of people without a total; every term has the same people missing.
  private var withoutTotal: [Int] {
    (0...people).filter { missing in fits(terms.map { values($0, [missing]) }) }
  }

  /// Narrows an item by the totals: a person has no total exactly if the person lacks an item.
  private func missing(_ item: Int, totals: [Int]) -> [Int] {
    possible[item].filter { missing in
      totals.contains { total in
        var most = missing
        for other in terms.flatMap(\.items) where other != item {
          guard let greatest = possible[other].filter({ $0 <= total }).max() else { return false }
          most += greatest
        }
        return missing <= total && total <= most
      }
    }
  }

  // MARK: Sums

  /// All points that a term can contribute with these numbers of missing ratings, ascending.
  private func values(_ term: Term, _ missing: [Int]) -> [Rational] {
    var values: Set<Rational> = []
    for missing in missing where people - missing >= quorum && values.count < Self.mostSums {
      guard let (sums, number) = mean(of: people - missing), number > 0 else { continue }
      let (all, weight) = weighted(sums, term.weights)
      for sum in all { values.insert(term.factor * Rational(sum, number * weight)) }
    }
    return values.sorted()
  }

  /// The weighted sums of several items that everybody has rated, thinned out to a limited number,
  /// and the weight by which to divide them.
  private func weighted(_ sums: [Int], _ weights: [Int]) -> (sums: [Int], weight: Int) {
    // A winsorised criterion has no separate item sums: assume that all items are rated alike.
    if weights.count == 1 { return (sums, 1) }
    if case .winsorised = rule.outliers { return (sums, 1) }
    var all: Set<Int> = [0]
    for weight in weights {
      let step = 1 + all.count * sums.count / (100 * Self.mostSums)
      let own = stride(from: 0, to: sums.count, by: step).map { weight * sums[$0] }
      all = Set(all.flatMap { sum in own.map { sum + $0 } })
    }
    return (Array(all), weights.reduce(0, +))
  }

  /// The sums that the rule can form from n ratings, and their divisor; `nil` for a rule whose sums
  /// depend on the ratings.
  ///
  /// Dropping ratings at both ends does not restrict the values of the rest.
  private func mean(of n: Int) -> (sums: [Int], number: Int)? {
    func any(_ kept: Int) -> ([Int], Int) {
      kept > 0 ? (Array(kept * scale.lowerBound...kept * scale.upperBound), kept) : ([], 0)
    }
    switch rule.outliers {
    case .none: return any(n)
    case .dropHighLow(let count): return any(n - 2 * count)
    case .trimmed(let share): return any(n - 2 * cut(share, n))
    case .median: return any(min(n, 2 - n % 2))
    case .winsorised(let share):
      let cut = cut(share, n)
      guard n > 2 * cut + 1 else { return any(min(n, 1)) }
      let inner = n - 2 * cut - 2
      let sums = scale.flatMap { low in
        (low...scale.upperBound).flatMap { high in
          (inner * low...inner * high).map { $0 + (cut + 1) * (low + high) }
        }
      }
      return (Array(Set(sums)), n)
    case .hodgesLehmann, .huber, .tukey, .mad, .gesd, .tInterval: return nil
    }
  }

  private func cut(_ share: ExactDecimal, _ n: Int) -> Int {
    (Rational(share) * Rational(n)).floor ?? 0
  }

  /// Whether one value of each column plus the shown points gives the published points.
  private func fits(_ columns: [[Rational]]) -> Bool {
    let columns = columns.sorted { $0.count < $1.count }
    let least = columns.compactMap(\.first).reduce(shown, +)
    let span = columns.compactMap(\.last).reduce(shown, +) - least
    guard let last = columns.last, columns.allSatisfy({ !$0.isEmpty }) else { return false }
    // If columns must be thinned out, keep the values that are most likely to reach the target.
    let share = span > .zero ? (target.lower - least) / span : .zero
    var sums: Set<Rational> = [shown]
    for column in columns.dropLast() {
      let most = max(1, Self.mostSums / sums.count)
      let middle = (share * Rational(column.count)).floor ?? 0
      let start = max(0, min(middle - most / 2, column.count - most))
      sums = Set(column.dropFirst(start).prefix(most).flatMap { value in sums.map { $0 + value } })
    }
    return sums.contains { sum in
      var place = last.partition { target.lower > sum + $0 }
      while place < last.count, sum + last[place] <= target.upper {
        if target.accepts(sum + last[place]) { return true }
        place += 1
      }
      return false
    }
  }
}

extension RatedForm {
  /// The weights of a criterion's items as whole numbers; `nil` if their sum is above 1000.
  fileprivate func wholeWeights(_ part: Part) -> [Int]? {
    let unit = Rational(part.items.map { weights[$0].denominator }.max() ?? 1)
    let whole = part.items.compactMap { (Rational(weights[$0]) * unit).floor }
    return whole.reduce(0, +) <= 1000 ? whole : nil
  }
}

extension ExportContent {
  /// The criterion ratings of a model, if they are shown.
  fileprivate func estimate(_ model: ModelCode, _ part: RatedForm.Part) -> Cell? {
    estimates.first {
      $0.model == model && $0.subject == part.criterion.rawValue && $0.withheld == nil
    }
  }
}

extension [Rational] {
  /// The first index whose value is not below; the values ascend.
  fileprivate func partition(_ isBelow: (Rational) -> Bool) -> Int {
    var (low, high) = (0, count)
    while low < high {
      let middle = (low + high) / 2
      if isBelow(self[middle]) { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
