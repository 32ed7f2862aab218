import PanelCore
import PanelScoring
import PanelStatistics

/// What the public tables reveal about one model, as linear equations and inequalities.
///
/// The unknowns are: for each item, how often each rating occurs and how many ratings are missing;
/// for each criterion and for the total, how many people have none.
struct PublicConstraints {
  private(set) var system: LinearSystem
  /// For each item, the variable that counts its missing ratings.
  let missing: [Int]
  /// For each criterion, the variable that counts people without a criterion rating; with the unit
  /// `total`, the last one counts people without a total.
  private(set) var without: [Int] = []
  private let counts: [[Int]]
  private let content: ExportContent
  private let form: RatedForm
  private let model: ModelCode

  init(
    _ content: ExportContent,
    _ form: RatedForm,
    _ model: ModelCode,
    _ cells: [ExportContent.Cell]
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
    let people = Rational(content.submissions)
    for part in form.parts {
      let share = Rational(rule.minimumAnswered) * Rational(part.items.count)
      let needed = max(1, -((-share).floor ?? 0))
      let without = system.addVariable()
      self.without.append(without)
      system.bound(without, in: .zero...people)
      // Without a criterion rating a person lacks at least this many items; with one, at most one
      // less.
      let fewest = Rational(part.items.count - needed + 1)
      let items = part.items.map { LinearSystem.Term(missing[$0], .one) }
      system.add(items + [(without, -fewest)], .atLeast, .zero)
      let most = Rational(part.items.count - needed)
      system.add(
        items + [(without, most - Rational(part.items.count))],
        .atMost,
        most * people
      )
      let isWhole = needed == part.items.count
      if isWhole {
        for item in part.items {
          system.add([(without, .one), (missing[item], -.one)], .atLeast, .zero)
        }
      }
      let subject = part.criterion.rawValue
      if let cell = shown(subject) {
        system.add([(without, .one)], .equal, Rational(cell.missing))
        if isWhole { addSum(cell, part, without) }
      }
      if let n = line(subject)?.n { add(n, part, without, rule.unit) }
    }
    if rule.unit == .total { addTotal() }
    // Published points imply that the quorum was reached.
    guard line("total")?.points != nil else { return }
    for variable in entering(rule.unit) {
      system.add([(variable, .one)], .atMost, people - Rational(content.quorum))
    }
  }

  /// The variables that the quorum limits: how many people do not enter an estimate.
  func entering(_ unit: ScoringUnit) -> [Int] {
    switch unit {
    case .criterion: without
    case .item: missing
    case .total: Array(without.suffix(1))
    }
  }

  /// A person has no total exactly if the person lacks a criterion rating.
  private mutating func addTotal() {
    let total = system.addVariable()
    for without in without { system.add([(total, .one), (without, -.one)], .atLeast, .zero) }
    system.add(without.map { ($0, .one) } + [(total, -.one)], .atLeast, .zero)
    system.bound(total, in: .zero...Rational(content.submissions))
    if let missing = shown("total")?.missing {
      system.add([(total, .one)], .equal, Rational(missing))
    }
    without.append(total)
  }

  private func shown(_ subject: String) -> ExportContent.Cell? {
    content.estimates.first {
      $0.model == model && $0.subject == subject && $0.withheld == nil
    }
  }

  private func line(_ subject: String) -> ExportContent.ScoreLine? {
    content.scores.first { $0.model == model && $0.subject == subject }
  }

  /// The item ratings sum to the criterion ratings plus the ratings of people without one.
  private mutating func addSum(
    _ cell: ExportContent.Cell,
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

  /// Adds the number of ratings that is published next to a score.
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

  /// Adds what an earlier export showed.
  ///
  /// Between two exports submissions are only added or only removed, so each count can only grow or
  /// only shrink.
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
