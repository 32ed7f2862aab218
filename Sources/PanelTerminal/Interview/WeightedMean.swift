internal import PanelCore

// Means of an evaluator's own ratings, as the survey weighs them.
extension Interview {
  /// The ratings on a model that are on the scale.
  func ratings(on code: ModelCode) -> [ItemID: Int] {
    var ratings: [ItemID: Int] = [:]
    for item in survey.items {
      if case .rating(let rating) = answers.answers[code]?[item.id],
        survey.scale.ratings.contains(rating)
      {
        ratings[item.id] = rating
      }
    }
    return ratings
  }

  /// The means of two models over the items that both have a rating on.
  ///
  /// Items count by their weight within their criterion, criteria by their points; a criterion
  /// without such an item does not count. `nil` if there is no such item, or if the weights are too
  /// long to calculate with exactly.
  func weightedMeans(
    of first: ModelCode,
    _ second: ModelCode
  ) -> (first: ExactFraction, second: ExactFraction)? {
    let (left, right) = (ratings(on: first), ratings(on: second))
    let items = survey.items.filter { left[$0.id] != nil && right[$0.id] != nil }
    guard let first = weightedMean(of: left, over: items),
      let second = weightedMean(of: right, over: items)
    else { return nil }
    return (first, second)
  }

  private func weightedMean(of ratings: [ItemID: Int], over items: [Item]) -> ExactFraction? {
    let criteria: [Part] = survey.criteria.compactMap { criterion in
      let parts: [Part] = items.filter { $0.criterion == criterion.id }.compactMap { item in
        guard let rating = ratings[item.id].flatMap({ ExactFraction(Int128($0)) }) else {
          return nil
        }
        return (item.weight, rating)
      }
      return Self.mean(of: parts).map { (criterion.points, $0) }
    }
    // A mean that could not be calculated must not silently change the mean of the others.
    guard criteria.count == Set(items.map(\.criterion)).count else { return nil }
    return Self.mean(of: criteria)
  }

  private typealias Part = (weight: ExactDecimal, value: ExactFraction)

  private static func mean(of parts: [Part]) -> ExactFraction? {
    guard var sum = ExactFraction(0), var weights = ExactFraction(0) else { return nil }
    for part in parts {
      guard
        let weight = ExactFraction(Int128(part.weight.unscaled), Int128(part.weight.denominator)),
        let weighted = part.value.times(weight), let nextSum = sum.plus(weighted),
        let nextWeights = weights.plus(weight)
      else { return nil }
      (sum, weights) = (nextSum, nextWeights)
    }
    return sum.divided(by: weights)
  }
}
