/// Counts how often each value of each column occurs, for as many resamples at once as a vector has
/// lanes.
///
/// A column holds one value of each evaluator, as a place among its distinct values. Every place of
/// every column has a counter with one lane a resample, and an evaluator's multiplicities, one lane a
/// resample too, are added to the counters of their places: one addition instead of 16 or 32.
struct ResampleBlock<Lanes: SIMD> where Lanes.Scalar: FixedWidthInteger & UnsignedInteger {
  /// How many resamples have been added.
  private(set) var filled = 0
  private let evaluators: Int
  /// Where the counters of each column begin; its last one counts those without a value.
  private let offsets: [Int]
  /// Each evaluator's counters, one a column.
  private let counters: [UInt32]
  private var multiplicities: [Lanes]
  private var drawn: [Lanes.Scalar]
  /// Sums of a stretch of evaluators, so short that no lane overflows.
  private var sums: [Lanes]
  /// Sums of the evaluators before, counter after counter and within one lane after lane.
  private var totals: [UInt32]

  /// How many resamples there is room for.
  static var capacity: Int { Lanes.scalarCount }

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
    totals = Array(repeating: 0, count: sums.count * Lanes.scalarCount)
  }

  /// Empties the block.
  mutating func clear() {
    filled = 0
    for index in multiplicities.indices { multiplicities[index] = .zero }
    for index in totals.indices { totals[index] = 0 }
  }

  /// Takes one more resample.
  ///
  /// - Precondition: There is room, and every index is below the number of evaluators.
  mutating func add(_ resample: [Int]) {
    precondition(filled < Lanes.scalarCount, "the block is full")
    var isOverflown = false
    for index in resample {
      precondition(index >= 0 && index < evaluators, "no such evaluator in the resample")
      drawn[index] &+= 1
      if drawn[index] == 0 { isOverflown = true }
    }
    for index in drawn.indices {
      multiplicities[index][filled] = isOverflown ? 0 : drawn[index]
      drawn[index] = 0
    }
    // Somebody was drawn more often than a lane can say; it takes a file of resamples to do that.
    if isOverflown { countSingly(resample) }
    filled += 1
  }

  private mutating func countSingly(_ resample: [Int]) {
    let columns = offsets.count - 1
    for evaluator in resample {
      for counter in counters[evaluator * columns..<(evaluator + 1) * columns] {
        totals[Int(counter) * Lanes.scalarCount + filled] += 1
      }
    }
  }

  /// Counts what was added.
  mutating func count() {
    // Drawn once on average: stretches of this length overflow a lane of 8 bits hardly ever.
    let stretch = Int(Lanes.Scalar.max) * 5 / 8
    for start in stride(from: 0, to: evaluators, by: stretch) {
      count(start..<min(start + stretch, evaluators))
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
        let sums = bytes.bindMemory(to: Lanes.Scalar.self)
        for index in totals.indices {
          totals[index] &+= UInt32(truncatingIfNeeded: sums[index])
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
      if any(next .< sum) { return stretch.count == 1 }
      sum = next
    }
    return true
  }

  /// Returns how often each value of a column occurs in one of the resamples, by their places.
  func counts(column: Int, resample: Int, into counts: inout [Int]) {
    for place in counts.indices {
      counts[place] = Int(totals[(offsets[column] + place) * Lanes.scalarCount + resample])
    }
  }
}
