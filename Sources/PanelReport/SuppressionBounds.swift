import PanelCore
import PanelStatistics

/// Between which bounds everybody can put what the public tables withhold.
///
/// Whatever is public about one model becomes linear equations and inequalities over how often each
/// rating occurs on each item, and how many ratings are missing; the rule that withholds is public
/// too. A withheld number may lie anywhere in what that rule says, or it is not withheld.
struct SuppressionBounds {
  private let content: TierContent
  private let settings: DisclosureSettings
  private let earlier: [EarlierExport]
  private let form: RatedForm
  private(set) var findings: [GateFinding] = []
  /// How many withheld numbers were bounded.
  private(set) var bounded = 0

  init(_ content: TierContent, _ settings: DisclosureSettings, _ earlier: [EarlierExport]) {
    self.content = content
    self.settings = settings
    // Who has the rows of an earlier export knows all that is withheld here; it is for the others.
    self.earlier = earlier.filter { $0.report.tier == .public }
    form = RatedForm(content.survey)
    for model in form.models {
      let cells = content.items.filter { $0.model == model }
      if cells.contains(where: { $0.withheld.map { $0 != .policy } ?? false }) {
        bound(model, cells)
      }
    }
    boundGroups()
  }

  /// The greatest number of missing ratings that withholds a cell.
  private var few: Int { max(5, settings.smallestGroup) - 1 }

  private func missing(by withheld: TierContent.Withholding, of people: Int) -> ClosedRange<Int> {
    switch withheld {
    case .fewMissing: 1...max(1, min(few, people))
    case .fewRatings: max(0, people - settings.smallestGroup + 1)...people
    case .complementary, .policy: 0...people
    }
  }

  // MARK: Tables by model

  private mutating func bound(_ model: ModelCode, _ cells: [TierContent.Cell]) {
    let knowledge = ModelKnowledge(content, form, model, cells)
    var system = knowledge.system
    for (item, cell) in cells.enumerated() {
      guard let withheld = cell.withheld else { continue }
      let range = missing(by: withheld, of: content.submissions)
      system.bound(
        knowledge.missing[item],
        in: Rational(range.lowerBound)...Rational(range.upperBound)
      )
    }
    var whole = system
    for export in earlier { knowledge.add(export.report.published, to: &whole) }
    let polytope: LinearPolytope
    do throws(LinearSystem.Infeasible) {
      polytope = try whole.polytope()
    } catch {
      let key = "\(model) contradiction"
      findings.append(
        GateFinding(
          .suppression,
          key: key,
          ko: "\(model): 보이는 값들이 서로, 또는 앞선 내보내기와 맞지 않아 "
            + "가린 값을 드러낼 수 있습니다",
          en:
            "\(model): what is shown contradicts itself or an earlier export, and so may tell more"
        )
      )
      return
    }
    for (item, cell) in cells.enumerated() {
      guard let withheld = cell.withheld, withheld != .policy else { continue }
      let rule = missing(by: withheld, of: content.submissions)
      let told = polytope.range(of: [(knowledge.missing[item], .one)]).whole(within: rule)
      check(told, rule, "\(model) \(cell.subject)")
    }
  }

  private mutating func check(_ told: ClosedRange<Int>, _ rule: ClosedRange<Int>, _ place: String) {
    bounded += 1
    guard told != rule else { return }
    let isExact = told.count == 1
    let (low, high) = (told.lowerBound, told.upperBound)
    findings.append(
      GateFinding(
        .suppression,
        // A waiver of one interval is none of a narrower one.
        key: "\(place) \(low) to \(high)",
        ko: isExact
          ? "\(place): 평점 없는 사람을 가렸지만 나머지 값에서 정확히 \(low)명임을 알 수 있습니다"
          : "\(place): 가린 수는 \(rule.lowerBound)~\(rule.upperBound)이어야 하는데 "
            + "나머지 값에서 \(low)~\(high)로 좁혀집니다",
        en: isExact
          ? "\(place): how many are missing is withheld, but follows from the rest: exactly \(low)"
          : "\(place): what is withheld should be \(rule.lowerBound) to \(rule.upperBound), "
            + "but the rest narrows it to \(low) to \(high)"
      )
    )
  }

  // MARK: Groups

  /// The public tier may tell all ratings of a criterion, and the groups of a question are all who
  /// have rated: what is withheld of one group follows from all others.
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
          ko: "\(place): 전체의 평점에서 보이는 집단을 빼면 가린 집단 \(choices)의 평점이 남습니다",
          en: "\(place): all ratings minus the groups that are shown leave those of \(choices)"
        )
      )
    }
  }
}

extension LinearBounds {
  /// The whole numbers between the bounds and within a range that is known anyway.
  fileprivate func whole(within range: ClosedRange<Int>) -> ClosedRange<Int> {
    let least = lower.flatMap { (-$0).floor }.map { -$0 } ?? range.lowerBound
    let greatest = upper?.floor ?? range.upperBound
    let low = min(max(least, range.lowerBound), range.upperBound)
    return low...max(low, min(greatest, range.upperBound))
  }
}
