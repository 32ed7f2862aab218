@testable import PanelTerminal

/// A terminal as far as `ScreenWriter` uses one; whatever it does not know is a failure.
struct ScreenEmulator {
  struct Cell: Hashable {
    var text = " "
    /// The codes of SGR that are in force.
    var codes: Set<String> = []
  }

  let size: ScreenSize
  private(set) var cells: [[Cell]]
  private(set) var column = 0
  private(set) var line = 0
  private(set) var isCursorShown = true
  private(set) var isFrameOpen = false
  private(set) var failures: [String] = []
  /// Whether widths are those of the scalars one by one, as on terminals that know no clusters.
  var addsScalars = false
  private var codes: Set<String> = []

  init(size: ScreenSize) {
    self.size = size
    // Something else was on the screen, and a style in force.
    let rest = Cell(text: "#")
    cells = Array(repeating: Array(repeating: rest, count: size.columns), count: size.lines)
    codes = ["7"]
  }

  /// The screen that shows an image, made without the writer.
  init(showing image: ScreenImage, theme: ScreenTheme) {
    self.init(size: image.size)
    cells = Array(repeating: Array(repeating: Cell(), count: size.columns), count: size.lines)
    for (number, text) in image.lines.enumerated() {
      (line, column) = (number, 0)
      for run in text.runs {
        codes = Self.codes(theme.sequence(run.style).dropFirst(2).dropLast())
        for cluster in run.text { put(cluster) }
      }
    }
  }

  private static func codes(_ text: some StringProtocol) -> Set<String> {
    Set(String(text).split(separator: ";" as Character).map(String.init)).subtracting(["0"])
  }

  mutating func take(_ bytes: [UInt8]) {
    // By scalars: a mark after a sequence is no part of its last letter.
    var rest = Array(String(decoding: bytes, as: UTF8.self).unicodeScalars)[...]
    while let first = rest.first {
      guard first == "\u{1B}" else {
        var text = String.UnicodeScalarView()
        text.append(contentsOf: rest.prefix { $0 != "\u{1B}" })
        for cluster in String(text) { put(cluster) }
        rest = rest.dropFirst(text.count)
        continue
      }
      guard rest.dropFirst().first == "[",
        let last = rest.dropFirst(2).firstIndex(where: { (0x40..<0x7F).contains($0.value) })
      else {
        failures.append("no sequence")
        return
      }
      let parameters = rest[..<last].dropFirst(2).map(Character.init)
      obey(Character(rest[last]), String(parameters))
      rest = rest[(last + 1)...]
    }
  }

  private mutating func obey(_ last: Character, _ parameters: String) {
    let numbers = parameters.split(separator: ";" as Character).compactMap { Int($0) }
    switch (last, parameters) {
    case ("h", "?2026"): isFrameOpen = true
    case ("l", "?2026"): isFrameOpen = false
    case ("h", "?25"): isCursorShown = true
    case ("l", "?25"): isCursorShown = false
    case ("m", _):
      if parameters.hasPrefix("0") { codes = [] }
      codes.formUnion(Self.codes(parameters))
    case ("J", "2"):
      let blank = Cell(codes: codes)
      cells = Array(repeating: Array(repeating: blank, count: size.columns), count: size.lines)
    case ("K", ""):
      // From the cursor on, which in the last column is on a character already written.
      for index in min(column, size.columns - 1)..<size.columns { erase(index) }
    case ("H", _) where numbers.count == 2:
      (line, column) = (numbers[0] - 1, numbers[1] - 1)
    case ("G", _) where numbers.count == 1: column = numbers[0] - 1
    default: failures.append("unknown: \(parameters)\(last)")
    }
    if !cells.indices.contains(line) || !(0...size.columns).contains(column)
      || last == "H" && column == size.columns
    {
      failures.append("moved out: \(line), \(column)")
      (line, column) = (0, 0)
    }
  }

  private mutating func put(_ cluster: Character) {
    guard addsScalars else { return put(String(cluster), columns: TextWidth.columns(of: cluster)) }
    for scalar in cluster.unicodeScalars {
      put(String(scalar), columns: TextWidth.columns(of: String(scalar)))
    }
  }

  private mutating func put(_ text: String, columns: Int) {
    guard columns > 0 else {
      // A mark belongs to what stands before it.
      if let index = (0..<column).last(where: { cells[line][$0].text != "" }) {
        cells[line][index].text += text
      }
      return
    }
    guard column + columns <= size.columns else {
      if !addsScalars { failures.append("beyond the edge: \(text)") }
      return
    }
    for index in column..<column + columns { erase(index) }
    cells[line][column] = Cell(text: text, codes: codes)
    for index in column + 1..<column + columns { cells[line][index] = Cell(text: "", codes: codes) }
    column += columns
  }

  /// Empties a cell and with it the other half of a wide character.
  private mutating func erase(_ index: Int) {
    if cells[line][index].text.isEmpty, index > 0 { cells[line][index - 1].text = " " }
    if index + 1 < size.columns, cells[line][index + 1].text.isEmpty {
      cells[line][index + 1].text = " "
    }
    cells[line][index] = Cell(codes: codes)
  }

  func text(_ line: Int) -> String { cells[line].map(\.text).joined() }
}
