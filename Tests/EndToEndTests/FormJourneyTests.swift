import Foundation
import PanelCore
import PanelProtocol
import TestSupport
import Testing

@testable import panel

/// The form as people meet it: the real program on a terminal, on a real server.
@Suite("The form on a terminal", .formRound(survey: FormRound.everyKind), .timeLimit(.minutes(45)))
struct FormJourneyTests {
  /// One model of the survey with every kind of question: not recused, web and demonstration,
  /// cannot judge one item, effort 35.
  static let model = "2\n1\n13\n4\nn2\n35\n5\n\n"

  /// What is asked once: the attention check, two ranks, the profile.
  static let once = "2\n2\n1\n2\n"

  @Test(
    "every kind of question is filled by keys, submitted, and revised by one digit in the matrix",
    arguments: [Language.ko, .en]
  )
  func everyKind(language: Language) throws {
    let person = try FormRound.person(language == .ko ? 0 : 1)
    let isKorean = language == .ko
    let window = try FormWindow(person.home, language: language)
    #expect(window.opening.first?.contains(isKorean ? "시작하기 전에" : "Before you begin") == true)
    window.press("\n" + Self.model + Self.model + Self.once)
    try window.terminal.expect(isKorean ? "모든 문항에 답했습니다" : "Everything is answered")
    try Self.submit(window, language, revision: 1)
    try Self.expectReceipt(of: person, revision: 1)
    window.press("\n")
    #expect(try window.terminal.wait() == 0)
    #expect(try person.status() == ("submitted", 1))

    let first = try #require(person.order.first)
    var answers = try person.draft()
    #expect(
      answers.answers[first] == [
        ItemID("U1"): .rating(4), ItemID("C1"): .cannotJudge(ChoiceID("N2")),
      ]
    )
    #expect(answers.exposure[first]?[ItemID("X2")]?.map(\.rawValue) == ["web", "demo"])
    #expect(answers.modules.values.allSatisfy { $0 == [ItemID("T1"): 35] })
    #expect(answers.ranking == person.order.reversed().map { [$0] })

    let again = try FormWindow(person.home, language: language)
    // Down from the first row, past both exposures, to the first item.
    again.press("mjjj5")
    try again.terminal.expect(isKorean ? "수정분 미제출" : "CHANGES NOT SUBMITTED")
    again.press("d")
    try Self.submit(again, language, revision: 2)
    try Self.expectReceipt(of: person, revision: 2)
    again.press("q")
    #expect(try again.terminal.wait() == 0)
    #expect(try person.status() == ("submitted", 2))
    answers.answers[first]?[ItemID("U1")] = .rating(5)
    #expect(try person.draft() == answers)
  }

  /// From the final check: asked once, then sent and acknowledged on the screen.
  static func submit(_ window: FormWindow, _ language: Language, revision: Int) throws {
    window.press("s")
    try window.terminal.expect(language == .ko ? "제출할까요?" : "Submit now?")
    window.press("y")
    try window.terminal.expect(
      language == .ko ? "제출되었습니다 (\(revision)판)" : "SUBMITTED (revision \(revision))"
    )
    let receipt = try window.screen()
    #expect(receipt.contains { $0.contains("\(revision).receipt") })
  }

  /// The file is there and the server's signature holds, by the program's own word.
  static func expectReceipt(of person: FormPerson, revision: UInt32) throws {
    #expect(FileManager.default.fileExists(atPath: person.state.receiptURL(of: revision).path))
    struct Receipt: Decodable {
      var revision: UInt32
      var valid: Bool
    }
    let run = try ProgramRun.panel("receipt", "--json", home: person.home)
    #expect(run.status == 0)
    let receipt = try JSONDecoder().decode(Receipt.self, from: Data(run.output.utf8))
    #expect(receipt.valid && receipt.revision == revision)
  }
}

/// The shipped example, on a server that comes and goes.
@Suite("The form and its server", .serialized, .formRound(survey: ""), .timeLimit(.minutes(45)))
struct FormServerTests {
  /// A rating of 1 wants a comment: it is asked for, and typed with the letters that are keys.
  private static let keys = "\n4\n5\n\n1\n3\ncq s y u m\u{13}\n"

  private func count() async throws -> Int {
    let trial = try #require(FormRound.current?.trial)
    return try await trial.asCoordinator { client, _ in
      try await client.get(
        Route.path(TrialRound.round, .progress),
        as: RoundProgress.self
      ).submissionsAtLeast
    }
  }

  @Test("while the server is gone nothing is lost; submitted and revised, each counts once")
  func journey() async throws {
    let trial = try #require(FormRound.current?.trial)
    // In English, with the server gone when it matters.
    let person = try FormRound.person(0)
    let window = try FormWindow(person.home)
    window.press(Self.keys)
    try window.terminal.expect("Still open: ")
    // Nine letters without spaces are too few.
    window.press("\n")
    window.press("cand why\u{13}d")
    try window.terminal.expect("Everything is answered")
    try window.screen()
    let answers = try person.draft()
    trial.server.kill()
    window.press("sy")
    try window.terminal.expect("! NOT SUBMITTED: ")
    #expect(try window.screen().first?.contains("NOT SUBMITTED") == true)
    #expect(try person.draft() == answers)
    #expect(try person.status() == ("notSubmitted", nil))
    try trial.server.start()
    try FormJourneyTests.submit(window, .en, revision: 1)
    try FormJourneyTests.expectReceipt(of: person, revision: 1)
    // Sent and acknowledged; the server is started anew before the next one.
    _ = trial.server.stop()
    try trial.server.start()
    window.press("bmj2d")
    try FormJourneyTests.submit(window, .en, revision: 2)
    window.press("q")
    #expect(try window.terminal.wait() == 0)
    #expect(try person.status() == ("submitted", 2))

    // In Korean, with the Korean input method on.
    let other = try FormRound.person(1)
    let korean = try FormWindow(other.home, language: .ko)
    korean.press("\n4\n5\n\n3\n3\n\n")
    try korean.terminal.expect("모든 문항에 답했습니다")
    // Keys typed behind the one for the editor submit nothing, and leave no form that waits for it.
    korean.press("bedsy")
    try korean.terminal.expect("편집기가 지정되지 않았습니다")
    korean.press("d")
    try FormJourneyTests.submit(korean, .ko, revision: 1)
    korean.press("ㅠㅡ2ㅇ")
    try FormJourneyTests.submit(korean, .ko, revision: 2)
    korean.press("ㅂ")
    #expect(try korean.terminal.wait() == 0)
    try FormJourneyTests.expectReceipt(of: other, revision: 2)

    // A third one has everything answered when the round closes behind the open form.
    let late = try FormRound.person(2)
    let open = try FormWindow(late.home)
    open.press("\n4\n5\n\n3\n3\n\n")
    try open.terminal.expect("Everything is answered")
    _ = try await trial.close()
    open.press("sy")
    try open.terminal.expect("! NOT SUBMITTED: ")
    open.press("q")
    #expect(try open.terminal.wait() == 0)
    #expect(try late.draft().answers.count == 2)
    #expect(try late.status().state != "submitted")
    #expect(try await count() == 2)
  }
}
