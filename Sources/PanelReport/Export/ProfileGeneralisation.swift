import PanelCore

/// Puts choices of the profile together until nobody stands in a group, or in a combination of
/// groups, with fewer than k people.
///
/// Greedy and without chance: the same profiles give the same groups. A question that becomes one
/// group says nothing any more.
struct ProfileGeneralisation {
  /// The code of an answer that is missing.
  static let missing = ChoiceID("missing")

  /// The questions in the order of the survey, each with its groups.
  private(set) var fields: [ExportContent.ProfileField]
  /// For each person the positions of their groups.
  private(set) var rows: [[Int]]
  private let k: Int

  init(_ questions: [Question], _ profiles: [[ItemID: ChoiceID]], k: Int) {
    self.k = k
    fields = questions.map { question in
      let choices = question.choices.map(\.id)
      // An answer that is missing is a choice only where one is.
      let isMissing = profiles.contains { $0[question.id] == nil }
      return ExportContent.ProfileField(
        field: question.id,
        groups: (choices + (isMissing && !choices.contains(Self.missing) ? [Self.missing] : []))
          .map { [$0] }
      )
    }
    rows = profiles.map { profile in
      questions.map { question in
        let choice = profile[question.id] ?? Self.missing
        return question.choices.firstIndex { $0.id == choice } ?? question.choices.count
      }
    }
    for field in fields.indices {
      while fields[field].groups.count > 1, (sizes(field).min() ?? k) < k {
        merge(field)
      }
    }
    joinCombinations()
  }

  private func sizes(_ field: Int) -> [Int] {
    rows.reduce(into: Array(repeating: 0, count: fields[field].groups.count)) {
      $0[$1[field]] += 1
    }
  }

  /// Puts the smallest group of a question together with the smaller of its neighbours.
  ///
  /// A missing answer has no place in the order of choices: every group is its neighbour, and it is
  /// nobody's where there is another.
  private mutating func merge(_ field: Int) {
    let groups = fields[field].groups
    let sizes = sizes(field)
    guard let smallest = groups.indices.min(by: { (sizes[$0], $0) < (sizes[$1], $1) }) else {
      return
    }
    let isMissing = groups.map { $0 == [Self.missing] }
    var neighbours = groups.indices.filter { $0 != smallest && !isMissing[$0] }
    if !isMissing[smallest] {
      neighbours = neighbours.filter { abs($0 - smallest) == 1 }
      if neighbours.isEmpty { neighbours = groups.indices.filter { $0 != smallest } }
    }
    guard let other = neighbours.min(by: { (sizes[$0], $0) < (sizes[$1], $1) }) else { return }
    let (first, second) = (min(smallest, other), max(smallest, other))
    fields[field].groups[first] += groups[second]
    fields[field].groups.remove(at: second)
    for row in rows.indices {
      if rows[row][field] == second {
        rows[row][field] = first
      } else if rows[row][field] > second {
        rows[row][field] -= 1
      }
    }
  }

  /// How many people stand in a combination with fewer than k.
  private var exposed: Int {
    var people: [[Int]: Int] = [:]
    for row in rows { people[row, default: 0] += 1 }
    return people.values.reduce(0) { $0 + ($1 < k ? $1 : 0) }
  }

  /// Merges where it helps most, until every combination is large enough.
  private mutating func joinCombinations() {
    while exposed > 0 {
      let merged = fields.indices.filter { fields[$0].groups.count > 1 }
        .map { field in
          var copy = self
          copy.merge(field)
          return copy
        }
      guard
        let best = merged.enumerated()
          .min(by: { ($0.element.exposed, $0.offset) < ($1.element.exposed, $1.offset) })
      else { return }
      self = best.element
    }
  }
}
