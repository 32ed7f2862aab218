import PanelCore

/// A column of an exported file, with what it means.
struct ExportColumn: Hashable, Sendable {
  let name: String
  let meaning: LocalizedText

  init(_ name: String, _ ko: String, _ en: String) {
    self.name = name
    meaning = LocalizedText(ko: ko, en: en)
  }
}
