public import Foundation

/// The one reader and writer of comma-separated values (RFC 4180).
public enum CSV {
  /// One record and the line of the file that it begins on, from 1.
  public struct Line: Hashable, Sendable {
    /// The line number.
    public var number: Int
    /// The cells, unquoted.
    public var cells: [String]
  }

  /// A quote that is not closed, or text behind a closing quote.
  public struct QuoteProblem: Error, Hashable, Sendable {
    /// The line of the record.
    public var line: Int
  }

  /// Splits a text into records; accepts a byte-order mark, CRLF, LF and a missing last newline.
  ///
  /// Lines without any text (also `,,,` as spreadsheets leave them) are passed over.
  public static func read(_ text: String) throws(QuoteProblem) -> [Line] {
    var bytes = Array(text.utf8)[...]
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { bytes = bytes.dropFirst(3) }
    var lines: [Line] = []
    var cells: [String] = []
    var cell: [UInt8] = []
    var (line, start) = (1, 1)
    var (isQuoted, wasQuoted) = (false, false)
    func finishCell() {
      cells.append(String(decoding: cell, as: UTF8.self))
      cell.removeAll(keepingCapacity: true)
      wasQuoted = false
    }
    func finishLine() {
      if !(cells.isEmpty && cell.isEmpty && !wasQuoted) {
        finishCell()
        if cells.contains(where: { !$0.isEmpty }) {
          lines.append(Line(number: start, cells: cells))
        }
        cells.removeAll(keepingCapacity: true)
      }
    }
    var index = bytes.startIndex
    while index < bytes.endIndex {
      let byte = bytes[index]
      index += 1
      if isQuoted {
        if byte != 34 {
          cell.append(byte)
          if byte == 10 { line += 1 }
        } else if index < bytes.endIndex, bytes[index] == 34 {
          cell.append(34)
          index += 1
        } else {
          isQuoted = false
        }
        continue
      }
      switch byte {
      case 34 where cell.isEmpty && !wasQuoted:
        isQuoted = true
        wasQuoted = true
      case 34: throw QuoteProblem(line: start)
      case 44: finishCell()
      case 13 where index == bytes.endIndex || bytes[index] == 10: break
      case 10:
        finishLine()
        line += 1
        start = line
      default:
        if wasQuoted { throw QuoteProblem(line: start) }
        cell.append(byte)
      }
    }
    if isQuoted { throw QuoteProblem(line: start) }
    finishLine()
    return lines
  }

  /// How a file is written.
  public struct Style: Hashable, Sendable {
    /// Whether the file begins with a byte-order mark, which Excel in Korean needs.
    public var hasByteOrderMark: Bool
    /// Whether lines end in CRLF.
    public var hasCarriageReturns: Bool

    /// For spreadsheets.
    public static let spreadsheet = Style(hasByteOrderMark: true, hasCarriageReturns: true)
    /// For programs.
    public static let plain = Style(hasByteOrderMark: false, hasCarriageReturns: false)
  }

  /// Writes records; quotes where needed and defuses cells that a spreadsheet would run.
  public static func write(_ lines: [[String]], style: Style = .spreadsheet) -> Data {
    let end = style.hasCarriageReturns ? "\r\n" : "\n"
    let text = lines.map { $0.map(quoted).joined(separator: ",") + end }.joined()
    return Data((style.hasByteOrderMark ? "\u{FEFF}" : "").utf8) + Data(text.utf8)
  }

  private static func quoted(_ cell: String) -> String {
    // A leading =, +, -, @, tab or CR starts a formula in spreadsheets; a plain number does not.
    // Looked at by scalar, since a combining mark behind the sign makes another character of it.
    let isFormula =
      cell.unicodeScalars.first.map { "=+-@\t\r".unicodeScalars.contains($0) } ?? false
    let safe = isFormula && Double(cell) == nil ? "'" + cell : cell
    guard safe.utf8.contains(where: { [34, 44, 10, 13].contains($0) }) else { return safe }
    return "\"" + safe.replacingOccurrences(of: "\"", with: "\"\"") + "\""
  }
}
