import Foundation
import TestSupport

/// The pictures of the form in `docs/screens`, each with the keys that lead there.
///
/// The answers go up and down by a rule, so that nobody takes them for an opinion.
enum Pictures {
  private static let description = [
    "en": "Taken from the program itself. The answers are synthetic and typed by a script.",
    "ko": "프로그램의 실제 화면입니다. 답은 스크립트가 입력한 합성 자료입니다.",
  ]

  /// Writes all of them into a folder.
  static func write(into folder: URL) throws {
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    for (language, title) in [
      ("en", "The form: one model, its questions on the left, the focused one on the right"),
      ("ko", "전체 화면 양식: 왼쪽에 한 모델의 문항, 오른쪽에 고른 문항"),
    ] {
      let screen = try screen(language, columns: 100, rows: 28, keys: someAnswers)
      try write(screen, "form", language, title, into: folder)
    }
    for (language, title) in [
      ("en", "The matrix: all ratings side by side, a row a question, a column a model"),
      ("ko", "전체 보기: 문항마다 한 줄, 모델마다 한 칸으로 나란히 본 모든 평점"),
    ] {
      let screen = try screen(language, columns: 100, rows: 31, keys: allAnswers)
      try write(screen, "matrix", language, title, into: folder)
    }
  }

  private static func screen(
    _ language: String,
    columns: UInt16,
    rows: UInt16,
    keys: [String]
  ) throws -> TerminalScreen {
    let program = try FormProgram(language: language, columns: columns, rows: rows)
    program.terminal.press(keys)
    try program.synchronise()
    let screen = program.terminal.screen
    try program.leave()
    return screen
  }

  private static func write(
    _ screen: TerminalScreen,
    _ name: String,
    _ language: String,
    _ title: String,
    into folder: URL
  ) throws {
    let picture = ScreenPicture(
      title: title,
      description: description[language] ?? "",
      language: language,
      screen: screen
    )
    try Data(picture.svg.utf8).write(to: folder.appending(path: "\(name)-\(language).svg"))
  }

  // MARK: - Keys

  /// The first model up to its fourth item.
  private static let someAnswers = [
    "Enter", "1", "Enter", "1", "2", "Enter", "4", "Enter", "3", "Enter", "3", "Enter", "4",
    "Enter", "5", "Enter", "4",
  ]

  /// Every rating of every model, in the matrix: down one column and up the next.
  private static var allAnswers: [String] {
    var keys = ["Enter", "m"]
    for model in 0..<5 {
      // Use, means, tasks, hours; ten items; confidence; the comment is passed over; the rank.
      let ratings = (0..<10).map { "\((model + $0) % 5 + 1)" }
      let column = ["1", "\(model % 2 + 1)", "4", "3"] + ratings + ["3", nil, "\(model + 1)"]
      let isDownwards = model % 2 == 0
      for (number, key) in (isDownwards ? column : column.reversed()).enumerated() {
        if number > 0 { keys.append(isDownwards ? "Down" : "Up") }
        if let key { keys.append(key) }
      }
      if model < 4 { keys.append("Right") }
    }
    return keys + Array(repeating: "Up", count: 10) + ["Left", "Left"]
  }
}
