import Foundation
import PanelStore
import TestSupport
import Testing

@testable import paneld

/// One writer, many who wait for it.
@Suite("The writer of submissions", .timeLimit(.minutes(45)))
struct SubmissionWriterTests {
  private func submission(
    _ number: Int,
    revision: UInt32 = 1,
    mark: UInt8 = 0
  )
    -> StoredSubmission
  {
    var key = Data(count: 32)
    key[0] = UInt8(number & 255)
    key[1] = UInt8(number >> 8)
    return StoredSubmission(
      credentialKey: key,
      credentialSignature: Data(count: 384),
      revision: revision,
      body: Data(repeating: mark, count: 3_000),
      bodyHash: Data(repeating: mark, count: 32),
      commitment: Data(count: 32),
      signature: Data(count: 64)
    )
  }

  /// SQLite counts the transactions on a file in its header.
  private func transactions(_ path: String) throws -> Int {
    let header = try Data(contentsOf: URL(fileURLWithPath: path)).prefix(28)
    return header.suffix(4).reduce(0) { $0 << 8 | Int($1) }
  }

  private func storeAll(
    _ submissions: [StoredSubmission],
    _ writer: SubmissionWriter
  ) async throws -> [SubmissionStore.Outcome?] {
    try await withThrowingTaskGroup(of: (Int, SubmissionStore.Outcome?).self) { group in
      for (index, submission) in submissions.enumerated() {
        group.addTask { (index, try await writer.store(submission)) }
      }
      var outcomes = [SubmissionStore.Outcome?](repeating: nil, count: submissions.count)
      for try await (index, outcome) in group { outcomes[index] = outcome }
      return outcomes
    }
  }

  @Test("what arrives during a transaction shares the next one, up to its bound")
  func batches() async throws {
    let folder = try TemporaryFolder()
    let path = folder.path("submissions.sqlite")
    let store = try SubmissionStore(path: path)
    let writer = try SubmissionWriter(store: store, isOpen: true)
    let before = try transactions(path)
    let count = 600
    let outcomes = try await storeAll((0..<count).map { submission($0) }, writer)
    #expect(outcomes.allSatisfy { $0 == .stored })
    #expect(try store.count() == count)
    let spent = try transactions(path) - before
    #expect(spent < count / 2, "\(spent) transactions for \(count) submissions")
    #expect(spent >= count / SubmissionWriter.greatestBatch)
  }

  @Test("each of a crowd gets its own outcome: repeated, contradicting and outdated ones too")
  func outcomes() async throws {
    let folder = try TemporaryFolder()
    let store = try SubmissionStore(path: folder.path("submissions.sqlite"))
    let writer = try SubmissionWriter(store: store, isOpen: true)
    for number in 0..<30 { _ = try await writer.store(submission(number, revision: 5)) }
    let crowd = (0..<40).map { number in
      switch number % 4 {
      case _ where number >= 30: submission(number)
      case 0: submission(number, revision: 5)
      case 1: submission(number, revision: 5, mark: 1)
      case 2: submission(number, revision: 4)
      default: submission(number, revision: 6)
      }
    }
    let outcomes = try await storeAll(crowd, writer)
    for (number, outcome) in outcomes.enumerated() {
      let expected: SubmissionStore.Outcome =
        switch number % 4 {
        case _ where number >= 30: .stored
        case 0: .alreadyStored
        case 1: .conflict(stored: 5)
        case 2: .stale(stored: 5)
        default: .stored
        }
      #expect(outcome == expected, "\(number)")
    }
    #expect(try store.count() == 40)
  }

  @Test("closing decides on whoever came before it and lets nobody in after it")
  func closing() async throws {
    let folder = try TemporaryFolder()
    let store = try SubmissionStore(path: folder.path("submissions.sqlite"))
    let writer = try SubmissionWriter(store: store, isOpen: true)
    let submissions = (0..<400).map { submission($0) }
    let (outcomes, atClosing) = try await withThrowingTaskGroup(of: Int.self) { group in
      group.addTask {
        // Closes while they arrive: as soon as the first of them is stored.
        while try await writer.count() == 0 { await Task.yield() }
        try await writer.close()
        return try store.count()
      }
      let outcomes = try await storeAll(submissions, writer)
      return (outcomes, try await group.next() ?? -1)
    }
    let stored = outcomes.count { $0 == .stored }
    #expect(outcomes.allSatisfy { $0 == .stored || $0 == nil })
    #expect(stored == atClosing, "what was acknowledged is what was there when closing returned")
    #expect(try store.count() == atClosing)
    #expect(try await writer.store(submission(999)) == nil)
    await writer.open()
    #expect(try await writer.store(submission(999)) == .stored)
  }

  @Test("a transaction that fails is refused to those in it, and the next one is stored")
  func failing() async throws {
    let folder = try TemporaryFolder()
    let store = try SubmissionStore(path: folder.path("submissions.sqlite"))
    let writer = try SubmissionWriter(store: store, isOpen: true)
    var broken = submission(9)
    broken.signature = Data(count: 3)
    await #expect(throws: StoreError.self) { try await writer.store(broken) }
    #expect(try await writer.store(submission(1)) == .stored)
    #expect(throws: StoreError.self) { try store.store([submission(2), broken, submission(3)]) }
    #expect(try store.count() == 1, "one transaction is stored as a whole or not at all")
  }
}
