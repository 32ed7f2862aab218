import TestSupport

/// What a terminal shows as SVG: the same bytes for the same screen.
struct ScreenPicture {
  /// What the picture is called, for those who do not see it.
  let title: String
  /// What is to be known about what it shows.
  let description: String
  let language: String
  let screen: TerminalScreen

  private static let cell = (width: 9, height: 18)
  private static let margin = (x: 16, y: 14)
  /// Below the top of a cell.
  private static let baseline = 14

  private static let paper = "#ffffff"
  private static let ink = "#1f2328"
  private static let faint = "#6e7781"
  /// The 16 colours, each readable on the paper.
  private static let colours = [
    "#24292f", "#cf222e", "#116329", "#7d4e00", "#0969da", "#8250df", "#1b7c83", "#6e7781",
    "#57606a", "#a40e26", "#1a7f37", "#9a6700", "#218bff", "#a475f9", "#3192aa", "#8c959f",
  ]
  private static let fonts =
    "ui-monospace,SFMono-Regular,Menlo,Consolas,'DejaVu Sans Mono',D2Coding,NanumGothicCoding,"
    + "'Noto Sans Mono CJK KR','Malgun Gothic','Apple SD Gothic Neo',monospace"

  /// The whole picture.
  var svg: String {
    let width = screen.columns * Self.cell.width + 2 * Self.margin.x
    let height = screen.rows * Self.cell.height + 2 * Self.margin.y
    var lines = [
      "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"\(width)\" height=\"\(height)\" "
        + "viewBox=\"0 0 \(width) \(height)\" role=\"img\" xml:lang=\"\(language)\" "
        + "aria-labelledby=\"title description\">",
      "<title id=\"title\">\(Self.escaped(title))</title>",
      "<desc id=\"description\">\(Self.escaped(description))</desc>",
      "<rect x=\"0.5\" y=\"0.5\" width=\"\(width - 1)\" height=\"\(height - 1)\" rx=\"6\" "
        + "fill=\"\(Self.paper)\" stroke=\"#d0d7de\"/>",
      "<g font-family=\"\(Self.fonts)\" font-size=\"15\" fill=\"\(Self.ink)\">",
    ]
    for (row, cells) in screen.cells.enumerated() {
      for run in Self.runs(of: cells) { lines += elements(of: run, cells, row) }
    }
    lines += ["</g>", "</svg>", ""]
    return lines.joined(separator: "\n")
  }

  // MARK: - Cells

  /// The columns of a line in pieces of one look.
  private static func runs(of cells: [TerminalScreen.Cell]) -> [Range<Int>] {
    var runs: [Range<Int>] = []
    for (column, cell) in cells.enumerated() {
      if let last = runs.last, cells[last.lowerBound].style == cell.style {
        runs[runs.count - 1] = last.lowerBound..<column + 1
      } else {
        runs.append(column..<column + 1)
      }
    }
    return runs
  }

  private func elements(
    of run: Range<Int>,
    _ cells: [TerminalScreen.Cell],
    _ row: Int
  ) -> [String] {
    let style = cells[run.lowerBound].style
    let (letter, ground) = Self.colours(of: style)
    let (left, top) = (Self.left(of: run.lowerBound), Self.margin.y + row * Self.cell.height)
    let width = run.count * Self.cell.width
    var elements: [String] = []
    if let ground {
      elements.append(
        "<rect x=\"\(left)\" y=\"\(top)\" width=\"\(width)\" height=\"\(Self.cell.height)\" "
          + "fill=\"\(ground)\"/>"
      )
    }
    var attributes = letter == Self.ink ? "" : " fill=\"\(letter)\""
    if style.isBold { attributes += " font-weight=\"bold\"" }
    if style.isItalic { attributes += " font-style=\"italic\"" }
    elements += Self.pieces(of: run, cells).map { piece in
      "<text \(place(of: piece, cells)) y=\"\(top + Self.baseline)\"\(attributes)>"
        + Self.escaped(cells[piece].map(\.text).joined()) + "</text>"
    }
    if style.isUnderlined {
      elements.append(
        "<rect x=\"\(left)\" y=\"\(top + Self.baseline + 2)\" width=\"\(width)\" height=\"1\" "
          + "fill=\"\(letter)\"/>"
      )
    }
    return elements
  }

  private static func left(of column: Int) -> Int { margin.x + column * cell.width }

  /// The colours of letter and, where there is one, of the ground.
  private static func colours(of style: TerminalStyle) -> (letter: String, ground: String?) {
    let letter = style.letter.map { colours[$0] } ?? (style.isFaint ? faint : ink)
    let ground = style.ground.map { colours[$0] }
    return style.isReversed ? (ground ?? paper, letter) : (letter, ground)
  }

  /// The words of a run: narrow characters with single spaces between, or wide ones.
  private static func pieces(
    of run: Range<Int>,
    _ cells: [TerminalScreen.Cell]
  ) -> [Range<Int>] {
    var pieces: [Range<Int>] = []
    var column = run.lowerBound
    while column < run.upperBound {
      let start = column
      if cells[start].text == " " {
        column += 1
        continue
      }
      let isWide = Self.isWide(start, cells)
      // A character of several scalars: those after it in the same text cannot be given a place.
      let isAlone = cells[start].text.utf16.count > 1
      column += isWide ? 2 : 1
      while !isAlone, column < run.upperBound, cells[column].text.utf16.count == 1,
        Self.isWide(column, cells) == isWide
      {
        if cells[column].text == " " {
          guard column + 1 < run.upperBound, cells[column + 1].text != " ", !isWide,
            cells[column + 1].text.utf16.count == 1, !Self.isWide(column + 1, cells)
          else { break }
        }
        column += isWide ? 2 : 1
      }
      pieces.append(start..<column)
    }
    return pieces
  }

  private static func isWide(_ column: Int, _ cells: [TerminalScreen.Cell]) -> Bool {
    column + 1 < cells.count && cells[column + 1].text.isEmpty
  }

  /// Where a text stands: a place for each wide character, or a length for narrow ones, so that no
  /// font can shift the columns.
  private func place(of piece: Range<Int>, _ cells: [TerminalScreen.Cell]) -> String {
    if Self.isWide(piece.lowerBound, cells) {
      let places = stride(from: piece.lowerBound, to: piece.upperBound, by: 2)
        .map { "\(Self.left(of: $0))" }
      // Hangul is as wide as two letters of a larger size.
      return "x=\"\(places.joined(separator: " "))\" font-size=\"17\""
    }
    let length = piece.count * Self.cell.width
    let place = "x=\"\(Self.left(of: piece.lowerBound))\""
    return piece.count == 1
      ? place : place + " textLength=\"\(length)\" lengthAdjust=\"spacingAndGlyphs\""
  }

  private static func escaped(_ text: String) -> String {
    text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
  }
}
