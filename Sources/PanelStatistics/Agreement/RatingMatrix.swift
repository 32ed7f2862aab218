import BigInt

/// The ratings of evaluators (rows) for cells (columns), each of which may be blank.
///
/// The cells are model × criterion in survey order. Equal ratings are recognised as such: a rating is
/// held as a place in the list of distinct values, so that "constant" never depends on rounding. A
/// `Double` is taken as the binary fraction that it is; tenths and thirds are exact only if they are
/// given as ``Rational``.
public struct RatingMatrix: Hashable, Sendable {
  /// Why a table of ratings was not taken.
  public enum Failure: Error, Hashable, Sendable {
    /// A row has another number of cells than the first one.
    case rowLength(evaluator: Int, expected: Int, found: Int)
    /// A rating is not a number, infinite, or beyond ±``greatestMagnitude``.
    case rating(evaluator: Int, cell: Int)
    /// There are more places for ratings, blank or not, than ``greatestCount``.
    case tooMany
  }

  /// The greatest magnitude of a rating: with it, sums of fourth powers stay finite.
  public static let greatestMagnitude = 1e30
  /// The greatest number of places for ratings, blank or not.
  public static let greatestCount = Int(Int32.max)

  /// How many evaluators there are, with or without ratings.
  public let evaluators: Int
  /// How many cells there are, with or without ratings.
  public let cells: Int
  /// How many places have no rating.
  public let missing: Int

  /// The distinct ratings in ascending order.
  let distinct: [Double]
  /// The same as fractions, if they were given as fractions.
  private let fractions: [Rational]?
  /// The place of each rating in `distinct`, cell after cell; -1 for a blank.
  let codes: [Int32]

  /// Takes a row of ratings per evaluator, `nil` for a blank.
  ///
  /// Cost: linear in the ratings, plus sorting the distinct ones.
  ///
  /// - Throws: ``Failure`` for rows of different lengths, and for a rating that is not a number.
  public init(_ rows: [[Double?]]) throws(Failure) {
    let coded = try CodedRatings(rows) { value in
      value.magnitude <= RatingMatrix.greatestMagnitude
    }
    let order = coded.distinct.indices.sorted { coded.distinct[$0] < coded.distinct[$1] }
    self.init(coded, order: order, distinct: order.map { coded.distinct[$0] }, fractions: nil)
  }

  /// Takes a row of exact ratings per evaluator, `nil` for a blank.
  ///
  /// Cost: linear in the ratings, plus sorting the distinct ones.
  ///
  /// - Throws: ``Failure`` for rows of different lengths, and for a rating beyond the range.
  public init(exact rows: [[Rational?]]) throws(Failure) {
    let coded = try CodedRatings(rows) { value in
      value.doubleValue.magnitude <= RatingMatrix.greatestMagnitude
    }
    let order = coded.distinct.indices.sorted { coded.distinct[$0] < coded.distinct[$1] }
    let fractions = order.map { coded.distinct[$0] }
    self.init(
      coded,
      order: order,
      distinct: fractions.map(\.doubleValue),
      fractions: fractions
    )
  }

  private init<Value>(
    _ coded: CodedRatings<Value>,
    order: [Int],
    distinct: [Double],
    fractions: [Rational]?
  ) {
    var places = [Int32](repeating: 0, count: order.count)
    for (place, first) in order.enumerated() {
      places[first] = Int32(place)
    }
    evaluators = coded.evaluators
    cells = coded.cells
    missing = coded.missing
    codes = coded.codes.map { $0 < 0 ? -1 : places[Int($0)] }
    self.distinct = distinct
    self.fractions = fractions
  }

  /// The rating of an evaluator for a cell, or `nil` for a blank.
  ///
  /// - Precondition: Both are counted from 0 and exist.
  public subscript(evaluator evaluator: Int, cell cell: Int) -> Double? {
    let code = code(evaluator, cell)
    return code < 0 ? nil : distinct[code]
  }

  func code(_ evaluator: Int, _ cell: Int) -> Int {
    Int(codes[cell * evaluators + evaluator])
  }

  /// The ratings of one evaluator in the order of the cells.
  func row(_ evaluator: Int) -> [Double?] {
    (0..<cells).map { self[evaluator: evaluator, cell: $0] }
  }

  /// The evaluators who rated every cell; none where there are no cells.
  var completeEvaluators: [Int] {
    var isComplete = [Bool](repeating: cells > 0, count: evaluators)
    for cell in 0..<cells {
      for evaluator in 0..<evaluators where codes[cell * evaluators + evaluator] < 0 {
        isComplete[evaluator] = false
      }
    }
    return isComplete.indices.filter { isComplete[$0] }
  }

  /// Each cell's number of ratings and their sum.
  var cellSums: [(count: Int, sum: Double)] {
    (0..<cells).map { cell in
      var (count, sum) = (0, 0.0)
      for index in cell * evaluators..<(cell + 1) * evaluators where codes[index] >= 0 {
        count += 1
        sum += distinct[Int(codes[index])]
      }
      return (count, sum)
    }
  }

  /// The distinct ratings times their common denominator, in the same order, without any rounding.
  func wholeNumbers() -> [BigInt] {
    let exact = fractions ?? distinct.compactMap(Rational.init(exactly:))
    var common: BigInt = 1
    for value in exact {
      let denominator = value.bigDenominator
      if denominator != 1, !common.isMultiple(of: denominator) {
        common *= denominator / common.greatestCommonDivisor(with: denominator)
      }
    }
    return exact.map { $0.bigNumerator * (common / $0.bigDenominator) }
  }
}

/// Ratings as numbers of distinct values, in the order in which those were first met.
private struct CodedRatings<Value: Hashable> {
  var evaluators = 0
  var cells = 0
  var missing = 0
  var codes: [Int32] = []
  var distinct: [Value] = []

  init(_ rows: [[Value?]], isValid: (Value) -> Bool) throws(RatingMatrix.Failure) {
    evaluators = rows.count
    cells = rows.first?.count ?? 0
    let (count, isOverflow) = evaluators.multipliedReportingOverflow(by: cells)
    guard !isOverflow, count <= RatingMatrix.greatestCount else { throw .tooMany }
    codes = Array(repeating: -1, count: count)
    var places: [Value: Int32] = [:]
    for (evaluator, row) in rows.enumerated() {
      guard row.count == cells else {
        throw .rowLength(evaluator: evaluator, expected: cells, found: row.count)
      }
      // Neighbouring ratings are often equal, and a comparison is cheaper than a look-up.
      var last: (value: Value, place: Int32)?
      for cell in 0..<cells {
        guard let value = row[cell] else {
          missing += 1
          continue
        }
        let index = cell * evaluators + evaluator
        if let last, last.value == value {
          codes[index] = last.place
          continue
        }
        let place: Int32
        if let known = places[value] {
          place = known
        } else {
          guard isValid(value) else { throw .rating(evaluator: evaluator, cell: cell) }
          place = Int32(distinct.count)
          places[value] = place
          distinct.append(value)
        }
        codes[index] = place
        last = (value, place)
      }
    }
  }
}
