/// Finds the known word that a mistyped one probably means.
enum NearestWord {
  /// The known word with the smallest edit distance, unless even that one is far off.
  static func of(_ word: String, among known: [String]) -> String? {
    let ranked = known.map { (word: $0, distance: distance(word.lowercased(), $0.lowercased())) }
    guard let best = ranked.min(by: { $0.distance < $1.distance }),
      best.distance <= max(2, best.word.count / 2), best.distance < best.word.count
    else { return nil }
    return best.word
  }

  /// The number of letters to insert, delete or replace (Levenshtein).
  static func distance(_ first: String, _ second: String) -> Int {
    let second = Array(second)
    var above = Array(0...second.count)
    for (row, letter) in first.enumerated() {
      var current = [row + 1]
      for (column, other) in second.enumerated() {
        let replaced = above[column] + (letter == other ? 0 : 1)
        current.append(min(replaced, above[column + 1] + 1, current[column] + 1))
      }
      above = current
    }
    return above[second.count]
  }
}
