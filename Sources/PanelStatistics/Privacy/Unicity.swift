/// How often anyone who knows m ratings of a person can find the person's row.
///
/// It counts pairs of a row and a set of m cells in which no other row has the same values; a
/// missing value is a value.
public struct Unicity: Hashable, Sendable {
  /// How many ratings are known: m.
  public let known: Int
  /// In how many pairs the row is the only one.
  public let unique: Int
  /// In how many of them the row is that which is found most often.
  public let greatest: Int
  /// How many sets of cells were looked at.
  public let sets: Int
  /// How many pairs were looked at.
  public let pairs: Int
  /// Whether the sets of cells are a sample, because there are too many of them.
  public let isSampled: Bool

  /// The share of pairs in which the row is the only one, 0…1.
  public var share: Rational { pairs == 0 ? .zero : Rational(unique, pairs) }

  /// The share of sets of cells by which the row is found that is found most often, 0…1.
  public var greatestShare: Rational { sets == 0 ? .zero : Rational(greatest, sets) }

  /// Up to how many sets of cells all are looked at, and of how many a sample consists otherwise.
  public static let greatestSets = 5_000

  /// Looks at all sets of m cells, or at a sample that a seed repeats.
  ///
  /// - Parameters:
  ///   - rows: The rows, of equal length.
  ///   - known: m, positive.
  ///   - seed: Of the sample.
  ///   - greatestSets: Up to how many sets all are looked at.
  /// - Returns: `nil` without rows or with fewer than m cells.
  public static func measure(
    _ rows: [[Int?]],
    known: Int,
    seed: UInt64,
    greatestSets: Int = Self.greatestSets
  ) -> Unicity? {
    guard let cells = rows.first?.count, known > 0, cells >= known else { return nil }
    let columns = (0..<cells).map { cell in Column(rows.map { $0[cell] }) }
    let isSampled = !isSmall(known, among: cells, greatestSets)
    var generator = SplitMix64(seed: seed)
    var set = Array(0..<known)
    var found = Array(repeating: 0, count: rows.count)
    var looked = 0
    repeat {
      if isSampled { set = draw(known, among: cells, &generator) }
      for row in uniques(set.map { columns[$0] }, rows: rows.count) { found[row] += 1 }
      looked += 1
    } while isSampled ? looked < greatestSets : advance(&set, below: cells)
    return Unicity(
      known: known,
      unique: found.reduce(0, +),
      greatest: found.max() ?? 0,
      sets: looked,
      pairs: looked * rows.count,
      isSampled: isSampled
    )
  }

  /// The values of a column as numbers from 0.
  private struct Column {
    var codes: [UInt128] = []
    var values: UInt128

    init(_ cells: [Int?]) {
      var known: [Int?: UInt128] = [:]
      for cell in cells {
        let code = known[cell] ?? UInt128(known.count)
        known[cell] = code
        codes.append(code)
      }
      values = UInt128(known.count)
    }
  }

  /// The rows whose values no other row has.
  private static func uniques(_ columns: [Column], rows: Int) -> [Int] {
    var only: [UInt128: Int?] = [:]
    for row in 0..<rows {
      // No table has so many rows that five of its columns overflow this.
      let values = columns.reduce(0) { $0 &* $1.values &+ $1.codes[row] }
      only[values] = .some(only[values] == nil ? row : nil)
    }
    return only.values.compactMap { $0 }
  }

  /// Whether there are no more sets of m cells than a limit.
  private static func isSmall(_ m: Int, among cells: Int, _ limit: Int) -> Bool {
    var sets = 1
    for drawn in 0..<min(m, cells - m) {
      sets = sets * (cells - drawn) / (drawn + 1)
      if sets > limit { return false }
    }
    return true
  }

  /// The next set in lexicographic order, if there is one.
  private static func advance(_ set: inout [Int], below cells: Int) -> Bool {
    guard let last = set.indices.last(where: { set[$0] < cells - set.count + $0 }) else {
      return false
    }
    let start = set[last] + 1
    for position in last..<set.count { set[position] = start + position - last }
    return true
  }

  private static func draw(
    _ m: Int,
    among cells: Int,
    _ generator: inout SplitMix64
  ) -> [Int] {
    var set: Set<Int> = []
    while set.count < m { set.insert(generator.index(below: cells)) }
    return set.sorted()
  }
}
