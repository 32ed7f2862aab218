import Foundation
import PanelCore
import PanelProtocol
import PanelReport
import TestSupport
import Testing

@testable import panel

@Suite("A roster that changes while people enrol", .serialized, .timeLimit(.minutes(45)))
struct RosterChangeTests {
  @Test("a changed roster gives codes to the new, ends those of the gone, and leaves the others")
  func changed() async throws {
    let trial = try await TrialRound(evaluators: 5, seats: 6)
    let first = try await trial.invite(["A", "B", "C", "D", "E"])
    _ = try await trial.open()
    try await trial.enrol(first[0], home: "a")
    let second = try await trial.invite(["A", "B", "C", "D", "F", "G"])
    #expect(second.count == 2 && second.compactMap(\.seat) == [5, 6])
    try await trial.enrol(first[1], home: "b")
    await #expect(throws: Failure.self, "E's code has ended") {
      try await trial.enrol(first[4], home: "e")
    }
    try await trial.enrol(second[0], home: "f")
    // Off the roster, but enrolled: counted all the same. Beyond the seats: refused.
    await #expect(throws: Failure.self) {
      try await trial.invite(["B", "C", "D", "F", "G", "H"])
    }
    await #expect(throws: Failure.self, "the same roster again") {
      try await trial.invite(["A", "B", "C", "D", "F", "G"])
    }
    #expect(try await trial.progress().invited == 6)
    _ = try await trial.invite(["A", "B", "C", "D", "F"])
    #expect(try await trial.progress().invited == 5, "G is taken off")
  }

  @Test("a run that was cut off before the server heard of it goes on with the same codes")
  func interrupted() async throws {
    let trial = try await TrialRound(evaluators: 5, seats: 6)
    let roster = trial.folder.url.appending(path: "roster.csv")
    func invite(_ names: [String], to: String) throws -> ProgramRun {
      try ("name\n" + names.joined(separator: "\n") + "\n").write(
        to: roster,
        atomically: true,
        encoding: .utf8
      )
      return try trial.panel([
        "round", "invite", "trial", "--remove", "--roster", roster.path,
        "--to", trial.folder.url.appending(path: to).path,
      ])
    }
    #expect(try invite(["A", "B", "C", "D", "E"], to: "first").status == 0)
    let before = try trial.coordinator.roster(of: TrialRound.round)
    #expect(try invite(["A", "B", "C", "D", "F"], to: "second").status == 0)
    // As if the second list had never arrived.
    let after = try trial.coordinator.roster(of: TrialRound.round)
    try await trial.asCoordinator { client, server in
      try await trial.coordinator.invite(
        before,
        in: trial.sealed,
        now: trial.now,
        client: client,
        server: server
      )
    }
    #expect(try invite(["A", "B", "C", "D", "F"], to: "second").status == 0)
    #expect(try trial.coordinator.roster(of: TrialRound.round) == after, "no code is made anew")
    _ = try await trial.open()
    let path = trial.folder.url.appending(path: "second/5-invitation.txt").path
    try await trial.enrol(
      try Invitation(text: try InputFile.text(path), name: path),
      home: "f"
    )
  }

  @Test("replace and remind by command; an affiliation that resembles a team is named")
  func commands() async throws {
    let salt = Data(repeating: 3, count: 32)
    let codes = try #require(
      CodeTable([ModelCode("A"): "Team Blue", ModelCode("B"): "Amber Labs"], salt: salt)
    )
    let trial = try await TrialRound(evaluators: 5, codes: codes)
    let roster = trial.folder.url.appending(path: "roster.csv")
    try """
    name,email,affiliation
    Kim,kim@example.org,(주) amber labs
    Lee,lee@example.org,University
    Park,,
    Choi,,
    Jung,,
    """.write(to: roster, atomically: true, encoding: .utf8)
    let to = trial.folder.url.appending(path: "first").path
    let invited = try trial.panel([
      "round", "invite", "trial", "--roster", roster.path, "--to", to,
    ])
    #expect(invited.status == 0)
    #expect(invited.error.contains("Kim: '(주) amber labs' resembles the team 'Amber Labs'"))
    #expect(!invited.error.contains("University"))
    let replaced = try trial.panel([
      "round", "replace", "trial", "--person", "Kim", "--by", "Han", "--to", to + "-han",
    ])
    #expect(replaced.status == 0 && replaced.error.contains("No longer invited: Kim"))
    #expect(FileManager.default.fileExists(atPath: to + "-han/1-invitation.txt"), "Kim's seat")
    let unknown = try trial.panel([
      "round", "replace", "trial", "--person", "Kimm", "--by", "Moon", "--to", to + "-moon",
    ])
    #expect(unknown.status == 66 && unknown.error.contains("fix:"))
    _ = try await trial.open()
    let open = try trial.panel(["round", "remind", "trial", "--to", to + "-remind"])
    #expect(open.output.split(separator: "\n").count == 5 && open.output.contains("Han"))
    #expect(!open.output.contains("Kim"))
    let merge = try String(contentsOfFile: to + "-remind/mail-merge.csv", encoding: .utf8)
    #expect(merge.contains("lee@example.org") && !merge.contains("code:"))
    for (index, name) in ["1-han", "2", "3", "4", "5"].enumerated() {
      let path = name == "1-han" ? to + "-han/1-invitation.txt" : "\(to)/\(name)-invitation.txt"
      try await trial.enrol(
        try Invitation(text: try InputFile.text(path), name: path),
        home: "person-\(index)"
      )
    }
    let none = try trial.panel(["round", "remind", "trial"])
    #expect(none.output.isEmpty && none.status == 0)
    _ = try await trial.open()
    try trial.answer(0)
    _ = try await trial.submit(0)
    let all = try trial.panel(["round", "remind", "trial", "--json"])
    #expect(all.output.contains("Han") && all.output.contains("Jung"), "also who has submitted")
    let korean = try ProgramRun.panel(
      "round",
      "remind",
      "trial",
      home: trial.folder.url.appending(path: "home"),
      language: "ko_KR.UTF-8"
    )
    #expect(korean.output.contains("누가 제출했는지 저희는 알 수 없습니다"))
  }

  @Test("a person declines by command, and may still change their mind")
  func declineByCommand() async throws {
    let trial = try await TrialRound(evaluators: 5)
    let invitation = try #require(try await trial.invite(["A", "B", "C", "D", "E"]).first)
    _ = try await trial.open()
    let file = trial.folder.url.appending(path: "invitation.txt")
    try invitation.text(title: trial.sealed.survey.title, person: "A").write(
      to: file,
      atomically: true,
      encoding: .utf8
    )
    let terminal = try PseudoTerminal(
      Repository.program("panel"),
      ["join", file.path, "--decline"],
      environment: ProgramRun.environment(home: trial.folder.url.appending(path: "a"))
    )
    try terminal.expect("Type yes:")
    terminal.send(Array("yes\n".utf8))
    try terminal.expect("you decline")
    #expect(try terminal.wait() == 0)
    #expect(try await trial.progress().declined == 1)
    let remind = try trial.panel(["round", "remind", "trial"])
    #expect(!remind.output.contains("A\n") && remind.output.contains("B\n"))
    try await trial.enrol(invitation, home: "a")
    let after = try await trial.progress()
    #expect(after.declined == 0 && after.enrolled == 1)
  }

  @Test("open again after a lost answer opens no further phase")
  func openAgain() async throws {
    let trial = try await TrialRound(evaluators: 5)
    let invitations = try await trial.invite(["A", "B", "C", "D", "E"])
    // The server has taken the entry, and the answer was lost: only the note is left.
    let note = trial.folder.url.appending(path: "home/coordinator/rounds/trial/opening")
    #expect(try await trial.open() == .enrolling)
    try Data("enrolling".utf8).write(to: note)
    for (index, invitation) in invitations.enumerated() {
      try await trial.enrol(invitation, home: "person-\(index)")
    }
    #expect(try trial.panel(["round", "open", "trial"]).output == "trial: enrolling\n")
    #expect(!FileManager.default.fileExists(atPath: note.path))
    let phase = ["round", "open", "trial", "--phase"]
    #expect(try trial.panel(phase + ["enrolling"]).output == "trial: enrolling\n")
    #expect(try trial.panel(phase + ["closed"]).status == 64)
    #expect(try trial.panel(phase + ["rating"]).output == "trial: rating\n")
    #expect(try trial.panel(phase + ["enrolling"]).status == 77)
  }

  @Test("what is watched is fetched only when it has changed")
  func conditional() async throws {
    let trial = try await TrialRound(evaluators: 5)
    let invitations = try await trial.invite(["A", "B", "C", "D", "E"])
    _ = try await trial.open()
    let path = Route.path(TrialRound.round, .progress)
    let first = try await trial.asCoordinator { client, _ in
      try await client.get(path, as: RoundProgress.self, since: nil)
    }
    let mark = try #require(first?.mark)
    let same = try await trial.asCoordinator { client, _ in
      try await client.get(path, as: RoundProgress.self, since: mark)
    }
    #expect(same == nil)
    try await trial.enrol(invitations[0], home: "a")
    let changed = try await trial.asCoordinator { client, _ in
      try await client.get(path, as: RoundProgress.self, since: mark)
    }
    #expect(changed?.value.enrolled == 1 && changed?.mark != mark)
  }

  @Test("a watched progress shows who enrols as it happens, and holds up no other command")
  func watched() async throws {
    let trial = try await TrialRound(evaluators: 5)
    let invitations = try await trial.invite(["A", "B", "C", "D", "E"])
    _ = try await trial.open()
    let terminal = try PseudoTerminal(
      Repository.program("panel"),
      ["round", "progress", "trial", "--watch", "--every", "1"],
      environment: ProgramRun.environment(home: trial.folder.url.appending(path: "home"))
    )
    try terminal.expect("5 missing")
    try await trial.enrol(invitations[0], home: "a")
    try terminal.expect("1  [######........................]")
    #expect(try trial.panel(["round", "remind", "trial"]).status == 0)
    for index in 1..<5 { try await trial.enrol(invitations[index], home: "person-\(index)") }
    try terminal.expect("(reached)")
    _ = try await trial.open()
    try terminal.expect("rating")
    _ = try await trial.close()
    // It ends by itself with the round.
    #expect(try terminal.wait() == 0)
  }
}
