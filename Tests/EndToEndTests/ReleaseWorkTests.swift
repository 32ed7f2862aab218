import ArgumentParser
import Foundation
import PanelReport
import Synchronization
import TestSupport
import Testing

@testable import panel

@Suite("A command reads, verifies and scores a release once", .timeLimit(.minutes(45)))
struct ReleaseWorkTests {
  /// How often each step was taken.
  private final class Counter: Sendable {
    private let steps = Mutex<[ReleaseWork: Int]>([:])

    var counted: [ReleaseWork: Int] { steps.withLock { $0 } }

    func count(_ step: ReleaseWork) { steps.withLock { $0[step, default: 0] += 1 } }
  }

  @Test("panel export --tier research, --tier public and panel aggregate")
  func counts() async throws {
    let folder = try TemporaryFolder()
    let demo = try ProgramRun.run(
      Repository.program("panel"),
      [
        "demo", "--survey", Fixture.url("survey.yaml").path, "--evaluators", "23", "--seed", "3",
        "--to", folder.path("demo"),
      ],
      environment: ProgramRun.environment(home: folder.url.appending(path: "home"))
    )
    #expect(demo.status == 0, "\(demo.error)")
    let release = folder.path("demo/release")
    func expectOnce(_ run: () async throws -> Void) async throws {
      let counter = Counter()
      try await ReleaseWork.$observer.withValue({ counter.count($0) }) { try await run() }
      #expect(counter.counted == [.parsed: 1, .verified: 1, .scored: 1])
    }
    for tier in ["research", "public"] {
      try await expectOnce {
        let command = try ExportCommand.parse([release, "--tier", tier, "--check"])
        // The gate may stop an export of so few people.
        do { try await command.run() } catch is Failure {}
      }
    }
    try await expectOnce { try AggregateCommand.parse([release, "--json"]).run() }
  }
}
