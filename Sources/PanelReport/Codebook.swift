import PanelCore

/// What every variable and code of an export means, in Korean and English.
struct Codebook {
  /// One variable (without value) or one code of it.
  private struct Entry {
    var file: String
    var variable: String
    var item = ""
    var value = ""
    var meaning: LocalizedText
  }

  static let columns = [
    ExportColumn("file", "파일", "file"),
    ExportColumn("variable", "변수(열)", "variable, the name of a column"),
    ExportColumn("item", "값이 한 문항에만 해당하면 그 문항", "item, for a value that means something by item"),
    ExportColumn("value", "코드, 변수 자체이면 빈칸", "code; empty for the variable itself"),
    ExportColumn("ko", "한국어 뜻", "meaning in Korean"),
    ExportColumn("en", "영어 뜻", "meaning in English"),
  ]

  private let entries: [Entry]
  private let title: LocalizedText

  init(_ survey: Survey) {
    title = survey.title
    entries = Self.long(survey) + Self.wide(survey) + Self.scores(survey)
  }

  /// The lines of `codebook.csv`, with the head.
  var lines: [[String]] {
    [Self.columns.map(\.name)]
      + entries.map { entry in
        [entry.file, entry.variable, entry.item, entry.value, entry.meaning.ko, entry.meaning.en]
      }
  }

  /// The text of `codebook.md`.
  func markdown(_ language: Language) -> String {
    func plain(_ text: String) -> String {
      text.split(whereSeparator: \.isNewline).joined(separator: " ")
        .replacing("|", with: "\\|")
    }
    let heading = LocalizedText(ko: "코드북", en: "Codebook")[language]
    let note = LocalizedText(
      ko: "가명정보입니다. 평가위원 기호와 행의 순서는 내보낼 때마다 새로 정해집니다. 의견, 채점하지 않는 "
        + "문항, 평가위원 정보는 들어 있지 않습니다.",
      en:
        "This is pseudonymised data (가명정보). Labels and order of evaluators are drawn anew for each "
        + "export. Comments, unscored questions and profiles are not in it."
    )
    var text = "# \(heading): \(plain(title[language]))\n\n\(note[language])\n"
    for file in RatingsExport.fileNames.prefix(3) {
      text += "\n## \(file)\n\n"
      text += "| " + ["variable", "item", "value", "ko", "en"].joined(separator: " | ") + " |\n"
      text += "|---|---|---|---|---|\n"
      for entry in entries where entry.file == file {
        let cells = [
          entry.variable, entry.item, entry.value, entry.meaning.ko, entry.meaning.en,
        ]
        text += "| " + cells.map(plain).joined(separator: " | ") + " |\n"
      }
    }
    return text
  }

  private static func long(_ survey: Survey) -> [Entry] {
    let file = RatingsExport.fileNames[0]
    return RatingsExport.longColumns.flatMap { column -> [Entry] in
      func entry(_ value: String, _ meaning: LocalizedText, item: String = "") -> Entry {
        Entry(file: file, variable: column.name, item: item, value: value, meaning: meaning)
      }
      let codes: [Entry] =
        switch column.name {
        case "model": models(survey).map { entry($0, $1) }
        case "criterion": survey.criteria.map { entry($0.id.rawValue, $0.title) }
        case "item": survey.items.map { entry($0.id.rawValue, joined($0.title, ": ", $0.text)) }
        case "rating":
          zip(survey.scale.ratings, survey.scale.labels).map { entry(String($0), $1) }
            + survey.items.flatMap { item in
              zip(survey.scale.ratings, item.anchors).map {
                entry(String($0), $1, item: item.id.rawValue)
              }
            }
        case "state":
          states.map { entry($0.name, $0.meaning) }
            + survey.cannotJudge.map { reason in
              entry(
                "cannotJudge:\(reason.id)",
                joined(LocalizedText(ko: "판단 불가", en: "cannot judge"), ": ", reason.title)
              )
            }
        default: []
        }
      return [entry("", column.meaning)] + codes
    }
  }

  /// The states of a cell that are the same in every survey.
  private static let states = [
    ExportColumn("rating", "평점이 있음", "there is a rating"),
    ExportColumn(
      "recused",
      "이 모델의 평가를 회피함(결측, 0점이 아님)",
      "recused from the model: missing, not zero"
    ),
    ExportColumn("blank", "응답하지 않음(결측, 0점이 아님)", "not answered: missing, not zero"),
  ]

  private static func wide(_ survey: Survey) -> [Entry] {
    let file = RatingsExport.fileNames[1]
    return [Entry(file: file, variable: "rater", meaning: RatingsExport.wideColumns[0].meaning)]
      + models(survey).flatMap { code, name in
        survey.items.map { item in
          Entry(
            file: file,
            variable: "\(code)_\(item.id)",
            item: item.id.rawValue,
            meaning: joined(name, ", ", item.title)
          )
        }
      }
  }

  private static func scores(_ survey: Survey) -> [Entry] {
    let file = RatingsExport.fileNames[2]
    return RatingsExport.scoreColumns.flatMap { column -> [Entry] in
      let codes: [(String, LocalizedText)] =
        switch column.name {
        case "model": models(survey)
        case "criterion":
          survey.criteria.map { ($0.id.rawValue, $0.title) }
            + [("total", LocalizedText(ko: "전체", en: "all criteria together"))]
        case "interval":
          [
            ("bca", LocalizedText(ko: "BCa 붓스트랩", en: "BCa bootstrap")),
            (
              "percentile",
              LocalizedText(
                ko: "백분위 붓스트랩(BCa를 쓸 수 없을 때)",
                en: "percentile bootstrap, where BCa is not defined"
              )
            ),
          ]
        default: []
        }
      return [Entry(file: file, variable: column.name, meaning: column.meaning)]
        + codes.map {
          Entry(file: file, variable: column.name, value: $0.0, meaning: $0.1)
        }
    }
  }

  private static func models(_ survey: Survey) -> [(String, LocalizedText)] {
    survey.models.map { model in
      (
        model.code.rawValue,
        model.name
          ?? LocalizedText(ko: "모델 \(model.code)", en: "model \(model.code)")
      )
    }
  }

  private static func joined(
    _ first: LocalizedText,
    _ separator: String,
    _ second: LocalizedText
  ) -> LocalizedText {
    LocalizedText(ko: first.ko + separator + second.ko, en: first.en + separator + second.en)
  }
}
