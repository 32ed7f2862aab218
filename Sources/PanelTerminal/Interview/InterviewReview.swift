public import PanelCore
internal import PanelStatistics

/// Something in the answers that may be meant but is worth a second look.
///
/// It never blocks submitting: it states what was answered and asks whether that is meant.
public struct Inconsistency: Hashable, Sendable {
  /// The places it is about, in the form's order.
  public var places: [FormPlace]
  /// The question, in both languages.
  public var message: LocalizedText

  init(_ places: [FormPlace], en: String, ko: String) {
    self.places = places
    message = LocalizedText(
      en: en + " Is that what you mean?",
      ko: ko + " 의도하신 것이 맞습니까?"
    )
  }
}

extension Interview {
  /// What in the answers is worth a second look: equal ratings on all items of a model, equal
  /// ratings on all models, and a ranking that the ratings contradict.
  ///
  /// The attention check is left out: mentioning it would defeat its purpose.
  public var inconsistencies: [Inconsistency] {
    let same = sameRatingsEverywhere
    return (same.map { [$0] } ?? ratedModels.compactMap(sameRatings)) + contradictions
  }

  /// The ratings on a model of which every item is answered.
  private func completeRatings(on code: ModelCode) -> [ItemID: Int]? {
    let ratings = ratings(on: code)
    let isComplete = survey.items.allSatisfy { item in
      switch answers.answers[code]?[item.id] {
      case nil: false
      case .rating: ratings[item.id] != nil
      case .cannotJudge: true
      }
    }
    return isComplete ? ratings : nil
  }

  /// The least number of ratings on a model that are not the same by mere chance.
  private static let leastRatings = 4

  /// All ratings of a model are the same.
  private func sameRatings(on code: ModelCode) -> Inconsistency? {
    guard let ratings = completeRatings(on: code), ratings.count >= Self.leastRatings,
      let rating = ratings.values.first, ratings.values.allSatisfy({ $0 == rating })
    else { return nil }
    return Inconsistency(
      itemPlaces(of: [code]),
      en: "Model \(code): all \(ratings.count) ratings are \(rating).",
      ko: "모델 \(code)의 평점 \(ratings.count)개가 모두 \(rating)점입니다."
    )
  }

  /// All models have the same ratings on the same items.
  private var sameRatingsEverywhere: Inconsistency? {
    let codes = ratedModels
    let ratings = codes.map(completeRatings)
    guard codes.count > 1, let first = ratings[0], first.count >= Self.leastRatings,
      let rating = first.values.first, ratings.allSatisfy({ $0 == first })
    else { return nil }
    let places = itemPlaces(of: codes)
    guard first.values.allSatisfy({ $0 == rating }) else {
      return Inconsistency(
        places,
        en: "The \(codes.count) models have exactly the same ratings.",
        ko: "모델 \(codes.count)개의 평점이 서로 똑같습니다."
      )
    }
    return Inconsistency(
      places,
      en: "All ratings of the \(codes.count) models are \(rating).",
      ko: "모델 \(codes.count)개의 평점이 모두 \(rating)점입니다."
    )
  }

  private func itemPlaces(of codes: [ModelCode]) -> [FormPlace] {
    codes.flatMap { code in survey.items.map { FormPlace.item(code, $0.id) } }
  }

  // MARK: - Ranking and ratings

  private struct Contradiction {
    var higher: (code: ModelCode, mean: Rational)
    var lower: (code: ModelCode, mean: Rational)
    var difference: Rational
  }

  /// The three pairs whose ranks the ratings contradict the most, the most first.
  private var contradictions: [Inconsistency] {
    // Half a step of the scale; on a scale of more than five levels the same share of its width.
    let least = Rational(max(4, survey.scale.highest - survey.scale.lowest), 8)
    let ranks = ranks
    let codes = ratedModels.filter { ranks[$0] != nil }
      .enumerated().sorted { left, right in
        (ranks[left.element] ?? 0, left.offset) < (ranks[right.element] ?? 0, right.offset)
      }.map(\.element)
    var found: [Contradiction] = []
    for (index, higher) in codes.enumerated() {
      for lower in codes[(index + 1)...] where ranks[higher] != ranks[lower] {
        guard let means = weightedMeans(of: higher, lower) else { continue }
        let difference = means.second - means.first
        guard difference >= least else { continue }
        found.append(
          Contradiction(
            higher: (higher, means.first),
            lower: (lower, means.second),
            difference: difference
          )
        )
      }
    }
    return found.enumerated().sorted { left, right in
      left.element.difference == right.element.difference
        ? left.offset < right.offset : left.element.difference > right.element.difference
    }.prefix(3).map { inconsistency($0.element) }
  }

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

  /// The means of two models over the items that both have a rating on; `nil` if there is none.
  ///
  /// Items count by their weight within their criterion, criteria by their points; a criterion
  /// without such an item does not count.
  func weightedMeans(
    of first: ModelCode,
    _ second: ModelCode
  ) -> (first: Rational, second: Rational)? {
    let (left, right) = (ratings(on: first), ratings(on: second))
    let items = survey.items.filter { left[$0.id] != nil && right[$0.id] != nil }
    func mean(_ parts: [(weight: Rational, value: Rational)]) -> Rational {
      parts.reduce(.zero) { $0 + $1.weight * $1.value } / parts.reduce(.zero) { $0 + $1.weight }
    }
    func mean(of ratings: [ItemID: Int]) -> Rational {
      mean(
        survey.criteria.compactMap { criterion in
          let parts = items.filter { $0.criterion == criterion.id }.map { item in
            (Self.rational(item.weight), Rational(ratings[item.id] ?? 0))
          }
          return parts.isEmpty ? nil : (Self.rational(criterion.points), mean(parts))
        }
      )
    }
    return items.isEmpty ? nil : (mean(of: left), mean(of: right))
  }

  private static func rational(_ decimal: ExactDecimal) -> Rational {
    Rational(decimal.unscaled, decimal.denominator)
  }

  /// The rank of every model that is ranked once, from 1; ranks may be left out.
  private var ranks: [ModelCode: Int] {
    var ranks: [ModelCode: Int] = [:]
    var twice: Set<ModelCode> = []
    for (index, group) in answers.ranking.enumerated() {
      for code in group where ranks.updateValue(index + 1, forKey: code) != nil {
        twice.insert(code)
      }
    }
    return survey.ranking == nil ? [:] : ranks.filter { !twice.contains($0.key) }
  }

  private func inconsistency(_ pair: Contradiction) -> Inconsistency {
    let higher = pair.higher.mean.decimalText(places: 1, mode: .halfUp)
    let lower = pair.lower.mean.decimalText(places: 1, mode: .halfUp)
    let (first, second) = (pair.higher.code, pair.lower.code)
    return Inconsistency(
      [.ranking],
      en: "Model \(first) is ranked above model \(second), but the weighted mean of your ratings "
        + "is \(higher) for \(first) and \(lower) for \(second).",
      ko: "순위는 모델 \(first)이(가) 모델 \(second)보다 높지만, 평점의 가중 평균은 "
        + "\(first) \(higher)점, \(second) \(lower)점입니다."
    )
  }
}
