/// Counts how often each value of each column occurs, for 32 resamples at once.
///
/// A column holds one value of each evaluator, as a place among its distinct values. Every place of
/// every column has a counter with one lane a resample, and an evaluator's multiplicities, one lane a
/// resample too, are added to the counters of their places: one addition instead of 32.
struct ResampleBlock {
  /// One number a resample.
  private typealias Lanes = SIMD32<UInt16>

  /// How many resamples there is room for.
  static let capacity = 32
  /// How many resamples have been added.
  private(set) var filled = 0
  private let evaluators: Int
  /// Where the counters of each column begin; its last one counts those without a value.
  private let offsets: [Int]
  /// Each evaluator's counters, one a column.
  private let counters: [UInt32]
  private var multiplicities: [SIMD32<UInt8>]
  /// What has been drawn for the last resamples, up to eight of them, one after the other.
  private var drawn: [UInt8]
  /// Sums over a stretch of evaluators, so short that no lane overflows.
  private var sums: [Lanes]
  /// Sums over the stretches before, counter after counter and within one lane after lane.
  private var totals: [UInt32]

  /// Prepares the counters.
  ///
  /// - Parameters:
  ///   - evaluators: How many evaluators there are.
  ///   - columns: For each column, how many distinct values it has, and each evaluator's place among
  ///     them, or a negative number.
  init(evaluators: Int, columns: [(size: Int, places: [Int])]) {
    self.evaluators = evaluators
    var offsets = [0]
    for column in columns { offsets.append(offsets[offsets.count - 1] + column.size + 1) }
    self.offsets = offsets
    var counters: [UInt32] = []
    counters.reserveCapacity(evaluators * columns.count)
    for evaluator in 0..<evaluators {
      for (column, offset) in zip(columns, offsets) {
        let place = column.places[evaluator]
        counters.append(UInt32(offset + (place < 0 ? column.size : place)))
      }
    }
    self.counters = counters
    multiplicities = Array(repeating: .zero, count: evaluators)
    drawn = Array(repeating: 0, count: 8 * evaluators)
    sums = Array(repeating: .zero, count: offsets[columns.count])
    totals = Array(repeating: 0, count: sums.count * ResampleBlock.capacity)
  }

  /// Empties the block.
  mutating func clear() {
    filled = 0
    for index in totals.indices { totals[index] = 0 }
  }

  /// Takes one more resample.
  ///
  /// - Precondition: There is room, and every index is below the number of evaluators.
  mutating func add(_ resample: [Int]) {
    let (first, evaluators) = (filled % 8 * evaluators, evaluators)
    let isOverflown = drawn.withUnsafeMutableBufferPointer { drawn in
      var isOverflown = false
      for index in resample {
        precondition(index >= 0 && index < evaluators, "no such evaluator in the resample")
        drawn[first + index] &+= 1
        if drawn[first + index] == 0 { isOverflown = true }
      }
      return isOverflown
    }
    finish(isOverflown ? resample : nil)
  }

  /// Takes the next resample of a seeded sequence; returns false when there is none.
  ///
  /// - Precondition: There is room, and the resamples are of as many evaluators.
  mutating func add(from resamples: inout Resamples.Iterator) -> Bool {
    let (first, evaluators, start) = (filled % 8 * evaluators, evaluators, resamples)
    var isOverflown = false
    let isDrawn = drawn.withUnsafeMutableBufferPointer { drawn in
      resamples.forEachIndex { index in
        precondition(index < evaluators, "no such evaluator in the resample")
        drawn[first + index] &+= 1
        if drawn[first + index] == 0 { isOverflown = true }
      }
    }
    guard isDrawn else { return false }
    var again = start
    finish(isOverflown ? again.next() : nil)
    return true
  }

  /// Ends a resample.
  ///
  /// `overflown` is one in which somebody was drawn more often than 8 bits can say; it takes a file of
  /// resamples to do that.
  private mutating func finish(_ overflown: [Int]?) {
    precondition(filled < ResampleBlock.capacity, "the block is full")
    if let overflown {
      let first = filled % 8 * evaluators
      for index in first..<first + evaluators { drawn[index] = 0 }
      countSingly(overflown)
    }
    filled += 1
    if filled.isMultiple(of: 8) { spread() }
  }

  /// Moves what was drawn into the lanes, eight at once: one by one each would wait for its memory.
  private mutating func spread() {
    let (group, evaluators) = ((filled - 1) / 8, evaluators)
    drawn.withUnsafeMutableBufferPointer { drawn in
      multiplicities.withUnsafeMutableBytes { bytes in
        let words = bytes.bindMemory(to: UInt64.self)
        for index in 0..<evaluators {
          var word: UInt64 = 0
          for row in 0..<8 { word |= UInt64(drawn[row * evaluators + index]) << (8 * row) }
          words[index * 4 + group] = word.littleEndian
        }
      }
      drawn.update(repeating: 0)
    }
  }

  private mutating func countSingly(_ resample: [Int]) {
    let columns = offsets.count - 1
    for evaluator in resample {
      for counter in counters[evaluator * columns..<(evaluator + 1) * columns] {
        totals[Int(counter) * ResampleBlock.capacity + filled] += 1
      }
    }
  }

  /// Counts what was added.
  mutating func count() {
    if !filled.isMultiple(of: 8) { spread() }
    // Drawn once on average: stretches of this length overflow a lane of 16 bits hardly ever.
    for start in stride(from: 0, to: evaluators, by: 40_000) {
      count(start..<min(start + 40_000, evaluators))
    }
  }

  private mutating func count(_ stretch: Range<Int>) {
    guard fits(stretch) else {
      let middle = stretch.lowerBound + stretch.count / 2
      count(stretch.lowerBound..<middle)
      count(middle..<stretch.upperBound)
      return
    }
    let columns = offsets.count - 1
    // The inner loop is run a million times for a million ratings, hence the bare pointers.
    sums.withUnsafeMutableBufferPointer { sums in
      counters.withUnsafeBufferPointer { counters in
        multiplicities.withUnsafeBufferPointer { multiplicities in
          for evaluator in stretch {
            let times = Lanes(truncatingIfNeeded: multiplicities[evaluator])
            let first = evaluator * columns
            for index in first..<first + columns { sums[Int(counters[index])] &+= times }
          }
        }
      }
    }
    totals.withUnsafeMutableBufferPointer { totals in
      sums.withUnsafeMutableBytes { bytes in
        let sums = bytes.bindMemory(to: UInt16.self)
        for index in totals.indices {
          totals[index] &+= UInt32(sums[index])
          sums[index] = 0
        }
      }
    }
  }

  /// Whether no lane overflows even if all evaluators of a stretch share one place.
  private func fits(_ stretch: Range<Int>) -> Bool {
    var sum = Lanes.zero
    for evaluator in stretch {
      let next = sum &+ Lanes(truncatingIfNeeded: multiplicities[evaluator])
      if any(next .< sum) { return false }
      sum = next
    }
    return true
  }

  /// Returns how often each value of a column occurs in one of the resamples, by their places.
  func counts(column: Int, resample: Int, into counts: inout [Int]) {
    for place in counts.indices {
      counts[place] = Int(totals[(offsets[column] + place) * ResampleBlock.capacity + resample])
    }
  }
}
