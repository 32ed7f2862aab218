/// How often each distinct rating occurs in one cell at a time.
///
/// Reading a cell costs the ratings of the cell, however many distinct ones the whole table has.
struct CellHistogram {
  /// The places of the ratings that occur, in the order in which they were first met.
  private(set) var codes: [Int] = []
  /// How many ratings there are.
  private(set) var count = 0
  /// The sum of the squares of how often each evaluator's rating was taken.
  private(set) var copies = 0

  private let ratings: RatingMatrix
  private var counts: [Int]

  init(_ ratings: RatingMatrix) {
    self.ratings = ratings
    counts = Array(repeating: 0, count: ratings.distinct.count)
  }

  subscript(code: Int) -> Int {
    counts[code]
  }

  /// Turns to a cell, with every evaluator taken once.
  mutating func read(_ cell: Int) {
    clear()
    let start = cell * ratings.evaluators
    for index in start..<start + ratings.evaluators {
      add(Int(ratings.codes[index]), 1)
    }
  }

  /// Turns to a cell, with each evaluator taken as often as given.
  mutating func read(_ cell: Int, multiplicities: [Int]) {
    clear()
    let start = cell * ratings.evaluators
    for (evaluator, multiplicity) in multiplicities.enumerated() where multiplicity > 0 {
      add(Int(ratings.codes[start + evaluator]), multiplicity)
    }
  }

  private mutating func clear() {
    for code in codes {
      counts[code] = 0
    }
    codes.removeAll(keepingCapacity: true)
    count = 0
    copies = 0
  }

  private mutating func add(_ code: Int, _ times: Int) {
    guard code >= 0 else { return }
    if counts[code] == 0 {
      codes.append(code)
    }
    counts[code] += times
    count += times
    copies += times * times
  }
}
