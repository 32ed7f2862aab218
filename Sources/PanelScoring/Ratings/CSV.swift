public import Foundation

/// Reads and writes comma-separated values (RFC 4180).
public enum CSV {
  /// One record and the line of the file that it begins on, from 1.
  public struct Line: Hashable, Sendable {
    /// The line number.
    public var number: Int
    /// The cells, unquoted.
    public var cells: [String]
  }

  /// A quote that is not closed, or text after a closing quote.
  public struct QuoteProblem: Error, Hashable, Sendable {
    /// The line of the record.
    public var line: Int
  }

  /// Splits a text into records; accepts a byte-order mark, CRLF, LF and a missing last newline.
  ///
  /// Lines without any text (also `,,,` as spreadsheets leave them) are passed over.
  public static func read(_ text: String) throws(QuoteProblem) -> [Line] {
    var records = Records(text)
    var lines: [Line] = []
    while try records.next() {
      lines.append(Line(number: records.number, cells: records.cells.map(records.text)))
    }
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

  /// The text as it is written: one that a spreadsheet would run as a formula begins with `'`.
  ///
  /// A leading =, +, -, @, tab or line end starts a formula, in Korean and Japanese spreadsheets their
  /// wide forms too; a plain number does not.
  package static func defused(_ cell: String) -> String {
    // Compared by scalar, since a combining mark after the sign makes another character of it.
    let isFormula =
      cell.unicodeScalars.first.map { "=+-@\t\r\n＝＋－＠".unicodeScalars.contains($0) } ?? false
    return isFormula && Double(cell) == nil ? "'" + cell : cell
  }

  private static func quoted(_ cell: String) -> String {
    let safe = defused(cell)
    guard safe.utf8.contains(where: { [34, 44, 10, 13].contains($0) }) else { return safe }
    return "\"" + safe.replacingOccurrences(of: "\"", with: "\"\"") + "\""
  }
}
