/// A kind of file, as far as it is spoken of when something is wrong with it.
enum SourceKind: Sendable {
  /// A survey file.
  case survey
  /// An answer file.
  case answers
  /// A standing file.
  case standing

  /// What the file as a whole is called.
  var name: LocalizedText {
    switch self {
    case .survey: LocalizedText("설문", "the survey")
    case .answers: LocalizedText("응답 파일", "the answer file")
    case .standing: LocalizedText("종합 점수표", "the standing")
    }
  }

  /// What to do with a file that is empty.
  var start: LocalizedText {
    switch self {
    case .survey:
      LocalizedText("Surveys/example.yaml에서 시작하십시오", "start from Surveys/example.yaml")
    case .answers:
      LocalizedText("'panel rate --template'으로 만드십시오", "make one with 'panel rate --template'")
    case .standing:
      LocalizedText("docs/standing/example.yaml에서 시작하십시오", "start from docs/standing/example.yaml")
    }
  }

  /// How to mend a text that the parser could not read.
  func advice(for problem: String) -> LocalizedText {
    if problem.contains("another document") {
      switch self {
      case .survey:
        return LocalizedText(
          "'---'로 나누지 말고 한 파일에 설문 하나만 쓰십시오",
          "keep one survey a file, without '---'"
        )
      case .answers:
        return LocalizedText(
          "'---'로 나누지 말고, 의견에 든 '---'는 들여 쓰십시오",
          "remove '---'; where it belongs to a comment, indent it"
        )
      case .standing:
        return LocalizedText(
          "'---'로 나누지 말고 한 파일에 점수표 하나만 쓰십시오",
          "keep one standing a file, without '---'"
        )
      }
    }
    if self == .answers, let advice = adviceForAnswers(problem) { return advice }
    if problem.contains("mapping values are not allowed") {
      return LocalizedText(
        "들여쓰기를 확인하고, ': '가 든 문구는 따옴표로 감싸십시오",
        "check the indentation, and put a text that contains ': ' in quotes"
      )
    }
    if problem.contains("cannot start any token") {
      return LocalizedText(
        "탭 대신 빈칸을 쓰고, @ ` % 로 시작하는 문구는 따옴표로 감싸십시오",
        "indent with spaces, not tabs, and put a text that begins with @, ` or % in quotes"
      )
    }
    if problem.contains("control characters") {
      return LocalizedText("보이지 않는 제어 문자를 지우십시오", "remove the invisible control character")
    }
    return LocalizedText(
      "이 행과 그 위의 들여쓰기·따옴표·괄호를 확인하십시오",
      "check indentation, quotes and brackets on this line and above it"
    )
  }

  private func adviceForAnswers(_ problem: String) -> LocalizedText? {
    if problem.contains("expected comment or line break") {
      return LocalizedText(
        "'|-' 다음 행에서 시작하고, 키보다 두 칸 더 들여 쓰십시오",
        "begin the text on the line below '|-', two spaces further in than the key"
      )
    }
    if problem.contains(Self.noColon) {
      return LocalizedText(
        "콜론 다음에 한 칸 띄고 'U1: 4'처럼 쓰십시오",
        "write a space behind the colon, as in 'U1: 4'"
      )
    }
    if problem.contains("tab character") {
      return LocalizedText("탭 대신 빈칸으로 들여 쓰십시오", "indent with spaces, not tabs")
    }
    return nil
  }

  /// What the parser says where it looks for the colon of a key in vain.
  static let noColon = "could not find expected ':'"
}
