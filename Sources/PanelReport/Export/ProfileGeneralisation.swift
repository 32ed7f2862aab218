import PanelCore

/// Merges choices of the profile until every group, and every combination of groups, has at least k
/// people.
///
/// The method is greedy and deterministic: the same profiles give the same groups. A question that
/// is left with one group carries no information.
struct ProfileGeneralisation {
  /// The code of a missing answer.
  static let missing = ChoiceID("missing")

  /// The questions in the order of the survey, each with its groups.
  private(set) var fields: [ExportContent.ProfileField]
  /// For each person the index of their group in each question.
  private(set) var rows: [[Int]]
  private let k: Int

  init(_ questions: [Question], _ profiles: [[ItemID: ChoiceID]], k: Int) {
    self.k = k
    fields = questions.map { question in
      let choices = question.choices.map(\.id)
      // “Missing” is a choice only if somebody did not answer.
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

  /// Merges the smallest group of a question with the smaller of its neighbours.
  ///
  /// Choices merge with an adjacent choice. “Missing” has no place in the order: it merges with the
  /// smallest choice, and a choice merges with it only if no adjacent choice is left.
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

  /// The number of people whose combination of groups has fewer than k people.
  private var exposed: Int {
    var people: [[Int]: Int] = [:]
    for row in rows { people[row, default: 0] += 1 }
    return people.values.reduce(0) { $0 + ($1 < k ? $1 : 0) }
  }

  /// Repeats the merge that leaves the fewest people exposed, until nobody is.
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
