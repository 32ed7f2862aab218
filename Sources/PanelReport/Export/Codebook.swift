import Foundation
import PanelCore
import PanelScoring

/// The codebook of an export: the meaning of every variable and code, in Korean and English.
struct Codebook {
  /// One line: a variable (without value) or one of its codes.
  private struct Entry {
    var file: String
    var variable: String
    var item = ""
    var value = ""
    var meaning: LocalizedText
  }

  /// The value in the codebook for an empty cell.
  static let empty = "(empty)"

  static let columns = [
    ExportColumn("file", en: "file", ko: "파일"),
    ExportColumn("variable", en: "variable, the name of a column", ko: "변수(열)"),
    ExportColumn(
      "item",
      en: "item, for a value that means something by item",
      ko: "값이 한 문항에만 해당하면 그 문항"
    ),
    ExportColumn(
      "value",
      en: "code; empty for the variable itself, (empty) for what an empty cell means",
      ko: "코드, 변수 자체이면 빈칸, (empty)는 빈칸의 뜻"
    ),
    ExportColumn("ko", en: "meaning in Korean", ko: "한국어 뜻"),
    ExportColumn("en", en: "meaning in English", ko: "영어 뜻"),
  ]

  private let content: ExportContent
  private let tables: [ExportTable]

  init(_ content: ExportContent, _ tables: [ExportTable]) {
    self.content = content
    self.tables = tables
  }

  private func entries(_ table: ExportTable) -> [Entry] {
    table.columns.flatMap { column in
      let empty = column.missing.map { [ExportColumn.Code(Self.empty, $0)] } ?? []
      return [
        Entry(
          file: table.csvName,
          variable: column.name,
          item: column.item,
          meaning: column.meaning
        )
      ]
        + (column.codes + empty).map {
          Entry(
            file: table.csvName,
            variable: column.name,
            item: $0.item,
            value: $0.value,
            meaning: $0.meaning
          )
        }
    }
  }

  /// `codebook.csv`.
  func csv(_ style: CSV.Style) -> Data {
    CSV.write(
      [Self.columns.map(\.name)]
        + tables.flatMap(entries).map {
          [$0.file, $0.variable, $0.item, $0.value, $0.meaning.ko, $0.meaning.en]
        },
      style: style
    )
  }

  /// The text of `codebook.md`.
  func markdown(_ language: Language) -> String {
    func plain(_ text: String) -> String {
      text.split(whereSeparator: \.isNewline).joined(separator: " ")
        .replacing("|", with: "\\|")
    }
    let heading = LocalizedText(en: "Codebook", ko: "코드북")[language]
    var text = "# \(heading): \(plain(content.survey.title[language]))\n\n\(note[language])\n"
    if let put = generalisation { text += "\n\(put[language])\n" }
    for table in tables {
      text += "\n## \(table.csvName)\n\n\(plain(table.title[language]))\n\n"
      text += "| " + ["variable", "item", "value", "ko", "en"].joined(separator: " | ") + " |\n"
      text += "|---|---|---|---|---|\n"
      for entry in entries(table) {
        let cells = [
          entry.variable, entry.item, entry.value, entry.meaning.ko, entry.meaning.en,
        ]
        text += "| " + cells.map(plain).joined(separator: " | ") + " |\n"
      }
    }
    return text
  }

  private var note: LocalizedText {
    switch content.tier {
    case .public:
      LocalizedText(
        en:
          "For the public: there are no rows of people, and nothing links one table to another. Cells "
          + "that could show a few people are withheld. The scoring rule is in rule.json.",
        ko: "공개용 자료입니다. 사람별 줄이 없고, 표 사이에 이어진 것도 없습니다. 소수를 드러낼 칸은 가렸습니다. "
          + "점수 규칙은 rule.json에 있습니다."
      )
    case .research:
      LocalizedText(
        en:
          "This is pseudonymised data (가명정보) for named recipients. Labels and order of evaluators are "
          + "drawn anew for each export. Unscored questions are not in it.",
        ko: "가명정보입니다. 지정된 수령인만 씁니다. 평가위원 기호와 행의 순서는 내보낼 때마다 새로 정해집니다. "
          + "채점하지 않는 문항은 들어 있지 않습니다."
      )
    }
  }

  /// How the profile was generalised; only if the export has one.
  private var generalisation: LocalizedText? {
    guard content.tier == .research, !content.profileFields.isEmpty else { return nil }
    let out = content.profileFields.filter { $0.groups.count < 2 }.map(\.field.rawValue)
    let names = out.joined(separator: ", ")
    let list =
      out.isEmpty
      ? LocalizedText(en: "No question is left out.", ko: "뺀 문항은 없습니다.")
      : LocalizedText(
        en: "Left out, since all choices had to be put together: \(names).",
        ko: "전부 하나로 묶여 뺀 문항: \(names)."
      )
    return LocalizedText(
      en:
        "Choices of the profile are put together until no group or combination is small; their codes are "
        + "joined by +. No answer is a choice of its own (missing), put to the smallest other group "
        + "where it is too small. \(list.en)",
      ko: "응답자 특성은 작은 집단이 남지 않도록 선택지를 묶었습니다. 묶은 코드는 +로 이었습니다. 응답하지 않은 것도 하나의 "
        + "선택지(missing)이며, 너무 적으면 가장 작은 다른 집단에 묶였습니다. \(list.ko)"
    )
  }
}
