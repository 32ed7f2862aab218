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
  private var multiplicities: [Lanes]
  private var drawn: [UInt16]
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
    drawn = Array(repeating: 0, count: evaluators)
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
    precondition(filled < ResampleBlock.capacity, "the block is full")
    let lane = filled
    let isOverflown = drawn.withUnsafeMutableBufferPointer { drawn in
      var isOverflown = false
      for index in resample {
        precondition(drawn.indices.contains(index), "no such evaluator in the resample")
        drawn[index] &+= 1
        if drawn[index] == 0 { isOverflown = true }
      }
      multiplicities.withUnsafeMutableBytes { bytes in
        let lanes = bytes.bindMemory(to: UInt16.self)
        for index in drawn.indices {
          lanes[index * ResampleBlock.capacity + lane] = isOverflown ? 0 : drawn[index]
          drawn[index] = 0
        }
      }
      return isOverflown
    }
    // Somebody was drawn more often than a lane can say; it takes a file of resamples to do that.
    if isOverflown { countSingly(resample) }
    filled += 1
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
            let times = multiplicities[evaluator]
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
      let next = sum &+ multiplicities[evaluator]
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
