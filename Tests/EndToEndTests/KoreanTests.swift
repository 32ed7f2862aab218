import Foundation
import PanelCore
import PanelFiles
import PanelProtocol
import TestSupport
import Testing

@testable import panel

@Suite("What is said in Korean", .timeLimit(.minutes(45)))
struct KoreanTests {
  private func hasHangul(_ text: String) -> Bool {
    text.unicodeScalars.contains { (0xAC00...0xD7A3).contains($0.value) }
  }

  private func korean(_ report: ProblemReport) -> String { Failure(report).text(in: .ko) }

  @Test("every kind of problem of the server", arguments: ProblemReport.Kind.allCases)
  func kinds(kind: ProblemReport.Kind) {
    let report = ProblemReport(kind, "a title", detail: "the detail", fix: "a fix")
    let failure = Failure(report)
    #expect(failure.message.en == "the server says: a title: the detail")
    #expect(failure.fix.en == "a fix")
    #expect(hasHangul(failure.message.ko) && failure.message.ko.hasPrefix("서버 응답: "))
    #expect(hasHangul(failure.fix.ko) && failure.fix.ko != "a fix")
    #expect(failure.message.ko.hasSuffix("the detail)"), "what it says besides")
    let repeated = Failure(ProblemReport(kind, "the same", detail: "the same", fix: "x")).message.ko
    #expect(repeated.components(separatedBy: "the same").count <= 2)
  }

  @Test("every code has words in both languages", arguments: ProblemReport.Code.allCases)
  func codes(code: ProblemReport.Code) {
    let report = ProblemReport(code, about: "A1B2", detail: "the detail")
    let failure = Failure(report)
    #expect(failure.message.en == "the server says: \(report.title): the detail")
    #expect(failure.fix.en == report.fix)
    #expect(hasHangul(failure.message.ko) && hasHangul(failure.fix.ko))
    #expect(!failure.message.ko.contains(report.title))
    #expect(failure.message.ko.hasSuffix(" (the detail)"))
    // What the English text says about names, times and reasons, the Korean one says, too.
    let isMentioned = failure.message.ko.contains("A1B2")
    #expect(isMentioned == (report.title.contains("A1B2") && code != .unknownRound))
  }

  @Test(
    "problems that evaluators meet often are wholly in Korean without a code, too",
    arguments: [
      ProblemReport(.alreadyEnrolled, "a credential was issued on this invitation", fix: "x"),
      ProblemReport(.noSeatLeft, "all 5 seats are taken", fix: "x"),
      ProblemReport(.tooLarge, "the request is too large", fix: "x"),
      ProblemReport(.unavailable, "the server cannot store anything at the moment", fix: "x"),
    ]
  )
  func known(report: ProblemReport) {
    #expect(!korean(report).contains(report.title) && !korean(report).contains("("))
    #expect(hasHangul(korean(report)))
  }

  @Test("the words of an older server without codes, and a code that is not known")
  func otherVersions() throws {
    let older = #"{"type":"wrongPhase","title":"rating has not begun yet","fix":"wait"}"#
    let newer = #"{"type":"wrongPhase","title":"t","fix":"f","code":"tomorrow","about":"x"}"#
    for (json, title) in [(older, "rating has not begun yet"), (newer, "t")] {
      let report = try JSONDecoder().decode(ProblemReport.self, from: Data(json.utf8))
      #expect(report.code == nil)
      #expect(Failure(report).message.en == "the server says: \(title)")
      #expect(korean(report).contains("지금 단계에서는 할 수 없습니다 (\(title))"))
    }
  }

  @Test("what only the server knows stays: reasons, times, numbers, and nothing for the terminal")
  func details() {
    #expect(
      korean(ProblemReport(.roundVoid, about: "설문 오류")).contains("무효가 된 회차입니다: 설문 오류\n")
    )
    #expect(
      korean(ProblemReport(.objectionsOpen, about: "2026-08-01 18:00"))
        .contains("2026-08-01 18:00까지입니다")
    )
    #expect(
      korean(ProblemReport(.stale, "revision 3 is stored already", fix: "x")).contains(
        "(revision 3 "
      )
    )
    #expect(
      korean(ProblemReport(.failure, "the server failed", detail: "A1B2", fix: "x")).contains(
        ": A1B2)"
      )
    )
    let escape = korean(ProblemReport(.conflict, "\u{1B}[2J", detail: "\u{1B}[31m", fix: "x"))
    #expect(!escape.contains("\u{1B}"))
  }

  @Test("a wrong command line, in the words of the parser and in Korean")
  func usage() throws {
    let folder = try TemporaryFolder()
    func error(_ arguments: String...) throws -> String {
      let run = try ProgramRun.run(
        Repository.program("panel"),
        arguments,
        environment: ProgramRun.environment(home: folder.url, language: "ko_KR.UTF-8")
      )
      #expect(run.status == 64 && run.error.contains("\n  fix: panel --help"), "\(run.error)")
      return run.error
    }
    #expect(
      try error("rate", "--plian").hasPrefix("panel: 알 수 없는 옵션입니다: '--plian'. 혹시 '--plain'입니까?")
    )
    #expect(try error("rate", "--nonsense").hasPrefix("panel: 알 수 없는 옵션입니다: '--nonsense'\n"))
    #expect(try error("verify").hasPrefix("panel: 필요한 인자가 빠졌습니다: '<"))
    #expect(try error("status", "a").hasPrefix("panel: 쓸 수 없는 인자입니다: 'a'"))
    #expect(try error("rate", "a", "b", "c").hasPrefix("panel: 쓸 수 없는 인자입니다: 'b', 'c'"))
    #expect(try error("status", "--language").hasPrefix("panel: 값이 빠졌습니다: '--language"))
    #expect(
      try error("demo", "--seed", "x").hasPrefix("panel: '--seed <seed>'에 쓸 수 없는 값입니다: 'x'\n")
    )
    #expect(try error("rate", "--plain=yes").hasPrefix("panel: '--plain' 옵션에는 값을 쓰지 않습니다"))
    #expect(
      UsageText.korean(
        "The value 'x' is invalid for '--l <l>'. Please provide one of 'a', 'b' or 'c'."
      )
        == "'--l <l>'에 쓸 수 없는 값입니다: 'x'. 쓸 수 있는 값: 'a', 'b', 'c'"
    )
    #expect(try error("receipt", "--claim", "--issuance").contains("--participation, --claim\n"))
    #expect(UsageText.korean("something new") == "something new")
    let english = try ProgramRun.panel("status", "a", home: folder.url)
    #expect(english.error.hasPrefix("panel: Unexpected argument 'a'\n  fix: see panel --help"))
  }

  @Test("lines for people fit the terminal; what is to be copied stays whole")
  func lines() {
    #expect(TerminalText.lines("one two three", columns: 80) == ["one two three"])
    #expect(TerminalText.lines("one two three", columns: 8) == ["one two", "three"])
    #expect(
      TerminalText.lines("  one two three\n\n", columns: 8) == [
        "  one", "  two", "  three", "", "",
      ]
    )
    #expect(TerminalText.lines("한글 두 칸씩", columns: 8) == ["한글 두", "칸씩"])
    #expect(TerminalText.lines("head abcdefghij tail", columns: 8) == ["head abcdefghij tail"])
    #expect(TerminalText.lines("a   b", columns: 8) == ["a   b"], "a table that fits is left alone")
  }
}
