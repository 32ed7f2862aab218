import Foundation
import PanelCore
import PanelProtocol
import TestSupport
import Testing

@testable import PanelStore
@testable import panel

@Suite("paneld check", .serialized, .timeLimit(.minutes(45)))
struct CheckTests {
  struct Report: Decodable {
    struct Finding: Decodable {
      var check: String
      var subject: String
      var outcome: String
      var message: String
      var fix: String?
    }
    var schema: String
    var findings: [Finding]
    var failed: Int
  }

  private func report(_ trial: TrialRound) throws -> Report {
    let run = try trial.paneld("check", "--data", trial.data, "--json")
    let report = try JSONDecoder().decode(Report.self, from: Data(run.output.utf8))
    #expect(report.schema == "panel.check.v1")
    #expect(run.status == (report.failed == 0 ? 0 : 1))
    #expect(report.failed == report.findings.count { $0.outcome == "failed" })
    for finding in report.findings {
      #expect((finding.fix == nil) == (finding.outcome == "held"), "\(finding)")
    }
    return report
  }

  private func failed(_ trial: TrialRound) throws -> [String] {
    try report(trial).findings.filter { $0.outcome == "failed" }.map(\.check)
  }

  @Test("in every phase of a round that runs nothing fails, and nobody is named")
  func phases() async throws {
    let trial = try await TrialRound(evaluators: 5)
    #expect(try failed(trial) == [], "sealed")
    let invitations = try await trial.invite((0..<5).map { "Person \($0)" })
    #expect(try await trial.open() == .enrolling)
    for (index, invitation) in invitations.enumerated() {
      let person = try trial.prepare(invitation, home: "person-\(index)")
      try await reporting { try await person.enrol() }
    }
    #expect(try failed(trial) == [], "enrolling")
    #expect(try await trial.open() == .rating)
    #expect(try failed(trial) == [], "rating")
    _ = try await trial.close()
    let report = try report(trial)
    #expect(report.failed == 0, "closed")
    let checks = Set(report.findings.map(\.check))
    #expect(
      checks == [
        "schema", "integrity", "references", "manifest", "log", "receiptKey", "issuerKey",
        "issuance", "tree", "bodies", "permissions", "leftovers", "space",
      ]
    )
    let document = try String(
      contentsOf: Repository.root.appending(path: "docs/cli.md"),
      encoding: .utf8
    )
    for check in checks { #expect(document.contains("`\(check)`"), "\(check)") }

    let text = try trial.paneld("check", "--data", trial.data).output
    #expect(text.hasSuffix("no check failed\n"))
    let states = try await trial.asCoordinator { client, _ in
      try await client.get(
        Route.path(TrialRound.round, .invitations),
        as: InvitationStates.self
      ).invitations
    }
    #expect(states.count == 5)
    for state in states {
      #expect(!text.contains(state.reference))
      #expect(!text.contains(Hexadecimal.text(state.identifier)))
    }
  }

  @Test("each thing that can be wrong is found, and only that")
  func faults() async throws {
    let trial = try await TrialRound(evaluators: 5)
    try await trial.enrolEverybody()
    try await trial.submitEverybody()
    _ = try await trial.close()
    #expect(trial.server.stop() == 0)
    #expect(try failed(trial) == [])
    let round = trial.server.data.appending(path: "rounds/trial")

    /// Changes a file, looks, and puts it back.
    func expect(_ checks: [String], _ name: String, _ change: (inout Data) -> Void) throws {
      let url = round.appending(path: name)
      let before = try Data(contentsOf: url)
      var after = before
      change(&after)
      try after.write(to: url)
      try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: url.path)
      #expect(try failed(trial) == checks, "\(name)")
      try before.write(to: url)
      try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: url.path)
    }
    let flip = { (data: inout Data) in data[data.count / 2] ^= 1 }
    try expect(["receiptKey"], "receipt.key", flip)
    try expect(["manifest"], "manifest.json", flip)
    try expect(["manifest"], "manifest.sig", flip)
    try expect(["manifest"], "survey.yaml") { $0 += Data("\n".utf8) }
    try expect(["issuance"], "issuance.jsonl", flip)
    try expect(["issuance"], "issuance-head.json") { $0 = Data("{}".utf8) }

    // An issuer key that has come back, and rights that are too wide.
    let key = round.appending(path: "issuer.key")
    try Data("key".utf8).write(to: key)
    try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: key.path)
    #expect(try failed(trial) == ["issuerKey"])
    try FileManager.default.removeItem(at: key)
    for (path, mode) in [(round.path, 0o755), (round.path + "/receipt.key", 0o640)] {
      let before = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions]
      try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: path)
      #expect(try failed(trial) == ["permissions"], "\(path)")
      try FileManager.default.setAttributes(
        [.posixPermissions: before as Any],
        ofItemAtPath: path
      )
    }

    // A submission that is gone, and an answer that was changed in place.
    let file = round.appending(path: "submissions.sqlite")
    let whole = try Data(contentsOf: file)
    func submissions() throws -> SQLiteFile {
      try SQLiteFile(path: file.path, migrations: Migrations.submissions)
    }
    let body = try #require(try SubmissionStore(path: file.path).all().map(\.body).first)
    var changed = body
    let digit = try #require(changed.lastIndex(of: UInt8(ascii: "a")))
    changed[digit] = UInt8(ascii: "b")
    var bytes = whole
    let place = try #require(bytes.range(of: body.suffix(60)))
    bytes.replaceSubrange(place, with: changed.suffix(60))
    try bytes.write(to: file)
    #expect(try failed(trial) == ["bodies"])
    // A backup of it is made all the same, and both it and the drill say what does not hold.
    let damaged = trial.folder.path("damaged")
    let backup = try trial.paneld("backup", "--data", trial.data, "--to", damaged)
    #expect(backup.status == 1 && backup.error.contains("fails a check"), "\(backup.error)")
    let drill = try trial.paneld("restore", "--from", damaged, "--drill")
    #expect(drill.status == 1 && drill.output.contains("failed"), "\(drill.output)")
    try whole.write(to: file)
    try FileManager.default.moveItem(at: file, to: trial.folder.url.appending(path: "away"))
    _ = try submissions()
    for path in [file.path, file.path + "-journal"] {
      try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: path)
    }
    #expect(try failed(trial) == ["tree"])
    try FileManager.default.removeItem(at: file)
    #expect(try failed(trial) == ["tree"])
    try FileManager.default.moveItem(at: trial.folder.url.appending(path: "away"), to: file)
    #expect(try failed(trial) == [])

    // An entry of the log that was changed, and tables of a later version.
    let registry = trial.server.data.appending(path: "registry.sqlite")
    let before = try Data(contentsOf: registry)
    var forged = before
    let actor = try #require(forged.range(of: Data("\"actor\":\"coordinator-1".utf8)))
    forged[actor.upperBound - 1] = UInt8(ascii: "2")
    try forged.write(to: registry)
    #expect(try failed(trial) == ["log"])
    try before.write(to: registry)
    let steps = Migrations.registry + [("registry-99", "CREATE TABLE later (x INTEGER) STRICT;")]
    _ = try SQLiteFile(path: registry.path, migrations: steps)
    #expect(try failed(trial) == ["schema"])
    let refused = try trial.paneld("serve", "--data", trial.data, "--port", "0")
    #expect(refused.status == 65 && refused.error.contains("registry-99"), "\(refused.error)")
  }

  @Test("what was left behind is told and fails nothing")
  func leftovers() async throws {
    let trial = try await TrialRound(evaluators: 5)
    trial.server.kill()
    for name in ["server/rounds/x.partial", "server/registry.sqlite.before-registry-2"] {
      let path = try trial.folder.write("", to: name)
      try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: path)
    }
    let report = try report(trial)
    let told = report.findings.filter { $0.check == "leftovers" }.map(\.subject)
    #expect(told == ["registry.sqlite.before-registry-2", "rounds/x.partial", "server.json"])
    #expect(report.failed == 0)
    #expect(try trial.paneld("check", "--data", trial.folder.path("none")).status == 66)
  }
}
