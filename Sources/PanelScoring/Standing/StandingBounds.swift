import PanelStatistics

/// Between which values points lie: exactly while patience lasts, then as far as each by itself says.
struct StandingBounds {
  private var polytope: LinearPolytope
  private let reserve: Int
  /// How many numbers may still be looked at.
  private(set) var patience: Int
  /// Whether no interval is wider than it must be.
  private(set) var isExact = true

  /// Spends half of the patience at most; the rest is for the rankings.
  init(_ polytope: LinearPolytope, patience: Int) {
    (self.polytope, self.patience, reserve) = (polytope, patience, patience / 2)
  }

  mutating func range(of terms: [LinearSystem.Term]) -> LinearBounds {
    LinearBounds(
      lower: -greatest(terms.map { ($0.variable, -$0.factor) }),
      upper: greatest(terms)
    )
  }

  /// The greatest value of a function, or more than that where patience has run out.
  mutating func greatest(_ terms: [LinearSystem.Term]) -> Rational {
    patience -= 1 + polytope.size
    if patience > reserve, let greatest = polytope.moveToGreatest(terms) { return greatest }
    isExact = false
    patience = max(patience, reserve)
    // Every variable has bounds.
    return polytope.limit(of: terms) ?? .zero
  }
}
