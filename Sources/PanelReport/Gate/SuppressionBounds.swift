import PanelCore
import PanelScoring
import PanelStatistics

/// The bounds that any reader can compute for the numbers that the public tables withhold.
///
/// Everything public about a model, including the withholding rule, becomes linear equations and
/// inequalities over the counts of each rating and of missing ratings. A withheld number is safe if
/// every value that the rule permits stays within its bounds. What the published points reveal in
/// addition is found by ``MissingCountSearch``.
struct SuppressionBounds {
  private let content: ExportContent
  private let settings: DisclosureSettings
  private let earlier: [EarlierExport]
  private let form: RatedForm
  private(set) var findings: [GateFinding] = []
  /// How many withheld numbers were bounded.
  private(set) var bounded = 0

  init(_ content: ExportContent, _ settings: DisclosureSettings, _ earlier: [EarlierExport]) {
    self.content = content
    self.settings = settings
    // Recipients of a research export know the withheld numbers anyway; the check protects against
    // all other readers.
    self.earlier = earlier.filter { $0.report.tier == .public }
    form = RatedForm(content.survey)
    for model in form.models {
      let cells = content.items.filter { $0.model == model }
      let estimates = content.estimates.filter { $0.model == model }
      let isWithheld = (cells + estimates).contains {
        $0.withheld.map { $0 != .policy } ?? false
      }
      if isWithheld, cells.count == form.items.count { bound(model, cells) }
    }
    boundGroups()
  }

  /// The highest number of missing ratings for which a cell is withheld.
  private var few: Int { max(5, settings.smallestGroup) - 1 }

  private func missing(by withheld: ExportContent.Withholding, of people: Int) -> ClosedRange<Int> {
    switch withheld {
    case .fewMissing: 1...max(1, min(few, people))
    case .fewRatings: max(0, people - settings.smallestGroup + 1)...people
    case .complementary, .policy: 0...people
    }
  }

  // MARK: Tables by model

  /// The numbers of missing ratings for which the rule withholds a cell for this reason.
  ///
  /// An item withheld only to protect another one could safely be shown itself. Its bounds matter
  /// only for what they reveal about the other.
  private func numbers(_ withheld: ExportContent.Withholding) -> [Int] {
    let people = content.submissions
    let numbers = (0...people).filter { missing in
      let own = ExportContent.Withholding(missing: missing, of: people, settings)
      return own == (withheld == .complementary ? nil : withheld)
    }
    return numbers.isEmpty ? Array(0...people) : numbers
  }

  private mutating func bound(_ model: ModelCode, _ cells: [ExportContent.Cell]) {
    let knowledge = PublicConstraints(content, form, model, cells)
    let polytopes = polytopes(model, cells, knowledge)
    guard !polytopes.isEmpty else {
      findings.append(contradiction(model))
      return
    }
    func range(_ variable: Int, _ rule: [Int]) -> ClosedRange<Int> {
      let allowed = hull(rule)
      let ranges = polytopes.map { $0.range(of: [(variable, .one)]).whole(within: allowed) }
      return hull(ranges.flatMap { [$0.lowerBound, $0.upperBound] })
    }
    var possible: [[Int]] = []
    for (item, cell) in cells.enumerated() {
      guard let withheld = cell.withheld else {
        possible.append([cell.missing])
        continue
      }
      let rule = numbers(withheld)
      let told = range(knowledge.missing[item], rule)
      possible.append(rule.filter(told.contains))
      if withheld == .fewMissing || withheld == .fewRatings {
        check(told, hull(rule), "\(model) \(cell.subject)")
      }
    }
    for (subject, withheld) in withheldEstimates(model) where !isItem(subject) {
      guard let variable = variable(of: subject, knowledge) else { continue }
      let place = "\(model) \(subject) estimate"
      guard withheld == .complementary else {
        let rule = numbers(withheld)
        check(range(variable, rule), hull(rule), place)
        continue
      }
      // This reason permits every number: it is unsafe only if the bounds leave 1 to `few`.
      let told = range(variable, Array(0...content.submissions))
      if told.lowerBound > 0, told.upperBound <= few { check(told, 1...few, place) }
    }
    checkPoints(model, cells, possible)
  }

  /// What is known about a model; several cases if it has no points, because any of its estimates
  /// may be the one below the quorum.
  ///
  /// Empty if the public numbers contradict each other.
  private func polytopes(
    _ model: ModelCode,
    _ cells: [ExportContent.Cell],
    _ knowledge: PublicConstraints
  ) -> [LinearPolytope] {
    var system = knowledge.system
    func add(_ variable: Int, _ withheld: ExportContent.Withholding) {
      let range = hull(numbers(withheld))
      system.bound(variable, in: Rational(range.lowerBound)...Rational(range.upperBound))
    }
    for (item, cell) in cells.enumerated() {
      if let withheld = cell.withheld { add(knowledge.missing[item], withheld) }
    }
    for (subject, withheld) in withheldEstimates(model) where withheld != .complementary {
      if let variable = variable(of: subject, knowledge) { add(variable, withheld) }
    }
    for export in earlier { knowledge.add(export.report.published, to: &system) }
    guard let polytope = try? system.polytope() else { return [] }
    let total = content.scores.first { $0.model == model && $0.subject == "total" }
    guard total?.noPoints == .quorum else { return [polytope] }
    let least = Rational(content.submissions - content.quorum + 1)
    return knowledge.entering(content.survey.scoring.unit).compactMap { variable in
      try? polytope.adding([(variable, .one)], .atLeast, least)
    }
  }

  private func withheldEstimates(
    _ model: ModelCode
  ) -> [(subject: String, withheld: ExportContent.Withholding)] {
    content.estimates.compactMap { cell in
      guard cell.model == model, let withheld = cell.withheld else { return nil }
      return (cell.subject, withheld)
    }
  }

  /// Whether a criterion has a single item, whose number of missing ratings was bounded already.
  private func isItem(_ subject: String) -> Bool {
    form.parts.first { $0.criterion.rawValue == subject }?.items.count == 1
  }

  private func variable(of subject: String, _ knowledge: PublicConstraints) -> Int? {
    if subject == "total" { return knowledge.entering(.total).first }
    return form.parts.firstIndex { $0.criterion.rawValue == subject }
      .map { knowledge.without[$0] }
  }

  private func hull(_ numbers: [Int]) -> ClosedRange<Int> {
    let low = numbers.min() ?? 0
    return low...(numbers.max() ?? low)
  }

  private func contradiction(_ model: ModelCode) -> GateFinding {
    GateFinding(
      .suppression,
      key: "\(model) contradiction",
      en: "\(model): what is shown contradicts itself or an earlier export and may reveal more",
      ko: "\(model): 보이는 값들이 서로, 또는 앞선 내보내기와 맞지 않아 "
        + "가린 값을 드러낼 수 있습니다"
    )
  }

  /// Reports cells for which the published points rule out some of the possible numbers of missing
  /// ratings.
  private mutating func checkPoints(
    _ model: ModelCode,
    _ cells: [ExportContent.Cell],
    _ possible: [[Int]]
  ) {
    guard
      let search = MissingCountSearch(content, form, model, possible, counts: cells.map(counts))
    else { return }
    for (item, cell) in cells.enumerated()
    where cell.withheld == .fewMissing || cell.withheld == .fewRatings {
      let fitting = search.missing(item)
      guard fitting.count < possible[item].count else { continue }
      let place = "\(model) \(cell.subject)"
      let (all, left) = (list(possible[item]), list(fitting))
      findings.append(
        GateFinding(
          .suppression,
          key: "\(place) of \(left)",
          en: "\(place): how many are missing (\(all)) is withheld, but of these only "
            + "\(fitting.isEmpty ? "none" : left) can give the published points",
          ko: "\(place): 평점 없는 사람 수(\(all))를 가렸지만 공개하는 점수가 나오는 수는 "
            + "\(fitting.isEmpty ? "없음" : left)뿐입니다"
        )
      )
    }
  }

  private func list(_ numbers: [Int]) -> String {
    numbers.map(String.init).joined(separator: ", ")
  }

  /// The histogram of a cell, if this export or an earlier one of the same submissions shows it.
  private func counts(of cell: ExportContent.Cell) -> [Int]? {
    guard cell.withheld != nil else { return cell.counts.map(\.count) }
    return earlier.map(\.report.published).filter { $0.submissions == content.submissions }
      .flatMap(\.cells).first {
        $0.model == cell.model && $0.item == cell.subject && $0.counts != nil
      }?.counts
  }

  private mutating func check(_ told: ClosedRange<Int>, _ rule: ClosedRange<Int>, _ place: String) {
    bounded += 1
    guard told != rule else { return }
    let isExact = told.count == 1
    let (low, high) = (told.lowerBound, told.upperBound)
    findings.append(
      GateFinding(
        .suppression,
        // The key has the interval, so a waiver does not cover a narrower one.
        key: "\(place) \(low) to \(high)",
        en: isExact
          ? "\(place): how many are missing is withheld, but follows from the rest: exactly \(low)"
          : "\(place): what is withheld should be \(rule.lowerBound) to \(rule.upperBound), "
            + "but the rest narrows it to \(low) to \(high)",
        ko: isExact
          ? "\(place): 평점 없는 사람을 가렸지만 나머지 값에서 정확히 \(low)명임을 알 수 있습니다"
          : "\(place): 가린 수는 \(rule.lowerBound)~\(rule.upperBound)이어야 하는데 "
            + "나머지 값에서 \(low)~\(high)로 좁혀집니다"
      )
    )
  }

  // MARK: Groups

  /// Reports tables in which some groups are withheld and others shown: the public tier may show
  /// all ratings, and subtracting the shown groups leaves those of the withheld ones.
  private mutating func boundGroups() {
    let tables = Dictionary(grouping: content.groups) {
      [$0.field.rawValue, $0.cell.model.rawValue, $0.cell.subject]
    }
    for (name, groups) in tables {
      let withheld = groups.filter { $0.cell.withheld != nil }
      bounded += withheld.count
      guard !withheld.isEmpty, withheld.count < groups.count else { continue }
      let place = name.joined(separator: " ")
      let choices = withheld.map { $0.choices.map(\.rawValue).joined(separator: "+") }
        .joined(separator: ", ")
      findings.append(
        GateFinding(
          .suppression,
          key: "\(place) \(choices)",
          en: "\(place): all ratings minus the groups that are shown leave those of \(choices)",
          ko: "\(place): 전체의 평점에서 보이는 집단을 빼면 가린 집단 \(choices)의 평점이 남습니다"
        )
      )
    }
  }
}

extension LinearBounds {
  /// The whole numbers within the bounds and within a range that is known anyway.
  fileprivate func whole(within range: ClosedRange<Int>) -> ClosedRange<Int> {
    let least = lower.flatMap { (-$0).floor }.map { -$0 } ?? range.lowerBound
    let greatest = upper?.floor ?? range.upperBound
    let low = min(max(least, range.lowerBound), range.upperBound)
    return low...max(low, min(greatest, range.upperBound))
  }
}
