import Foundation
import TestSupport
import Testing

@Suite("Folders keep to the table of docs/architecture.md", .timeLimit(.minutes(45)))
struct FolderTests {
  /// A mention of a type that another folder of the same target defines.
  struct Mention: Hashable {
    var from: String
    var to: String
  }

  /// The names of the types that a file defines outside any other type, private ones left out.
  static func definitions(in source: SwiftSource) -> [String] {
    source.code.split(separator: "\n").compactMap { line in
      guard
        let match = line.firstMatch(
          of:
            /^(?:@[A-Za-z]+ )*(?:(?:public|package|internal|final|indirect) )*(?:struct|enum|class|actor|protocol|typealias) ([A-Za-z0-9]+)/
        )
      else { return nil }
      return String(match.1)
    }
  }

  /// Which folder mentions types of which other folder of its target, with one example of each.
  static func mentions(in sources: [SwiftSource]) -> [Mention: String] {
    var home: [String: Set<String>] = [:]
    for source in sources {
      for name in definitions(in: source) {
        home["\(source.target).\(name)", default: []].insert(source.folder)
      }
    }
    var found: [Mention: String] = [:]
    for source in sources {
      for word in Set(source.code.split { !$0.isLetter && !$0.isNumber && $0 != "_" })
      where word.first?.isUppercase == true {
        for folder in home["\(source.target).\(word)"] ?? [] where folder != source.folder {
          found[Mention(from: source.folder, to: folder)] = "\(source.path) mentions \(word)"
        }
      }
    }
    return found
  }

  /// The table: folder → folders of the same target.
  static func table() throws -> [String: Set<String>] {
    let text = try String(
      contentsOf: Repository.root.appending(path: "docs/architecture.md"),
      encoding: .utf8
    )
    var table: [String: Set<String>] = [:]
    for line in text.split(separator: "\n") where line.hasPrefix("| `") {
      let cells = line.split(separator: "|").map(String.init)
      guard cells.count == 2 else { continue }
      let names = { (cell: String) in
        cell.matches(of: /`([A-Za-z\/]+)`/).map { String($0.1) }
      }
      guard let folder = names(cells[0]).first else { continue }
      let target = folder.prefix { $0 != "/" }
      table[folder] = Set(names(cells[1]).map { $0 == target ? $0 : "\(target)/\($0)" })
    }
    return table
  }

  @Test("a folder mentions the folders of its row, each of them, and no other")
  func rows() throws {
    let sources = try SwiftSource.all()
    let table = try Self.table()
    #expect(Set(table.keys) == Set(sources.map(\.folder)))
    let mentions = Self.mentions(in: sources)
    for (mention, example) in mentions {
      #expect(
        table[mention.from]?.contains(mention.to) == true,
        "\(mention.from) may not mention \(mention.to): \(example)"
      )
    }
    for (folder, allowed) in table {
      let unused = allowed.filter { mentions[Mention(from: folder, to: $0)] == nil }
      #expect(unused.isEmpty, "\(folder) may mention \(unused) but does not")
    }
  }

  @Test("a forbidden mention is found")
  func forbidden() throws {
    let sources =
      try SwiftSource.all()
      + [SwiftSource("PanelCore/Basics/Wrong.swift", "func wrong(_ survey: SurveyDocument) {}\n")]
    let mention = Mention(from: "PanelCore/Basics", to: "PanelCore/SurveyFile")
    #expect(Self.mentions(in: sources)[mention] != nil)
    #expect(try Self.table()[mention.from]?.contains(mention.to) == false)
  }

  @Test("no two folders depend on each other, directly or through others")
  func cycles() throws {
    var open = try Self.table()
    while let free = open.first(where: { $0.value.allSatisfy { open[$0] == nil } }) {
      open[free.key] = nil
    }
    #expect(open.isEmpty, "in a cycle, or above one: \(open.keys.sorted())")
  }

  @Test("a folder of Sources has at most 20 Swift files")
  func size() throws {
    for (folder, files) in Dictionary(grouping: try SwiftSource.all(), by: \.folder) {
      #expect(files.count <= 20, "\(folder) has \(files.count)")
    }
  }
}
