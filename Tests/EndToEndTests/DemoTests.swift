import Foundation
import PanelCore
import PanelProtocol
import PanelReport
import TestSupport
import Testing

@testable import panel

@Suite("panel demo", .serialized, .timeLimit(.minutes(45)))
struct DemoTests {
  /// Every file below a folder whose name begins with a prefix.
  private func files(named prefix: String, below folder: URL) throws -> [URL] {
    let all = FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil)
    return (all?.allObjects as? [URL] ?? []).filter { $0.lastPathComponent.hasPrefix(prefix) }
  }

  /// The release stands in for the users' points of a standing beside it.
  private func standing(of folder: URL) throws {
    let file = folder.appending(path: "standing.yaml")
    let text = """
      format: panel.standing.v1
      title: {ko: 가상, en: synthetic}
      total: 50
      components:
        - {id: expert, title: {ko: 전문가, en: expert}, points: 25}
        - {id: user, title: {ko: 사용자, en: user}, points: 25, round: "1,halfUp"}
      teams:
        - {id: A, values: {expert: 20.5, user: {release: release, model: A}}}
        - {id: B, values: {expert: 20.5, user: {release: release, model: B}}}
      rules: {eliminate: 1}
      """
    try Data(text.utf8).write(to: file)
    let home = folder.appending(path: "home")
    let run = try ProgramRun.panel("standing", file.path, "--json", home: home)
    #expect(run.status == 0, "\(run.error)")
    struct Result: Decodable {
      struct Taken: Decodable { var points, fingerprint: String? }
      var releases: [Taken]
    }
    let result = try JSONDecoder().decode(Result.self, from: Data(run.output.utf8))
    #expect(result.releases.count == 2)
    #expect(result.releases.allSatisfy { $0.points?.split(separator: ".").last?.count == 1 })
    #expect(result.releases.allSatisfy { $0.fingerprint?.count == 35 })

    let damaged = folder.appending(path: "damaged")
    try FileManager.default.copyItem(at: folder.appending(path: "release"), to: damaged)
    try Data("{}".utf8).write(to: damaged.appending(path: "scores.json"))
    try Data(text.replacing("release: release", with: "release: damaged").utf8).write(to: file)
    let refused = try ProgramRun.panel("standing", file.path, home: home)
    #expect(refused.status == 65)
    #expect(refused.error.contains("standing.yaml:8: the release 'damaged' does not verify"))
    try FileManager.default.removeItem(at: damaged)
    try FileManager.default.removeItem(at: file)
  }

  @Test("the whole job; what its files hold and do not hold; a killed server; the same seed")
  func wholeJob() throws {
    let folder = try TemporaryFolder()
    let survey = Repository.root.appending(path: "Surveys/example.yaml").path
    func demo(_ to: String, _ more: [String] = []) throws -> ProgramRun {
      try ProgramRun.run(
        Repository.program("panel"),
        ["demo", "--survey", survey, "--evaluators", "7", "--seed", "5", "--to", folder.path(to)]
          + more,
        environment: ProgramRun.environment(home: folder.url.appending(path: "home"))
      )
    }
    let first = try demo("one")
    #expect(first.status == 0, "\(first.error)")
    #expect(first.output.contains("verify: all checks hold"))
    #expect(first.output.contains("separable"))
    #expect(first.error.contains("Synthetic data"))
    let one = folder.url.appending(path: "one")
    for name in ["release", "ratings.csv", "server", "export", "export-public"] {
      #expect(FileManager.default.fileExists(atPath: one.appending(path: name).path))
    }

    // Nothing of a person on the side of the submissions, no credential key on the other.
    let roster = try Coordinator(home: one.appending(path: "coordinator-home"))
      .roster(of: RoundID("demo"))
    #expect(roster.count == 7)
    let submissions = try files(named: "submissions.sqlite", below: one)
    #expect(!submissions.isEmpty)
    for file in submissions {
      let bytes = try Data(contentsOf: file)
      for person in roster {
        #expect(bytes.range(of: Data(person.name.utf8)) == nil)
        #expect(bytes.range(of: Data(person.reference.utf8)) == nil)
        #expect(bytes.range(of: person.invitation) == nil)
        #expect(bytes.range(of: Data(Hexadecimal.text(person.invitation).utf8)) == nil)
        #expect(bytes.range(of: Data(person.invitation.base64EncodedString().utf8)) == nil)
      }
    }
    let release = Release(files: try InputFile.directory(one.appending(path: "release").path))
    try standing(of: one)
    let tree = try #require(release.files["tree.jsonl"])
    let keys = try tree.split(separator: 10).map {
      try JSONDecoder().decode(TreeLine.self, from: $0).publicKey
    }
    #expect(keys.count == 7)
    let registries = try files(named: "registry.sqlite", below: one)
    #expect(!registries.isEmpty)
    for file in registries {
      let bytes = try Data(contentsOf: file)
      for key in keys {
        #expect(bytes.range(of: key) == nil)
        #expect(bytes.range(of: Data(Hexadecimal.text(key).utf8)) == nil)
        #expect(bytes.range(of: Data(key.base64EncodedString().utf8)) == nil)
      }
      for person in roster { #expect(bytes.range(of: Data(person.name.utf8)) == nil) }
    }
    #expect(try files(named: "issuer.key", below: one).isEmpty)

    // The same ratings from the CSV give the same points.
    let csv = try ProgramRun.panel(
      "aggregate",
      one.appending(path: "ratings.csv").path,
      "--survey",
      survey,
      "--json",
      home: folder.url
    )
    let score = try ProgramRun.panel(
      "aggregate",
      one.appending(path: "release").path,
      "--json",
      home: folder.url
    )
    func exact(_ run: ProgramRun) throws -> [String] {
      struct Aggregate: Decodable {
        struct Model: Decodable { var exact: String? }
        var models: [Model]
      }
      return try JSONDecoder().decode(Aggregate.self, from: Data(run.output.utf8))
        .models.compactMap(\.exact)
    }
    #expect(try exact(csv) == exact(score) && !exact(csv).isEmpty)
    #expect(
      score.output.contains("\"official\" : true") && csv.output.contains("\"official\" : false")
    )

    // The same seed, while the server is killed under the evaluators.
    let killer = Process()
    killer.executableURL = URL(fileURLWithPath: "/bin/sh")
    killer.arguments = [
      "-c",
      """
      last=; n=0; end=$(( $(date +%s) + 120 ))
      while [ $n -lt 3 ] && [ $(date +%s) -lt $end ]; do
        p=$(sed -n 's/.*"pid" : \\([0-9]*\\).*/\\1/p' "$1" 2>/dev/null)
        if [ -n "$p" ] && [ "$p" != "$last" ] && [ -e "$2" ]; then
          kill -9 "$p" && n=$((n+1)); last=$p
        fi
        sleep 0.1
      done
      """, "sh", folder.path("two/server/server.json"), folder.path("two/invitations"),
    ]
    try killer.run()
    let second = try demo("two", ["--json"])
    killer.terminate()
    #expect(second.status == 0, "\(second.error)")
    #expect(try exact(second) == exact(score))
    #expect(
      try Data(contentsOf: one.appending(path: "ratings.csv"))
        == Data(contentsOf: folder.url.appending(path: "two/ratings.csv"))
    )

    // It replaces its own directory and no other.
    let notItsOwn = folder.url.appending(path: "precious")
    try FileManager.default.createDirectory(at: notItsOwn, withIntermediateDirectories: true)
    _ = try folder.write("keep", to: "precious/file")
    let refused = try demo("precious")
    #expect(refused.status == 73 && refused.error.contains("fix:"))
    #expect(FileManager.default.fileExists(atPath: folder.path("precious/file")))
  }

  @Test("too few evaluators for the survey say so")
  func tooFew() throws {
    let folder = try TemporaryFolder()
    let run = try ProgramRun.panel(
      "demo",
      "--evaluators",
      "3",
      "--to",
      folder.path("demo"),
      home: folder.url
    )
    #expect(run.status == 64 && run.error.contains("minimum panel") && run.error.contains("fix:"))
    #expect(!FileManager.default.fileExists(atPath: folder.path("demo")))
  }

  private static let hasTools = ["/usr/bin/python3", "/usr/bin/openssl"].allSatisfy {
    FileManager.default.isExecutableFile(atPath: $0)
  }

  @Test("OpenSSL accepts a credential, by the very lines of the documents", .enabled(if: hasTools))
  func openSSL() throws {
    let folder = try TemporaryFolder()
    let survey = Repository.root.appending(path: "Surveys/example.yaml").path
    let made = try ProgramRun.panel(
      "demo",
      "--survey",
      survey,
      "--evaluators",
      "5",
      "--to",
      folder.path("demo"),
      home: folder.url.appending(path: "home")
    )
    #expect(made.status == 0, "\(made.error)")
    let page = try String(
      contentsOf: Repository.root.appending(path: "docs/protocol.md"),
      encoding: .utf8
    )
    let block = try #require(page.components(separatedBy: "```sh\n").dropFirst().first)
    let script = try #require(block.components(separatedBy: "```").first)
      .replacing("/tmp/", with: folder.path("") + "/")
    func run() throws -> ProgramRun {
      try ProgramRun.run(
        URL(filePath: "/bin/sh"),
        ["-c", script],
        environment: ["PATH": "/usr/bin:/bin"],
        directory: folder.url.appending(path: "demo/release")
      )
    }
    let accepted = try run()
    #expect(accepted.status == 0 && accepted.output == "Verified OK\n", "\(accepted.error)")
    let tree = folder.url.appending(path: "demo/release/tree.jsonl")
    let rows = try String(contentsOf: tree, encoding: .utf8).split(separator: "\n")
    func key(_ row: Substring) throws -> String {
      let line = try JSONDecoder().decode(TreeLine.self, from: Data(row.utf8))
      return line.publicKey.base64EncodedString()
    }
    try rows[0].replacing(try key(rows[0]), with: try key(rows[1]))
      .write(to: tree, atomically: true, encoding: .utf8)
    #expect(try run().status != 0)
  }
}
