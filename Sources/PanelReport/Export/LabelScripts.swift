import PanelCore
import PanelScoring

/// `read.R`: reads every table with its types and labels, in base R.
struct RScript {
  private let tables: [ExportTable]

  init(_ tables: [ExportTable]) { self.tables = tables }

  var text: String {
    var lines = [
      "# Reads the tables of this export; needs R alone.",
      "#   source(\"read.R\", encoding = \"UTF-8\")",
      "# Labels are English; Korean ones with panel_language <- \"ko\" before it.",
      "# The folder is the working directory; another one with panel_folder <- \"…\" before it.",
      "",
      "panel_label <- function(ko, en) {",
      "  if (exists(\"panel_language\") && identical(panel_language, \"ko\")) ko else en",
      "}",
      "panel_table <- function(name, classes) {",
      "  folder <- if (exists(\"panel_folder\")) panel_folder else \".\"",
      "  read.csv(file.path(folder, name), fileEncoding = \"UTF-8-BOM\", encoding = \"UTF-8\",",
      "    check.names = FALSE, na.strings = \"\", comment.char = \"\", colClasses = classes)",
      "}",
    ]
    for table in tables { lines += ["", "# \(Self.line(table.title.en))"] + read(table) }
    return lines.joined(separator: "\n") + "\n"
  }

  private func read(_ table: ExportTable) -> [String] {
    let classes = table.columns.map { column in
      switch column.kind {
      case .integer: "integer"
      case .decimal: "numeric"
      case .text, .code, .fraction: "character"
      }
    }
    return [
      "\(table.identifier) <- panel_table(\(Self.quoted(table.csvName)), \(Self.list(classes)))"
    ] + table.columns.enumerated().flatMap { labels($0.offset + 1, $0.element, table) }
  }

  /// Turns codes into factors; numbers keep their values and get labels as an attribute.
  private func labels(_ position: Int, _ column: ExportColumn, _ table: ExportTable) -> [String] {
    let place = "\(table.identifier)[[\(position)]]"
    let label =
      "attr(\(place), \"label\") <- " + Self.both(en: column.meaning.en, ko: column.meaning.ko)
    let codes = column.labels
    guard !codes.isEmpty else { return [label] }
    let values = Self.list(codes.map(\.value))
    let ko = Self.list(Self.unique(codes.map { ($0.value, $0.meaning.ko) }))
    let en = Self.list(Self.unique(codes.map { ($0.value, $0.meaning.en) }))
    let names = "panel_label(\(ko), \(en))"
    guard column.isNumber else {
      return ["\(place) <- factor(\(place), levels = \(values), labels = \(names))", label]
    }
    let numbers = "c(" + codes.map(\.value).joined(separator: ", ") + ")"
    return ["attr(\(place), \"labels\") <- setNames(\(numbers), \(names))", label]
  }

  private static func both(en: String, ko: String) -> String {
    "panel_label(\(quoted(ko)), \(quoted(en)))"
  }

  private static func list(_ texts: [String]) -> String {
    "c(" + texts.map(quoted).joined(separator: ", ") + ")"
  }

  /// Makes labels unique, since R would merge two codes with the same label into one level.
  private static func unique(_ labels: [(value: String, text: String)]) -> [String] {
    labels.map { label in
      labels.count { $0.text == label.text } > 1 ? "\(label.text) (\(label.value))" : label.text
    }
  }

  private static func line(_ text: String) -> String {
    text.split(whereSeparator: \.isNewline).joined(separator: " ")
  }

  private static func quoted(_ text: String) -> String {
    "\"" + line(text).replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") + "\""
  }
}

/// `labels.sps`: reads every table and labels it, for SPSS and PSPP.
struct SPSSSyntax {
  private let tables: [ExportTable]
  private let language: Language

  init(_ tables: [ExportTable], _ language: Language) {
    self.tables = tables
    self.language = language
  }

  var text: String {
    "* Encoding: UTF-8.\n* Run it in the folder of the export.\n"
      + tables.map(read).joined()
  }

  private func read(_ table: ExportTable) -> String {
    let names = Self.names(table.columns.map(\.head))
    var text = """

      GET DATA
        /TYPE=TXT
        /FILE='\(table.csvName)'
        /ENCODING='UTF8'
        /ARRANGEMENT=DELIMITED
        /DELIMITERS=','
        /QUALIFIER='"'
        /FIRSTCASE=2
        /VARIABLES=

      """
    for (index, column) in table.columns.enumerated() {
      text += "    \(names[index]) \(format(column, index, table))\n"
    }
    text += "  .\n"
    for (name, column) in zip(names, table.columns) {
      text += "VARIABLE LABELS \(name) \(Self.quoted(column.meaning[language], bytes: 255)).\n"
      let codes = column.labels
      if !codes.isEmpty {
        text += "VALUE LABELS \(name)"
        for code in codes {
          let value = column.isNumber ? code.value : Self.quoted(code.value, bytes: 120)
          text += "\n  \(value) \(Self.quoted(code.meaning[language], bytes: 120))"
        }
        text += ".\n"
      }
      // SPSS treats an empty number as missing anyway.
      if column.missing != nil, !column.isNumber { text += "MISSING VALUES \(name) (' ').\n" }
    }
    // Without a copy, reading the next table would replace this one.
    return text + "DATASET COPY \(table.identifier).\n"
  }

  private func format(_ column: ExportColumn, _ index: Int, _ table: ExportTable) -> String {
    switch column.kind {
    case .integer: return "F8.0"
    case .decimal: return "F20.6"
    case .text, .code, .fraction:
      let longest = table.rows.map { CSV.defused($0[index] ?? "").utf8.count }.max() ?? 1
      return "A\(min(32767, max(1, longest)))"
    }
  }

  /// Valid variable names: letters, digits and `_`, at most 64 bytes, unique regardless of case.
  private static func names(_ heads: [String]) -> [String] {
    let reserved = [
      "ALL", "AND", "BY", "EQ", "GE", "GT", "LE", "LT", "NE", "NOT", "OR", "TO", "WITH",
    ]
    var taken: Set<String> = []
    return heads.map { head in
      var name = String(
        String.UnicodeScalarView(
          head.unicodeScalars.map { scalar in
            scalar.isASCII && (scalar.properties.isAlphabetic || ("0"..."9").contains(scalar))
              ? scalar : "_"
          }
        )
      )
      if !(name.first?.isLetter ?? false) || reserved.contains(name.uppercased()) {
        name = "v" + name
      }
      name = String(name.prefix(58))
      var (unique, number) = (name, 1)
      while !taken.insert(unique.uppercased()).inserted {
        number += 1
        unique = "\(name)_\(number)"
      }
      return unique
    }
  }

  private static func quoted(_ text: String, bytes: Int) -> String {
    var line = text.split(whereSeparator: \.isNewline).joined(separator: " ")
    while line.utf8.count > bytes { line.removeLast() }
    return "'" + line.replacing("'", with: "''") + "'"
  }
}
