import Foundation
import PanelCore
import PanelScoring

/// A table of an export, from which every file format is written.
struct ExportTable: Sendable {
  /// The name of its files, without extension.
  var name: String
  var title: LocalizedText
  var columns: [ExportColumn]
  /// The columns that identify a row; empty if none do.
  var key: [String] = []
  /// The cells as text; `nil` for a missing value.
  var rows: [[String?]]

  var csvName: String { name + ".csv" }
  var linesName: String { name + ".jsonl" }

  /// The name of the data set in statistics programs.
  var identifier: String { name.replacing("-", with: "_") }

  func csv(_ style: CSV.Style) -> Data {
    CSV.write([columns.map(\.name)] + rows.map { $0.map { $0 ?? "" } }, style: style)
  }

  /// JSON Lines: one object per row.
  func lines() throws -> Data {
    try rows.reduce(into: Data()) { data, row in
      let cells = zip(columns, row).map { column, text in
        (column.name, JSONCell(text: text, isInteger: column.kind == .integer))
      }
      data += try CanonicalJSON.encode(Dictionary(cells, uniquingKeysWith: { first, _ in first }))
      data.append(0x0A)
    }
  }

  /// An integer, a string, or `null`; decimals are strings, so that no digit is lost.
  private struct JSONCell: Encodable {
    var text: String?
    var isInteger: Bool

    func encode(to encoder: any Encoder) throws {
      var container = encoder.singleValueContainer()
      if let text, isInteger, let number = Int(text) {
        try container.encode(number)
      } else if let text {
        try container.encode(text)
      } else {
        try container.encodeNil()
      }
    }
  }
}
