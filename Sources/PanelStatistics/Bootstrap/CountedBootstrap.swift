extension Bootstrap {
  /// One value of each evaluator, as a place among the distinct values.
  public struct Column: Sendable {
    /// Each evaluator's place; negative without a value.
    public let places: [Int]
    /// How many distinct values there are.
    public let size: Int

    /// Takes places below a number of values.
    public init(places: [Int], size: Int) {
      self.places = places
      self.size = size
    }
  }

  /// As ``run(evaluators:resamples:replicate:)``, for a scorer that needs only how often each value of
  /// each column occurs.
  ///
  /// Evaluators are counted for many resamples at once, which is far faster for many of them.
  ///
  /// - Parameters:
  ///   - evaluators: How many evaluators there are; every column has a place for each.
  ///   - columns: The columns.
  ///   - resamples: The evaluators drawn for each resample, as indices from 0.
  ///   - replicate: Returns each model's points and rank, given the numbers by column and place.
  /// - Returns: `nil` without evaluators, models or resamples.
  /// - Precondition: Every index is below `evaluators`.
  public static func run(
    _ evaluators: Int,
    columns: [Column],
    resamples: some Sequence<[Int]>,
    replicate: (_ counts: [[Int]]) -> Replicate
  ) -> BootstrapResult? {
    guard evaluators > 0 else { return nil }
    precondition(columns.allSatisfy { $0.places.count == evaluators }, "a place for everybody")
    var block = ResampleBlock(
      evaluators: evaluators,
      columns: columns.map { (size: $0.size, places: $0.places) }
    )
    var everyone = columns.map { Array(repeating: 0, count: $0.size) }
    for (index, column) in columns.enumerated() {
      for place in column.places where place >= 0 { everyone[index][place] += 1 }
    }
    let official = replicate(everyone)
    guard !official.points.isEmpty else { return nil }
    var replicates = [[Rational?]](repeating: [], count: official.points.count)
    var ranks = RankTally(models: official.points.map { $0 != nil })
    var counts = everyone
    func finishBlock() {
      block.count()
      for resample in 0..<block.filled {
        for index in columns.indices {
          block.counts(column: index, resample: resample, into: &counts[index])
        }
        let scored = replicate(counts)
        precondition(
          scored.points.count == official.points.count,
          "the scorer must always return every model"
        )
        for (model, value) in scored.points.enumerated() { replicates[model].append(value) }
        ranks.add(scored.ranks)
      }
      block.clear()
    }
    func finishFullBlock() {
      if block.filled == ResampleBlock.capacity { finishBlock() }
    }
    if var seeded = (resamples as? Resamples)?.makeIterator() {
      // Without a list of a resample's indices, of which there are as many as evaluators.
      while block.add(from: &seeded) { finishFullBlock() }
    } else {
      for resample in resamples {
        block.add(resample)
        finishFullBlock()
      }
    }
    finishBlock()
    guard let count = replicates.first?.count, count > 0 else { return nil }
    let withoutOne = withoutOne(columns, &everyone, replicate)
    return BootstrapResult(
      estimate: official.points,
      replicates: replicates,
      leaveOneOut: LeaveOneOut(official, withoutOne),
      ranks: ranks
    )
  }

  /// The panel without each evaluator in turn; evaluators with the same values are scored once.
  private static func withoutOne(
    _ columns: [Column],
    _ everyone: inout [[Int]],
    _ replicate: (_ counts: [[Int]]) -> Replicate
  ) -> [Replicate] {
    var known: [[Int]: Replicate] = [:]
    return (columns.first?.places.indices ?? 0..<0).map { evaluator in
      let places = columns.map { max(-1, $0.places[evaluator]) }
      if let scored = known[places] { return scored }
      for (index, place) in places.enumerated() where place >= 0 { everyone[index][place] -= 1 }
      let scored = replicate(everyone)
      for (index, place) in places.enumerated() where place >= 0 { everyone[index][place] += 1 }
      // Among many evaluators few have the same values, and keeping all results would cost memory.
      if known.count < 4_096 { known[places] = scored }
      return scored
    }
  }
}
