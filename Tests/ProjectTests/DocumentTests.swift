import Foundation
import PanelCore
import TestSupport
import Testing

@Suite("The documents agree with the program", .timeLimit(.minutes(45)))
struct DocumentTests {
  private func text(_ path: String) throws -> String {
    try String(contentsOf: Repository.root.appending(path: path), encoding: .utf8)
  }

  @Test("docs/database.md names every table and column")
  func database() throws {
    let source = try text("Sources/PanelStore/SQLite/Migrations.swift")
    let document = try text("docs/database.md")
    let tables = source.matches(of: /CREATE TABLE ([A-Za-z]+) \(/).map { String($0.1) }
    #expect(tables.count >= 8)
    for table in tables { #expect(document.contains("`\(table)`"), "\(table)") }
    let columns = source.matches(of: /\n        ([a-z][A-Za-z]+) (?:BLOB|TEXT|INTEGER)/)
      .map { String($0.1) }
    #expect(columns.count >= 25)
    for column in Set(columns) { #expect(document.contains("`\(column)`"), "\(column)") }
  }

  @Test("docs/exit-codes.md lists the codes of both programs")
  func exitCodes() throws {
    let document = try text("docs/exit-codes.md")
    let rows = document.matches(of: /\n\| ([0-9]+) \| ([a-zA-Z]+) \|/).map { "\($0.1) \($0.2)" }
    #expect(rows == ExitStatus.allCases.map { "\($0.rawValue) \($0)" })
  }

  @Test("docs/http-api.md lists every part of a round and every kind of problem")
  func interface() throws {
    let document = try text("docs/http-api.md")
    let route = try text("Sources/PanelProtocol/HTTP/Route.swift")
    for match in route.matches(of: /\ {4}case ([a-zA-Z]+)(?: = "([a-z-]+)")?\n/) {
      let name = match.2 ?? match.1
      #expect(document.contains("/\(name)`") || document.contains("/\(name) "), "\(name)")
    }
    let problems = try text("Sources/PanelProtocol/HTTP/ProblemReport.swift")
    for match in problems.matches(of: /\ {4}case ([a-zA-Z]+)\n/) {
      #expect(document.contains("`\(match.1)`"), "\(match.1)")
    }
  }

  @Test("links between documents lead somewhere")
  func links() throws {
    let root = Repository.root
    let names =
      ["README.md", "CHANGELOG.md", "Surveys/README.md", "Exports/README.md"]
      + (try FileManager.default.subpathsOfDirectory(atPath: root.appending(path: "docs").path))
      .filter { $0.hasSuffix(".md") }.map { "docs/\($0)" }
    for name in names {
      let folder = root.appending(path: name).deletingLastPathComponent()
      for link in try text(name).matches(of: /\]\(([^)#:]+)(?:#[^)]*)?\)/) {
        let target = folder.appending(path: String(link.1)).standardizedFileURL.path
        #expect(FileManager.default.fileExists(atPath: target), "\(name): \(link.1)")
      }
    }
  }

  @Test("what a newcomer and CI run is what the README says")
  func entryPoints() throws {
    let makefile = try text("Makefile")
    for target in ["demo", "test", "build", "format", "lint"] {
      #expect(makefile.contains("\n\(target):"), "\(target)")
    }
    let ci = try text(".ci/run")
    #expect(ci.contains("make lint") && ci.contains("make test") && ci.contains("make demo"))
    let readme = try text("README.md")
    #expect(readme.contains("make demo") && readme.contains("make test"))
    #expect(readme.contains("all checks hold"))
  }
}
