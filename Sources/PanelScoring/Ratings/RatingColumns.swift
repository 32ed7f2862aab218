package import PanelCore
package import PanelStatistics

/// The values to which an outlier rule is applied; they are the same for all rules.
///
/// They follow from the ratings, the unit, the share of items that must be answered and, for totals,
/// the conversion.
package struct RatingColumns: Sendable {
  /// The ratings.
  let table: RatingsTable
  /// For each model one sample a criterion, or one an item for that unit; for the unit `total` the
  /// evaluators' points come last.
  package let samples: [[PlacedSample]]
  /// Whether there is a sample for each item.
  private let isByItem: Bool

  /// Computes the values.
  package init(_ table: RatingsTable, _ rule: ScoringRule) {
    self.table = table
    isByItem = rule.unit == .item
    let form = table.form
    let raters = table.raters.indices
    guard rule.unit != .item else {
      samples = form.models.indices.map { model in
        form.items.indices.map { item in
          PlacedSample(raters.map { table[$0, model, item].rating })
        }
      }
      return
    }
    let parts = form.parts.map { Part($0, form, rule.minimumAnswered) }
    let ratings = form.models.indices.map { model in
      parts.map { part in raters.map { part.rating(table, $0, model) } }
    }
    guard rule.unit == .total else {
      samples = ratings.map { $0.map { PlacedSample($0) } }
      return
    }
    samples = ratings.map { ratings in
      let isComplete = raters.map { rater in ratings.allSatisfy { $0[rater] != nil } }
      let parts = ratings.map { part in
        PlacedSample(zip(part, isComplete).map { $1 ? $0 : nil })
      }
      return parts + [RatingColumns.total(parts, form, rule.conversion, raters: raters.count)]
    }
  }

  /// How often each value of each sample of a model occurs in a multiset of the evaluators.
  func counts(_ model: Int, _ multiplicities: [Int]) -> [[Int]] {
    samples[model].map { $0.counts(multiplicities) }
  }

  /// How many evaluators enter each criterion's estimate of a model.
  func entering(_ counts: [[Int]]) -> [Int] {
    let columns = counts.map { $0.reduce(0, +) }
    guard isByItem else { return Array(columns.prefix(table.form.parts.count)) }
    return table.form.parts.map { part in part.items.map { columns[$0] }.min() ?? 0 }
  }

  /// The points of the evaluators who have a rating of every criterion.
  private static func total(
    _ samples: [PlacedSample],
    _ form: RatedForm,
    _ conversion: Conversion,
    raters: Int
  ) -> PlacedSample {
    // Evaluators with the same rating of each criterion have the same points; these are few.
    let places = (0..<raters).map { rater -> [Int]? in
      let places = samples.map { $0.places[rater] }
      return places.contains(-1) ? nil : places
    }
    let (entries, distinct) = PlacedSample.entries(places)
    let points = distinct.map { places in
      zip(zip(samples, places), form.parts).reduce(Rational.zero) { sum, pair in
        let ((sample, place), part) = pair
        return sum
          + Rational(part.points) * form.share(sample.distinct.values[place], conversion)
      }
    }
    return PlacedSample(entries, of: points)
  }

  /// A criterion with its weights as whole numbers.
  private struct Part {
    let items: [Int]
    let weights: [Int128]
    /// The least number of items that must be answered.
    let needed: Int

    init(_ part: RatedForm.Part, _ form: RatedForm, _ minimumAnswered: ExactDecimal) {
      items = part.items
      let places = items.map { form.weights[$0].places }.max() ?? 0
      weights = items.map { item in
        let weight = form.weights[item]
        return (weight.places..<places).reduce(Int128(weight.unscaled)) { product, _ in
          product * 10
        }
      }
      let share = Rational(minimumAnswered) * Rational(items.count)
      needed = max(1, -((-share).floor ?? 0))
    }

    /// Σ w·x and Σ w over the answered items; `nil` when fewer than needed are answered.
    func rating(_ table: RatingsTable, _ rater: Int, _ model: Int) -> PlacedSample.Quotient? {
      var (sum, weight, answered) = (Int128.zero, Int128.zero, 0)
      for (item, w) in zip(items, weights) {
        guard let rating = table[rater, model, item].rating else { continue }
        // Fifteen digits of a weight, nine more to make it whole, and a rating leave room.
        sum += w * Int128(rating)
        weight += w
        answered += 1
      }
      return answered >= needed && weight > 0 ? PlacedSample.Quotient(sum, over: weight) : nil
    }
  }
}

extension RatedForm {
  /// Full marks of all criteria together.
  package var fullMarks: Rational {
    parts.reduce(.zero) { $0 + Rational($1.points) }
  }

  /// The share of full marks that a rating gives.
  package func share(_ rating: Rational, _ conversion: Conversion) -> Rational {
    switch conversion {
    case .range:
      (rating - Rational(lowest)) / (Rational(highest) - Rational(lowest))
    case .proportion: rating / Rational(highest)
    }
  }
}
