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
    // Each evaluator is a value of their own, so the numbers are the multiplicities.
    let everybody = Column(places: Array(0..<max(0, evaluators)), size: max(0, evaluators))
    return run(evaluators, columns: [everybody], resamples: resamples) { replicate($0[0]) }
  }
}
