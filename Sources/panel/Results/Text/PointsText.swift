import PanelReport
import PanelScoring
import PanelStatistics

/// Points as text: exact where they are known, intervals rounded outwards.
struct PointsText {
  /// The decimal places of points that are known.
  let places: Int

  /// How many decimal places a number needs, at most 12.
  static func places(_ value: Rational) -> Int {
    (0..<12).first { value.rounded(places: $0, mode: .truncate) == value } ?? 12
  }

  /// Points in a table: in brackets where the file does not give them.
  func cell(_ points: StandingResult.Points) -> String {
    points.isGiven ? exact(points.lower) : "(\(range(points)))"
  }

  /// The one number or both ends, the lower one rounded down and the upper one up.
  func range(_ points: StandingResult.Points) -> String {
    guard !points.isKnown else { return exact(points.lower) }
    return "\(shortened(points.lower))–\(shortened(points.upper, upwards: true))"
  }

  /// A number with all its places.
  func exact(_ value: Rational) -> String {
    value.decimalText(places: max(places, Self.places(value)), mode: .halfUp)
  }

  /// A number to two places at least.
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
  /// Ten to the power of so many places.
  fileprivate init(unit places: Int) {
    self = (0..<places).reduce(.one) { power, _ in power * Rational(10) }
  }
}
