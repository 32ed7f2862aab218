public import Foundation
public import PanelCore
import PanelProtocol
import PanelScoring

/// The files of `panel export`, made from the content of its tier.
///
/// The same content and options give the same bytes; the files do not state when, where or by whom
/// they were made. `Exports/README.md` explains each file and column.
public enum ExportFiles {
  /// Makes the files.
  ///
  /// - Parameters:
  ///   - content: The content of the export.
  ///   - language: The language of `codebook.md`, and of labels in formats that hold only one.
  ///   - byteOrderMark: Whether CSV files get a byte-order mark and CRLF, as spreadsheets need.
  ///   - gate: The files of the release gate, by name.
  /// - Returns: The files by name.
  /// - Throws: `EncodingError` if JSON cannot be written.
  public static func make(
    _ content: ExportContent,
    language: Language,
    byteOrderMark: Bool,
    gate: [String: Data] = [:]
  ) throws -> [String: Data] {
    let style = byteOrderMark ? CSV.Style.spreadsheet : .plain
    let tables = tables(content)
    var files = gate
    for table in tables {
      files[table.csvName] = table.csv(style)
      files[table.linesName] = try table.lines()
    }
    let codebook = Codebook(content, tables)
    files["codebook.csv"] = codebook.csv(style)
    files["codebook.md"] = Data(codebook.markdown(language).utf8)
    files["rule.json"] = try CanonicalJSON.encodeReadable(ExportRule(content))
    files["read.R"] = Data(RScript(tables).text.utf8)
    files["labels.sps"] = Data(SPSSSyntax(tables, language).text.utf8)
    files["ddi-codebook.xml"] = Data(DDICodebook(content, tables).text.utf8)
    files["datapackage.json"] = try CanonicalJSON.encodeReadable(
      DataPackage(content, tables, files, style: style, language: language)
    )
    return files
  }

  /// The tables of a tier, in order.
  static func tables(_ content: ExportContent) -> [ExportTable] {
    switch content.tier {
    case .public: PublicTables(content).all
    case .research: ResearchTables(content).all
    }
  }
}

/// The rule that turns the ratings of an export into points (`panel.export-rule.v1`).
private struct ExportRule: Encodable {
  struct Part: Encodable {
    var id: CriterionID
    var points: ExactDecimal
  }

  struct Asked: Encodable {
    var id: ItemID
    var criterion: CriterionID
    var weight: ExactDecimal
  }

  struct Bounds: Encodable {
    var lowest: Int
    var highest: Int
  }

  var schema = "panel.export-rule.v1"
  var survey: SurveyID
  var version: Int
  var tier: ExportTier
  var disclosure: DisclosurePolicy
  var submissions: Int
  var quorum: Int
  var rule: ScoringRule
  var scale: Bounds
  var criteria: [Part]
  var items: [Asked]

  init(_ content: ExportContent) {
    let survey = content.survey
    self.survey = survey.id
    version = survey.version
    tier = content.tier
    disclosure = content.policy
    submissions = content.submissions
    quorum = content.quorum
    rule = survey.scoring
    scale = Bounds(lowest: survey.scale.lowest, highest: survey.scale.highest)
    criteria = survey.criteria.map { Part(id: $0.id, points: $0.points) }
    items = survey.items.map { Asked(id: $0.id, criterion: $0.criterion, weight: $0.weight) }
  }
}
