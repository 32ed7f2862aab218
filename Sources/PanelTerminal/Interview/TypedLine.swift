/// Reads what an evaluator typed on one line.
enum TypedLine {
  /// Whether the line holds text only: no control characters, as an arrow key leaves them in a
  /// plain line, and nothing that was no UTF-8.
  static func isReadable(_ line: String) -> Bool {
    !line.unicodeScalars.contains { scalar in
      scalar.value == 0xFFFD
        || scalar.properties.generalCategory == .control && scalar.value != 0x09
    }
  }

  /// The line without white space at its ends.
  static func trimmed(_ line: some StringProtocol) -> String {
    var rest = line[...]
    while rest.first?.isWhitespace == true { rest.removeFirst() }
    while rest.last?.isWhitespace == true { rest.removeLast() }
    return String(rest)
  }

  /// The number a line consists of.
  static func number(_ text: String) -> Int? {
    let plain = TypedText.plain(text)
    guard plain.utf8.allSatisfy({ (48...57).contains($0) || $0 == 45 }) else { return nil }
    return Int(plain)
  }

  /// The numbers of a line, separated by spaces or commas.
  static func numbers(_ text: String) throws(InputProblem) -> [Int] {
    var numbers: [Int] = []
    let parts = TypedText.plain(text).split { $0 == "," || $0 == "、" || $0.isWhitespace }
    for part in parts {
      guard let number = number(String(part)) else { throw .unknownWord(String(part)) }
      numbers.append(number)
    }
    guard !numbers.isEmpty else { throw .unknownWord(text) }
    return numbers
  }

  /// The comment of a line that can only be one: after a leading space, in quotes, after `+`,
  /// which goes on with the former comment, or after `++`, which does so on a new line; `nil` if
  /// the line may be a command word.
  static func comment(_ line: String, after former: String?) -> String? {
    if line.first?.isWhitespace == true { return trimmed(line) }
    let text = trimmed(line)
    if text.count > 1, let first = text.first, let last = text.last,
      (first == "\"" && last == "\"") || (first == "“" && last == "”")
    {
      return trimmed(text.dropFirst().dropLast())
    }
    if text.first == "+" || text.first == "＋" {
      let rest = text.dropFirst()
      let isNewLine = rest.first == "+" || rest.first == "＋"
      let added = trimmed(isNewLine ? rest.dropFirst() : rest)
      guard let former, !former.isEmpty else { return added }
      return added.isEmpty ? former : former + (isNewLine ? "\n" : " ") + added
    }
    return nil
  }
}
