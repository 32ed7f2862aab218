import Foundation
import TestSupport
import Testing

@Suite("Each target says what it is", .timeLimit(.minutes(45)))
struct ReadmeTests {
  private static let sources = Repository.root.appending(path: "Sources")

  static func targets() throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: sources.path).filter { !$0.hasPrefix(".") }
      .sorted()
  }

  private func text(_ path: String) throws -> String {
    try String(contentsOf: Repository.root.appending(path: path), encoding: .utf8)
  }

  private func isThere(_ path: String) -> Bool {
    FileManager.default.fileExists(atPath: Repository.root.appending(path: path).path)
  }

  @Test("it is short, names each folder, and every folder and file that it names exists")
  func places() throws {
    for target in try Self.targets() {
      let readme = try text("Sources/\(target)/README.md")
      let lines = readme.split(separator: "\n", omittingEmptySubsequences: false).count
      #expect(lines <= 30, "\(target): \(lines) lines")
      let folders = readme.matches(of: /\n- `([A-Za-z]+)\/`:/).map { String($0.1) }
      let real = try FileManager.default.contentsOfDirectory(
        at: Self.sources.appending(path: target),
        includingPropertiesForKeys: nil
      ).filter(\.hasDirectoryPath).map(\.lastPathComponent).filter { $0 != "include" }
      #expect(folders.sorted() == real.sorted(), "\(target)")
      for file in readme.matches(of: /`([A-Za-z\/]+\.(?:swift|c|h))`/) {
        #expect(isThere("Sources/\(target)/\(file.1)"), "\(target): \(file.1)")
      }
    }
  }

  @Test("it may import what docs/architecture.md says")
  func imports() throws {
    let table = try ImportTests.table()
    for target in try Self.targets() where target != "CTerminal" {
      let readme = try text("Sources/\(target)/README.md")
      let part = try #require(readme.firstMatch(of: /\nMay import: ([^.]+)\./), "\(target)")
      let names = part.1.matches(of: /`([A-Za-z0-9]+)`/).map { String($0.1) }
      #expect(Set(names) == table[target], "\(target)")
    }
  }

  @Test("CONTRIBUTING.md names files, folders and commands of make that exist")
  func guide() throws {
    let guide = try text("CONTRIBUTING.md")
    for path in guide.matches(
      of: /`((?:Sources|Tests|docs|Surveys|Examples|peers|\.ci|\.github)\/[A-Za-z0-9.\/_-]+)`/
    ) {
      #expect(isThere(String(path.1)), "\(path.1)")
    }
    let targets = Set(try text("Makefile").matches(of: /\n([a-z-]+):/).map { String($0.1) })
    let named = Set(guide.matches(of: /`make ([a-z-]+)`/).map { String($0.1) })
    #expect(named.isSubset(of: targets), "\(named.subtracting(targets))")
    #expect(named.isSuperset(of: ["demo", "test", "smoke", "lint", "format"]))
  }

  @Test("links of the guides, of the targets' READMEs and of the examples lead somewhere")
  func links() throws {
    let files =
      ["CONTRIBUTING.md", "SECURITY.md", "CODE_OF_CONDUCT.md", "Examples/README.md"]
      + ["verify-release", "score-a-csv"].map { "Examples/\($0)/README.md" }
      + (try Self.targets().map { "Sources/\($0)/README.md" })
    for file in files {
      let folder = Repository.root.appending(path: file).deletingLastPathComponent()
      for link in try text(file).matches(of: /\]\(([^)#:]+)(?:#[^)]*)?\)/) {
        let target = folder.appending(path: String(link.1)).standardizedFileURL.path
        #expect(FileManager.default.fileExists(atPath: target), "\(file): \(link.1)")
      }
    }
  }

  @Test("CI of the hosting service runs .ci/run")
  func workflow() throws {
    #expect(try text(".github/workflows/ci.yml").contains("run: .ci/run"))
  }
}
