/// Krippendorff's α = 1 − D_o/D_e with its two disagreements.
///
/// 1 is perfect agreement, 0 what chance would give; many evaluators of close models are normally low.
public struct KrippendorffAlpha: Hashable, Sendable {
  /// What counts as disagreement between two ratings.
  public enum Metric: String, CaseIterable, Sendable {
    /// 1 if they differ.
    case nominal
    /// The square of the number of ratings between them: (Σ_{g=c..k} n_g − (n_c+n_k)/2)².
    case ordinal
    /// The square of their difference.
    case interval
  }

  /// α, at most 1.
  public let value: Double
  /// The mean disagreement D_o of two ratings of the same cell.
  public let observed: Double
  /// The mean disagreement D_e of any two ratings.
  public let expected: Double

  /// Measures the agreement over all cells with at least two ratings.
  ///
  /// Blanks are left out, and no evaluator or cell is weighted up for them. Undefined without such a
  /// cell and where all ratings in them are equal. Cost: linear in the ratings. Source: Krippendorff
  /// 2011, "Computing Krippendorff's alpha-reliability".
  public static func measure(
    _ ratings: RatingMatrix,
    _ metric: Metric
  ) -> Agreement<KrippendorffAlpha> {
    let pairable = (0..<ratings.cells).filter { cell in
      let start = cell * ratings.evaluators
      return ratings.codes[start..<start + ratings.evaluators].lazy.filter { $0 >= 0 }
        .prefix(2).count == 2
    }
    var isEntering = [Bool](repeating: false, count: ratings.evaluators)
    var entering = 0
    for cell in pairable {
      for evaluator in isEntering.indices where ratings.code(evaluator, cell) >= 0 {
        isEntering[evaluator] = true
        entering += 1
      }
    }
    let basis = AgreementBasis(
      ratings,
      evaluators: isEntering.count { $0 },
      cells: pairable.count,
      ratings: entering
    )
    let ones = Array(repeating: 1, count: ratings.evaluators)
    return Agreement(basis: basis, result: estimate(ratings, metric, multiplicities: ones))
  }

  /// Measures the agreement of evaluators of whom each is taken as often as given.
  static func estimate(
    _ ratings: RatingMatrix,
    _ metric: Metric,
    multiplicities: [Int],
    copies: BallotCopies = .same
  ) -> Result<KrippendorffAlpha, Undefined> {
    guard ratings.missing < ratings.evaluators * ratings.cells else { return .failure(.noRatings) }
    var histogram = CellHistogram(ratings)
    let isPlain = multiplicities.allSatisfy { $0 == 1 }
    /// Turns to a cell; returns how many ordered pairs of ratings it has.
    func read(_ cell: Int) -> Int {
      if isPlain {
        histogram.read(cell)
      } else {
        histogram.read(cell, multiplicities: multiplicities)
      }
      return histogram.count * histogram.count
        - (copies == .distinct ? histogram.count : histogram.copies)
    }

    // Only the margins of the coincidence matrix are needed: every δ² here is a squared distance
    // between positions, and so its sum over pairs follows from sums of positions and their squares.
    var margins = [Int](repeating: 0, count: ratings.distinct.count)
    var pairless = 0
    for cell in 0..<ratings.cells where read(cell) > 0 {
      for code in histogram.codes {
        margins[code] += histogram[code]
      }
      pairless += copies == .distinct ? histogram.count : histogram.copies
    }
    let total = margins.reduce(0, +)
    guard total > 0 else { return .failure(.tooFewEvaluators) }
    guard margins.count(where: { $0 > 0 }) > 1 else { return .failure(.constantRatings) }
    let positions = positions(metric, margins, ratings.distinct)

    var observed = 0.0
    for cell in 0..<ratings.cells {
      let pairs = read(cell)
      // A cell with a single distinct value adds nothing, and so must not add rounding.
      guard pairs > 0, histogram.codes.count > 1 else { continue }
      let sum = disagreement(
        histogram.codes.lazy.map { ($0, histogram[$0]) },
        histogram.count,
        positions
      )
      observed += Double(histogram.count) * sum / Double(pairs)
    }
    observed /= Double(total)
    let sum = disagreement(margins.indices.lazy.map { ($0, margins[$0]) }, total, positions)
    let expected = sum / Double(total * total - pairless)
    guard expected > 0 else { return .failure(.constantRatings) }
    return .success(
      KrippendorffAlpha(value: 1 - observed / expected, observed: observed, expected: expected)
    )
  }

  /// The points on a line whose squared distance is δ²; `nil` for the nominal metric.
  ///
  /// For the ordinal metric they are mid-ranks, so that the points between two are the ratings
  /// between them. They are shifted towards zero, which no difference shows.
  private static func positions(
    _ metric: Metric,
    _ margins: [Int],
    _ values: [Double]
  ) -> [Double]? {
    switch metric {
    case .nominal:
      return nil
    case .ordinal:
      let total = margins.reduce(0, +)
      var below = 0
      return margins.map { margin in
        defer { below += margin }
        return Double(2 * below + margin - total) / 2
      }
    case .interval:
      // A centre among the values leaves whole numbers whole.
      var (below, total) = (0, margins.reduce(0, +))
      let centre = margins.firstIndex { margin in
        below += margin
        return 2 * below >= total
      }
      total = centre ?? 0
      return values.map { $0 - values[total] }
    }
  }

  /// The sum of δ² over all ordered pairs of ratings, of which `count` are given as a histogram.
  private static func disagreement(
    _ histogram: some Sequence<(code: Int, times: Int)>,
    _ count: Int,
    _ positions: [Double]?
  ) -> Double {
    guard let positions else {
      return Double(histogram.reduce(count * count) { $0 - $1.times * $1.times })
    }
    var (sum, squares) = (0.0, 0.0)
    for (code, times) in histogram {
      sum += Double(times) * positions[code]
      squares += Double(times) * positions[code] * positions[code]
    }
    return 2 * (Double(count) * squares - sum * sum)
  }
}
