import Foundation
import PanelCore
import TestSupport
import Testing

@testable import PanelStore

@Suite("Databases of an earlier version", .timeLimit(.minutes(45)))
struct SchemaUpgradeTests {
  let folder: TemporaryFolder
  init() throws { folder = try TemporaryFolder() }

  private static let link = String(repeating: "ab", count: 32)

  /// A registry as the first version left it.
  private func oldRegistry(_ more: String = "") throws -> String {
    let path = folder.path("registry.sqlite")
    let sql = OldRegistry.sql + OldRegistry.rows(link: Self.link) + more
    _ = try SQLiteFile(path: path, migrations: [("registry-1", sql)])
    return path
  }

  private func schema(_ path: String) throws -> SchemaState {
    try DatabaseInspection(path: path, kind: .registry).schema()
  }

  private var names: [String] {
    get throws { try FileManager.default.contentsOfDirectory(atPath: folder.url.path).sorted() }
  }

  @Test("the frozen tables are those that the first step makes")
  func frozen() throws {
    let words = { (sql: String) in sql.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }
    let first = try #require(Migrations.registry.first)
    #expect(words(first.sql) == words(OldRegistry.sql))
  }

  @Test("an old registry is copied beside itself, privately, before its tables change")
  func copies() throws {
    let path = try oldRegistry()
    #expect(try schema(path) == .older(has: "registry-1", next: "registry-2"))
    let registry = try Registry(path: path)
    #expect(try registry.rounds().map(\.round.rawValue) == ["old"])
    guard case .current = try schema(path) else {
      Issue.record("the tables are not up to date")
      return
    }
    let copy = path + ".before-registry-2"
    #expect(try schema(copy) == .older(has: "registry-1", next: "registry-2"))
    #expect(try DatabaseInspection(path: copy, kind: .registry).isWhole())
    #expect(
      try DatabaseInspection(path: copy, kind: .registry).phases().map { $0.round.rawValue } == [
        "old"
      ]
    )
    let mode = try FileManager.default.attributesOfItem(atPath: copy)[.posixPermissions]
    #expect(mode as? Int == 0o600)
    // Once only: opening it again copies nothing.
    try FileManager.default.removeItem(atPath: copy)
    _ = try Registry(path: path)
    #expect(try names.filter { $0.contains("before") } == [])
  }

  @Test("a new file is not copied")
  func new() throws {
    _ = try Registry(path: folder.path("registry.sqlite"))
    #expect(try names.filter { $0.contains("before") } == [])
  }

  @Test("a step that fails leaves the file as it was, for the version that wrote it")
  func failing() throws {
    let path = try oldRegistry("CREATE TABLE sealedLink (x INTEGER PRIMARY KEY) STRICT;")
    #expect(throws: StoreError.self) { try Registry(path: path) }
    #expect(try schema(path) == .older(has: "registry-1", next: "registry-2"))
    // The former version opens it and finds what it had.
    _ = try SQLiteFile(path: path, migrations: [("registry-1", OldRegistry.sql)])
    #expect(
      try DatabaseInspection(path: path, kind: .registry).phases().map { $0.round.rawValue } == [
        "old"
      ]
    )
  }

  @Test("if the second of two steps fails, the first is taken back too")
  func failingLater() throws {
    let path = try oldRegistry()
    let steps = [
      ("registry-1", OldRegistry.sql), ("registry-2", "CREATE TABLE more (x INTEGER) STRICT;"),
      ("registry-3", "INSERT INTO nowhere VALUES (1);"),
    ]
    do {
      _ = try SQLiteFile(path: path, migrations: steps)
      Issue.record("it must fail")
    } catch {
      guard case .upgradeFailed(path, has: "registry-1", let reason) = error else {
        Issue.record("\(error)")
        return
      }
      #expect(reason.contains("nowhere"))
    }
    #expect(try schema(path) == .older(has: "registry-1", next: "registry-2"))
    _ = try SQLiteFile(path: path, migrations: Array(steps.prefix(1)))
    #expect(
      try DatabaseInspection(path: path, kind: .registry).phases().map { $0.round.rawValue } == [
        "old"
      ]
    )
  }

  @Test("a registry of a later version is refused by what it has, and not touched")
  func newer() throws {
    let path = folder.path("registry.sqlite")
    let steps = Migrations.registry + [("registry-99", "CREATE TABLE later (x INTEGER) STRICT;")]
    _ = try SQLiteFile(path: path, migrations: steps)
    let before = try Data(contentsOf: URL(fileURLWithPath: path))
    let knows = try #require(Migrations.registry.last?.name)
    #expect(throws: StoreError.newerSchema(path: path, has: "registry-99", knows: knows)) {
      try Registry(path: path)
    }
    #expect(try Data(contentsOf: URL(fileURLWithPath: path)) == before)
  }

  @Test("no copy of submissions outlives an upgrade, also not one that a kill left behind")
  func submissions() throws {
    let path = folder.path("submissions.sqlite")
    let (first, second) = (
      ("submissions-1", "CREATE TABLE submission (x INTEGER PRIMARY KEY) STRICT, WITHOUT ROWID;"),
      ("submissions-2", "ALTER TABLE submission ADD COLUMN y INTEGER;")
    )
    _ = try SQLiteFile(path: path, migrations: [first])
    _ = try SQLiteFile(path: path, migrations: [first, second], keepsCopy: false)
    #expect(try names.filter { $0.contains("before") } == [])
    _ = try folder.write("ratings", to: "submissions.sqlite.before-submissions-2")
    _ = try folder.write("ratings", to: "submissions.sqlite.before-submissions-2.partial")
    _ = try SQLiteFile(path: path, migrations: [first, second], keepsCopy: false)
    #expect(try names.filter { $0.contains("before") } == [])
  }

  @Test("reading a file to check it changes nothing, and a damaged one is seen")
  func inspection() throws {
    let path = folder.path("registry.sqlite")
    _ = try Registry(path: path)
    let before = try Data(contentsOf: URL(fileURLWithPath: path))
    let whole = try DatabaseInspection(path: path, kind: .registry)
    #expect(try whole.isWhole() && whole.hasItsReferences())
    #expect(try Data(contentsOf: URL(fileURLWithPath: path)) == before)
    var bytes = before
    bytes.replaceSubrange(4_096..<4_200, with: Data(repeating: 0xFF, count: 104))
    let damaged = folder.path("damaged.sqlite")
    try bytes.write(to: URL(fileURLWithPath: damaged))
    let isWhole = try? DatabaseInspection(path: damaged, kind: .registry).isWhole()
    #expect(isWhole != true)
    #expect(throws: StoreError.self) {
      try DatabaseInspection(path: folder.path("none"), kind: .registry)
    }
  }
}
