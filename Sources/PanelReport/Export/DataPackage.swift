import Foundation
import PanelCore
import PanelProtocol
import PanelScoring

/// `datapackage.json`: describes the tables as a Frictionless Data Package.
struct DataPackage: Encodable {
  struct Resource: Encodable {
    var name: String
    var path: String
    var title: String
    var type: String?
    var format: String
    var mediatype: String
    var encoding = "utf-8"
    var bytes: Int
    var hash: String
    var dialect: Dialect?
    var schema: Schema?
  }

  struct Dialect: Encodable {
    var lineTerminator: String
    var delimiter = ","
    var quoteChar = "\""
    var doubleQuote = true
    var header = true
  }

  struct Schema: Encodable {
    var fields: [Field]
    var primaryKey: [String]?
  }

  struct Labelled: Encodable {
    var value: String
    var label: String
  }

  struct Constraints: Encodable {
    var required: Bool?
    var `enum`: [String]?
  }

  struct Field: Encodable {
    var name: String
    var title: String
    var type: String
    var constraints: Constraints?
    var categories: [Labelled]?
    var missingValues: [Labelled]?
  }

  /// Version 2 of the specification, the first in which missing values have labels.
  let schema = "https://datapackage.org/profiles/2.0/datapackage.json"
  let name: String
  let title: String
  let version: String
  let resources: [Resource]

  private enum CodingKeys: String, CodingKey {
    case schema = "$schema"
    case name, title, version, resources
  }

  /// Describes the tables, and names the other files with their hashes.
  init(
    _ content: ExportContent,
    _ tables: [ExportTable],
    _ files: [String: Data],
    style: CSV.Style,
    language: Language
  ) {
    name = "\(content.survey.id.rawValue.lowercased())-\(content.tier.rawValue)"
    title = content.survey.title[language]
    version = "\(content.survey.version)"
    let described = tables.map { table in
      Self.resource(
        table.csvName,
        title: table.title[language],
        files,
        dialect: Dialect(lineTerminator: style.hasCarriageReturns ? "\r\n" : "\n"),
        schema: Schema(
          fields: table.columns.map { Self.field($0, language) },
          primaryKey: table.key.isEmpty ? nil : table.key
        )
      )
    }
    let names = Set(tables.map(\.csvName))
    resources =
      described
      + files.keys.filter { !names.contains($0) }.sorted().map {
        Self.resource($0, title: $0, files)
      }
  }

  private static func resource(
    _ path: String,
    title: String,
    _ files: [String: Data],
    dialect: Dialect? = nil,
    schema: Schema? = nil
  ) -> Resource {
    let data = files[path] ?? Data()
    let parts = path.split(separator: ".").map(String.init)
    let ending = parts.last?.lowercased() ?? ""
    let mediatypes = [
      "csv": "text/csv", "jsonl": "application/jsonl", "json": "application/json",
      "md": "text/markdown", "xml": "application/xml",
    ]
    return Resource(
      name: schema == nil ? path.lowercased().replacing(".", with: "-") : parts[0],
      path: path,
      title: title,
      type: schema == nil ? "file" : "table",
      format: ending,
      mediatype: mediatypes[ending] ?? "text/plain",
      bytes: data.count,
      hash: "sha256:" + ContentHash.hex(data),
      dialect: dialect,
      schema: schema
    )
  }

  private static func field(_ column: ExportColumn, _ language: Language) -> Field {
    let type =
      switch column.kind {
      case .integer: "integer"
      case .decimal: "number"
      case .text, .code, .fraction: "string"
      }
    let labels = column.labels
    return Field(
      name: column.head,
      title: column.meaning[language],
      type: type,
      constraints: Constraints(
        required: column.missing == nil ? true : nil,
        enum: column.kind == .code ? labels.map(\.value) : nil
      ),
      categories: labels.isEmpty
        ? nil : labels.map { Labelled(value: $0.value, label: $0.meaning[language]) },
      missingValues: column.missing.map { [Labelled(value: "", label: $0[language])] }
    )
  }
}
