public import Foundation
import PanelCore

extension RatingsTable {
  /// The table as `ratings.csv` of a release: `rater,model,item,rating`, in the table's order.
  ///
  /// "Cannot judge" is an empty rating, recused is `R`, and a blank cell has no line, so that
  /// `RatingsFile` reads the same table back.
  public func releaseCSV() -> Data {
    var lines = [["rater", "model", "item", "rating"]]
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
    return CSV.write(lines, style: .plain)
  }
}
