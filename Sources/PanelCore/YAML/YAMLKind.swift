/// A kind of file, with the words that problem messages use for it.
enum YAMLKind: Sendable {
  /// A survey file.
  case survey
  /// An answer file.
  case answers
  /// A standing file.
  case standing

  /// The name of the file as a whole.
  var name: LocalizedText {
    switch self {
    case .survey: LocalizedText(en: "the survey", ko: "설문")
    case .answers: LocalizedText(en: "the answer file", ko: "응답 파일")
    case .standing: LocalizedText(en: "the standing", ko: "종합 점수표")
    }
  }

  /// What to do with a file that is empty.
  var start: LocalizedText {
    switch self {
    case .survey:
      LocalizedText(en: "start from Surveys/example.yaml", ko: "Surveys/example.yaml에서 시작하십시오")
    case .answers:
      LocalizedText(
        en: "make one with 'panel rate --template'",
        ko: "'panel rate --template'으로 만드십시오"
      )
    case .standing:
      LocalizedText(
        en: "start from docs/standing/example.yaml",
        ko: "docs/standing/example.yaml에서 시작하십시오"
      )
    }
  }

  /// How to fix a text that the parser cannot read.
  func advice(for problem: String) -> LocalizedText {
    if problem.contains("another document") {
      switch self {
      case .survey:
        return LocalizedText(
          en: "keep one survey a file, without '---'",
          ko: "'---'로 나누지 말고 한 파일에 설문 하나만 쓰십시오"
        )
      case .answers:
        return LocalizedText(
          en: "remove '---'; where it belongs to a comment, indent it",
          ko: "'---'로 나누지 말고, 의견에 든 '---'는 들여 쓰십시오"
        )
      case .standing:
        return LocalizedText(
          en: "keep one standing a file, without '---'",
          ko: "'---'로 나누지 말고 한 파일에 점수표 하나만 쓰십시오"
        )
      }
    }
    if self == .answers, let advice = adviceForAnswers(problem) { return advice }
    if problem.contains("mapping values are not allowed") {
      return LocalizedText(
        en: "check the indentation, and put a text that contains ': ' in quotes",
        ko: "들여쓰기를 확인하고, ': '가 든 문구는 따옴표로 감싸십시오"
      )
    }
    if problem.contains("cannot start any token") {
      return LocalizedText(
        en: "indent with spaces, not tabs, and put a text that begins with @, ` or % in quotes",
        ko: "탭 대신 빈칸을 쓰고, @ ` % 로 시작하는 문구는 따옴표로 감싸십시오"
      )
    }
    if problem.contains("control characters") {
      return LocalizedText(en: "remove the invisible control character", ko: "보이지 않는 제어 문자를 지우십시오")
    }
    return LocalizedText(
      en: "check indentation, quotes and brackets on this line and above it",
      ko: "이 행과 그 위의 들여쓰기·따옴표·괄호를 확인하십시오"
    )
  }

  private func adviceForAnswers(_ problem: String) -> LocalizedText? {
    if problem.contains("expected comment or line break") {
      return LocalizedText(
        en: "begin the text on the line below '|-', two spaces further in than the key",
        ko: "'|-' 다음 행에서 시작하고, 키보다 두 칸 더 들여 쓰십시오"
      )
    }
    if problem.contains(Self.noColon) {
      return LocalizedText(
        en: "write a space after the colon, as in 'U1: 4'",
        ko: "콜론 다음에 한 칸 띄고 'U1: 4'처럼 쓰십시오"
      )
    }
    if problem.contains("tab character") {
      return LocalizedText(en: "indent with spaces, not tabs", ko: "탭 대신 빈칸으로 들여 쓰십시오")
    }
    return nil
  }

  /// What the parser says where it looks for the colon of a key in vain.
  static let noColon = "could not find expected ':'"
}
