import PanelCore
import PanelScoring

/// A column of an exported table, with its meaning and that of its codes.
struct ExportColumn: Hashable, Sendable {
  /// The type of its cells.
  enum Kind: Hashable, Sendable {
    case text
    /// One of the column's codes.
    case code
    case integer
    /// A number with decimal places.
    case decimal
    /// `p/q` in lowest terms, or a decimal if the rule is approximate.
    case fraction
  }

  /// A value with its meaning, which may apply to one item only.
  struct Code: Hashable, Sendable {
    var value: String
    var item = ""
    var meaning: LocalizedText

    init(_ value: String, _ meaning: LocalizedText, item: String = "") {
      self.value = value
      self.meaning = meaning
      self.item = item
    }
  }

  let name: String
  let meaning: LocalizedText
  var kind: Kind
  var codes: [Code]
  /// The item that the whole column is about; empty if it is not about one.
  var item = ""
  /// What an empty cell means; `nil` if no cell can be empty.
  var missing: LocalizedText?

  init(
    _ name: String,
    en: String,
    ko: String,
    _ kind: Kind = .text,
    codes: [Code] = [],
    missing: LocalizedText? = nil
  ) {
    self.name = name
    meaning = LocalizedText(en: en, ko: ko)
    self.kind = kind
    self.codes = codes
    self.missing = missing
  }

  /// The name as it is written in a CSV.
  var head: String { CSV.defused(name) }

  /// Whether cells are numbers.
  var isNumber: Bool { kind == .integer || kind == .decimal }

  /// The codes that apply to every item, as they are written in a CSV.
  var labels: [(value: String, meaning: LocalizedText)] {
    codes.filter(\.item.isEmpty).map { (CSV.defused($0.value), $0.meaning) }
  }
}
