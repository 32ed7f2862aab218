import Foundation
import PanelCore
import PanelProtocol
import PanelStatistics
import TestSupport
import Testing

@testable import PanelReport
@testable import PanelScoring

/// Every format is written from the same tables.
@Suite(.timeLimit(.minutes(45)))
struct ExportFormatTests {
  private func contents() throws -> [ExportContent] {
    var panel = try ExportPanel(24, seed: 3, profile: 2)
    panel.recuse("B", 0..<6)
    panel.cannotJudge("C", "U1", 2..<4)
    let comments = [
      (model: ModelCode("A"), text: "@first, \"quoted\""), (model: ModelCode("B"), text: "둘째\n줄"),
    ]
    return [
      panel.publicContent, panel.researchContent(seed: 1, comments: comments),
      panel.groupsContent(by: "P2"),
    ]
  }

  // MARK: CSV and JSON lines

  @Test func tablesReadBackAsTheyWereWritten() throws {
    for content in try contents() {
      for byteOrderMark in [true, false] {
        let files = try ExportedFiles(content, byteOrderMark: byteOrderMark)
        for table in ExportFiles.tables(content) {
          let data = try #require(files.files[table.csvName])
          #expect(data.starts(with: [0xEF, 0xBB, 0xBF]) == byteOrderMark)
          #expect(data.suffix(2) == Data("\r\n".utf8) || !byteOrderMark)
          let lines = try files.lines(table.csvName)
          #expect(lines[0] == table.columns.map(\.name))
          #expect(
            Array(lines.dropFirst()) == table.rows.map { $0.map { CSV.defused($0 ?? "") } },
            "\(table.csvName)"
          )
        }
      }
    }
  }

  @Test func jsonLinesSayTheSame() throws {
    for content in try contents() {
      let files = try ExportedFiles(content)
      for table in ExportFiles.tables(content) {
        let rows = try files.rows(table.csvName)
        let lines = try files.text(table.linesName).split(separator: "\n")
        #expect(lines.count == rows.count)
        for (line, row) in zip(lines, rows) {
          let object = try #require(
            try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
          )
          #expect(object.count == table.columns.count)
          for column in table.columns {
            let text: String
            switch object[column.name] {
            case let number as NSNumber: text = "\(number)"
            case let words as String: text = CSV.defused(words)
            default: text = ""
            }
            #expect(text == row[column.name], "\(table.linesName): \(column.name)")
          }
        }
      }
    }
  }

  @Test func nothingThatASpreadsheetRunsBeginsACellOrAHead() throws {
    let odd = [
      "=1+1", "+A1", "-A1", "@x", "\tx", "\rx", "\nx", "＝1", "＋1", "－1", "＠x", "=\u{301}x",
    ]
    for text in odd {
      #expect(CSV.defused(text) == "'" + text)
    }
    for text in ["-1", "+2.5", "1/2", "A", "", "평점"] {
      #expect(CSV.defused(text) == text)
    }
    // Surveys forbid such codes; what is written is safe all the same.
    var panel = try ExportPanel(12)
    panel.survey.models[0].code = ModelCode("=cmd")
    panel.survey.items[0].id = ItemID("@item")
    for evaluator in panel.answers.indices {
      panel.answers[evaluator].answers[ModelCode("=cmd")] = panel.answers[evaluator]
        .answers[ModelCode("A")]?.reduce(into: [:]) {
          $0[$1.key == ItemID("U1") ? ItemID("@item") : $1.key] = $1.value
        }
    }
    for content in [panel.publicContent, panel.researchContent(seed: 1)] {
      let files = try ExportedFiles(content)
      for name in files.files.keys where name.hasSuffix(".csv") {
        for cell in try files.lines(name).joined() {
          #expect(!"=@＝＠".contains(cell.first ?? " "), "\(name): \(cell)")
        }
      }
    }
    let files = try ExportedFiles(panel.researchContent(seed: 1))
    #expect(try files.lines("ratings-wide.csv")[0].contains("'=cmd_@item"))
    #expect(try files.text("datapackage.json").contains("\"'=cmd_@item\""))
  }

  // MARK: Descriptions

  @Test func everyDescriptionKnowsEveryColumnAndCode() throws {
    for content in try contents() {
      let files = try ExportedFiles(content)
      let codebook = try files.lines("codebook.csv").dropFirst()
      let description = try #require(files.files["datapackage.json"])
      let package = try #require(
        try JSONSerialization.jsonObject(with: description) as? [String: Any]
      )
      let resources = try #require(package["resources"] as? [[String: Any]])
      for table in ExportFiles.tables(content) {
        let resource = try #require(resources.first { $0["path"] as? String == table.csvName })
        let schema = try #require(resource["schema"] as? [String: Any])
        let fields = try #require(schema["fields"] as? [[String: Any]])
        #expect(fields.compactMap { $0["name"] as? String } == table.columns.map(\.name))
        for (column, field) in zip(table.columns, fields) {
          let entries = codebook.filter { $0[0] == table.csvName && $0[1] == column.name }
          #expect(entries.contains { $0[3].isEmpty }, "\(table.csvName): \(column.name)")
          #expect(entries.contains { $0[3] == Codebook.empty } == (column.missing != nil))
          for code in column.codes {
            #expect(entries.contains { $0[3] == code.value && $0[2] == code.item })
          }
          #expect(try files.text("codebook.md").contains("| \(column.name) |"))
          #expect(try files.text("ddi-codebook.xml").contains("name=\"\(column.name)\""))
          #expect(try files.text("labels.sps").contains("VARIABLE LABELS \(column.name) "))
          let missing = field["missingValues"] as? [[String: String]]
          #expect(missing?.map { $0["value"] } == (column.missing == nil ? nil : [""]))
        }
        #expect(try files.text("read.R").contains("\(table.identifier) <- panel_table("))
      }
      // Every other file is named with its hash.
      #expect(
        Set(resources.compactMap { $0["path"] as? String })
          == Set(files.files.keys).subtracting(["datapackage.json"])
      )
      for resource in resources {
        let data = try #require(files.files[resource["path"] as? String ?? ""])
        #expect(resource["bytes"] as? Int == data.count)
        #expect(
          resource["hash"] as? String
            == "sha256:" + Hexadecimal.text(ContentHash.sha256(data))
        )
      }
    }
  }

  @Test func cellsKeepToTheirColumns() throws {
    for content in try contents() {
      for table in ExportFiles.tables(content) {
        for row in table.rows {
          #expect(row.count == table.columns.count)
          for (cell, column) in zip(row, table.columns) {
            guard let cell else {
              #expect(column.missing != nil, "\(table.name): \(column.name)")
              continue
            }
            switch column.kind {
            case .code:
              #expect(column.codes.contains { $0.value == cell }, "\(table.name): \(cell)")
            case .integer: #expect(Int(cell) != nil)
            case .decimal: #expect(Double(cell) != nil)
            case .fraction: #expect(cell.contains("/"))
            case .text: break
            }
          }
        }
        let keys = table.rows.map { row in
          table.key.map { name in row[table.columns.firstIndex { $0.name == name } ?? 0] }
        }
        #expect(table.key.isEmpty || Set(keys).count == keys.count, "\(table.name)")
      }
    }
  }

  @Test func theXMLIsWellFormedWhateverIsInTheSurvey() throws {
    var panel = try ExportPanel(12)
    panel.survey.title = LocalizedText(en: "a < b & c \u{1} end", ko: "<제목> & \"따옴표\" ]]>")
    panel.survey.items[0].text.en = "</labl><x>"
    let text = try ExportedFiles(panel.researchContent(seed: 1)).text("ddi-codebook.xml")
    var depth: [Substring] = []
    for tag in text.matches(of: #/<(\/?)([A-Za-z?]+)([^<>]*?)(\/?)>/#) {
      if tag.2.hasPrefix("?") || !tag.4.isEmpty { continue }
      if tag.1.isEmpty { depth.append(tag.2) } else { #expect(depth.popLast() == tag.2) }
    }
    #expect(depth.isEmpty)
    #expect(text.contains("a &lt; b &amp; c \u{FFFD} end") && text.contains("&lt;/labl&gt;"))
    #expect(text.unicodeScalars.allSatisfy { $0.value >= 0x20 || $0 == "\n" })
  }

  // MARK: Bytes

  @Test func theSameContentGivesTheSameBytes() throws {
    let (one, other) = (try contents(), try contents())
    for (first, second) in zip(one, other) {
      #expect(try ExportedFiles(first).files == ExportedFiles(second).files)
    }
  }

  @Test func theFilesAreThoseRecorded() throws {
    for content in try contents() {
      let files = try ExportedFiles(content, byteOrderMark: content.tier == .research).files
      let kind = content.groups.isEmpty ? content.tier.rawValue : "groups"
      for (name, data) in files.sorted(by: { $0.key < $1.key }) {
        #expect(try Golden.difference(data, "Exports/\(kind)/\(name)") == nil)
      }
      let names = try FileManager.default.contentsOfDirectory(
        atPath: Golden.url("Exports/\(kind)").path
      )
      #expect(names.sorted() == files.keys.sorted())
    }
  }

  // MARK: The document

  @Test func theReadmeSaysWhatEveryFileAndColumnMeans() throws {
    let url = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().appending(path: "Exports/README.md")
    let readme = try String(contentsOf: url, encoding: .utf8)
    let parts = readme.components(separatedBy: "\n# ").dropFirst()
    func row(_ name: String, _ meaning: LocalizedText) -> String {
      "| `\(name)` | \(meaning.ko) | \(meaning.en) |"
    }
    for (content, title) in zip(try contents(), ["Public", "Research", "Groups"]) {
      let part = try #require(parts.first { $0.hasPrefix(title + "\n") })
      let sections = part.components(separatedBy: "\n## ").dropFirst()
      let tables = ExportFiles.tables(content)
      for table in tables {
        let section = try #require(sections.first { $0.hasPrefix("`\(table.csvName)`") })
        var rows = table.columns.map { row($0.name, $0.meaning) }
        // Columns that a survey names stand there once.
        if table.name == "ratings-wide" {
          rows = [
            rows[0],
            row(
              "MODEL_ITEM",
              LocalizedText(
                en: "rating of the item for the model, one column each; empty if there is none",
                ko: "그 모델의 그 문항 평점, 없으면 빈칸"
              )
            ),
          ]
        } else if table.name == "profile" {
          rows = [
            rows[0],
            row(
              "profile_QUESTION",
              LocalizedText(
                en: "choice of the question, or several put together with +, one column each",
                ko: "그 문항의 선택지, 여럿을 묶었으면 +로 이음"
              )
            ),
          ]
        }
        let documented = section.split(separator: "\n").filter { $0.hasPrefix("| `") }
        #expect(documented.map(String.init) == rows, "\(table.csvName)")
      }
      #expect(sections.count == tables.count)
    }
    let common = try #require(parts.first { $0.hasPrefix("Every tier") })
    #expect(
      common.components(separatedBy: "\n").filter { $0.hasPrefix("| `") }.suffix(6)
        == Codebook.columns.map { row($0.name, $0.meaning) }
    )
    let tables = try contents().flatMap {
      ExportFiles.tables($0).flatMap { [$0.csvName, $0.linesName] }
    }
    for name in try ExportedFiles(contents()[0]).files.keys where !tables.contains(name) {
      #expect(common.contains("`\(name)`"), "\(name)")
    }
  }
}
