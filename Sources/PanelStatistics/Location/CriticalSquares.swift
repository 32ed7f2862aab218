import RealModule

/// The squares of the critical values that a rule compares with, by the number of ratings.
struct CriticalSquares: Sendable {
  private let rule: Location
  private let table: [Double]

  /// Prepares the values for up to this many ratings; others are computed when asked for.
  init(_ rule: Location, upTo count: Int = 0) {
    self.rule = rule
    table =
      switch rule {
      case .gesd, .tInterval:
        (0...max(0, min(count, Self.greatestTable))).map { Self.square(rule, $0) }
      default: []
      }
  }

  subscript(count: Int) -> Double {
    table.indices.contains(count) ? table[count] : Self.square(rule, count)
  }

  /// Summing larger samples costs so much that computing a quantile does not matter.
  private static let greatestTable = 4096

  private static func square(_ rule: Location, _ count: Int) -> Double {
    switch rule {
    case .gesd(_, let significance):
      // With m ratings left, n − i + 1 of Rosner's formula is m.
      guard count >= 3 else { return .infinity }
      let m = Double(count)
      let tail = significance.doubleValue / (2 * m)
      let t = StudentT.quantile(upperTail: tail, degreesOfFreedom: m - 2)
      let square = t * t
      // λ² = (m − 1)² t² / ((m − 2 + t²) m), written so that an infinite t² leaves a number.
      return (m - 1) * (m - 1) / ((1 + (m - 2) / square) * m)
    case .tInterval:
      guard count >= 2 else { return .infinity }
      let t = StudentT.quantile(upperTail: 0.025, degreesOfFreedom: Double(count - 1))
      return t * t
    default: return .infinity
    }
  }
}
