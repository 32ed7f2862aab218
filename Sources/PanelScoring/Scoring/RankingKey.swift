import PanelCore
import PanelStatistics

/// The values by which a model is ranked: its points before the relative step, then the criteria in
/// the rule's `ties`.
struct RankingKey: Hashable, Comparable, Sendable {
  /// Points before the relative step.
  var points: Rational
  /// The estimates of the criteria that break ties, most important first; a missing one comes last.
  var ties: [Rational?]

  static func < (a: RankingKey, b: RankingKey) -> Bool {
    guard a.points == b.points else { return a.points < b.points }
    return a.ties.lexicographicallyPrecedes(b.ties) { first, second in
      guard let second else { return false }
      return first.map { $0 < second } ?? true
    }
  }

  /// Competition ranks; models without a key have none.
  static func ranks(_ keys: [RankingKey?]) -> [Int?] {
    keys.map { key in key.map { key in 1 + keys.count { $0.map { key < $0 } ?? false } } }
  }

  /// Returns the positions of the models from the first rank down, tied ones together.
  ///
  /// Models without a key are left out; tied models are in the declared order.
  static func order(_ keys: [RankingKey?]) -> [[Int]] {
    var groups: [(key: RankingKey, models: [Int])] = []
    for (model, key) in keys.enumerated() {
      guard let key else { continue }
      let place = groups.firstIndex { $0.key <= key } ?? groups.count
      if place < groups.count, groups[place].key == key {
        groups[place].models.append(model)
      } else {
        groups.insert((key, [model]), at: place)
      }
    }
    return groups.map(\.models)
  }
}

extension Scoring {
  /// The key of one model, without a quorum; throws the reason why there is none.
  ///
  /// `counts` are those of the model's samples.
  func key(_ model: Int, _ counts: [[Int]]) throws(NoEstimate) -> RankingKey {
    rule.ties.isEmpty
      ? RankingKey(points: try absolute(model, counts), ties: [])
      : key(try points(of: model, counts))
  }

  /// The key of a model with these points.
  func key(_ points: ModelPoints) -> RankingKey {
    let ties = rule.ties.compactMap { tie in
      table.form.parts.firstIndex { $0.criterion == tie }
    }
    return RankingKey(points: points.absolute, ties: ties.map { points.estimates[$0] })
  }
}
