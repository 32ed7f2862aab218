import PanelCore

/// `ddi-codebook.xml`: the tables as DDI-Codebook 2.5, for archives and catalogues.
struct DDICodebook {
  private let content: ExportContent
  private let tables: [ExportTable]

  init(_ content: ExportContent, _ tables: [ExportTable]) {
    self.content = content
    self.tables = tables
  }

  var text: String {
    let title = content.survey.title
    var text = """
      <?xml version="1.0" encoding="UTF-8"?>
      <codeBook xmlns="ddi:codebook:2_5" version="2.5">
        <stdyDscr>
          <citation>
            <titlStmt>
              <titl xml:lang="ko">\(Self.plain(title.ko))</titl>
              <parTitl xml:lang="en">\(Self.plain(title.en))</parTitl>
              <IDNo>\(Self.plain("\(content.survey.id)-\(content.survey.version)-\(content.tier.rawValue)"))</IDNo>
            </titlStmt>
          </citation>
        </stdyDscr>

      """
    for (number, table) in tables.enumerated() {
      text += """
          <fileDscr ID="F\(number + 1)">
            <fileTxt>
              <fileName>\(Self.plain(table.csvName))</fileName>
              <fileCont xml:lang="en">\(Self.plain(table.title.en))</fileCont>
              <dimensns>
                <caseQnty>\(table.rows.count)</caseQnty>
                <varQnty>\(table.columns.count)</varQnty>
              </dimensns>
              <fileType>text/csv</fileType>
            </fileTxt>
          </fileDscr>

        """
    }
    text += "  <dataDscr>\n"
    for (file, table) in tables.enumerated() {
      for (number, column) in table.columns.enumerated() {
        text += variable(column, file: "F\(file + 1)", id: "F\(file + 1)V\(number + 1)")
      }
    }
    return text + "  </dataDscr>\n</codeBook>\n"
  }

  private func variable(_ column: ExportColumn, file: String, id: String) -> String {
    let interval = column.isNumber ? "contin" : "discrete"
    var text = """
          <var ID="\(id)" name="\(Self.plain(column.head))" files="\(file)" intrvl="\(interval)">
      \(labels(column.meaning, indent: "      "))

      """
    if let missing = column.missing {
      text += """
              <catgry missing="Y">
                <catValu></catValu>
        \(labels(missing, indent: "        "))
              </catgry>

        """
    }
    for (value, meaning) in column.labels {
      text += """
              <catgry>
                <catValu>\(Self.plain(value))</catValu>
        \(labels(meaning, indent: "        "))
              </catgry>

        """
    }
    return text + """
            <varFormat type="\(column.isNumber ? "numeric" : "character")"/>
          </var>

      """
  }

  private func labels(_ text: LocalizedText, indent: String) -> String {
    """
    \(indent)<labl xml:lang="ko">\(Self.plain(text.ko))</labl>
    \(indent)<labl xml:lang="en">\(Self.plain(text.en))</labl>
    """
  }

  /// Text escaped for XML 1.0; control characters, which it cannot represent, become U+FFFD.
  private static func plain(_ text: String) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      case "\t", "\n", "\r": result += " "
      case "\u{0}"..."\u{1F}", "\u{FFFE}", "\u{FFFF}": result += "\u{FFFD}"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }
}
