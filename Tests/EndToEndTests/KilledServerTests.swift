import Foundation
import PanelProtocol
import PanelStatistics
import PanelStore
import TestSupport
import Testing

/// `kill -9` of a real server in the middle of 64 clients; `PANEL_KILL_ROUNDS` says how often.
@Suite(
  "A server killed among many submitters",
  .serialized,
  .enabled(if: Crashpoint.isSupported),
  .timeLimit(.minutes(45))
)
struct KilledServerTests {
  static let rounds = ProcessInfo.processInfo.environment["PANEL_KILL_ROUNDS"].flatMap(Int.init)

  /// When the server dies: at a call of one of its first transactions, or at an acknowledgement.
  private func point(_ number: Int, _ generator: inout SplitMix64) -> Crashpoint.Point? {
    guard number.isMultiple(of: 2) else { return nil }
    let transaction = 1 + generator.index(below: 3)
    let journal = "submissions.sqlite-journal"
    let points: [Crashpoint.Point] = [
      .during("write submissions.sqlite", transaction), .during("write \(journal)", transaction),
      .before("fsync submissions.sqlite", transaction),
      .before("ftruncate \(journal)", transaction), .after("ftruncate \(journal)", transaction),
    ]
    return points[generator.index(below: points.count)]
  }

  @Test(
    "whatever was acknowledged is there, nothing is there twice, and a rerun completes the rest"
  )
  func killed() async throws {
    let raters = try await ManyRaters(64)
    var generator = SplitMix64(seed: 64)
    var before: [SubmissionEnvelope] = []
    var unacknowledged = 0
    for number in 1...(Self.rounds ?? 3) {
      let envelopes = try raters.envelopes(revision: UInt32(number))
      let point = point(number, &generator)
      let enough = 1 + generator.index(below: 32)
      if let point { try raters.onServer.arm(point) }
      let outcomes = try await raters.send(envelopes) { acknowledged in
        if point == nil, acknowledged == enough { raters.trial.server.kill() }
      }
      raters.onServer.disarm()
      raters.trial.server.kill()
      let comment: Comment = "round \(number): \(point?.description ?? "after \(enough)")"
      #expect(outcomes.allSatisfy { $0.isAcknowledged || $0 == .cutOff }, comment)
      unacknowledged += outcomes.count { $0 == .cutOff }

      let rows = try raters.stored()
      #expect(Set(rows.map(\.credentialKey)).count == rows.count, comment)
      let stored = Dictionary(rows.map { ($0.credentialKey, $0) }) { first, _ in first }
      for (index, (envelope, outcome)) in zip(envelopes, outcomes).enumerated() {
        let row = stored[envelope.publicKey]
        let isNew = row.map { raters.isSame($0, envelope) } ?? false
        if case .acknowledged(let receipt) = outcome {
          #expect(isNew, "\(comment), \(index): acknowledged and not stored")
          #expect(try raters.isReceipt(receipt, for: envelope), comment)
        }
        // What was cut off is there whole, or all is as it was before.
        let isOld = before.isEmpty ? row == nil : row.map { raters.isSame($0, before[index]) }
        #expect(isNew || isOld == true, "\(comment), \(index)")
      }
      #expect(rows.count <= raters.count, comment)

      try raters.trial.server.start()
      let again = try await raters.send(envelopes)
      for (envelope, outcome) in zip(envelopes, again) {
        guard case .acknowledged(let receipt) = outcome else {
          Issue.record("\(comment): a rerun was answered by \(outcome)")
          continue
        }
        #expect(try raters.isReceipt(receipt, for: envelope), comment)
      }
      let complete = try raters.stored()
      #expect(complete.count == raters.count, comment)
      let rerun = Dictionary(complete.map { ($0.credentialKey, $0) }) { first, _ in first }
      let isComplete = envelopes.allSatisfy { envelope in
        rerun[envelope.publicKey].map { raters.isSame($0, envelope) } == true
      }
      #expect(isComplete, comment)
      before = envelopes
    }
    #expect(unacknowledged > 0, "the server was never killed while anybody waited")
    if let rounds = Self.rounds {
      print("killed \(rounds) times: \(unacknowledged) of \(rounds * raters.count) cut off")
    }
  }
}
