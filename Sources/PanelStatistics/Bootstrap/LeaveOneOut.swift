/// The scores of the panel without each evaluator in turn, against the official scores.
public struct LeaveOneOut: Sendable {
  /// Each model's points without an evaluator: a line per evaluator, a place per model.
  public let scores: [[Rational?]]
  /// Each model's largest distance from its official score; `nil` without an official score.
  public let largestShift: [Rational?]
  /// Without how many evaluators the competition ranks differ from the official ones anywhere.
  ///
  /// A model that loses its score, and so its rank, counts as a difference.
  public let rankChanges: Int
  /// Without how many evaluators the set of models at rank 1 differs from the official one.
  public let topChanges: Int

  /// Each model's acceleration; asked for at every level of an interval, so made once.
  private let accelerations: [Double?]

  init(_ panel: Bootstrap.Replicate, _ withoutOne: [Bootstrap.Replicate]) {
    let estimate = panel.points
    let scores = withoutOne.map(\.points)
    self.scores = scores
    largestShift = estimate.indices.map { model in
      estimate[model].map { official in
        // The farthest is at one of the ends; comparing is far cheaper than subtracting.
        let values = scores.compactMap { $0[model] }
        let ends = [values.min(), values.max()].compactMap { $0 }
        return ends.map { ($0 - official).magnitude }.max() ?? .zero
      }
    }
    accelerations = estimate.indices.map { model in
      LeaveOneOut.acceleration(scores.compactMap { $0[model] })
    }
    let official = panel.ranks
    let ranks = withoutOne.map(\.ranks)
    rankChanges = ranks.count { $0 != official }
    topChanges = ranks.count { $0.map { $0 == 1 } != official.map { $0 == 1 } }
  }

  /// Returns the acceleration of the BCa interval, or `nil` where it is undefined.
  ///
  /// It is Σd³ / (6 (Σd²)^1.5) with d the mean of the scores less each score; the differences are
  /// exact. It is undefined where all scores are equal. Evaluators without whom the model has no
  /// score are left out.
  func acceleration(of model: Int) -> Double? { accelerations[model] }

  private static func acceleration(_ values: [Rational]) -> Double? {
    var squares = 0.0
    var cubes = 0.0
    for difference in Rational.distancesBelowMean(values) {
      squares += difference * difference
      cubes += difference * difference * difference
    }
    guard squares > 0 else { return nil }
    return cubes / (6 * squares * squares.squareRoot())
  }
}
