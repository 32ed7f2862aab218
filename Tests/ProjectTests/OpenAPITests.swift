import Foundation
import PanelProtocol
import TestSupport
import Testing
import Yams

@Suite("docs/openapi.yaml agrees with the server")
struct OpenAPITests {
  /// A method and a path, as `GET /v1/health`.
  typealias Operation = String

  private func text(_ path: String) throws -> String {
    try String(contentsOf: Repository.root.appending(path: path), encoding: .utf8)
  }

  private func document() throws -> [String: Any] {
    try #require(try Yams.load(yaml: try text("docs/openapi.yaml")) as? [String: Any])
  }

  /// The value at a path of keys, such as `#/components/schemas/Problem`.
  private func value(_ reference: String, in document: [String: Any]) -> Any? {
    var value: Any? = document
    for key in reference.split(separator: "/") where key != "#" {
      value = (value as? [String: Any])?[String(key)]
    }
    return value
  }

  private func words(_ reference: String) throws -> [String] {
    try #require(try value(reference, in: document()) as? [String], "\(reference)")
  }

  /// What the server registers, read from the sources of its routes.
  private func registered() throws -> Set<Operation> {
    let folder = "Sources/paneld/Routes"
    let files = try FileManager.default.contentsOfDirectory(
      atPath: Repository.root.appending(path: folder).path
    ).sorted()
    let routes = try files.map { try text("\(folder)/\($0)") }.joined()
    let named = try routes + text("Sources/PanelProtocol/Route.swift")
    var paths: [String: String] = [:]
    for match in named.matches(
      of: /static (?:let|var) ([A-Za-z]+)(?:: String)? (?:=|\{) "(\/[^"]*)"/
    ) {
      paths[String(match.1)] = String(match.2)
    }
    var found: Set<Operation> = []
    let lines = routes.matches(
      of:
        /router\.(get|post|put|patch|delete|head)\(\s*(?:RouterPath\([A-Za-z]+\.([A-Za-z]+)\)|RoundPath\.template\(\.([A-Za-z]+)\)|"([^"]+)")/
    )
    for line in lines {
      let method = line.1.uppercased()
      if let name = line.2 {
        found.insert("\(method) \(try #require(paths[String(name)], "\(name)"))")
      } else if let part = line.3 {
        let known = try #require(Route.Part.allCases.first { "\($0)" == part }, "\(part)")
        found.insert("\(method) \(Route.rounds)/{round}/\(known.rawValue)")
      } else if let path = line.4 {
        found.insert("\(method) \(path)")
      }
    }
    // A route that is written otherwise would be overlooked.
    let count = routes.matches(of: /router\.(get|post|put|patch|delete|head|on|group)\(/).count
    #expect(lines.count == count)
    // What has a port of its own is not part of this interface.
    return found.filter { $0.contains(" /v1/") }
  }

  @Test("the document has the methods and paths that the server registers, and no other")
  func operations() throws {
    let paths = try #require(try document()["paths"] as? [String: Any])
    var described: Set<Operation> = []
    for (path, item) in paths {
      for key in (try #require(item as? [String: Any])).keys where key != "parameters" {
        described.insert("\(key.uppercased()) \(path)")
      }
    }
    let registered = try registered()
    #expect(registered.count >= 29)
    #expect(described.subtracting(registered).sorted() == [])
    #expect(registered.subtracting(described).sorted() == [])
  }

  @Test("every part of a round is in the document")
  func parts() throws {
    let paths = try #require(try document()["paths"] as? [String: Any])
    for part in Route.Part.allCases {
      #expect(paths["\(Route.rounds)/{round}/\(part.rawValue)"] != nil, "\(part)")
    }
  }

  @Test("the document lists every kind of problem, and each under its status")
  func problems() throws {
    #expect(
      try words("#/components/schemas/Problem/properties/type/enum").sorted()
        == ProblemReport.Kind.allCases.map(\.rawValue).sorted()
    )
    let document = try document()
    let paths = try #require(document["paths"] as? [String: Any])
    var statuses: [String: Set<String>] = [:]
    for case let item as [String: Any] in paths.values {
      for case let operation as [String: Any] in item.values {
        let responses = try #require(operation["responses"] as? [String: Any])
        for (status, response) in responses {
          guard let reference = (response as? [String: Any])?["$ref"] as? String else { continue }
          statuses[reference, default: []].insert(status)
        }
      }
    }
    var seen: Set<String> = []
    for (reference, found) in statuses {
      let response = value(reference, in: document) as? [String: Any]
      let content = response?["content"] as? [String: Any]
      guard let problem = content?["application/problem+json"] as? [String: Any] else { continue }
      let schema = try #require(problem["schema"] as? [String: Any])
      let parts = try #require(schema["allOf"] as? [[String: Any]])
      let type = parts.compactMap { ($0["properties"] as? [String: Any])?["type"] }.first
      let rule = try #require(type as? [String: Any], "\(reference)")
      let kinds = rule["enum"] as? [String] ?? [rule["const"] as? String].compactMap { $0 }
      #expect(!kinds.isEmpty, "\(reference)")
      for kind in kinds {
        let known = try #require(ProblemReport.Kind(rawValue: kind))
        #expect(found == ["\(ProblemReport(known, "").status)"], "\(reference): \(kind)")
        seen.insert(kind)
      }
    }
    #expect(seen == Set(ProblemReport.Kind.allCases.map(\.rawValue)))
  }

  @Test("the document lists every action of the log")
  func actions() throws {
    #expect(
      try words("#/components/schemas/LogEntry/properties/action/enum").sorted()
        == LogEntry.Action.allCases.map(\.rawValue).sorted()
    )
  }

  @Test("every problem that the server reports says what to do")
  func fixes() throws {
    let folder = Repository.root.appending(path: "Sources/paneld")
    let names = try FileManager.default.subpathsOfDirectory(atPath: folder.path).sorted()
    var found = 0
    for name in names where name.hasSuffix(".swift") {
      let source = try text("Sources/paneld/\(name)")
      for start in source.ranges(of: "ProblemReport(") {
        var depth = 1
        let call = source[start.upperBound...].prefix { character in
          if character == "(" { depth += 1 }
          if character == ")" { depth -= 1 }
          return depth > 0
        }
        found += 1
        #expect(call.contains("fix:"), "\(name): \(call)")
      }
    }
    #expect(found > 50)
  }

  @Test("every reference within the document leads somewhere")
  func references() throws {
    let document = try document()
    var found = 0
    func look(_ part: Any) {
      if let map = part as? [String: Any] {
        for (key, inner) in map {
          if key == "$ref", let reference = inner as? String {
            found += 1
            #expect(value(reference, in: document) != nil, "\(reference)")
          } else {
            look(inner)
          }
        }
      } else if let list = part as? [Any] {
        for inner in list { look(inner) }
      }
    }
    look(document)
    #expect(found > 200)
  }
}
