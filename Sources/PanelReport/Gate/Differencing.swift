import PanelCore

/// Finds what several exports of one round reveal together but not alone.
struct Differencing {
  private let current: PublishedCounts
  private let k: Int
  private(set) var findings: [GateFinding] = []

  init(_ current: PublishedCounts, smallestGroup: Int) {
    self.current = current
    k = smallestGroup
  }

  private mutating func add(_ key: String, en: String, ko: String) {
    findings.append(GateFinding(.differencing, key: key, en: en, ko: ko))
  }

  /// Subtracts an earlier export's histograms from this one's, and compares the submissions.
  mutating func compare(with earlier: EarlierExport) {
    let before = earlier.report.published
    let count = findings.count
    let added = current.submissions - before.submissions
    let shown = Dictionary(
      before.cells.map { ([$0.model.rawValue, $0.item], $0) },
      uniquingKeysWith: { first, _ in first }
    )
    for cell in current.cells {
      guard let counts = cell.counts, let old = shown[[cell.model.rawValue, cell.item]]?.counts,
        old.count == counts.count, old != counts
      else { continue }
      let gained = zip(counts, old).reduce(0) { $0 + max(0, $1.0 - $1.1) }
      let lost = zip(counts, old).reduce(0) { $0 + max(0, $1.1 - $1.0) }
      let people = max(gained, lost)
      guard people < k else { continue }
      let place = "\(cell.model) \(cell.item)"
      add(
        "\(place) \(before.submissions) \(old)",
        en:
          "\(place): this histogram minus that of \(earlier.name) leaves the ratings of \(people)",
        ko: "\(place): \(earlier.name)의 분포를 이번 분포에서 빼면 \(people)명의 평점만 남습니다"
      )
    }
    if added != 0, abs(added) < k, findings.count == count {
      add(
        "submissions \(before.submissions)",
        en:
          "\(earlier.name) has \(before.submissions) submissions, this one \(current.submissions): "
          + "every difference is due to only \(abs(added))",
        ko: "\(earlier.name)에는 제출이 \(before.submissions)건, 이번에는 \(current.submissions)건: "
          + "보이는 값의 차이는 \(abs(added))명의 것입니다"
      )
    }
  }

  /// Reports combinations that reveal who is in which group: groups in one export and rows in the
  /// other, or groups of different questions.
  private mutating func compareRows(with earlier: EarlierExport) {
    let before = earlier.report.published
    let (new, old) = (Set(current.groups.map(\.field)), Set(before.groups.map(\.field)))
    // The digest ties a waiver to this earlier export.
    let name = String(earlier.digest.prefix(16))
    if before.rows != nil, current.rows != nil, before.cells != current.cells {
      add(
        "rows after rows \(name)",
        en: "\(earlier.name) has rows of other submissions: matching both reveals which changed",
        ko: "\(earlier.name)에는 다른 제출의 행이 있습니다. 두 행을 맞추면 바뀐 사람의 행이 드러납니다"
      )
    }
    let isJoined = !new.isEmpty && before.rows != nil || !old.isEmpty && current.rows != nil
    if isJoined {
      let field = new.union(old).map(\.rawValue).sorted().joined(separator: ", ")
      add(
        old.isEmpty ? "groups \(field) after rows \(name)" : "rows after groups \(field) \(name)",
        en: "rows here or in \(earlier.name) and groups by \(field) in the other: matching their "
          + "ratings reveals the group of each row",
        ko: "\(earlier.name)과(와) 함께 보면 행의 평점과 \(field)별 집단의 평점을 맞추어, "
          + "누구의 행이 어느 집단인지 알 수 있습니다"
      )
    } else if !new.isEmpty, !old.isEmpty, new != old {
      let fields = new.union(old).map(\.rawValue).sorted().joined(separator: ", ")
      add(
        "groups by \(fields) \(name)",
        en: "\(earlier.name) has groups of another question: \(fields) together reveal "
          + "smaller groups",
        ko: "\(earlier.name)에는 다른 문항의 집단이 있습니다. \(fields)를 함께 보면 더 작은 집단이 드러납니다"
      )
    }
  }

  /// Compares groups of the same choices: a difference reveals ratings of the people who changed.
  private mutating func compareSame(with earlier: EarlierExport) {
    for group in current.groups {
      let old = earlier.report.published.groups.first {
        $0.field == group.field && Set($0.choices) == Set(group.choices)
      }
      guard let old, old.people != group.people || old.ratings != group.ratings else { continue }
      let list = group.choices.map(\.rawValue).sorted().joined(separator: ", ")
      add(
        "\(group.field) \(list) \(old.ratings.prefix(16))",
        en: "\(group.field) \(list): the same group of \(earlier.name) (\(old.people) people) has "
          + "other ratings; the difference reveals the ratings of those who changed",
        ko: "\(group.field) \(list): \(earlier.name)의 같은 집단(\(old.people)명)과 평점이 다릅니다. "
          + "차이는 바뀐 사람의 것입니다"
      )
    }
  }

  /// Subtracts groups of a question from larger ones, over this and all earlier exports, until no
  /// new group results.
  ///
  /// Any group of fewer than k people found in this way is a finding.
  mutating func compareGroups(with earlier: [EarlierExport]) {
    for export in earlier {
      compareRows(with: export)
      compareSame(with: export)
    }
    let exports = [current] + earlier.map(\.report.published)
    for field in Set(exports.flatMap(\.groups).map(\.field)) {
      var people: [Set<ChoiceID>: Int] = [:]
      for group in exports.flatMap(\.groups) where group.field == field {
        people[Set(group.choices)] = group.people
      }
      for export in exports {
        let groups = export.groups.filter { $0.field == field }
        people[Set(groups.flatMap(\.choices))] = groups.reduce(0) { $0 + $1.people }
      }
      people[[]] = nil
      let published = Set(people.keys)
      var hasNew = true
      while hasNew {
        hasNew = false
        for (large, size) in people {
          for (small, part) in people where small.isStrictSubset(of: large) {
            let rest = large.subtracting(small)
            guard people[rest] == nil else { continue }
            people[rest] = size - part
            hasNew = true
          }
        }
      }
      for (choices, size) in people where !published.contains(choices) && size > 0 && size < k {
        let list = choices.map(\.rawValue).sorted().joined(separator: ", ")
        add(
          "\(field) \(list)",
          en: "\(field): groups of an earlier export minus these leave only \(size) people: "
            + list,
          ko: "\(field): 앞선 집단에서 이번 집단을 빼면 \(list)의 \(size)명만 남습니다"
        )
      }
    }
  }
}
