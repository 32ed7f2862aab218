/// A question that is answered by yes or no.
enum Confirmation {
  private static let words: Set = ["yes", "예"]
  private static let short: Set = ["y", "네"]

  /// Whether an answer confirms; a strict question takes only the whole word: yes or 예.
  static func isYes(_ answer: String, strict: Bool = false) -> Bool {
    words.contains(answer.lowercased()) || !strict && short.contains(answer.lowercased())
  }

  /// Asks once; any answer other than yes counts as no.
  ///
  /// - Returns: The answer; `nil` at the end of the input.
  static func ask(en: String, ko: String, on console: Console, strict: Bool = false) -> Bool? {
    console.ask(en: en, ko: ko).map { isYes($0, strict: strict) }
  }
}
