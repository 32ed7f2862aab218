import Crypto
import Foundation
import Testing

@testable import PanelProtocol

@Suite(.timeLimit(.minutes(45)))
struct CoordinatorLogTests {
  private let round: VectorRound
  private let vectors: ProtocolVectors
  private let key: Data

  init() throws {
    round = try VectorRound.shared.get()
    vectors = round.vectors
    key = vectors.coordinatorPub.data
  }

  private func longLog() throws -> CoordinatorLog {
    var log = CoordinatorLog()
    for number in 0..<6 {
      try log.append(
        Data("{\"n\":\(number)}".utf8),
        manifest: round.manifest,
        with: round.coordinator
      )
    }
    return log
  }

  /// The index of the first line that does not verify.
  private func firstBad(_ lines: [LogLine]) -> Int? {
    var log = CoordinatorLog()
    return lines.firstIndex { !log.append($0, manifest: round.manifest, by: key) }
  }

  @Test func chainAndSignaturesAreTheVectors() throws {
    var log = CoordinatorLog()
    #expect(log.hash == Data(count: 32))
    for (entry, signature) in zip(vectors.logEntries, vectors.logSigs) {
      let line = try log.append(
        entry.data,
        manifest: round.manifest,
        with: round.coordinator
      )
      expectSameSignature(line.signature, signature)
    }
    #expect(log.hashes == vectors.logHashes.map(\.data))
    #expect(log.hash == vectors.logHashes.last?.data)
    let published = zip(vectors.logEntries, vectors.logSigs).map {
      LogLine(entry: $0.data, signature: $1.data)
    }
    #expect(firstBad(published) == nil)
    #expect(firstBad(log.lines) == nil)
    #expect(CoordinatorLog(lines: log.lines) == log)
  }

  @Test func theFirstBadLineIsNamed() throws {
    let lines = try longLog().lines
    #expect(firstBad(lines) == nil)
    for index in lines.indices {
      var changed = lines
      changed[index] = LogLine(
        entry: lines[index].entry + Data([0x20]),
        signature: lines[index].signature
      )
      #expect(firstBad(changed) == index)

      var signature = lines[index].signature
      signature[index] ^= 1
      changed = lines
      changed[index] = LogLine(entry: lines[index].entry, signature: signature)
      #expect(firstBad(changed) == index)

      changed = lines
      changed.remove(at: index)
      // A log cut short at its end verifies: its last hash has to be known from elsewhere.
      let expected = index == 5 ? nil : index
      #expect(firstBad(changed) == expected)

      changed = lines
      changed.insert(lines[index], at: index)
      #expect(firstBad(changed) == index + 1)
      if index > 0 {
        changed = lines
        changed.swapAt(index, index - 1)
        #expect(firstBad(changed) == index - 1)
      }
    }
  }

  @Test func linesSignedElsewhereAreAddedOnlyInOrder() throws {
    let lines = try longLog().lines
    var log = CoordinatorLog()
    func adds(_ line: LogLine, by key: Data) -> Bool {
      log.append(line, manifest: round.manifest, by: key)
    }
    #expect(!adds(lines[1], by: key))
    #expect(log == CoordinatorLog())
    #expect(adds(lines[0], by: key))
    #expect(!adds(lines[0], by: key))
    #expect(!adds(lines[1], by: vectors.receiptPub.data))
    #expect(adds(lines[1], by: key))
    #expect(log.lines == Array(lines.prefix(2)))
  }
}
