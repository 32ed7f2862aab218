import Foundation
import TestSupport
import Testing

@Suite("The house rules", .timeLimit(.minutes(45)))
struct ImportTests {
  struct SourceFile {
    var target: String
    var path: String
    var lines: [Substring]
  }

  static func sources() throws -> [SourceFile] {
    let folder = Repository.root.appending(path: "Sources")
    let names = try FileManager.default.subpathsOfDirectory(atPath: folder.path).sorted()
    return try names.filter { $0.hasSuffix(".swift") }.map { name in
      SourceFile(
        target: String(name.prefix { $0 != "/" }),
        path: name,
        lines: try String(contentsOf: folder.appending(path: name), encoding: .utf8)
          .split(separator: "\n", omittingEmptySubsequences: false)
      )
    }
  }

  /// The table of `docs/architecture.md`: target → modules.
  static func table() throws -> [String: Set<String>] {
    let text = try String(
      contentsOf: Repository.root.appending(path: "docs/architecture.md"),
      encoding: .utf8
    )
    var table: [String: Set<String>] = [:]
    for line in text.split(separator: "\n") where line.hasPrefix("| `") {
      let cells = line.split(separator: "|").map(String.init)
      guard cells.count == 3 else { continue }
      let names = { (cell: String) in
        Set(cell.matches(of: /`([A-Za-z0-9]+)`/).map { String($0.1) })
      }
      if let target = names(cells[0]).first { table[target] = names(cells[1]) }
    }
    return table
  }

  @Test("every import line stands in the table of docs/architecture.md, and the other way round")
  func imports() throws {
    let table = try Self.table()
    let targets = Set(try Self.sources().map(\.target))
    #expect(targets.isSubset(of: Set(table.keys)), "\(targets.subtracting(table.keys))")
    var used: [String: Set<String>] = [:]
    for file in try Self.sources() {
      for line in file.lines {
        guard
          let match = line.firstMatch(
            of: /^(?:public |internal |package |@testable )?import ([A-Za-z0-9]+)/
          )
        else { continue }
        let module = String(match.1)
        used[file.target, default: []].insert(module)
        #expect(
          table[file.target]?.contains(module) == true,
          "\(file.path) imports \(module), which its target may not"
        )
      }
    }
    for (target, modules) in table where targets.contains(target) {
      let unused = modules.subtracting(used[target] ?? [])
        .subtracting(["Glibc", "Musl", "Darwin"])
      #expect(unused.isEmpty, "\(target) may import \(unused) but does not")
    }
    #expect(table["paneld"]?.contains("PanelReport") == false)
    #expect(table["paneld"]?.contains("PanelTerminal") == false)
    #expect(table["panel"]?.contains("PanelStore") == false)
    #expect(table["PanelReport"]?.contains("PanelStore") == false)
  }

  @Test("Yams is imported in one file")
  func yams() throws {
    let files = try Self.sources().filter { $0.lines.contains("import Yams") }
    #expect(files.map(\.path) == ["PanelCore/YAML/YAMLDocument.swift"])
  }

  @Test("no library reads the clock, a random device or the environment, or prints")
  func purity() throws {
    let executables: Set<String> = ["panel", "paneld"]
    let forbidden = [
      "Date()", ".now", "SystemRandomNumberGenerator", "ProcessInfo", "getenv",
      ".shuffled()", ".randomElement()", "UUID()",
    ]
    for file in try Self.sources() {
      for (number, line) in file.lines.enumerated() {
        let code = line.prefix { $0 != "/" || !line.contains("//") }
        if !executables.contains(file.target) {
          for word in forbidden where code.contains(word) {
            Issue.record("\(file.path):\(number + 1): \(word)")
          }
        }
        if code.contains(/(^|[^A-Za-z.])print\(/),
          file.path != "panel/Results/Text/VerificationText.swift"
        {
          Issue.record("\(file.path):\(number + 1): print")
        }
      }
    }
  }

  @Test("no try!, no fatalError, no as!, no unchecked Sendable, no detached task")
  func hazards() throws {
    for file in try Self.sources() {
      for (number, line) in file.lines.enumerated()
      where ["try!", "fatalError(", " as! ", "@unchecked", "Task.detached", "TODO", "FIXME"]
        .contains(where: { line.contains($0) })
      {
        Issue.record("\(file.path):\(number + 1): \(line)")
      }
    }
  }

  @Test("no target or file is a drawer for everything")
  func names() throws {
    for file in try Self.sources() {
      for word in ["Utilities", "Common", "Helpers", "Models"] {
        let parts = file.path.split(whereSeparator: { "/.".contains($0) })
        #expect(!parts.contains(Substring(word)), "\(file.path)")
      }
    }
  }

  @Test("a file has at most 600 lines")
  func length() throws {
    for file in try Self.sources() {
      #expect(file.lines.count <= 600, "\(file.path) has \(file.lines.count) lines")
    }
  }
}
