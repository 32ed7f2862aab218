/// The order in which an evaluator sees the models: a row of a Williams design.
///
/// Over one cycle of seats every model is in every position equally often, and every model directly
/// follows every other equally often, so that neither the position nor the preceding model favours
/// any model.
///
/// Source: E. J. Williams, "Experimental designs balanced for the estimation of residual effects of
/// treatments", Australian Journal of Scientific Research A 2 (1949), 149–168.
public enum PresentationOrder {
  /// How many seats one cycle has: `count` for an even number of models, twice as many for an odd
  /// one, whose square is followed by its mirror; at least 1.
  public static func cycle(models count: Int) -> Int {
    max(1, count.isMultiple(of: 2) ? count : 2 * count)
  }

  /// The positions of the models in the manifest, from 0, in the order of a seat, from 1.
  ///
  /// Seats beyond one cycle repeat it. Without models it is empty; a seat below 1 counts as the
  /// first. O(`count`).
  public static func positions(seat: Int, models count: Int) -> [Int] {
    guard count > 0 else { return [] }
    let row = max(0, seat - 1) % cycle(models: count)
    let positions = first(count).map { ($0 + row) % count }
    return row < count ? positions : positions.reversed()
  }

  /// The first row, which takes from both ends in turn: 0, 1, n − 1, 2, n − 2 and so on.
  private static func first(_ count: Int) -> [Int] {
    (0..<count).map { place in
      place.isMultiple(of: 2) ? (count - place / 2) % count : (place + 1) / 2
    }
  }
}
