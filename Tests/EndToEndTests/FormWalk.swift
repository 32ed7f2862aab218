/// What is typed to see every page of the form once, and the names under which pages are recorded.
enum FormWalk {
  enum Step {
    case press([String])
    case resize(columns: UInt16, rows: UInt16)
    /// What is to be seen now is compared with its recording.
    case page(String)
  }

  private static func press(_ keys: String...) -> Step { .press(keys) }

  /// From the sheet to the receipt, and a look at a small window at the end.
  static func steps(columns: UInt16, rows: UInt16) -> [Step] {
    opening + firstModel + otherModels + overall + ending + [
      .page("help"), press("Esc"),
      .resize(columns: 60, rows: 20), .page("too-small"),
      .resize(columns: columns, rows: rows), .page("large-again"),
    ]
  }

  private static let opening: [Step] = [
    .page("sheet"),
    press("Enter"), .page("recusal"),
    press("Enter", "1", "Enter", "1", "3"), .page("exposure"),
  ]

  private static let firstModel: [Step] = [
    press("Enter", "4"), .page("item"),
    press("Enter", "3"), .page("item-long"),
    press("PgDn"), .page("item-long-scrolled"),
    press("n", "Down"), .page("reasons"),
    press("Enter"), .page("item-cannot-judge"),
    press("Enter", "1", "Enter", "5"), .page("item-required-comment"),
    press("Enter", "1"), .page("module-typing"),
    press("0"), .page("module"),
    press("Enter", "4", "5"), .page("module-steps"),
    press("Enter", "4"), .page("confidence"),
    press("Enter"), .page("comment-not-written"),
    press(
      "c",
      "비용이 높습니다 👩🏽‍💻 🇰🇷.",
      "Enter",
      "Enter",
      "The price per token is high; ",
      "같은 과제를 세 번 반복했을 때 응답이 서로 달랐습니다.",
      "Up",
      "Home"
    ),
    .page("comment-writing"),
    press("Esc"), .page("comment-written"),
    press("f"), .page("facts"),
    press("PgDn"), .page("facts-scrolled"),
    press("f"),
  ]

  /// In the matrix, from the bottom of a column to its top.
  private static let otherModels: [Step] = [
    press("m", "Right", "Up", "3", "Up", "3", "0", "Up", "7", "Up", "4", "Up", "4", "Up", "4"),
    press("Up", "4", "Up", "2", "Up", "1", "Right"),
    press("2", "Down", "4", "Down", "2", "Down"), .page("matrix"),
    press("7"), .page("matrix-warning"),
    press("Enter"), .page("item-other-model"),
    press("r"), .page("recusal-confirmation"),
    press("Esc", "d"), .page("check-open"),
  ]

  private static let overall: [Step] = [
    // From the final check a step leads to the next place that is open.
    press("Enter", "3", "Enter", "2", "Enter", "3", "Enter", "8", "Enter", "5", "5", "Enter"),
    press("2", "Enter", "2"), .page("attention"),
    press("Enter", "2", "Enter", "1", "Enter"), .page("ranking-incomplete"),
    press("1"), .page("ranking"),
    press("Enter", "1"), .page("profile"),
    press("Enter", "3", "Enter"), .page("check-inconsistent"),
    press("Enter", "5", "d"), .page("check-complete"),
  ]

  private static let ending: [Step] = [
    press("s"), .page("submit"),
    press("y"), .page("receipt"),
    press("b"), .page("after-receipt"),
    press("Left", "Left", "Down", "Down", "Down", "Down", "?"),
  ]
}
