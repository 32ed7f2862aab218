/// The bootstrap over evaluators: whole ballots are drawn with repetition and scored again.
public struct Bootstrap {
  /// Returns a seeded sequence of resamples, generated while it is iterated.
  ///
  /// - Parameters:
  ///   - n: How many evaluators there are, at least 1.
  ///   - count: How many resamples to draw.
  ///   - seed: The seed; ``Resamples`` says how the indices follow from it.
  /// - Returns: The evaluators drawn for each resample, as indices from 0.
  public static func resamples(evaluators n: Int, count: Int, seed: UInt64) -> Resamples {
    Resamples(evaluators: n, count: count, seed: seed)
  }

  /// What a scorer says about one multiset of the evaluators.
  public struct Replicate: Hashable, Sendable {
    /// Each model's points, or `nil` for a model without a score.
    public var points: [Rational?]
    /// Each model's rank, from 1; `nil` exactly where there are no points.
    public var ranks: [Int?]

    /// Takes points with their ranks.
    public init(points: [Rational?], ranks: [Int?]) {
      self.points = points
      self.ranks = ranks
    }
  }

  /// As ``run(evaluators:resamples:replicate:)``, with competition ranks of the points.
  public static func run(
    evaluators: Int,
    resamples: some Sequence<[Int]>,
    score: (_ multiplicities: [Int]) -> [Rational?]
  ) -> BootstrapResult? {
    run(evaluators: evaluators, resamples: resamples) { multiplicities in
      let points = score(multiplicities)
      return Replicate(points: points, ranks: CompetitionRanks.ranks(points))
    }
  }

  /// Scores the panel, every resample, and the panel without each evaluator in turn.
  ///
  /// The scorer is called once per resample and once more than there are evaluators. It must be a
  /// function of the multiplicities alone and always return the same number of models.
  ///
  /// - Parameters:
  ///   - evaluators: How many evaluators there are.
  ///   - resamples: The evaluators drawn for each resample, as indices from 0; the order within one
  ///     does not matter.
  ///   - replicate: Returns each model's points and rank, given how often each evaluator occurs.
  /// - Returns: `nil` without evaluators, models or resamples.
  /// - Precondition: Every index is below `evaluators`.
  public static func run(
    evaluators: Int,
    resamples: some Sequence<[Int]>,
    replicate: (_ multiplicities: [Int]) -> Replicate
  ) -> BootstrapResult? {
    guard evaluators > 0 else { return nil }
    let official = replicate(Array(repeating: 1, count: evaluators))
    let estimate = official.points
    guard !estimate.isEmpty else { return nil }

    var replicates = [[Rational?]](repeating: [], count: estimate.count)
    var ranks = RankTally(models: estimate.map { $0 != nil })
    var multiplicities = Array(repeating: 0, count: evaluators)
    for resample in resamples {
      for index in multiplicities.indices {
        multiplicities[index] = 0
      }
      for index in resample {
        precondition(multiplicities.indices.contains(index), "no such evaluator in the resample")
        multiplicities[index] += 1
      }
      let scored = replicate(multiplicities)
      let points = scored.points
      precondition(points.count == estimate.count, "the scorer must always return every model")
      for (model, value) in points.enumerated() {
        replicates[model].append(value)
      }
      ranks.add(scored.ranks)
    }
    guard let resampleCount = replicates.first?.count, resampleCount > 0 else { return nil }

    let withoutOne = (0..<evaluators).map { evaluator in
      var multiplicities = Array(repeating: 1, count: evaluators)
      multiplicities[evaluator] = 0
      return replicate(multiplicities)
    }
    return BootstrapResult(
      estimate: estimate,
      replicates: replicates,
      leaveOneOut: LeaveOneOut(official, withoutOne),
      ranks: ranks
    )
  }
}
