import Foundation
import PanelCore
import PanelFiles
import PanelStore
import TestSupport
import Testing

@Suite("The registry", .timeLimit(.minutes(45)))
struct RegistryTests {
  private let round = RoundID("r")

  private func registry(_ folder: TemporaryFolder, seats: Int) throws -> Registry {
    let registry = try Registry(path: folder.path("registry.sqlite"))
    let link = Data(repeating: 1, count: 32)
    try registry.addJoinLink(tokenHash: link)
    try registry.register(
      linkHash: link,
      name: "c",
      key: Data(repeating: 2, count: 32),
      tokenHash: Data(repeating: 3, count: 32),
      at: Timestamp(seconds: 0)
    )
    try registry.addRound(
      round,
      coordinator: "c",
      issuerKey: Data([1]),
      receiptKey: Data(repeating: 4, count: 32)
    )
    try registry.move(
      round,
      from: .draft,
      to: .sealed,
      manifest: (hash: Data(repeating: 5, count: 32), seats: seats),
      log: [line(0)],
      at: 0
    )
    try registry.replaceInvitations(
      of: round,
      with: (0..<3).map(invitation),
      signature: Data(count: 64),
      log: line(1),
      at: 1
    )
    try registry.move(round, from: .sealed, to: .enrolling, log: [line(2)], at: 2)
    return registry
  }

  private func line(_ number: UInt8) -> StoredLogEntry {
    StoredLogEntry(entry: Data([number]), signature: Data(repeating: number, count: 64))
  }

  private func invitation(_ number: Int) -> StoredInvitation {
    StoredInvitation(
      identifier: Data(repeating: UInt8(number), count: 16),
      key: Data(repeating: UInt8(number), count: 32),
      reference: "ref\(number)"
    )
  }

  private func enrolment(_ number: Int) -> StoredEnrolment {
    StoredEnrolment(
      identifier: invitation(number).identifier,
      blinded: Data(count: 384),
      proof: Data(count: 64),
      declaration: Data(),
      declarationSignature: Data(count: 64)
    )
  }

  @Test("one invitation records one enrolment; seats are a bound; only while enrolling")
  func enrolments() throws {
    let folder = try TemporaryFolder()
    let registry = try registry(folder, seats: 2)
    try registry.record(enrolment(0), in: round)
    #expect(throws: StoreError.conflict) { try registry.record(enrolment(0), in: round) }
    try registry.record(enrolment(1), in: round)
    #expect(throws: StoreError.noSeatLeft) { try registry.record(enrolment(2), in: round) }
    try registry.move(
      round,
      from: .enrolling,
      to: .enrolling,
      enrollingEnds: true,
      log: [line(3)],
      at: 3
    )
    #expect(throws: StoreError.notFound) { try registry.record(enrolment(2), in: round) }
    try registry.keep(
      blindSignature: Data(repeating: 7, count: 384),
      for: Data(count: 16),
      in: round
    )
    try registry.keep(
      blindSignature: Data(repeating: 8, count: 384),
      for: Data(count: 16),
      in: round
    )
    #expect(
      try registry.enrolment(Data(count: 16), in: round)?.blindSignature
        == Data(repeating: 7, count: 384),
      "the first signature stays"
    )
  }

  @Test("a list that leaves out somebody enrolled is refused whole; others become revoked")
  func replacement() throws {
    let folder = try TemporaryFolder()
    let registry = try registry(folder, seats: 3)
    try registry.record(enrolment(0), in: round)
    #expect(throws: StoreError.conflict) {
      try registry.replaceInvitations(
        of: round,
        with: [invitation(1)],
        signature: Data(count: 64),
        log: line(3),
        at: 3
      )
    }
    #expect(try registry.log(of: round).count == 3)
    try registry.replaceInvitations(
      of: round,
      with: [invitation(0), invitation(2)],
      signature: Data(count: 64),
      log: line(3),
      at: 3
    )
    #expect(try registry.invitations(of: round).map(\.revoked) == [false, true, false])
  }

  @Test("a log entry at another position than the end changes nothing")
  func logPosition() throws {
    let folder = try TemporaryFolder()
    let registry = try registry(folder, seats: 3)
    #expect(throws: StoreError.conflict) {
      try registry.move(round, from: .enrolling, to: .enrolled, log: [line(9)], at: 1)
    }
    #expect(try registry.round(round)?.phase == .enrolling)
  }

  @Test("an issuer key that was seen in another round is refused")
  func reusedKey() throws {
    let folder = try TemporaryFolder()
    let registry = try registry(folder, seats: 3)
    #expect(throws: StoreError.conflict) {
      try registry.addRound(
        RoundID("other"),
        coordinator: "c",
        issuerKey: Data([1]),
        receiptKey: Data(repeating: 9, count: 32)
      )
    }
  }

  @Test("a second holder of a folder's lock learns who the first is")
  func lock() throws {
    let folder = try TemporaryFolder()
    let lock = try FolderLock(path: folder.path("lock"), holder: "first (pid 1)")
    #expect(throws: FolderLock.Problem.held(by: "first (pid 1)")) {
      try FolderLock(path: folder.path("lock"), holder: "second")
    }
    withExtendedLifetime(lock) {}
  }

  @Test("a durable file appears whole or not at all, and a directory never over another")
  func durableFiles() throws {
    let folder = try TemporaryFolder()
    let file = folder.url.appending(path: "file")
    try DurableFile.write(Data("one".utf8), to: file)
    try DurableFile.write(Data("two".utf8), to: file)
    #expect(try String(contentsOf: file, encoding: .utf8) == "two")
    let target = folder.url.appending(path: "made")
    try DurableFile.writeDirectory(["a": Data("a".utf8)], to: target)
    #expect(throws: DurableFile.Problem.self) {
      try DurableFile.writeDirectory(["b": Data()], to: target)
    }
    #expect(throws: DurableFile.Problem.self) {
      try DurableFile.writeDirectory(["b": Data()], to: folder.url.appending(path: "no/such"))
    }
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.url.path).sorted()
    #expect(names == ["file", "made"])
  }

  @Test("a new file is written in pieces, whole or not at all, and never over another")
  func newFiles() throws {
    struct Stop: Error {}
    let folder = try TemporaryFolder()
    let file = folder.url.appending(path: "file")
    func names() throws -> [String] {
      try FileManager.default.contentsOfDirectory(atPath: folder.url.path).sorted()
    }
    #expect(throws: Stop.self) {
      try DurableFile.writeNew(to: file) { write in
        try write(Data("half".utf8))
        #expect(try !names().contains("file"), "it has no name before it is whole")
        throw Stop()
      }
    }
    #expect(try names() == [])
    try DurableFile.writeNew(to: file) { write in
      for piece in ["one", "", " two"] { try write(Data(piece.utf8)) }
    }
    #expect(try String(contentsOf: file, encoding: .utf8) == "one two")
    var ran = false
    #expect(throws: DurableFile.Problem.self) {
      try DurableFile.writeNew(to: file) { _ in ran = true }
    }
    #expect(!ran)
    // Somebody else makes a file of this name while ours is written.
    let late = folder.url.appending(path: "late")
    #expect(throws: DurableFile.Problem.self) {
      try DurableFile.writeNew(to: late) { write in
        try write(Data("ours".utf8))
        try Data("theirs".utf8).write(to: late)
      }
    }
    #expect(try String(contentsOf: late, encoding: .utf8) == "theirs")
    #expect(throws: DurableFile.Problem.self) {
      try DurableFile.writeNew(to: folder.url.appending(path: "no/such")) { _ in }
    }
    #expect(try names() == ["file", "late"])
  }

  @Test("an auditor who was shut out comes back with what the new link gives, and nothing more")
  func comesBack() throws {
    let folder = try TemporaryFolder()
    let registry = try Registry(path: folder.path("registry.sqlite"))
    let now = Timestamp(seconds: 1_000)
    let any = RoundID("any")
    func hash(_ byte: UInt8) -> Data { Data(repeating: byte, count: 32) }
    func join(_ byte: UInt8, round: RoundID?, by actor: String) throws {
      try registry.addJoinLink(
        tokenHash: hash(byte),
        role: .auditor,
        round: round,
        by: actor,
        at: now
      )
      try registry.register(
        linkHash: hash(byte),
        name: "a",
        key: hash(9),
        tokenHash: hash(byte + 100),
        at: now
      )
    }
    try join(1, round: nil, by: StoredHolderEvent.operator)
    #expect(try registry.holder(tokenHash: hash(101))?.isIndependent(in: any) == true)
    try registry.revoke("a", by: StoredHolderEvent.operator, at: now)
    #expect(try registry.holder(tokenHash: hash(101)) == nil)
    try join(2, round: round, by: "c")
    let back = try #require(try registry.holder(tokenHash: hash(102)))
    #expect(back.rounds == [round] && back.roundsByOperator == [])
    #expect(!back.reaches(any) && !back.isIndependent(in: round))
    try join(3, round: round, by: StoredHolderEvent.operator)
    #expect(try registry.holder(tokenHash: hash(103))?.isIndependent(in: round) == true)
    func other(_ byte: UInt8, at time: Timestamp) throws {
      try registry.register(
        linkHash: hash(byte),
        name: "b",
        key: hash(8),
        tokenHash: hash(8),
        at: time
      )
    }
    #expect(throws: StoreError.notFound, "a link works once") { try other(3, at: now) }
    try registry.addJoinLink(tokenHash: hash(4), expires: now, by: "c", at: now)
    #expect(throws: StoreError.notFound, "too old") { try other(4, at: now.advanced(by: 1)) }
    #expect(try registry.holderEvents().map(\.action).count { $0 == .linked } == 4)
  }
}
