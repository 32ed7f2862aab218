public import Foundation
import PanelCore

extension Simulation {
  /// The label of an evaluator: the number, and nothing about behaviour.
  func label(_ position: Int) -> String {
    RatingsTable.label(position, of: options.evaluators)
  }

  /// The ratings of some evaluators of the panel.
  public func ratings(of positions: Range<Int>) -> RatingsTable {
    var table = RatingsTable(form: form)
    for position in positions {
      table.append(rater: label(position), cells: ballot(of: evaluator(position)).cells)
    }
    return table
  }

  /// The ratings of the whole panel.
  public func ratings() -> RatingsTable { ratings(of: 0..<options.evaluators) }

  /// Hands out the ratings as a long CSV, as `RatingsFile` reads it, a few thousand lines at a time.
  public func writeRatings(_ write: (Data) throws -> Void) rethrows {
    try write(CSV.write([RatingsTable.longHead], style: .plain))
    let atATime = max(1, 4096 / (form.models.count * form.items.count))
    for start in stride(from: 0, to: options.evaluators, by: atATime) {
      let positions = start..<min(start + atATime, options.evaluators)
      try write(CSV.write(ratings(of: positions).longLines, style: .plain))
    }
  }
}
