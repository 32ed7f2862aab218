internal import PanelCore

/// Reads and writes a ranking as a line such as `A > B = C`.
enum RankingText {
  /// The groups of a line, best first.
  ///
  /// `>` separates ranks and `=` ties; codes with a space or a comma between them are ranked in
  /// the order named. A code in the wrong case counts if only one model can be meant.
  static func read(
    _ line: String,
    models: [ModelCode]
  ) throws(InputProblem) -> [[ModelCode]] {
    var groups: [[ModelCode]] = []
    // What stands before the next code: nothing yet, a code, or an operator.
    var pending: Character? = ">"
    for token in tokens(TypedText.plain(line)) {
      if token == ">" || token == "=" {
        guard pending == nil else { throw .brokenRanking }
        pending = token.first
        continue
      }
      guard let code = model(token, among: models) else {
        throw .unknownModel(token, among: models)
      }
      if pending == "=", let last = groups.indices.last {
        groups[last].append(code)
      } else {
        groups.append([code])
      }
      pending = nil
    }
    guard pending == nil else { throw .brokenRanking }
    return groups
  }

  /// Whether the line names models only, spelt exactly, and so is a ranking even if it begins
  /// like a command.
  static func isRanking(_ line: String, models: [ModelCode]) -> Bool {
    let tokens = tokens(TypedText.plain(line)).filter { $0 != ">" && $0 != "=" }
    return (tokens.count > 1 || tokens.count == 1 && models.count == 1)
      && tokens.allSatisfy { token in models.contains { $0.rawValue == token } }
  }

  /// The line of a ranking; empty ranks are left out.
  static func write(_ ranking: [[ModelCode]]) -> String {
    ranking.filter { !$0.isEmpty }
      .map { $0.map(\.rawValue).joined(separator: " = ") }.joined(separator: " > ")
  }

  /// The model a word names, exactly or ignoring case.
  static func model(_ word: String, among models: [ModelCode]) -> ModelCode? {
    if let exact = models.first(where: { $0.rawValue == word }) { return exact }
    let similar = models.filter { $0.rawValue.lowercased() == word.lowercased() }
    return similar.count == 1 ? similar.first : nil
  }

  private static func tokens(_ line: String) -> [String] {
    var tokens: [String] = []
    var word = ""
    for character in line {
      if character == ">" || character == "=" || character == "," || character.isWhitespace {
        if !word.isEmpty { tokens.append(word) }
        word = ""
        if character == ">" || character == "=" { tokens.append(String(character)) }
      } else {
        word.append(character)
      }
    }
    if !word.isEmpty { tokens.append(word) }
    return tokens
  }
}
