import PanelCore
import PanelStatistics

/// What the public tables say of one model, as a system of linear equations and inequalities.
///
/// The unknowns are, for each item, how often each rating occurs and how many ratings are missing,
/// and for each estimate how many have none.
struct ModelKnowledge {
  private(set) var system: LinearSystem
  /// For each item the variable of the ratings that are missing.
  let missing: [Int]
  private let counts: [[Int]]
  private let content: TierContent
  private let form: RatedForm
  private let model: ModelCode

  init(
    _ content: TierContent,
    _ form: RatedForm,
    _ model: ModelCode,
    _ cells: [TierContent.Cell]
  ) {
    (self.content, self.form, self.model) = (content, form, model)
    let levels = form.highest - form.lowest + 1
    system = LinearSystem(variables: cells.count * (levels + 1))
    counts = cells.indices.map { item in (0..<levels).map { item * (levels + 1) + $0 } }
    missing = cells.indices.map { $0 * (levels + 1) + levels }
    let people = Rational(content.submissions)
    for variable in 0..<system.variables {
      system.bound(variable, in: .zero...people)
    }
    for (item, cell) in cells.enumerated() {
      system.add((counts[item] + [missing[item]]).map { ($0, .one) }, .equal, people)
      guard cell.withheld == nil else { continue }
      for (variable, count) in zip(counts[item], cell.counts) {
        system.add([(variable, .one)], .equal, Rational(count.count))
      }
    }
    addEstimates()
  }

  // MARK: Estimates

  private mutating func addEstimates() {
    let rule = content.survey.scoring
    let estimates = content.estimates.filter { $0.model == model }
    for part in form.parts {
      let share = Rational(rule.minimumAnswered) * Rational(part.items.count)
      let needed = max(1, -((-share).floor ?? 0))
      let without = system.addVariable()
      system.bound(without, in: .zero...Rational(content.submissions))
      // Who has no criterion rating lacks at least so many items; who has one lacks at most the rest.
      let fewest = Rational(part.items.count - needed + 1)
      let items = part.items.map { LinearSystem.Term(missing[$0], .one) }
      system.add(items + [(without, -fewest)], .atLeast, .zero)
      let most = Rational(part.items.count - needed)
      system.add(
        items + [(without, most - Rational(part.items.count))],
        .atMost,
        most * Rational(content.submissions)
      )
      let isWhole = needed == part.items.count
      if isWhole {
        for item in part.items {
          system.add([(without, .one), (missing[item], -.one)], .atLeast, .zero)
        }
      }
      let cell = estimates.first { $0.subject == part.criterion.rawValue && $0.withheld == nil }
      if let cell {
        system.add([(without, .one)], .equal, Rational(cell.missing))
        if isWhole { addSum(cell, part, without) }
      }
      let line = content.scores.first {
        $0.model == model && $0.subject == part.criterion.rawValue
      }
      if let n = line?.n { add(n, part, without, rule.unit) }
    }
    // Who has no total lacks something, and who lacks an item that is needed has no total.
    guard let total = estimates.first(where: { $0.subject == "total" && $0.withheld == nil }) else {
      return
    }
    system.add(missing.map { ($0, .one) }, .atLeast, Rational(total.missing))
    if Rational(rule.minimumAnswered) == .one {
      for item in form.items.indices {
        system.add([(missing[item], .one)], .atMost, Rational(total.missing))
      }
    }
  }

  /// The ratings of all items are those in the criterion ratings, and those of people who have none.
  private mutating func addSum(
    _ cell: TierContent.Cell,
    _ part: RatedForm.Part,
    _ without: Int
  ) {
    let weights = part.items.map { Rational(form.weights[$0]) }
    let weight = weights.reduce(.zero, +)
    let sum = cell.counts.reduce(Rational.zero) { $0 + $1.value * Rational($1.count) } * weight
    for (bound, relation) in [
      (form.lowest, LinearSystem.Relation.atLeast), (form.highest, .atMost),
    ] {
      // Σ wᵢ Sᵢ − sum is at least the lowest rating times Σ wᵢ (e − mᵢ), and at most the highest.
      var terms = [LinearSystem.Term(without, -weight * Rational(bound))]
      for (item, w) in zip(part.items, weights) {
        terms.append((missing[item], w * Rational(bound)))
        for (level, variable) in counts[item].enumerated() {
          terms.append((variable, w * Rational(form.lowest + level)))
        }
      }
      system.add(terms, relation, sum)
    }
  }

  /// The number that stands beside a score.
  private mutating func add(
    _ n: Int,
    _ part: RatedForm.Part,
    _ without: Int,
    _ unit: ScoringUnit
  ) {
    let rest = Rational(content.submissions - n)
    switch unit {
    case .criterion: system.add([(without, .one)], .equal, rest)
    case .item: for item in part.items { system.add([(missing[item], .one)], .atMost, rest) }
    case .total: system.add([(without, .one)], .atMost, rest)
    }
  }

  // MARK: Earlier exports

  /// What an earlier export showed, where submissions are only ever added.
  func add(_ earlier: PublishedCounts, to system: inout LinearSystem) {
    let added = content.submissions - earlier.submissions
    for (item, id) in form.items.enumerated() {
      guard
        let cell = earlier.cells.first(where: { $0.model == model && $0.item == id.rawValue }),
        let old = cell.counts,
        old.count == counts[item].count
      else { continue }
      let relation: LinearSystem.Relation = added == 0 ? .equal : added > 0 ? .atLeast : .atMost
      for (variable, count) in zip(counts[item], old) {
        system.add([(variable, .one)], relation, Rational(count))
      }
      let terms = counts[item].map { LinearSystem.Term($0, .one) }
      let bound = Rational(old.reduce(0, +) + added)
      system.add(terms, added > 0 ? .atMost : .atLeast, bound)
    }
  }
}
