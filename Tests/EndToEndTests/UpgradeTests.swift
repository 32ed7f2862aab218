import Foundation
import PanelCore
import PanelProtocol
import TestSupport
import Testing

@testable import PanelStore
@testable import panel

@Suite("paneld on data of an earlier version", .timeLimit(.minutes(45)))
struct UpgradeTests {
  /// Puts a registry of the first version where the server has its own, with the same open link.
  private func age(_ server: ServerRun, _ more: String = "") throws -> URL {
    let file = server.data.appending(path: "registry.sqlite")
    let secret = try JoinLink.read(server.link, server: nil).secret
    try FileManager.default.removeItem(at: file)
    let rows = OldRegistry.rows(link: Hexadecimal.text(ContentHash.sha256(secret)))
    _ = try SQLiteFile(path: file.path, migrations: [("registry-1", OldRegistry.sql + rows + more)])
    // The journal too is this process's, and not as private as the server's own.
    for path in [file.path, file.path + "-journal"] {
      try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: path)
    }
    return file
  }

  @Test("serve says that it copies and upgrades, and what was there goes on working")
  func upgrade() async throws {
    let folder = try TemporaryFolder()
    let server = try ServerRun(in: folder.url)
    #expect(server.stop() == 0)
    let file = try age(server)
    func check() throws -> ProgramRun {
      try ProgramRun.run(
        Repository.program("paneld"),
        ["check", "--data", server.data.path],
        environment: ProgramRun.environment(home: folder.url)
      )
    }
    let before = try check()
    #expect(before.status == 0 && before.output.contains("registry-1"), "\(before.output)")
    // A backup before the upgrade, by the new program, is one of the old tables.
    let backup = folder.path("backup")
    let made = try ProgramRun.run(
      Repository.program("paneld"),
      ["backup", "--data", server.data.path, "--to", backup],
      environment: ProgramRun.environment(home: folder.url)
    )
    #expect(made.status == 0, "\(made.error)")
    let listed = try String(contentsOfFile: backup + "/backup.json", encoding: .utf8)
    #expect(listed.contains("\"registry\" : \"registry-1\""), "\(listed)")

    try server.start()
    #expect(server.log.contains("registry-1") && server.log.contains(".before-registry-2"))
    let copy = URL(fileURLWithPath: file.path + ".before-registry-2")
    let mode = try FileManager.default.attributesOfItem(atPath: copy.path)[.posixPermissions]
    #expect(mode as? Int == 0o600)
    // The link that the old file knew still lets its coordinator join.
    let coordinator = Coordinator(home: folder.url.appending(path: "home"))
    try await coordinator.join(
      try JoinLink.read(server.localLink, server: nil),
      name: "coordinator-1"
    )
    #expect(server.stop() == 0)
    try server.start()
    #expect(!server.log.contains("before-registry"), "once only")
    #expect(try check().output.contains("registry.sqlite.before-registry-2"))
  }

  @Test("a step that fails stops the start with a fix, and leaves the file to the old version")
  func failing() throws {
    let folder = try TemporaryFolder()
    let server = try ServerRun(in: folder.url)
    #expect(server.stop() == 0)
    let file = try age(server, "CREATE TABLE sealedLink (x INTEGER PRIMARY KEY) STRICT;")
    let run = try ProgramRun.run(
      Repository.program("paneld"),
      ["serve", "--data", server.data.path, "--port", "0"],
      environment: ProgramRun.environment(home: folder.url)
    )
    #expect(run.status == 65, "\(run.error)")
    #expect(run.error.contains("sealedLink") && run.error.contains("previous version of paneld"))
    let inspection = try DatabaseInspection(path: file.path, kind: .registry)
    #expect(try inspection.schema() == .older(has: "registry-1", next: "registry-2"))
    #expect(try inspection.phases().map { $0.round.rawValue } == ["old"])
  }
}
