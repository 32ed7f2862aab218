extension CountedSample {
  /// The sum of the two middle numbers among all xᵢ + xⱼ with i ≤ j, once each as ratings.
  ///
  /// A quarter of it is the estimate of Hodges and Lehmann 1963. The cost is about d log d for d
  /// distinct values: a pivot is drawn from the sums still possible, by a fixed seed, and a staircase
  /// through the sorted sums counts those below it. Source: Johnson and Mizoguchi 1978.
  var sumOfMiddlePairSums: Number {
    let total = n * (n + 1) / 2
    var staircase = Staircase(self)
    let (lower, notAbove) = staircase.sum(at: (total - 1) / 2)
    if total / 2 < notAbove {
      return lower + lower
    }
    return lower + staircase.leastSum(above: lower)
  }
}

extension CountedSample where Number == Int {
  /// The same as ``sumOfMiddlePairSums`` by a table of all sums, or `nil` where it would be large.
  ///
  /// For a panel's ratings on their grid this is several times faster.
  var tabulatedSumOfMiddlePairSums: Int? {
    let least = values[0]
    let width = 2 * (values[values.count - 1] - least) + 1
    guard values.count <= 64, width <= 4096 else { return nil }
    var tally = Array(repeating: 0, count: width)
    for (row, count) in counts.enumerated() {
      let offset = values[row] - 2 * least
      tally[offset + values[row]] += count * (count + 1) / 2
      for column in (row + 1)..<max(row + 1, values.count) {
        tally[offset + values[column]] += count * counts[column]
      }
    }
    let total = n * (n + 1) / 2
    var seen = 0
    var lower: Int?
    for (sum, pairs) in tally.enumerated() {
      seen += pairs
      if lower == nil, (total - 1) / 2 < seen {
        lower = sum
      }
      if let lower, total / 2 < seen {
        return lower + sum + 4 * least
      }
    }
    return nil
  }
}

/// The sums of two values, in a triangle whose rows and columns ascend.
private struct Staircase<Number: ExactNumber> {
  private let values: [Number]
  private let counts: [Int]
  /// How many ratings lie before each value.
  private let before: [Int]
  /// For each row, the first column whose sum is not below and the first whose sum is above a pivot.
  private var notBelow: [Int]
  private var above: [Int]

  init(_ sample: CountedSample<Number>) {
    values = sample.values
    counts = sample.counts
    var before = [0]
    before.reserveCapacity(counts.count + 1)
    for count in counts {
      before.append(before[before.count - 1] + count)
    }
    self.before = before
    notBelow = Array(values.indices)
    above = notBelow
  }

  /// Returns the sum at a position in ascending order, and how many sums are not above it.
  mutating func sum(at position: Int) -> (sum: Number, notAbove: Int) {
    var from = Array(values.indices)
    var to = Array(repeating: values.count, count: values.count)
    var candidates = values.count * (values.count + 1) / 2
    var generator = SplitMix64(seed: 0)
    while true {
      var place = generator.index(below: candidates)
      var row = 0
      while place >= to[row] - from[row] {
        place -= to[row] - from[row]
        row += 1
      }
      let pivot = values[row] + values[from[row] + place]
      let (below, notAbove) = split(at: pivot)
      if position >= below, position < notAbove {
        return (pivot, notAbove)
      }
      candidates = 0
      for row in values.indices {
        if position < below {
          to[row] = max(from[row], min(to[row], notBelow[row]))
        } else {
          from[row] = min(to[row], max(from[row], above[row]))
        }
        candidates += to[row] - from[row]
      }
    }
  }

  /// Returns the least sum above a pivot at which the staircase was split last.
  func leastSum(above pivot: Number) -> Number {
    var least: Number?
    for row in values.indices where above[row] < values.count {
      let sum = values[row] + values[above[row]]
      least = least.map { min($0, sum) } ?? sum
    }
    return least ?? pivot
  }

  /// Finds the steps at a pivot, and counts the pairs of ratings below it and not above it.
  private mutating func split(at pivot: Number) -> (below: Int, notAbove: Int) {
    var (below, notAbove) = (0, 0)
    var (first, last) = (values.count, values.count)
    for row in values.indices {
      let value = values[row]
      while last > row, value + values[last - 1] > pivot {
        last -= 1
      }
      first = min(first, last)
      while first > row, value + values[first - 1] >= pivot {
        first -= 1
      }
      notBelow[row] = max(first, row)
      above[row] = max(last, row)
      below += pairs(row, upTo: first)
      notAbove += pairs(row, upTo: last)
    }
    return (below, notAbove)
  }

  private func pairs(_ row: Int, upTo column: Int) -> Int {
    guard column > row else { return 0 }
    let count = counts[row]
    return count * (count + 1) / 2 + count * (before[column] - before[row + 1])
  }
}
