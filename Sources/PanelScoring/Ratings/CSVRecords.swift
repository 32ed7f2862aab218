import Foundation

extension CSV {
  /// The records of a text one after another, as places in one list of bytes.
  ///
  /// Nothing is allocated for a record, so that a file of a million lines costs its size alone.
  struct Records {
    /// The line of the file that the record begins on, from 1.
    private(set) var number = 1
    /// Where the cells of the record lie in `bytes`, unquoted.
    private(set) var cells: [Range<Int>] = []
    /// The text, followed by the cells of the record that differ from the text, because of quotes.
    private(set) var bytes: [UInt8]

    private let end: Int
    private var position = 0
    private var line = 1

    init(_ text: String) {
      let utf8 = text.utf8
      bytes = []
      // Room for some cells with doubled quotes, which would otherwise copy the whole list.
      bytes.reserveCapacity(utf8.count + (1 << 16))
      bytes.append(contentsOf: utf8)
      end = bytes.count
      rewind()
    }

    /// Goes back to the beginning of the text.
    mutating func rewind() {
      position = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
      line = 1
    }

    /// Goes on to the next record; returns false when there is none.
    ///
    /// Accepts a byte-order mark, CRLF, LF and a missing last newline, and passes over lines without
    /// any text (also `,,,` as spreadsheets leave them).
    mutating func next() throws(QuoteProblem) -> Bool {
      bytes.removeLast(bytes.count - end)
      while position < end {
        number = line
        cells.removeAll(keepingCapacity: true)
        var hasText = false
        var isEnded = false
        while !isEnded {
          let cell = position < end && bytes[position] == 34 ? try quotedCell() : try plainCell()
          cells.append(cell)
          if !cell.isEmpty { hasText = true }
          isEnded = position == end || bytes[position] == 10
          position += position == end ? 0 : 1
        }
        line += 1
        if hasText { return true }
      }
      return false
    }

    /// Reads up to the comma, the newline or the end, where `position` is then.
    private mutating func plainCell() throws(QuoteProblem) -> Range<Int> {
      let start = position
      var index = start
      while index < end {
        let byte = bytes[index]
        if byte == 44 || byte == 10 { break }
        if byte == 34 { throw QuoteProblem(line: number) }
        index += 1
      }
      position = index
      if index > start, bytes[index - 1] == 13, index == end || bytes[index] == 10 { index -= 1 }
      return start..<index
    }

    private mutating func quotedCell() throws(QuoteProblem) -> Range<Int> {
      let start = position + 1
      var index = start
      var doubled = 0
      while true {
        guard index < end else { throw QuoteProblem(line: number) }
        if bytes[index] == 34 {
          guard index + 1 < end, bytes[index + 1] == 34 else { break }
          doubled += 1
          index += 1
        } else if bytes[index] == 10 {
          line += 1
        }
        index += 1
      }
      position = index + 1
      if position < end, bytes[position] == 13, position + 1 == end || bytes[position + 1] == 10 {
        position += 1
      }
      guard position == end || bytes[position] == 44 || bytes[position] == 10 else {
        throw QuoteProblem(line: number)
      }
      return doubled == 0 ? start..<index : undoubled(start..<index)
    }

    /// Appends the cell to the text, with one quote for two.
    private mutating func undoubled(_ cell: Range<Int>) -> Range<Int> {
      let start = bytes.count
      var index = cell.lowerBound
      while index < cell.upperBound {
        let byte = bytes[index]
        bytes.append(byte)
        index += byte == 34 ? 2 : 1
      }
      return start..<bytes.count
    }

    /// The cell without the white space at its ends, as `CharacterSet.whitespaces` has it.
    func trimmed(_ cell: Range<Int>) -> Range<Int> {
      var (lower, upper) = (cell.lowerBound, cell.upperBound)
      while lower < upper, case let count = whiteSpace(at: lower, before: upper), count > 0 {
        lower += count
      }
      while lower < upper, case let count = whiteSpace(endingAt: upper, from: lower), count > 0 {
        upper -= count
      }
      return lower..<upper
    }

    private func whiteSpace(endingAt end: Int, from start: Int) -> Int {
      var first = end - 1
      while first > start, bytes[first] & 0xC0 == 0x80 { first -= 1 }
      return whiteSpace(at: first, before: end)
    }

    /// How many bytes of white space begin here; 0 if another character does.
    private func whiteSpace(at index: Int, before end: Int) -> Int {
      switch bytes[index] {
      case 9, 32: 1
      case 0xC2 where end - index >= 2: isWhiteSpace(index..<index + 2) ? 2 : 0
      case 0xE1...0xE3 where end - index >= 3: isWhiteSpace(index..<index + 3) ? 3 : 0
      default: 0
      }
    }

    private func isWhiteSpace(_ scalar: Range<Int>) -> Bool {
      text(scalar).unicodeScalars.allSatisfy(CharacterSet.whitespaces.contains)
    }

    /// The value of a cell of one to nine decimal digits and nothing else.
    func digits(_ cell: Range<Int>) -> Int? {
      guard (1...9).contains(cell.count) else { return nil }
      var value = 0
      for index in cell {
        let digit = bytes[index] &- 48
        guard digit < 10 else { return nil }
        value = value * 10 + Int(digit)
      }
      return value
    }

    /// The cell as text.
    func text(_ cell: Range<Int>) -> String {
      String(decoding: bytes[cell], as: UTF8.self)
    }
  }
}
