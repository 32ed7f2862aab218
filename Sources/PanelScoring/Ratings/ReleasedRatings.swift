public import Foundation
import PanelCore

extension RatingsTable {
  /// The head of a long file of ratings.
  static let longHead = ["rater", "model", "item", "rating"]

  /// The lines of a long file below its head, in the table's order.
  ///
  /// "Cannot judge" is an empty rating, recused is `R`, and a blank cell has no line, so that
  /// `RatingsFile` reads the same table back.
  var longLines: [[String]] {
    var lines: [[String]] = []
    for (rater, label) in raters.enumerated() {
      for (model, code) in form.models.enumerated() {
        for (item, id) in form.items.enumerated() {
          let text: String
          switch self[rater, model, item] {
          case .rating(let rating): text = String(rating)
          case .cannotJudge: text = ""
          case .recused: text = "R"
          case .blank: continue
          }
          lines.append([label, code.rawValue, id.rawValue, text])
        }
      }
    }
    return lines
  }

  /// The table as `ratings.csv` of a release: the long form, in the table's order.
  public func releaseCSV() -> Data {
    CSV.write([RatingsTable.longHead] + longLines, style: .plain)
  }
}
