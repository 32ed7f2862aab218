import Foundation
import PanelTerminal

/// A terminal as far as the programs here use one; whatever it does not know is a failure.
///
/// It takes the bytes a program writes, however they are cut, and tells what is to be seen.
public struct TerminalScreen: Sendable {
  /// One column of a line.
  public struct Cell: Hashable, Sendable {
    /// A grapheme cluster; empty in the second column of a wide one.
    public var text: String
    /// How it looks.
    public var style: TerminalStyle

    /// Fills a column.
    public init(_ text: String = " ", style: TerminalStyle = TerminalStyle()) {
      self.text = text
      self.style = style
    }
  }

  /// Where the cursor is, counted from 0.
  public struct Cursor: Hashable, Sendable {
    /// The line.
    public var row: Int
    /// The column.
    public var column: Int
    /// Whether it is shown.
    public var isVisible: Bool

    /// Names a place.
    public init(row: Int, column: Int, isVisible: Bool) {
      self.row = row
      self.column = column
      self.isVisible = isVisible
    }
  }

  /// How many columns there are.
  public private(set) var columns: Int
  /// How many lines there are.
  public private(set) var rows: Int
  /// What is in every column of every line.
  public var cells: [[Cell]]
  /// Where the next text goes.
  public private(set) var cursor = Cursor(row: 0, column: 0, isVisible: true)
  /// Whether the alternate screen is shown.
  public private(set) var isAlternate = false
  /// Whether what is pasted is bracketed.
  public private(set) var bracketsPaste = false
  /// Whether text goes on in the next line at the edge.
  public private(set) var wraps = true
  /// Whether a frame was begun that has not ended.
  public private(set) var isFrameOpen = false
  /// How many frames have ended.
  public private(set) var frames = 0
  /// What was not understood, or must not happen.
  public private(set) var failures: [String] = []
  /// Whether widths are those of the scalars one by one, as on terminals that know no clusters.
  public var addsScalars = false

  private var style = TerminalStyle()
  private var main: (cells: [[Cell]], cursor: Cursor)?
  private var unread: [UInt8] = []
  /// The cluster that was put last, to which the next scalar may still belong.
  private var last: (column: Int, text: String)?

  /// A terminal that shows the same text everywhere, by default nothing.
  public init(columns: Int, rows: Int, showing cell: Cell = Cell()) {
    self.columns = max(1, columns)
    self.rows = max(1, rows)
    cells = Array(repeating: Array(repeating: cell, count: self.columns), count: self.rows)
    style = cell.style
  }

  /// The lines as plain text, without spaces at their ends.
  public var lines: [String] {
    cells.map { row in
      var text = row.map(\.text).joined()
      while text.last == " " { text.removeLast() }
      return text
    }
  }

  /// All columns of a line as plain text.
  public func text(_ row: Int) -> String { cells[row].map(\.text).joined() }

  /// Gives the terminal another size; what still fits stays where it is.
  public mutating func resize(columns: Int, rows: Int) {
    self.columns = max(1, columns)
    self.rows = max(1, rows)
    cells = fitted(cells)
    if let main { self.main = (fitted(main.cells), main.cursor) }
    last = nil
    cursor.row = min(cursor.row, self.rows - 1)
    cursor.column = min(cursor.column, self.columns - 1)
  }

  private func fitted(_ cells: [[Cell]]) -> [[Cell]] {
    let rest = Array(repeating: blank, count: rows)
    return (cells.map { Array($0.prefix(columns)) } + rest).prefix(rows).map { row in
      row + Array(repeating: Cell(), count: columns - row.count)
    }
  }

  private var blank: [Cell] { Array(repeating: Cell(style: style), count: columns) }

  // MARK: - Bytes

  /// Takes what a program has written.
  public mutating func take(_ bytes: some Sequence<UInt8>) {
    unread += bytes
    var rest = unread[...]
    while let first = rest.first {
      let length = first == 0x1B ? sequenceLength(rest) : scalarLength(rest)
      guard let length else { break }
      let piece = rest.prefix(length)
      rest = rest.dropFirst(length)
      if first == 0x1B {
        obey(piece)
      } else if let scalar = String(decoding: piece, as: UTF8.self).unicodeScalars.first {
        take(scalar)
      }
    }
    unread = Array(rest)
  }

  /// How many bytes the scalar has at the start; `nil` if it is cut.
  private func scalarLength(_ bytes: ArraySlice<UInt8>) -> Int? {
    let wanted =
      switch bytes.first ?? 0 {
      case 0xC2..<0xE0: 2
      case 0xE0..<0xF0: 3
      case 0xF0..<0xF5: 4
      default: 1
      }
    return bytes.count < wanted ? nil : wanted
  }

  /// How many bytes the control sequence has at the start; `nil` if it is cut.
  private func sequenceLength(_ bytes: ArraySlice<UInt8>) -> Int? {
    guard let second = bytes.dropFirst().first else { return nil }
    guard second == UInt8(ascii: "[") else { return 2 }
    return bytes.dropFirst(2).firstIndex { (0x40..<0x7F).contains($0) }
      .map { $0 - bytes.startIndex + 1 }
  }

  private mutating func take(_ scalar: Unicode.Scalar) {
    switch scalar {
    case "\r": move(to: cursor.row, 0)
    case "\n": advanceLine()
    case "\u{8}": move(to: cursor.row, max(0, cursor.column - 1))
    case "\u{7}": break
    default:
      guard scalar.value >= 0x20, !(0x7F..<0xA0).contains(scalar.value) else {
        return failures.append("control character \(scalar.value)")
      }
      put(scalar)
    }
  }

  // MARK: - Text

  private mutating func put(_ scalar: Unicode.Scalar) {
    let text = String(Character(scalar))
    guard !addsScalars else { return put(text, columns: TextWidth.columns(of: text)) }
    // Most text is plain ASCII, of which nothing belongs to what stands before it.
    if let last, !scalar.isASCII || last.text.unicodeScalars.last?.isASCII == false {
      let joined = last.text + text
      if joined.count == 1 {
        let (before, after) = (TextWidth.columns(of: last.text), TextWidth.columns(of: joined))
        if before == after, before > 0 {
          cells[cursor.row][last.column].text = joined
          self.last = (last.column, joined)
          return
        }
        for index in last.column..<min(last.column + before, columns) { erase(index) }
        cursor.column = last.column
        return put(joined, columns: after)
      }
    }
    put(text, columns: TextWidth.columns(of: text))
  }

  private mutating func put(_ text: String, columns width: Int) {
    guard width > 0 else {
      // A mark belongs to what stands before it.
      let row = cells[cursor.row]
      if let index = row.indices.prefix(cursor.column).last(where: { !row[$0].text.isEmpty }) {
        cells[cursor.row][index].text += text
        if last?.column == index { last = (index, cells[cursor.row][index].text) }
      }
      return
    }
    if cursor.column + width > columns {
      guard wraps else {
        if !addsScalars { failures.append("beyond the edge: \(text)") }
        return
      }
      cursor.column = 0
      advanceLine()
    }
    let column = cursor.column
    for index in column..<column + width { erase(index) }
    cells[cursor.row][column] = Cell(text, style: style)
    for index in column + 1..<column + width {
      cells[cursor.row][index] = Cell("", style: style)
    }
    cursor.column += width
    last = (column, text)
  }

  /// Empties a cell and with it the other half of a wide character.
  private mutating func erase(_ index: Int) {
    let row = cursor.row
    if cells[row][index].text.isEmpty, index > 0 { cells[row][index - 1].text = " " }
    if index + 1 < columns, cells[row][index + 1].text.isEmpty { cells[row][index + 1].text = " " }
    cells[row][index] = Cell(style: style)
  }

  private mutating func advanceLine() {
    last = nil
    if cursor.row < rows - 1 {
      cursor.row += 1
    } else {
      cells = cells.dropFirst() + [blank]
    }
  }

  private mutating func move(to row: Int, _ column: Int) {
    last = nil
    cursor.row = min(max(0, row), rows - 1)
    cursor.column = min(max(0, column), columns - 1)
  }

  // MARK: - Sequences

  private mutating func obey(_ sequence: ArraySlice<UInt8>) {
    last = nil
    let text = String(decoding: sequence.dropFirst(2), as: UTF8.self)
    guard sequence.dropFirst().first == UInt8(ascii: "["), let final = text.last else {
      return failures.append(
        "unknown: ESC \(String(decoding: sequence.dropFirst(), as: UTF8.self))"
      )
    }
    let parameters = String(text.dropLast())
    let numbers = parameters.split(separator: ";", omittingEmptySubsequences: false).map { Int($0) }
    switch (final, parameters) {
    case ("h", _) where parameters.hasPrefix("?"): set(parameters, true)
    case ("l", _) where parameters.hasPrefix("?"): set(parameters, false)
    case ("m", _):
      if !style.apply(parameters) { failures.append("unknown style: \(parameters)") }
    case ("J", "2"): cells = Array(repeating: blank, count: rows)
    case ("K", ""), ("K", "0"):
      // From the cursor on, which in the last column is on a character already written.
      for index in min(cursor.column, columns - 1)..<columns { erase(index) }
    case ("H", ""): move(to: 0, 0)
    case ("H", _) where numbers.count == 2:
      // Far below is how one asks for the last line; nothing else may point outside.
      let (row, column) = ((numbers[0] ?? 1) - 1, (numbers[1] ?? 1) - 1)
      if row != 998, !(0..<rows).contains(row) || !(0..<columns).contains(column) {
        failures.append("moved out: \(row), \(column)")
      }
      move(to: row, column)
    case ("G", _) where numbers.count == 1:
      let column = (numbers[0] ?? 1) - 1
      if !(0..<columns).contains(column) { failures.append("moved out: \(column)") }
      move(to: cursor.row, column)
    default: failures.append("unknown: ESC [ \(text)")
    }
  }

  private mutating func set(_ mode: String, _ isOn: Bool) {
    switch mode {
    case "?7": wraps = isOn
    case "?25": cursor.isVisible = isOn
    case "?1049": showAlternate(isOn)
    case "?2004": bracketsPaste = isOn
    case "?2026":
      if isFrameOpen && !isOn { frames += 1 }
      isFrameOpen = isOn
    default: failures.append("unknown mode: \(mode)")
    }
  }

  private mutating func showAlternate(_ isOn: Bool) {
    guard isOn != isAlternate else { return }
    isAlternate = isOn
    if isOn {
      main = (cells, cursor)
      cells = Array(repeating: blank, count: rows)
    } else if let main {
      cells = main.cells
      move(to: main.cursor.row, main.cursor.column)
      self.main = nil
    }
  }
}
