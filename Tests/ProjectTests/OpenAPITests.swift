import Foundation
import Hummingbird
import Logging
import PanelCore
import PanelProtocol
import PanelStore
import TestSupport
import Testing
import Yams

@testable import paneld

@Suite("docs/openapi.yaml agrees with the server", .timeLimit(.minutes(45)))
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

  /// The operations of the server's router.
  private func registered() throws -> Set<Operation> {
    let folder = try TemporaryFolder()
    let directory = DataDirectory(path: folder.path("data"))
    try directory.create()
    let registry = try Registry(path: directory.registry.path)
    let router = Server.router(
      Server.Parts(
        rounds: Rounds(
          registry: registry,
          directory: directory,
          now: { Timestamp(seconds: 0) }
        ),
        readiness: Readiness(registry: registry, directory: directory, unopened: 0),
        metrics: ServerMetrics(),
        limits: ServerLimits(),
        certificate: nil,
        logger: Logger(label: "test")
      )
    )
    return Set(router.routes.map { "\($0.method.rawValue) \($0.path)" })
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

  @Test("the document lists every kind and code of problem, and each kind under its status")
  func problems() throws {
    #expect(
      try words("#/components/schemas/Problem/properties/type/enum").sorted()
        == ProblemReport.Kind.allCases.map(\.rawValue).sorted()
    )
    #expect(
      try words("#/components/schemas/Problem/properties/code/enum").sorted()
        == ProblemReport.Code.allCases.map(\.rawValue).sorted()
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
        #expect(
          found == ["\(ProblemReport(known, "", fix: "").statusCode)"],
          "\(reference): \(kind)"
        )
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
