import PanelReport
import PanelScoring
import PanelStatistics

/// Points as text: known points exactly, intervals rounded outwards.
struct PointsText {
  /// The decimal places of known points.
  let places: Int

  /// The number of decimal places that a number needs, at most 12.
  static func places(_ value: Rational) -> Int {
    (0..<12).first { value.rounded(places: $0, mode: .truncate) == value } ?? 12
  }

  /// Points in a table, in brackets if the file does not give them.
  func cell(_ points: StandingResult.Points) -> String {
    points.isGiven ? exact(points.lower) : "(\(range(points)))"
  }

  /// One number, or both bounds with the lower rounded down and the upper rounded up.
  func range(_ points: StandingResult.Points) -> String {
    guard !points.isKnown else { return exact(points.lower) }
    return "\(shortened(points.lower))–\(shortened(points.upper, upwards: true))"
  }

  /// A number with all its decimal places.
  func exact(_ value: Rational) -> String {
    value.decimalText(places: max(places, Self.places(value)), mode: .halfUp)
  }

  /// A number with at least two decimal places.
  func nearest(_ value: Rational) -> String {
    value.decimalText(places: max(places, 2), mode: .halfUp)
  }

  private func shortened(_ value: Rational, upwards: Bool = false) -> String {
    let unit = max(places, 2)
    var cut = value.rounded(places: unit, mode: .truncate)
    if upwards, cut < value { cut += Rational(1) / Rational(unit: unit) }
    return cut.decimalText(places: Self.places(cut), mode: .truncate)
  }
}

extension Rational {
  /// Ten to the power of `places`.
  fileprivate init(unit places: Int) {
    self = (0..<places).reduce(.one) { power, _ in power * Rational(10) }
  }
}
