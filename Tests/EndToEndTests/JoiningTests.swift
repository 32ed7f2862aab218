import Foundation
import PanelCore
import PanelProtocol
import TestSupport
import Testing

@testable import panel

@Suite("Joining from wherever one is", .serialized, .timeLimit(.minutes(45)))
struct JoiningTests {
  private func terminal(
    _ trial: TrialRound,
    _ arguments: String...,
    home: String = "person",
    language: String = "en_US.UTF-8",
    columns: UInt16 = 80,
    rows: UInt16 = 60
  ) throws -> PseudoTerminal {
    try PseudoTerminal(
      Repository.program("panel"),
      arguments,
      environment: ProgramRun.environment(
        home: trial.folder.url.appending(path: home),
        language: language
      ),
      columns: columns,
      rows: rows
    )
  }

  /// Answers what `panel join` asks behind the privacy sheet.
  private func answer(_ terminal: PseudoTerminal, _ sealed: SealedRound) throws {
    try terminal.expect("two of its groups")
    let groups = sealed.hash.fingerprint.description.split(separator: "-")
    terminal.type("\(groups[1]) \(groups[4])")
    if sealed.survey.pledge != nil {
      try terminal.expect("yes/no")
      terminal.type("yes")
    }
    if sealed.survey.conflicts != nil {
      try terminal.expect("Numbers")
      terminal.type("1")
    }
    try terminal.expect("Enrolled, NOT yet rated")
  }

  private func enrolling() async throws -> (TrialRound, [Invitation]) {
    let trial = try await TrialRound(evaluators: 5)
    let invitations = try await trial.invite((0..<5).map { "Person \($0)" })
    _ = try await trial.open()
    return (trial, invitations)
  }

  private func text(_ invitation: Invitation) -> String {
    invitation.text(title: LocalizedText(en: "A trial", ko: "시범 평가"), person: "김하나")
  }

  @Test("panel rate with no round: the invitation's whole text is pasted, then one rates")
  func pasted() async throws {
    let (trial, invitations) = try await enrolling()
    let rate = try terminal(trial, "rate", "--plain")
    try rate.expect("paste its text:")
    rate.type("no-such-file.txt")
    try rate.expect("neither a file here")
    try rate.expect("paste its text:")
    rate.type(text(invitations[1]))
    try rate.expect("WHAT IS KEPT")
    try answer(rate, trial.sealed)
    try rate.expect("Have you noted the recovery code?")
    rate.type("")
    try rate.expect("[1/")
    rate.type("q")
    #expect(try rate.wait() == 0)
    #expect(!rate.transcript.contains("You can draft at once"))
    #expect(rate.transcript.contains("Enrolled, NOT yet rated\r\n  trial: "))
    let home = trial.folder.url.appending(path: "person")
    let state = RoundState(home: home, round: TrialRound.round)
    #expect(try state.credentialFile().seat == 2)
    #expect(try state.credentialFile().credentialSignature != nil)
    // A second time nothing is asked.
    let again = try terminal(trial, "rate", "--plain")
    try again.expect("[1/")
    again.type("q")
    #expect(try again.wait() == 0)
  }

  @Test("panel join: line by line, a dropped file, a server's address, three wrong answers")
  func asked() async throws {
    let (trial, invitations) = try await enrolling()
    let typed = try terminal(trial, "join", home: "typed")
    try typed.expect("paste its text:")
    typed.type("server: \(invitations[0].server)")
    typed.type("round: trial")
    typed.type("code: \(invitations[0].code.text)")
    try answer(typed, trial.sealed)
    #expect(try typed.wait() == 0)

    let file = try trial.folder.write(text(invitations[1]), to: "my invitation.txt")
    let dropped = try terminal(trial, "join", home: "dropped")
    try dropped.expect("paste its text:")
    dropped.type("'\(file)' ")
    try answer(dropped, trial.sealed)
    #expect(try dropped.wait() == 0)

    let address = try terminal(trial, "join", home: "address")
    try address.expect("paste its text:")
    address.type("\(invitations[2].server)")
    try address.expect("Round")
    address.type("trial")
    try address.expect("Code")
    address.type(invitations[2].code.text)
    try answer(address, trial.sealed)
    #expect(try address.wait() == 0)

    let wrong = try terminal(trial, "rate", "--plain", home: "wrong", language: "ko_KR.UTF-8")
    for answer in ["", "nowhere", "server: \(invitations[3].server)"] {
      try wrong.expect("붙여 넣으십시오:")
      wrong.type(answer)
    }
    wrong.type("")
    #expect(try wrong.wait() == 65, "the last one lacked a round")
    #expect(wrong.transcript.contains("fix: "))
    let nowhere = try terminal(trial, "rate", "--plain", home: "wrong")
    for _ in 0..<3 {
      try nowhere.expect("paste its text:")
      nowhere.type("nowhere")
    }
    #expect(try nowhere.wait() == 66)
    let other = try terminal(trial, "rate", "another", "--plain", home: "wrong")
    try other.expect("paste its text:")
    other.type("'\(file)'")
    #expect(try other.wait() == 64)
  }

  @Test("the name of a file as people and terminals write it")
  func names() throws {
    let folder = try TemporaryFolder()
    let path = try folder.write("", to: "my file.txt")
    let home = folder.url.path
    let names = [
      path, " \(path) ", "'\(path)'", "\"\(path)\"", "~/my file.txt", "'~/my file.txt'",
      path.replacing(" ", with: "\\ "), "~/my\\ file.txt",
      "file://" + path.replacing(" ", with: "%20"),
    ]
    for name in names {
      #expect(InvitationReader.file(name, home: home) == path, "\(name)")
    }
    for name in ["", "'", "~/other.txt", home, "file://nowhere"] {
      #expect(InvitationReader.file(name, home: home) == nil, "\(name)")
    }
  }

  @Test("the privacy sheet is shown by pages where it does not fit")
  func pages() async throws {
    let (trial, invitations) = try await enrolling()
    let file = try trial.folder.write(text(invitations[0]), to: "invitation.txt")
    let join = try terminal(trial, "join", file, rows: 12)
    for _ in 0..<20 {
      let shown = try join.expect("-- Enter --")
      #expect(shown.split(separator: "\n", omittingEmptySubsequences: false).count <= 13)
      join.type("")
      if (try? join.expect("you abstain", seconds: 0.5)) != nil { break }
    }
    try answer(join, trial.sealed)
    #expect(try join.wait() == 0)
    let broken = try terminal(trial, "join", file, home: "broken", rows: 12)
    try broken.expect("-- Enter --")
    broken.typeEndOfInput()
    #expect(try broken.wait() == 66)
  }

  @Test("a new round with the name of a cancelled one: the former is moved aside")
  func voided() async throws {
    let former = try await TrialRound(evaluators: 5)
    let home = former.folder.url.appending(path: "person")
    let invitation = try #require(try await former.invite((0..<5).map { "Person \($0)" }).first)
    _ = try await former.open()
    let person = try former.prepare(invitation, home: "person")
    try await reporting { try await person.enrol() }
    try former.people(person, answers: 0)

    let new = try await TrialRound(evaluators: 5, survey: "# another survey")
    let texts = try await new.invite((0..<5).map { "Person \($0)" }).map(text)
    _ = try await new.open()
    let file = try former.folder.write(texts[0], to: "new.txt")
    let refused = try terminal(former, "join", file)
    #expect(try refused.wait() == 77, "the former round still runs")
    #expect(refused.transcript.contains("another round of this name"))

    // Only its server knows yet.
    try await former.enter(.voided) { $0.reason = "the wrong survey was sealed" }
    let join = try terminal(former, "join", file)
    try answer(join, new.sealed)
    #expect(try join.wait() == 0)
    #expect(join.transcript.contains("was moved to"))
    #expect(join.transcript.contains("different. Your answers to it are kept there."))
    let aside = person.state.aside(former.sealed.hash)
    #expect(aside.lastPathComponent == "trial.void-\(former.sealed.hash.hex.prefix(8))")
    #expect(FileManager.default.fileExists(atPath: aside.appending(path: "draft.json").path))
    #expect(RoundState.all(home: home).map(\.round) == [TrialRound.round])
    #expect(try Evaluator(person.state).sealed.hash == new.sealed.hash)
    #expect(try Evaluator(person.state).isEnrolled())
  }

  @Test("on a terminal the status has a line of its own, and no line is too wide")
  func standing() async throws {
    let trial = try await TrialRound(evaluators: 5)
    try await trial.enrolEverybody()
    func status(columns: UInt16, language: String = "en_US.UTF-8") throws -> String {
      let status = try terminal(
        trial,
        "status",
        home: "person-0",
        language: language,
        columns: columns
      )
      #expect(try status.wait() == 0)
      return status.transcript
    }
    #expect(try status(columns: 80).hasPrefix("NOT SUBMITTED\r\n  trial: "))
    try trial.answer(0)
    let unsent = try status(columns: 200)
    #expect(
      unsent == "NOT SUBMITTED\r\n  trial: Your answers are saved on this computer only. "
        + "To submit: panel submit trial\r\n"
    )
    for language in ["en_US.UTF-8", "ko_KR.UTF-8"] {
      let narrow = try status(columns: 40, language: language)
      let lines = narrow.split(separator: "\r\n").map(String.init)
      #expect(lines.count > 2 && lines.dropFirst().allSatisfy { $0.hasPrefix("  ") })
      // Of the letters of these texts those of Hangul take two columns.
      let widths = lines.map { line in
        line.unicodeScalars.reduce(0) { $0 + ((0xAC00...0xD7A3).contains($1.value) ? 2 : 1) }
      }
      #expect(widths.allSatisfy { $0 <= 40 }, "\(lines)")
    }
    #expect(try status(columns: 80, language: "ko_KR.UTF-8").hasPrefix("미제출\r\n"))
    _ = try await trial.submit(0)
    #expect(try status(columns: 80).hasPrefix("SUBMITTED (r1)\r\n"))
    let home = trial.folder.url.appending(path: "person-0")
    let piped = try ProgramRun.panel("status", home: home)
    #expect(
      piped.output == "trial: SUBMITTED (r1). You can change your answers until the round closes: "
        + "panel rate trial\n"
    )
  }
}

extension TrialRound {
  /// Keeps the answers of a synthetic person as a person's draft.
  fileprivate func people(_ person: Evaluator, answers index: Int) throws {
    try person.state.save(panel.answers(of: index), for: sealed.hash)
  }
}
