/// A table of plain text: a head, a rule of `-` and lines of cells, two spaces apart.
public struct TextTable: Hashable, Sendable {
  /// One field of the head.
  public struct Field: Hashable, Sendable {
    /// The words above the field.
    public var title: String
    /// On which side the cells are aligned.
    public var alignment: TextWidth.Alignment

    /// Names a field.
    public init(_ title: String, _ alignment: TextWidth.Alignment = .left) {
      self.title = title
      self.alignment = alignment
    }
  }

  /// The fields, from left to right.
  public var head: [Field]
  /// The cells, one array a line; missing cells are empty and those beyond the head are dropped.
  public var cells: [[String]]

  /// Makes a table.
  public init(head: [Field], cells: [[String]] = []) {
    self.head = head
    self.cells = cells
  }

  /// The table's lines without trailing spaces.
  ///
  /// If the table is wider than `maxColumns`, its widest fields are narrowed and their texts end in
  /// `…`; no field gets narrower than one column.
  public func lines(maxColumns: Int = .max) -> [String] {
    guard !head.isEmpty else { return [] }
    let titles = head.map { Self.oneLine($0.title) }
    let body = cells.map { line in
      head.indices.map { line.indices.contains($0) ? Self.oneLine(line[$0]) : "" }
    }
    var widths = head.indices.map { field in
      ([titles[field]] + body.map { $0[field] }).map(TextWidth.columns(of:)).max() ?? 0
    }
    var excess = widths.reduce(2 * (widths.count - 1), +) - maxColumns
    while excess > 0, let widest = widths.indices.max(by: { widths[$0] < widths[$1] }),
      widths[widest] > 1
    {
      widths[widest] -= 1
      excess -= 1
    }
    let rule = widths.map { String(repeating: "-", count: $0) }
    return [line(titles, widths), line(rule, widths)] + body.map { line($0, widths) }
  }

  private func line(_ texts: [String], _ widths: [Int]) -> String {
    var line = ""
    for (field, text) in texts.enumerated() {
      if field > 0 { line += "  " }
      line += TextWidth.padded(
        TextWidth.truncated(text, to: widths[field]),
        to: widths[field],
        alignment: head[field].alignment
      )
    }
    while line.last == " " { line.removeLast() }
    return line
  }

  private static func oneLine(_ text: String) -> String {
    String(TextWidth.printable(text).map { $0.isNewline ? " " : $0 })
  }
}
