import Foundation
import PanelCore
import PanelProtocol
import PanelReport
import TestSupport
import Testing

@testable import panel

@Suite("Backups are restored", .serialized, .timeLimit(.minutes(45)))
struct RestoreTests {
  private func bytes(_ path: String) throws -> Data {
    try Data(contentsOf: URL(fileURLWithPath: path))
  }

  @Test("a closed round, restored elsewhere and served, gives the same scores bit for bit")
  func closed() async throws {
    let trial = try await TrialRound(evaluators: 5)
    try await trial.enrolEverybody()
    try await trial.submitEverybody()
    _ = try await trial.close()
    let backup = try trial.backup()
    // The drill on the coordinator's side needs a copy of the state folder: the log of the scratch
    // server goes a way of its own.
    let home = trial.folder.url.appending(path: "home")
    let copy = trial.folder.url.appending(path: "home-copy")
    try FileManager.default.copyItem(at: home, to: copy)
    func panel(_ home: URL, _ arguments: String...) throws -> ProgramRun {
      let run = try ProgramRun.run(
        Repository.program("panel"),
        arguments,
        environment: ProgramRun.environment(home: home)
      )
      #expect(run.status == 0, "\(arguments): \(run.error)")
      return run
    }
    let first = trial.folder.path("first")
    _ = try panel(home, "release", "trial", "--to", first)
    let aggregated = try panel(home, "aggregate", first, "--json").output
    trial.server.kill()

    let elsewhere = trial.folder.path("elsewhere")
    let restored = try trial.paneld("restore", "--from", backup, "--data", elsewhere)
    #expect(restored.status == 0, "\(restored.error)")
    #expect(restored.output.contains("trial is complete: closed."))
    #expect(try trial.paneld("check", "--data", elsewhere).status == 0)
    for (name, mode) in try TrialRound.modes(elsewhere) {
      let isFolder = ["", "rounds", "rounds/trial"].contains(name)
      #expect(mode == (isFolder ? 0o700 : 0o600), "\(name)")
    }

    let scratch = try ServerRun(existing: URL(fileURLWithPath: elsewhere))
    let servers = copy.appending(path: "coordinator/servers.json")
    let text = try String(contentsOf: servers, encoding: .utf8)
    #expect(text.contains(trial.server.address))
    try text.replacing(trial.server.address, with: scratch.address)
      .write(to: servers, atomically: true, encoding: .utf8)
    let second = trial.folder.path("second")
    _ = try panel(copy, "release", "trial", "--to", second)
    let fingerprint = trial.sealed.hash.fingerprint.description
    #expect(
      try panel(copy, "verify", second, "--fingerprint", fingerprint).output
        .contains("all checks hold")
    )
    #expect(try bytes(first + "/scores.json") == bytes(second + "/scores.json"))
    #expect(try bytes(first + "/units.jsonl") == bytes(second + "/units.jsonl"))
    #expect(try panel(copy, "aggregate", second, "--json").output == aggregated)
    #expect(scratch.stop() == 0)
  }

  @Test("a round that was being rated comes back without submissions, and the outboxes refill it")
  func rating() async throws {
    let trial = try await TrialRound(evaluators: 5)
    try await trial.enrolEverybody()
    try await trial.submitEverybody()
    let backup = try trial.backup()
    let restored = try trial.loseAndRestore(backup)
    #expect(restored.output.contains("panel submit trial"), "\(restored.output)")
    let check = try trial.paneld("check", "--data", trial.data)
    #expect(check.status == 0, "\(check.output)")
    for index in 0..<5 { #expect(try await trial.submit(index) == 1) }
    _ = try await trial.close()
    let verification = Verification.run(
      files: try await trial.release().files,
      fingerprint: trial.sealed.hash.fingerprint,
      mine: try trial.people[0].ownSubmission()
    )
    #expect(verification.checks.filter { $0.outcome != .held } == [])
    #expect(try trial.paneld("check", "--data", trial.data).status == 0)
  }

  @Test("rating that ended meanwhile: the restored server closes, and receipts bring all back")
  func ended() async throws {
    let start = Timestamp(Date())
    let trial = try await TrialRound(
      evaluators: 5,
      schedule: .times(
        enrolFrom: start,
        enrolTo: start.advanced(by: 3_600),
        rateFrom: start.advanced(by: 7_200),
        rateTo: start.advanced(by: 10_800)
      ),
      objectionSeconds: 7_200
    )
    let invitations = try await trial.invite((0..<5).map { "Person \($0)" })
    var people: [Evaluator] = []
    for (index, invitation) in invitations.enumerated() {
      let person = try trial.prepare(invitation, home: "person-\(index)")
      try await reporting { try await person.enrol() }
      people.append(person)
    }
    try trial.server.advance(by: 7_300)
    for (index, person) in people.enumerated() {
      try person.state.save(trial.panel.answers(of: index), for: trial.sealed.hash)
      _ = try await reporting { try await person.submit() }
    }
    let backup = try trial.backup()
    try trial.server.advance(by: 3_600)
    _ = try trial.loseAndRestore(backup)
    for person in people {
      guard case .reinstated = try await reporting({ try await person.claim() }) else {
        Issue.record("it must be reinstated")
        return
      }
    }
    #expect(try trial.paneld("check", "--data", trial.data).status == 0)
    try trial.server.advance(by: 7_300)
    let verification = Verification.run(
      files: try await trial.release().files,
      fingerprint: trial.sealed.hash.fingerprint,
      mine: try people[3].ownSubmission()
    )
    #expect(verification.failed == [])
  }

  @Test("a round that was enrolling: the words say when it can go on, and check names the key")
  func enrolling() async throws {
    let trial = try await TrialRound(evaluators: 5)
    let invitations = try await trial.invite((0..<5).map { "Person \($0)" })
    _ = try await trial.open()
    for (index, invitation) in invitations.prefix(2).enumerated() {
      let person = try trial.prepare(invitation, home: "person-\(index)")
      try await reporting { try await person.enrol() }
    }
    let few = try trial.backup("few")
    for (index, invitation) in invitations.enumerated().dropFirst(2) {
      let person = try trial.prepare(invitation, home: "person-\(index)")
      try await reporting { try await person.enrol() }
    }
    let all = try trial.backup("all")
    let early = try trial.paneld("restore", "--from", few, "--data", trial.folder.path("early"))
    #expect(early.output.contains("2 of at least 5 had enrolled"), "\(early.output)")
    #expect(early.output.contains("panel round void trial"))
    let late = try trial.loseAndRestore(all)
    #expect(late.output.contains("with the 5 who had enrolled"), "\(late.output)")
    let check = try trial.paneld("check", "--data", trial.data)
    #expect(check.status == 1 && check.output.contains("issuer key is missing"))
    // Nobody enrolled after it, so it goes on: the list is made without the key.
    #expect(try await trial.open() == .rating)
    #expect(try trial.paneld("check", "--data", trial.data).status == 0)
  }

  @Test("damage is seen before anything is written, whichever file it is in")
  func damage() async throws {
    let trial = try await TrialRound(evaluators: 5)
    try await trial.enrolEverybody()
    try await trial.submitEverybody()
    _ = try await trial.close()
    let backup = try trial.backup()
    let drill = try trial.paneld("restore", "--from", backup, "--drill")
    #expect(drill.status == 0, "\(drill.output) \(drill.error)")
    #expect(drill.output.contains("can be restored") && !drill.output.contains("failed"))
    let names = try FileManager.default.subpathsOfDirectory(atPath: backup)
      .filter { !["rounds", "rounds/trial"].contains($0) }
    #expect(names.count == 9, "\(names)")
    for name in names {
      let url = URL(fileURLWithPath: backup).appending(path: name)
      let whole = try Data(contentsOf: url)
      var bytes = whole
      bytes[bytes.count / 2] ^= 0x01
      for damaged in [bytes, Data(whole.prefix(whole.count / 2))] {
        try damaged.write(to: url)
        let to = trial.folder.path("never")
        let run = try trial.paneld("restore", "--from", backup, "--data", to)
        #expect(run.status == 65 && run.error.contains("fix:"), "\(name): \(run.error)")
        #expect(!FileManager.default.fileExists(atPath: to), "\(name)")
      }
      try FileManager.default.removeItem(at: url)
      #expect(try trial.paneld("restore", "--from", backup, "--drill").status != 0, "\(name)")
      try whole.write(to: url)
    }
    // A path that leads elsewhere is no file of a backup.
    let list = URL(fileURLWithPath: backup).appending(path: "backup.json")
    let text = try String(contentsOf: list, encoding: .utf8)
    for path in ["../registry.sqlite", "rounds/trial/issuer.key", "rounds/../registry.sqlite"] {
      try text.replacing("rounds/trial/survey.yaml", with: path)
        .write(to: list, atomically: true, encoding: .utf8)
      #expect(try trial.paneld("restore", "--from", backup, "--drill").status == 65, "\(path)")
    }
  }

  @Test("nothing is ever overwritten, and a restore that was interrupted says so")
  func refusals() async throws {
    let trial = try await TrialRound(evaluators: 5)
    let backup = try trial.backup()
    let full = trial.folder.path("full")
    try FileManager.default.createDirectory(atPath: full, withIntermediateDirectories: true)
    _ = try trial.folder.write("mine", to: "full/file")
    #expect(try trial.paneld("restore", "--from", backup, "--data", full).status == 73)
    #expect(try bytes(full + "/file") == Data("mine".utf8))
    #expect(try trial.paneld("restore", "--from", backup, "--data", trial.data).status == 73)
    let cut = trial.folder.path("cut")
    try FileManager.default.createDirectory(
      atPath: cut + "/restore.partial",
      withIntermediateDirectories: true
    )
    let run = try trial.paneld("restore", "--from", backup, "--data", cut)
    #expect(run.status == 73 && run.error.contains("interrupted"))
    // An empty one that is there, as a mounted volume, is taken and made private.
    let empty = trial.folder.path("empty")
    try FileManager.default.createDirectory(atPath: empty, withIntermediateDirectories: true)
    #expect(try trial.paneld("restore", "--from", backup, "--data", empty).status == 0)
    #expect(try TrialRound.modes(empty)[""] == 0o700)
    // Not a backup, no place, or two.
    #expect(try trial.paneld("restore", "--from", trial.data, "--drill").status == 66)
    #expect(try trial.paneld("restore", "--from", backup).status == 64)
    #expect(try trial.paneld("restore", "--from", backup, "--data", cut, "--drill").status == 64)
    // A backup inside what it backs up would be lost with it, also by way of a link.
    let link = trial.folder.path("link")
    try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: trial.data)
    for place in [trial.data + "/copy", trial.data + "/new/copy", link + "/copy"] {
      let inside = try trial.paneld("backup", "--data", trial.data, "--to", place)
      #expect(inside.status == 64, "\(place): \(inside.error)")
    }
    let left = try FileManager.default.contentsOfDirectory(atPath: trial.data)
    #expect(left.filter { $0.contains("copy") || $0.contains("new") } == [])
  }

  @Test("a certificate of the server's own comes back, since everybody goes by its pin")
  func ownCertificate() async throws {
    let trial = try await TrialRound(evaluators: 5, selfSigned: true)
    _ = try trial.loseAndRestore(try trial.backup())
    #expect(try await trial.progress().phase == .sealed)
    let spelled = try trial.panel(["log", "trial", "--server", trial.server.address + "/"])
    #expect(spelled.status == 0, "the pin counts however the address is spelled: \(spelled.error)")
    let key = trial.server.data.appending(path: "tls/key.pem").path
    let mode = try FileManager.default.attributesOfItem(atPath: key)[.posixPermissions]
    #expect(mode as? Int == 0o600)
  }
}
