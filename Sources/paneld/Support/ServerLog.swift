import ArgumentParser
import Foundation
import Logging
import PanelCore
import PanelFiles
import PanelProtocol

/// The format of the log's lines.
enum LogFormat: String, CaseIterable, ExpressibleByArgument {
  case text, json
}

/// The server's log on standard error: one line for each event.
///
/// No level logs requests: that would reveal when somebody enrolled or submitted. For the same
/// reason times are rounded down to the minute, since an error appears when somebody sends.
struct ServerLog: LogHandler {
  var logLevel: Logger.Level
  var metadata: Logger.Metadata = [:]
  var format: LogFormat

  /// The logger of the whole server.
  static func logger(format: LogFormat, level: Logger.Level) -> Logger {
    Logger(label: "paneld") { _ in ServerLog(logLevel: level, format: format) }
  }

  /// Reads a level of the command line.
  static func level(_ word: String) throws -> Logger.Level {
    if let level = Logger.Level(rawValue: word) { return level }
    let known = Logger.Level.allCases.map(\.rawValue).joined(separator: ", ")
    throw ValidationError("'\(word)' is not a log level: \(known)")
  }

  subscript(metadataKey key: String) -> Logger.Metadata.Value? {
    get { metadata[key] }
    set { metadata[key] = newValue }
  }

  func log(event: LogEvent) {
    let fields = metadata.merging(event.metadata ?? [:]) { $1 }.mapValues { "\($0)" }
    let seconds = Timestamp(Date()).seconds
    let line = ServerLog.line(
      format,
      level: event.level,
      event: "\(event.message)",
      fields: fields,
      time: Timestamp(seconds: seconds - seconds % 60)
    )
    StandardStream.error.write(line)
  }

  /// One event as one line: `paneld: EVENT (key: value)`, or a JSON object.
  static func line(
    _ format: LogFormat,
    level: Logger.Level,
    event: String,
    fields: [String: String],
    time: Timestamp
  ) -> String {
    switch format {
    case .text:
      let shown = fields.sorted { $0.key < $1.key }.map { "\($0.key): \($0.value)" }
      let details = shown.isEmpty ? "" : " (\(shown.joined(separator: ", ")))"
      let label = level >= .warning ? "\(level): " : ""
      let text = "paneld: \(label)\(event)\(details)"
      return text.replacing(/[\r\n]+/, with: " ") + "\n"
    case .json:
      let entry = Entry(event: event, fields: fields, level: level.rawValue, time: time)
      let data = (try? CanonicalJSON.encode(entry)) ?? Data()
      return String(decoding: data, as: UTF8.self) + "\n"
    }
  }

  private struct Entry: Encodable {
    var event: String
    var fields: [String: String]
    var level: String
    var time: Timestamp
  }
}
