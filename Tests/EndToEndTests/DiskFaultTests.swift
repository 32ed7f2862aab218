import Foundation
import PanelCore
import PanelProtocol
import PanelStore
import TestSupport
import Testing

@testable import panel

/// A disk that is full or read-only for a while, under a server that runs on.
@Suite(
  "A disk that fails",
  .serialized,
  .enabled(if: Crashpoint.isSupported),
  .timeLimit(.minutes(45))
)
struct DiskFaultTests {
  enum Fault: String, CaseIterable, Sendable {
    case full, readOnly

    func point(_ file: String, _ number: Int = 1) -> Crashpoint.Point {
      self == .full ? .full("write \(file)*", number) : .readOnly("* \(file)*", number)
    }
  }

  private func expectUnavailable(_ outcomes: [ManyRaters.Outcome], _ comment: Comment) {
    #expect(outcomes.allSatisfy { $0 == .refused(.unavailable, hasFix: true) }, comment)
  }

  @Test(
    "submitting: refused with a fix, nothing half stored, and taken again without a restart",
    arguments: Fault.allCases
  )
  func submitting(fault: Fault) async throws {
    let raters = try await ManyRaters(12)
    let process = raters.trial.server.processIdentifier
    let first = try raters.envelopes(revision: 1)
    try raters.onServer.arm(fault.point("submissions.sqlite"))
    expectUnavailable(try await raters.send(first), "\(fault), first")
    #expect(try raters.stored() == [])
    raters.onServer.disarm()
    #expect(try await raters.send(first).allSatisfy(\.isAcknowledged))

    // It begins in the middle: whoever was answered before is stored, and nobody after.
    let second = try raters.envelopes(revision: 2)
    try raters.onServer.arm(fault.point("submissions.sqlite", 9))
    let outcomes = try await raters.send(second)
    let rows = try raters.stored()
    #expect(rows.count == raters.count)
    for (number, (old, new)) in zip(first, second).enumerated() {
      let row = try #require(rows.first { $0.credentialKey == new.publicKey })
      if outcomes[number].isAcknowledged {
        #expect(raters.isSame(row, new), "\(fault), \(number)")
      } else {
        expectUnavailable([outcomes[number]], "\(fault), \(number)")
        #expect(raters.isSame(row, old) || raters.isSame(row, new), "\(fault), \(number)")
      }
    }
    // What is stored can be told although nothing can be written.
    raters.onServer.disarm()
    #expect(try await raters.send(second).allSatisfy(\.isAcknowledged))
    let complete = try raters.stored()
    #expect(
      zip(complete, second.sorted { $0.publicKey.lexicographicallyPrecedes($1.publicKey) })
        .allSatisfy { raters.isSame($0, $1) }
    )
    #expect(complete.count == raters.count)
    #expect(raters.trial.server.processIdentifier == process && raters.trial.server.isRunning)
    let reports = raters.trial.server.log.matches(of: /storage failed/).count
    #expect((1...6).contains(reports), "once for each kind of fault, not for each submission")
  }

  @Test(
    "enrolling and closing: refused with a fix, and done without a restart",
    arguments: Fault.allCases
  )
  func enrollingAndClosing(fault: Fault) async throws {
    let round = try await CrashRound()
    let process = round.trial.server.processIdentifier
    func expectRefused(_ comment: Comment, _ body: () async throws -> Void) async throws {
      do {
        try await body()
        Issue.record(comment)
      } catch let failure as Failure {
        #expect(failure.status == .unavailable, "\(comment): \(failure)")
        #expect(!failure.message.en.contains("cannot be reached"), comment)
        #expect(!failure.fix.en.isEmpty, comment)
      }
    }
    let people = try (0..<5).map {
      try round.trial.prepare(round.invitations[$0], home: "person-\($0)")
    }
    try round.onServer.arm(fault.point("registry.sqlite"))
    try await expectRefused("\(fault): enrolled on a disk that takes nothing") {
      try await reporting { try await people[0].enrol() }
    }
    #expect(try round.enrolments() == [], "nobody is recorded who was not told so")
    round.onServer.disarm()
    for person in people { try await reporting { try await person.enrol() } }
    #expect(try round.enrolments().count == 5)
    let secret = try round.state("person-0").credentialFile().secret
    try round.expectCredential(of: "person-0", 0, secret: secret, "\(fault)")

    #expect(try await round.trial.open() == .rating)
    for index in 0..<5 {
      try round.answer("person-\(index)", index)
      #expect(try round.submit("person-\(index)").status == 0)
    }
    try round.onServer.arm(fault.point("registry.sqlite"))
    try await expectRefused("\(fault): closed on a disk that takes nothing") {
      _ = try await round.trial.close()
    }
    round.onServer.disarm()
    #expect(try await round.trial.close() == .closed)
    #expect(try round.log().count { $0.action == .closed && $0.phase == .rating } == 1)
    #expect(try round.log().last { $0.action == .treeFixed }?.count == 5)
    #expect(round.trial.server.processIdentifier == process && round.trial.server.isRunning)
  }

  @Test("after the end of rating nothing is taken, also while the end cannot be written down")
  func endOfRating() async throws {
    let now = Timestamp(Date())
    let end = now.advanced(by: 1_000_000)
    let raters = try await ManyRaters(
      5,
      schedule: .times(
        enrolFrom: now,
        enrolTo: end,
        rateFrom: now.advanced(by: 500_000),
        rateTo: end
      )
    )
    let (first, second) = (try raters.envelopes(revision: 1), try raters.envelopes(revision: 2))
    #expect(try await raters.send(first).allSatisfy { $0 == .refused(.wrongPhase, hasFix: true) })
    try raters.trial.server.advance(by: 600_000)
    #expect(try await raters.send(first).allSatisfy(\.isAcknowledged))
    try raters.onServer.arm(Fault.full.point("registry.sqlite"))
    try raters.trial.server.advance(by: 600_000)
    expectUnavailable(try await raters.send(second), "the end cannot be written down")
    #expect(try await raters.send(first).allSatisfy(\.isAcknowledged), "a receipt is told again")
    raters.onServer.disarm()
    #expect(try await raters.send(second).allSatisfy { $0 == .refused(.wrongPhase, hasFix: true) })
    let rows = try raters.stored()
    #expect(rows.count == 5)
    #expect(rows.allSatisfy { row in first.contains { raters.isSame(row, $0) } })
  }

  // MARK: A real small disk

  /// A file system of its own, of a size that a few files fill, over the server's directory.
  private static let onSmallDisk = [
    "/usr/bin/unshare", "-rm", "/bin/sh", "-ec",
    """
    cp -a "$0" "$0.kept"
    mount -t tmpfs -o size=1m tmpfs "$0"
    cp -a "$0.kept/." "$0"
    exec "$@"
    """,
  ]

  private static let canMount: Bool = {
    let probe = "mount -t tmpfs -o size=64k tmpfs /tmp"
    let run = try? ProgramRun.run(
      URL(fileURLWithPath: onSmallDisk[0]),
      ["-rm", "/bin/sh", "-c", probe],
      environment: ["PATH": "/usr/sbin:/usr/bin:/sbin:/bin"]
    )
    return run?.status == 0
  }()

  /// Takes all the room that is left.
  private func fill(_ file: URL) throws {
    let descriptor = open(file.path, O_WRONLY | O_CREAT, 0o600)
    try #require(descriptor >= 0)
    defer { close(descriptor) }
    for size in [4_096, 1] {
      let bytes = [UInt8](repeating: 0, count: size)
      while write(descriptor, bytes, size) > 0 {}
    }
    #expect(errno == ENOSPC)
  }

  @Test("a real small disk fills up and gets room again", .enabled(if: canMount))
  func realDisk() async throws {
    let raters = try await ManyRaters(12)
    let server = raters.trial.server
    server.kill()
    server.launcher = Self.onSmallDisk + [server.data.path]
    server.environment["PATH"] = "/usr/sbin:/usr/bin:/sbin:/bin"
    try server.start()
    let process = try #require(server.processIdentifier)
    raters.data = URL(fileURLWithPath: "/proc/\(process)/root" + server.data.path)
    let (first, second) = (try raters.envelopes(revision: 1), try raters.envelopes(revision: 2))
    #expect(try await raters.send(Array(first.prefix(4))).allSatisfy(\.isAcknowledged))
    let filler = raters.data.appending(path: "filler")
    try fill(filler)
    expectUnavailable(try await raters.send(second), "no room")
    let rows = try raters.stored()
    #expect(rows.count == 4)
    #expect(rows.allSatisfy { row in first.contains { raters.isSame(row, $0) } })
    try FileManager.default.removeItem(at: filler)
    #expect(try await raters.send(second).allSatisfy(\.isAcknowledged))
    let complete = try raters.stored()
    #expect(complete.count == 12)
    #expect(complete.allSatisfy { row in second.contains { raters.isSame(row, $0) } })
    #expect(server.processIdentifier == process && server.isRunning)
  }
}
