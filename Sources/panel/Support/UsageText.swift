/// What is wrong with a command line, in Korean.
///
/// The parser speaks English only, so its sentences are recognised by pattern; others stay English.
enum UsageText {
  static func korean(_ message: String) -> String {
    if let match = message.wholeMatch(of: /Unknown option '(.+?)'(?:\. Did you mean '(.+)'\?)?/) {
      return "알 수 없는 옵션입니다: '\(match.1)'" + (match.2.map { ". 혹시 '\($0)'입니까?" } ?? "")
    }
    if let match = message.wholeMatch(of: /Missing expected argument '(.+)'/) {
      return "필요한 인자가 빠졌습니다: '\(match.1)'"
    }
    if let match = message.wholeMatch(of: /Missing one of: (.+)/) {
      return "다음 중 하나가 필요합니다: \(match.1)"
    }
    if let match = message.wholeMatch(of: /Missing value for '(.+)'/) {
      return "값이 빠졌습니다: '\(match.1)'"
    }
    if let match = message.wholeMatch(of: /Unexpected argument '(.*)'/) {
      return "쓸 수 없는 인자입니다: '\(match.1)'"
    }
    if let match = message.wholeMatch(of: /[0-9]+ unexpected arguments: (.+)/) {
      return "쓸 수 없는 인자입니다: \(match.1)"
    }
    if let match = message.wholeMatch(of: /The value '(.*)' is invalid for '(.+?)'(.*)/) {
      return "'\(match.2)'에 쓸 수 없는 값입니다: '\(match.1)'" + choices(match.3)
    }
    if let match = message.wholeMatch(
      of: /The option '(.+?)' does not take any value, but '(.*)' was specified\./
    ) {
      return "'\(match.1)' 옵션에는 값을 쓰지 않습니다: '\(match.2)'"
    }
    if message == "Missing required subcommand." { return "하위 명령이 필요합니다" }
    if let match = message.wholeMatch(of: /give one of (.+)/) {
      return "다음 가운데 하나만 쓰십시오: \(match.1.replacing(" and ", with: ", "))"
    }
    return message
  }

  /// The words that would have been valid, or the reason given, after an invalid value.
  private static func choices(_ text: Substring) -> String {
    guard let match = text.wholeMatch(of: /\. Please provide one of (.+)\./) else {
      return text.hasPrefix(":") ? String(text) : ""
    }
    let words = match.1.matches(of: /'[^']+'/).map { String($0.0) }
    return ". 쓸 수 있는 값: \(words.joined(separator: ", "))"
  }
}
