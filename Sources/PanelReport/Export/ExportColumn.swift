import PanelCore
public import PanelScoring

/// A column of an exported table, with what it and its codes mean.
struct ExportColumn: Hashable, Sendable {
  /// What stands in its cells.
  enum Kind: Hashable, Sendable {
    case text
    /// One of the codes, nothing else.
    case code
    case integer
    /// A number with decimal places.
    case decimal
    /// `p/q` in lowest terms; a decimal where a rule is approximate.
    case fraction
  }

  /// A value with its meaning; by item, where it means something else for each.
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
  /// The item that the whole column is about.
  var item = ""
  /// What an empty cell means; `nil` where none is empty.
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

  /// The name as it stands in a CSV.
  var head: String { CSV.defused(name) }

  /// Whether cells are numbers to compute with.
  var isNumber: Bool { kind == .integer || kind == .decimal }

  /// The codes that hold for every item, as they stand in a CSV.
  var labels: [(value: String, meaning: LocalizedText)] {
    codes.filter(\.item.isEmpty).map { (CSV.defused($0.value), $0.meaning) }
  }
}
