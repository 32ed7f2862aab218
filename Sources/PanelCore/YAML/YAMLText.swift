/// Functions on the text of a file, for facts that the parser does not report.
enum YAMLText {
  /// The prefix of a key that was renamed because it was given twice.
  static let renamed = "\u{E000}duplicate-"

  /// The lines of a text, whichever way they end.
  static func lines(_ text: Substring) -> [String] {
    text.split(omittingEmptySubsequences: false) { $0 == "\n" || $0 == "\r\n" || $0 == "\r" }
      .map(String.init)
  }

  /// Gives every later key of the same name in the same map another name.
  ///
  /// - Parameters:
  ///   - key: The name.
  ///   - first: The line and column, from 1, of the first key of that name.
  ///   - lines: The text.
  /// - Returns: The lines, from 1, of the renamed keys; empty when none was found.
  static func renameDuplicates(
    of key: String,
    after first: (line: Int, column: Int),
    in lines: inout [String]
  ) -> [Int] {
    guard lines.indices.contains(first.line - 1) else { return [] }
    let text = lines.map { Array($0.unicodeScalars) }
    let head = text[first.line - 1].prefix(first.column - 1)
    var places: [Place] = []
    if head.allSatisfy({ $0 == " " || $0 == "-" }) {
      places = laterInBlock(key, after: first, in: text)
    }
    if places.isEmpty { places = laterInFlow(key, after: first, in: text) }
    for place in places.reversed() {
      var line = Array(lines[place.line - 1].unicodeScalars)
      line.replaceSubrange(
        place.column..<place.column + place.length,
        with: "\(renamed)\(place.line)-\(place.column)".unicodeScalars
      )
      var view = String.UnicodeScalarView()
      view.append(contentsOf: line)
      lines[place.line - 1] = String(view)
    }
    return places.map(\.line)
  }

  private struct Place {
    var line: Int
    var column: Int
    var length: Int
  }

  // The keys of one block map begin in the same column, until a line begins further left.
  private static func laterInBlock(
    _ key: String,
    after first: (line: Int, column: Int),
    in text: [[Unicode.Scalar]]
  ) -> [Place] {
    var places: [Place] = []
    for index in first.line..<text.count {
      let line = text[index]
      guard let indent = line.firstIndex(where: { $0 != " " }), line[indent] != "#" else {
        continue
      }
      if indent < first.column - 1 { break }
      if indent == first.column - 1, let length = length(of: key, at: indent, in: line) {
        places.append(Place(line: index + 1, column: indent, length: length))
      }
    }
    return places
  }

  // The keys of one flow map follow its commas, until its brace closes.
  private static func laterInFlow(
    _ key: String,
    after first: (line: Int, column: Int),
    in text: [[Unicode.Scalar]]
  ) -> [Place] {
    var places: [Place] = []
    var depth = 0
    var quote: Unicode.Scalar?
    var isAtKey = false
    for index in (first.line - 1)..<text.count {
      let line = text[index]
      var column = index == first.line - 1 ? first.column - 1 : 0
      while column < line.count {
        let scalar = line[column]
        if let open = quote {
          if scalar == "\\" && open == "\"" { column += 1 } else if scalar == open { quote = nil }
        } else if isAtKey, let length = length(of: key, at: column, in: line) {
          places.append(Place(line: index + 1, column: column, length: length))
          column += length - 1
          isAtKey = false
        } else {
          switch scalar {
          case "\"", "'": quote = scalar
          case "{", "[": depth += 1
          case "}", "]":
            depth -= 1
            if depth < 0 { return places }
          default: break
          }
          if scalar != " " { isAtKey = scalar == "," && depth == 0 }
        }
        column += 1
      }
    }
    return places
  }

  // The length of the key, quotes included, if the key and a colon are at the column.
  private static func length(
    of key: String,
    at column: Int,
    in line: [Unicode.Scalar]
  ) -> Int? {
    for quote in ["", "\"", "'"] {
      let written = Array((quote + key + quote).unicodeScalars)
      let rest = line[column...]
      guard rest.starts(with: written) else { continue }
      let next = rest.dropFirst(written.count).drop { $0 == " " }
      if next.first == ":" { return written.count }
    }
    return nil
  }
}
