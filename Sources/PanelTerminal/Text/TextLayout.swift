/// A text as lines on a screen of a given width, and the position of each of its characters.
///
/// Lines break at newlines and after spaces, Hangul too between words only; a word wider than a
/// line is broken between grapheme clusters. The last of the columns is kept free for the caret and
/// for one space at which a line breaks. Nothing is lost: the lines of a paragraph make it up again.
struct TextLayout: Hashable, Sendable {
  /// One line: its characters, without the newline that ends it.
  struct Line: Hashable, Sendable {
    var characters: Range<Int>
    /// Whether the text continues on the next line without a newline between.
    var isSoft: Bool
  }

  /// The lines from top to bottom; at least one.
  let lines: [Line]
  private let columns: [Int]

  /// Lays out characters in lines of so many columns; fewer than 3 count as 3.
  init(_ text: [Character], columns width: Int) {
    columns = text.map(Self.columns(of:))
    let room = max(3, width) - 1
    var lines: [Line] = []
    var start = 0
    for end in text.indices where text[end] == "\n" {
      Self.fill(&lines, text, start..<end, columns, room)
      start = end + 1
    }
    Self.fill(&lines, text, start..<text.count, columns, room)
    self.lines = lines
  }

  /// The columns of a character as it is shown, see `shown(_:)`.
  static func columns(of character: Character) -> Int {
    if let ascii = character.asciiValue, (32...126).contains(ascii) { return 1 }
    let scalars = character.unicodeScalars
    // Hangul syllables and the common ideographs alone are two wide and shown as they are; a long
    // comment is laid out on every key.
    if let scalar = scalars.first, scalars.index(after: scalars.startIndex) == scalars.endIndex,
      (0xAC00...0xD7A3).contains(scalar.value) || (0x4E00...0x9FFF).contains(scalar.value)
    {
      return 2
    }
    return character == "\n" ? 0 : TextWidth.columns(of: shown(character))
  }

  /// A character as it is shown: with nothing that acts on the terminal.
  static func shown(_ character: Character) -> String {
    TextWidth.printable(String(character))
  }

  private static func fill(
    _ lines: inout [Line],
    _ text: [Character],
    _ paragraph: Range<Int>,
    _ columns: [Int],
    _ room: Int
  ) {
    var start = paragraph.lowerBound
    // Where the line may break, after a space; `start` if nowhere.
    var chance = start
    var used = 0
    var index = start
    while index < paragraph.upperBound {
      let isSpace = text[index] == " " || text[index] == "\t"
      if used + columns[index] > room {
        if isSpace && used <= room {
          // This space takes the column that is kept free.
          index += 1
          chance = index
        } else if chance == start {
          chance = index
        }
        lines.append(Line(characters: start..<chance, isSoft: true))
        start = chance
        index = chance
        used = 0
        continue
      }
      used += columns[index]
      index += 1
      if isSpace { chance = index }
    }
    lines.append(Line(characters: start..<paragraph.upperBound, isSoft: false))
  }

  /// The position of the caret before a character; at a soft break it is at the start of a line.
  func place(of index: Int) -> ScreenPlace {
    let line = lines.lastIndex { $0.characters.lowerBound <= index } ?? 0
    let start = lines[line].characters.lowerBound
    return ScreenPlace(line: line, column: columns[start..<index].reduce(0, +))
  }

  /// The caret in a line that is nearest to a column without passing it.
  func index(inLine line: Int, column: Int) -> Int {
    var index = lines[line].characters.lowerBound
    var used = 0
    while index < lastIndex(inLine: line), used + columns[index] <= column {
      used += columns[index]
      index += 1
    }
    return index
  }

  /// The last place of the caret in a line.
  func lastIndex(inLine line: Int) -> Int {
    let characters = lines[line].characters
    return lines[line].isSoft
      ? max(characters.lowerBound, characters.upperBound - 1) : characters.upperBound
  }
}
