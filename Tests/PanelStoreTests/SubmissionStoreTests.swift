import Foundation
import PanelStore
import TestSupport
import Testing

@Suite("The submissions file", .timeLimit(.minutes(45)))
struct SubmissionStoreTests {
  private func submission(
    _ number: UInt8,
    revision: UInt32 = 1,
    mark: UInt8 = 0
  )
    -> StoredSubmission
  {
    StoredSubmission(
      credentialKey: Data(repeating: number, count: 32),
      credentialSignature: Data(repeating: number, count: 384),
      revision: revision,
      body: Data("body \(number) \(revision) \(mark) \(String(repeating: "x", count: 2_000))".utf8),
      bodyHash: Data(repeating: mark, count: 32),
      commitment: Data(repeating: 1, count: 32),
      signature: Data(repeating: 2, count: 64)
    )
  }

  @Test("a revision replaces; the same is a repetition; conflict and stale name the stored one")
  func revisions() throws {
    let folder = try TemporaryFolder()
    let store = try SubmissionStore(path: folder.path("submissions.sqlite"))
    #expect(try store.store(submission(1)) == .stored)
    #expect(try store.store(submission(1)) == .alreadyStored)
    #expect(try store.store(submission(1, mark: 9)) == .conflict(stored: 1))
    #expect(try store.store(submission(1, revision: 5, mark: 9)) == .stored)
    #expect(try store.store(submission(1, revision: 4)) == .stale(stored: 5))
    #expect(try store.count() == 1)
    #expect(try store.submission(credentialKey: submission(1).credentialKey)?.revision == 5)
  }

  @Test("after a vacuum the file keeps no order of arrival and no overwritten answer")
  func vacuum() throws {
    let folder = try TemporaryFolder()
    let path = folder.path("submissions.sqlite")
    let store = try SubmissionStore(path: path)
    let arrival = (1...49).map { UInt8(truncatingIfNeeded: $0 * 37 % 251) }
    for number in arrival { _ = try store.store(submission(number)) }
    for number in arrival.prefix(10) {
      _ = try store.store(submission(number, revision: 2, mark: 3))
    }
    try store.vacuum()
    let bytes = try Data(contentsOf: URL(fileURLWithPath: path))
    var offsets: [(number: UInt8, offset: Int)] = []
    for number in arrival {
      let old = Data("body \(number) 1 0 ".utf8)
      let isRevised = arrival.prefix(10).contains(number)
      let current = isRevised ? Data("body \(number) 2 3 ".utf8) : old
      if isRevised { #expect(bytes.range(of: old) == nil, "an overwritten answer is left") }
      let found = try #require(bytes.range(of: current))
      offsets.append((number, found.lowerBound))
    }
    // In order of the keys, whatever the order of arrival was: ascending or, inside a page,
    // descending runs, but the same for every order of arrival.
    let other = try TemporaryFolder()
    let sorted = try SubmissionStore(path: other.path("submissions.sqlite"))
    for number in arrival.sorted() {
      let isRevised = arrival.prefix(10).contains(number)
      _ = try sorted.store(
        isRevised ? submission(number, revision: 2, mark: 3) : submission(number)
      )
    }
    try sorted.vacuum()
    let reference = try Data(
      contentsOf: URL(fileURLWithPath: other.path("submissions.sqlite"))
    )
    for (number, offset) in offsets {
      let isRevised = arrival.prefix(10).contains(number)
      let text = Data((isRevised ? "body \(number) 2 3 " : "body \(number) 1 0 ").utf8)
      #expect(try #require(reference.range(of: text)).lowerBound == offset)
    }
  }

  @Test("no journal is left behind, and what the schema forbids is not stored")
  func schema() throws {
    let folder = try TemporaryFolder()
    let store = try SubmissionStore(path: folder.path("submissions.sqlite"))
    var short = submission(1)
    short.signature = Data(count: 3)
    #expect(throws: StoreError.self) { try store.store(short) }
    #expect(throws: StoreError.self) { try store.store(submission(1, revision: 0)) }
    #expect(try store.store(submission(2)) == .stored)
    #expect(
      !FileManager.default.fileExists(atPath: folder.path("submissions.sqlite-wal"))
    )
    let journal = folder.path("submissions.sqlite-journal")
    let left = FileManager.default.contents(atPath: journal) ?? Data()
    #expect(left.isEmpty)
  }

  @Test("a file that is no database, and one of a newer version, are refused")
  func refused() throws {
    let folder = try TemporaryFolder()
    let path = try folder.write(String(repeating: "no database ", count: 100), to: "x.sqlite")
    #expect(throws: StoreError.self) { try SubmissionStore(path: path) }
    #expect(throws: StoreError.self) { try Registry(path: folder.path("no/such/folder.sqlite")) }
  }
}
