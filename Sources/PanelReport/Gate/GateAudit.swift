import PanelCore
import PanelScoring
import PanelStatistics

/// The findings and measurements of one run of the gate over one export.
struct GateAudit {
  let content: ExportContent
  let settings: DisclosureSettings
  let form: RatedForm
  private var found: [GateFinding] = []
  private(set) var numbers: [GateCheck: [String: String]] = [:]
  /// The checks that apply to this export.
  private(set) var applies: Set<GateCheck> = []

  init(_ content: ExportContent, _ settings: DisclosureSettings) {
    self.content = content
    self.settings = settings
    form = RatedForm(content.survey)
  }

  var k: Int { settings.smallestGroup }

  func findings(of check: GateCheck) -> [GateFinding] {
    Set(found.filter { $0.check == check })
      .sorted { ($0.key, $0.text.en) < ($1.key, $1.text.en) }
  }

  mutating func add(_ findings: [GateFinding]) { found += findings }

  mutating func add(_ check: GateCheck, _ key: String, en: String, ko: String) {
    found.append(GateFinding(check, key: key, en: en, ko: ko))
  }

  mutating func apply(_ check: GateCheck, _ measured: [String: String] = [:]) {
    applies.insert(check)
    numbers[check, default: [:]].merge(measured) { $1 }
  }

  // MARK: Policy

  /// Checks, independently of the exporter, that the policy allows what is shown of each model.
  ///
  /// It applies to the public tier only: rows reveal all scores anyway.
  mutating func checkPolicy() {
    guard content.tier == .public else { return }
    apply(.policy, ["policy": content.policy.rawValue])
    if !content.policy.isWithin(settings.policy) {
      add(
        .policy,
        content.policy.rawValue,
        en: "the round's policy is \(settings.policy.rawValue), "
          + "this export's \(content.policy.rawValue)",
        ko: "회차의 공개 범위는 \(settings.policy.rawValue)인데 \(content.policy.rawValue)(으)로 내보냅니다"
      )
    }
    let first = Set(
      content.scores.filter { $0.subject == "total" && $0.rank == 1 }.compactMap(\.model)
    )
    func isShown(_ model: ModelCode) -> Bool {
      switch content.policy {
      case .all: true
      case .winnerAndAverage: first.contains(model)
      case .ranksOnly, .none: false
      }
    }
    for cell in content.items + content.estimates
    where cell.withheld == nil && !isShown(cell.model) {
      add(
        .policy,
        "\(cell.model) \(cell.subject)",
        en: "\(cell.model) \(cell.subject): the policy does not show this table",
        ko: "\(cell.model) \(cell.subject): 공개 범위 밖의 표입니다"
      )
    }
    for line in content.scores {
      let hasPoints =
        line.points != nil || line.exact != nil || line.estimate != nil || line.n != nil
      let isAllowed =
        line.model.map { model in
          (isShown(model) || !hasPoints)
            && (isShown(model) || content.policy == .ranksOnly || line.rank == nil)
        } ?? [.all, .winnerAndAverage].contains(content.policy)
      if !isAllowed {
        let name = line.model?.rawValue ?? "average"
        add(
          .policy,
          "\(name) \(line.subject) score",
          en: "\(name) \(line.subject): the policy does not show this score or rank",
          ko: "\(name) \(line.subject): 공개 범위 밖의 점수나 순위입니다"
        )
      }
    }
  }

  /// Checks whether withheld scores can be derived from the public ones.
  ///
  /// It applies to the public tier only: rows reveal all scores anyway.
  mutating func checkInference(_ inference: InferenceGuard?) {
    guard content.tier == .public, let inference else { return }
    apply(.inference, ["exact": String(inference.exact.count)])
    for finding in inference.exact {
      add(
        .inference,
        "\(finding.model) by \(finding.observer.joined(separator: "+"))",
        en: inference.explanation(of: finding).en,
        ko: inference.explanation(of: finding).ko
      )
    }
  }

  // MARK: Cells

  /// The cells of models and of groups, with the number of people each covers.
  private var cells: [(place: String, cell: ExportContent.Cell, people: Int, isGroup: Bool)] {
    (content.items + content.estimates).map {
      ("\($0.model) \($0.subject)", $0, content.submissions, false)
    }
      + content.groups.map {
        ("\($0.name) \($0.cell.model) \($0.cell.subject)", $0.cell, $0.people, true)
      }
  }

  /// Checks every shown cell for few missing ratings, few ratings and unanimity.
  mutating func checkCells() {
    let cells = cells
    let withheld = cells.count { $0.cell.withheld != nil }
    if !cells.isEmpty {
      let measured = ["cells": String(cells.count), "withheld": String(withheld)]
      for check in [GateCheck.fewMissing, .fewRatings, .unanimity] { apply(check, measured) }
      if cells.contains(where: \.isGroup) { apply(.loneDissenter) }
    }
    for (place, cell, people, isGroup) in cells where cell.withheld == nil {
      let missing = people - cell.n
      if ExportContent.isTelling(missing: missing, settings) {
        add(
          .fewMissing,
          "\(place) \(missing)",
          en: "\(place): \(people) − n \(cell.n) reveals that only \(missing) have no rating",
          ko: "\(place): \(people) − n \(cell.n) = \(missing)명만 평점이 없음이 드러납니다"
        )
      }
      if cell.n < k {
        add(
          .fewRatings,
          "\(place) \(cell.n)",
          en: "\(place): it has only \(cell.n) ratings",
          ko: "\(place): 평점이 \(cell.n)건뿐입니다"
        )
      }
      checkUnanimity(place, cell.counts, isGroup)
    }
    checkRowsForUnanimity()
  }

  private mutating func checkUnanimity(
    _ place: String,
    _ counts: [ExportContent.ValueCount],
    _ isGroup: Bool
  ) {
    let occurring = counts.filter { $0.count > 0 }
    let n = occurring.reduce(0) { $0 + $1.count }
    if occurring.count == 1, let value = occurring.first?.value {
      add(
        .unanimity,
        "\(place) \(value.fraction)",
        en: "\(place): all gave \(value.plainText), so everybody's rating is known",
        ko: "\(place): 모두 \(value.plainText)이므로 한 사람 한 사람의 평점을 알 수 있습니다"
      )
    } else if isGroup, occurring.contains(where: { $0.count == n - 1 }) {
      add(
        .loneDissenter,
        place,
        en: "\(place): one person differs, and so knows the rating of all others",
        ko: "\(place): 한 사람만 달라서, 그 사람은 나머지 모두의 평점을 압니다"
      )
    }
  }

  /// Checks each column of the rows for unanimity: the research tier has no cells of its own.
  private mutating func checkRowsForUnanimity() {
    guard content.rows != nil else { return }
    let cells = PublishedCounts(content).cells
    apply(.unanimity, ["columns": String(cells.count)])
    for cell in cells {
      let counts = (cell.counts ?? []).enumerated().map {
        ExportContent.ValueCount(value: Rational(form.lowest + $0.offset), count: $0.element)
      }
      checkUnanimity("\(cell.model) \(cell.item)", counts, false)
    }
  }

  // MARK: Between cells, between exports

  mutating func checkSuppression(_ earlier: [EarlierExport]) {
    let bounds = SuppressionBounds(content, settings, earlier)
    if bounds.bounded > 0 || !bounds.findings.isEmpty {
      apply(.suppression, ["withheld": String(bounds.bounded)])
    }
    add(bounds.findings)
  }

  /// Compares with earlier exports.
  ///
  /// Their number is not reported, so that repeating an export gives the same bytes.
  mutating func checkDifferencing(_ earlier: [EarlierExport], absent: [String]) {
    apply(.earlierExports)
    for name in absent {
      add(
        .earlierExports,
        "absent \(name)",
        en: "\(name): an earlier export of this round whose directory cannot be found",
        ko: "\(name): 이 회차에서 이미 나간 자료인데 폴더를 찾을 수 없습니다"
      )
    }
    apply(.differencing)
    var differencing = Differencing(PublishedCounts(content), smallestGroup: k)
    for export in earlier { differencing.compare(with: export) }
    differencing.compareGroups(with: earlier)
    add(differencing.findings)
  }
}

extension ExportContent.GroupCell {
  /// The question and choices that define the group.
  var name: String { "\(field) \(choices.map(\.rawValue).joined(separator: "+"))" }
}

extension Rational {
  /// The value with six decimal places, as reports show it.
  var rounded: String { decimalText(places: 6, mode: .halfUp) }
}
