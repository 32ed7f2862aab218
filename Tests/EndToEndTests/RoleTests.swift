import Foundation
import PanelCore
import PanelProtocol
import PanelReport
import TestSupport
import Testing

@testable import panel

@Suite("Who may do what on a server", .serialized, .timeLimit(.minutes(45)))
struct RoleTests {
  /// A closed round, and an auditor who has joined by a link of its coordinator.
  private struct Audited {
    let trial: TrialRound
    let home = "auditor"

    init(recused: Bool) async throws {
      trial = try await TrialRound(evaluators: 5)
      let link = trial.folder.url.appending(path: "auditor-link.txt").path
      if recused {
        let made = try trial.operate("link", "--role", "auditor", "--round", "trial")
        try made.output.write(toFile: link, atomically: true, encoding: .utf8)
      } else {
        let made = try trial.panel(["round", "auditor", "trial", "--to", link])
        #expect(made.status == 0, "\(made.error)")
      }
      let joined = try trial.panel(
        ["coordinator", "join", link, "--name", "auditor-1"],
        home: home
      )
      #expect(joined.status == 0 && joined.error.contains("auditor"), "\(joined.error)")
      if recused {
        let declared = try trial.panel(["round", "recuse", "trial", "--team", "A"])
        #expect(declared.status == 0, "\(declared.error)")
      }
      try await trial.enrolEverybody()
      for index in 0..<5 {
        try trial.answer(index)
        _ = try await trial.submit(index)
      }
      #expect(try await trial.close() == .closed)
    }

    func auditor(_ arguments: String...) throws -> ProgramRun {
      try trial.panel(arguments, home: home)
    }

    func trust() throws {
      #expect(try auditor("round", "progress", "trial").status == 77, "not compared yet")
      let wrong = try auditor(
        "round",
        "trust",
        "trial",
        "--fingerprint",
        "ED0JR-4PDZ0-7RBPX-ET7GN-45JC1-M1JF3"
      )
      #expect(wrong.status == 76)
      let right = trial.sealed.hash.fingerprint.description
      #expect(try auditor("round", "trust", "trial", "--fingerprint", right).status == 0)
    }
  }

  @Test("an auditor reads log, counts and what was released, and changes nothing")
  func auditor() async throws {
    let audited = try await Audited(recused: false)
    let trial = audited.trial
    try audited.trust()
    let progress = try audited.auditor("round", "progress", "trial")
    #expect(progress.status == 0 && progress.output.contains("closed"))
    #expect(try audited.auditor("log", "trial").status == 0)
    #expect(try audited.auditor("round", "list").output == "trial: closed\n")
    let to = trial.folder.url.appending(path: "audited").path
    #expect(try audited.auditor("release", "trial", "--to", to).status == 77, "nothing released")
    let own = trial.folder.url.appending(path: "own").path
    #expect(try trial.panel(["release", "trial", "--to", own]).status == 0)
    #expect(try audited.auditor("release", "trial", "--to", to).status == 0)
    for name in try FileManager.default.contentsOfDirectory(atPath: own) {
      #expect(
        FileManager.default.contentsEqual(atPath: own + "/" + name, andPath: to + "/" + name)
      )
    }
    for refused in [
      ["round", "publish", "trial"], ["round", "void", "trial", "--reason", "x", "--yes"],
      ["round", "conflicts", "trial"], ["round", "remind", "trial"],
      ["round", "auditor", "trial", "--to", to + ".link"], ["coordinator", "access"],
      ["round", "recuse", "trial", "--team", "A"],
    ] {
      let run = try trial.panel(refused, home: audited.home)
      #expect(run.status == 77, "\(refused): \(run.error)")
    }
    #expect(!FileManager.default.fileExists(atPath: to + ".link"))
    // Ended, also for the operator's list; the token then opens nothing.
    #expect(try trial.panel(["coordinator", "access", "--revoke", "auditor-1"]).status == 0)
    #expect(try audited.auditor("round", "progress", "trial").status == 77)
    let listed = try trial.operate("access")
    #expect(listed.output.contains("auditor-1: auditor, only trial, revoked"))
    #expect(listed.output.contains("coordinator-1  revoked  auditor-1"))
  }

  @Test("a coordinator with a declared tie sees no rating before publication, and signs unseen")
  func conflicted() async throws {
    let audited = try await Audited(recused: true)
    let trial = audited.trial
    try audited.trust()
    let own = trial.folder.url.appending(path: "own").path
    let refused = try trial.panel(["release", "trial", "--to", own])
    #expect(refused.status == 77 && refused.error.contains("declared a tie"))
    // Nor under another name, by a link of their own, nor by shutting the operator's auditor out.
    let link = own + "-link.txt"
    #expect(try trial.panel(["round", "auditor", "trial", "--to", link]).status == 0)
    let other = try trial.panel(["coordinator", "join", link, "--name", "x"], home: "other")
    #expect(other.status == 0)
    let print = trial.sealed.hash.fingerprint.description
    let trusted = try trial.panel(
      ["round", "trust", "trial", "--fingerprint", print],
      home: "other"
    )
    #expect(trusted.status == 0)
    let second = try trial.panel(["release", "trial", "--to", own], home: "other")
    #expect(second.status == 77 && second.error.contains("let you in"), "\(second.error)")
    #expect(try trial.panel(["coordinator", "access", "--revoke", "auditor-1"]).status == 77)
    let (to, request) = (own + "-audited", own + "-request.json")
    #expect(try audited.auditor("release", "trial", "--to", to).status == 77, "no request named")
    let asked = try audited.auditor("release", "trial", "--to", to, "--request", request)
    #expect(asked.status == 75 && !FileManager.default.fileExists(atPath: to))
    let signed = try trial.panel(["round", "sign-release", "trial", request])
    #expect(signed.status == 0, "\(signed.error)")
    #expect(try audited.auditor("release", "trial", "--to", to).status == 0)
    #expect(try audited.auditor("verify", to, "--fingerprint", print).status == 0)
    #expect(try trial.panel(["release", "trial", "--to", own]).status == 77, "still not public")
    #expect(try trial.panel(["round", "publish", "trial"]).status == 0)
    #expect(try trial.panel(["release", "trial", "--to", own]).status == 0)
    let log = try trial.panel(["log", "trial"])
    #expect(log.output.contains("declared own ties to: A"))
  }

  @Test(
    "the operator lets people in and out while the server runs; a link works once and for a time"
  )
  func links() async throws {
    let trial = try await TrialRound(evaluators: 5)
    func link(_ arguments: String...) throws -> String {
      let made = try ProgramRun.run(
        Repository.program("paneld"),
        ["link", "--data", trial.server.data.path] + arguments,
        environment: ProgramRun.environment(home: trial.folder.url)
      )
      #expect(made.status == 0, "\(made.error)")
      let file = trial.folder.url.appending(path: UUID().uuidString).path
      try made.output.write(toFile: file, atomically: true, encoding: .utf8)
      return file
    }
    let second = try link()
    #expect(
      try trial.panel(["coordinator", "join", second, "--name", "c2"], home: "c2").status == 0
    )
    #expect(
      try trial.panel(["coordinator", "join", second, "--name", "c3"], home: "c3").status == 66
    )
    // Another coordinator's round is not theirs to read or to change.
    for refused in [["round", "progress", "trial"], ["round", "invite", "trial"]] {
      let rest = refused[1] == "invite" ? ["--roster", second, "--to", second + ".d"] : []
      #expect(try trial.panel(refused + rest, home: "c2").status != 0)
    }
    #expect(try trial.panel(["round", "list"], home: "c2").output.isEmpty)
    #expect(
      try trial.panel(["coordinator", "access", "--revoke", "coordinator-1"], home: "c2").status
        == 77
    )
    #expect(try trial.operate("access", "--revoke", "c2").status == 0)
    #expect(try trial.panel(["round", "list"], home: "c2").status == 77)
    #expect(try trial.operate("access", "--revoke", "nobody").status == 66)
    // An auditor of all rounds; and one whose link has become too old.
    let every = try link("--role", "auditor")
    #expect(try trial.panel(["coordinator", "join", every, "--name", "a"], home: "a").status == 0)
    #expect(try trial.panel(["round", "list"], home: "a").output == "trial: sealed\n")
    let old = try link("--days", "1")
    try trial.server.advance(by: 90_000)
    #expect(
      try trial.panel(["coordinator", "join", old, "--name", "late"], home: "l").status == 66
    )
    // While no server runs the command does it itself.
    _ = trial.server.stop()
    #expect(try trial.operate("link", "--url", "https://panel.example.org").status == 0)
    let orders = trial.server.data.appending(path: "orders").path
    #expect(try FileManager.default.contentsOfDirectory(atPath: orders).isEmpty)
  }

  @Test(
    "an order of another user is refused, since the server could neither read nor remove it",
    .enabled(if: geteuid() == 0, "only root can give a file away")
  )
  func otherUser() async throws {
    let trial = try await TrialRound(evaluators: 5)
    let registry = trial.server.data.appending(path: "registry.sqlite").path
    try FileManager.default.setAttributes([.ownerAccountID: 65_534], ofItemAtPath: registry)
    let refused = try trial.operate("link")
    #expect(refused.status == 77 && refused.output.isEmpty && refused.error.contains("sudo -u"))
  }

  @Test("who registers a key holds it")
  func proof() async throws {
    let trial = try await TrialRound(evaluators: 5)
    let made = try trial.operate("link", "--url", trial.server.address)
    let link = try JoinLink.read(made.output, server: nil)
    let registration = CoordinatorRegistration(
      link: link.secret,
      name: "thief",
      key: Data(repeating: 7, count: 32),
      proof: Data(count: 64)
    )
    let problem = try await trial.problem { client in
      try await client.post(Route.coordinators, registration, reply: CoordinatorToken.self)
    }
    #expect(problem?.type == .badSignature)
    // The link is not used up by that.
    let other = Coordinator(home: trial.folder.url.appending(path: "other"))
    #expect(
      try await reporting { try await other.join(link, name: "c2") }
        == .coordinator
    )
  }
}
