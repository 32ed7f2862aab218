import PanelCore
import PanelScoring
import PanelStatistics

/// What follows from a policy and a scoring rule, together with the points that some teams know.
struct InferenceKnowledge {
  private let scores: ScoredModels
  private let policy: DisclosurePolicy
  /// The possible lists of points, from the first rank down; `nil` unless points follow from ranks.
  private let steps: [[Rational]]?

  init(_ scores: ScoredModels, policy: DisclosurePolicy) {
    self.scores = scores
    self.policy = policy
    steps = RankStepLists(scores, policy: policy)?.lists
  }

  /// The positions of the models whose points are public.
  private var published: [Int] {
    switch policy {
    case .none, .ranksOnly: []
    case .winnerAndAverage: scores.ranks.indices.filter { scores.ranks[$0] == 1 }
    case .all: Array(scores.models.indices)
    }
  }

  /// For each model whose points are neither public nor known to the teams, the least and the
  /// greatest printable points that fit.
  func ranges(knowing teams: [Int]) -> [(model: Int, range: ClosedRange<Rational>)] {
    let known = Set(teams + published)
    let unknown = scores.models.indices.filter { !known.contains($0) }
    guard !unknown.isEmpty else { return [] }
    let ranges =
      steps.map { stepRanges($0, known, unknown) } ?? linearRanges(known, unknown)
    return unknown.map { model in
      // If no range could be computed, assume the worst: that the points can be derived exactly.
      let range = ranges[model] ?? scores.points[model]...scores.points[model]
      let lower = range.lowerBound.raised(to: scores.unit)
      let upper = -(-range.upperBound).raised(to: scores.unit)
      return (model, min(lower, upper)...max(lower, upper))
    }
  }

  // MARK: - Points anywhere between 0 and full marks

  private func linearRanges(_ known: Set<Int>, _ unknown: [Int]) -> [Int: ClosedRange<Rational>] {
    var ranges: [Int: ClosedRange<Rational>] = [:]
    for first in possibleFirsts(known) {
      guard let polytope = try? system(known, first: first).polytope() else { continue }
      for model in unknown {
        let bounds = polytope.range(of: [(model, .one)])
        guard let lower = bounds.lower, let upper = bounds.upper else { continue }
        let before = ranges[model] ?? lower...upper
        ranges[model] = min(before.lowerBound, lower)...max(before.upperBound, upper)
      }
    }
    return ranges
  }

  /// The models that may have full marks under `relative: best`; `[nil]` if that adds no
  /// constraint.
  private func possibleFirsts(_ known: Set<Int>) -> [Int?] {
    guard scores.rule.relative == .best, scores.points.max() == scores.fullMarks,
      !known.contains(where: { scores.points[$0] == scores.fullMarks })
    else { return [nil] }
    return scores.models.indices.filter { !known.contains($0) }
  }

  private func system(_ known: Set<Int>, first: Int?) -> LinearSystem {
    var system = LinearSystem(variables: scores.models.count)
    for model in scores.models.indices {
      system.bound(model, in: .zero...scores.fullMarks)
      if known.contains(model) { system.bound(model, .equal, scores.points[model]) }
    }
    if let first { system.bound(first, .equal, scores.fullMarks) }
    switch policy {
    case .none, .all: break
    case .ranksOnly:
      // Models are in the order of their ranks.
      for (ahead, behind) in zip(scores.models.indices, scores.models.indices.dropFirst()) {
        let isTied = scores.ranks[ahead] == scores.ranks[behind]
        system.add([(ahead, .one), (behind, Rational(-1))], isTied ? .equal : .atLeast, .zero)
      }
    case .winnerAndAverage:
      for model in scores.models.indices { system.bound(model, .atMost, scores.points[0]) }
      if let sums = scores.sums {
        let all = scores.models.indices.map { (variable: $0, factor: Rational.one) }
        system.add(all, .atLeast, sums.lowerBound)
        system.add(all, .atMost, sums.upperBound)
      }
    }
    return system
  }

  // MARK: - Points that follow from ranks

  private func stepRanges(
    _ lists: [[Rational]],
    _ known: Set<Int>,
    _ unknown: [Int]
  ) -> [Int: ClosedRange<Rational>] {
    var ranges: [Int: ClosedRange<Rational>] = [:]
    func add(_ model: Int, _ range: ClosedRange<Rational>) {
      let before = ranges[model] ?? range
      ranges[model] =
        min(before.lowerBound, range.lowerBound)...max(before.upperBound, range.upperBound)
    }
    for list in lists {
      if policy == .ranksOnly {
        guard known.allSatisfy({ list[$0] == scores.points[$0] }) else { continue }
        for model in unknown { add(model, list[model]...list[model]) }
      } else {
        // Which model has which remaining points is unknown. Each list is in descending order, so
        // its first and last remaining points are the bounds.
        var rest = list
        let fits = known.allSatisfy { model in
          rest.firstIndex(of: scores.points[model]).map { rest.remove(at: $0) } != nil
        }
        guard fits, let most = rest.first, let least = rest.last else { continue }
        for model in unknown { add(model, least...most) }
      }
    }
    return ranges
  }
}

/// The lists of points, from the first model down, that `relative: rankSteps` can give.
struct RankStepLists {
  /// The largest number of models for which every pattern of ties is tried.
  static let mostModels = 12

  let lists: [[Rational]]

  /// The lists that fit what is public; `nil` under another rule or with too many models.
  init?(_ scores: ScoredModels, policy: DisclosurePolicy) {
    let count = scores.models.count
    guard case .rankSteps(let step) = scores.rule.relative, (1...Self.mostModels).contains(count)
    else { return nil }
    let mode = RoundingMode(scores.rule.rounding.mode)
    let ladder = (0..<count).map { better in
      max(.zero, scores.fullMarks - Rational(better) * Rational(step))
        .rounded(places: scores.rule.rounding.places, mode: mode)
    }
    // Bit i is set if model i + 1 has fewer points than model i.
    lists = (0..<(1 << (count - 1))).compactMap { bits in
      var place = 0
      var list = [ladder[0]]
      for model in 1..<max(1, count) {
        let isBehind = bits >> (model - 1) & 1 == 1
        if isBehind { place = model }
        guard Self.allows(isBehind, model, scores, policy) else { return nil }
        list.append(ladder[place])
      }
      if policy == .winnerAndAverage, let sums = scores.sums,
        !sums.contains(list.reduce(.zero, +))
      {
        return nil
      }
      return list
    }
    guard lists.contains(scores.points) else { return nil }
  }

  /// Whether the published ranks allow a model to have fewer points than the one before it
  /// (`isBehind`), or the same points.
  private static func allows(
    _ isBehind: Bool,
    _ model: Int,
    _ scores: ScoredModels,
    _ policy: DisclosurePolicy
  ) -> Bool {
    // Tie-breaking criteria can give two ranks to models with equal points.
    let isTold = scores.rule.ties.isEmpty
    let isLater = scores.ranks[model] > scores.ranks[model - 1]
    switch policy {
    case .none, .all: return true
    case .ranksOnly: return isBehind ? isLater : !isLater || !isTold
    case .winnerAndAverage:
      guard scores.ranks[model - 1] == 1 else { return true }
      return isBehind ? isLater : !isLater || !isTold
    }
  }
}
