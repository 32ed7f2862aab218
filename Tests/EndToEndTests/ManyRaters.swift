import Foundation
import NIOHTTP1
import PanelCore
import PanelStore
import TestSupport

@testable import PanelProtocol
@testable import panel

/// A round in which many hold a credential and rate, on a server that can be killed or whose disk
/// can fail.
final class ManyRaters {
  /// What a client got for a request.
  enum Outcome: Hashable, Sendable {
    case acknowledged(receipt: Data)
    case refused(ProblemReport.Kind, hasFix: Bool)
    case cutOff

    var isAcknowledged: Bool { if case .acknowledged = self { true } else { false } }
  }

  private struct Rater {
    var credential: Credential
    var signature: Data
  }

  let trial: TrialRound
  let onServer: Crashpoint
  /// Where the server's data directory is seen from here.
  var data: URL
  private let raters: [Rater]

  /// Makes the round; its phases overlap, so that the issuer key is still there to sign credentials
  /// with, which by blinding takes minutes in a debug build.
  init(_ count: Int, schedule: Schedule = .manual) async throws {
    trial = try await TrialRound(
      evaluators: 5,
      seats: max(5, count),
      schedule: schedule,
      survey: "phases: overlapping"
    )
    data = trial.server.data
    onServer = try Crashpoint(in: trial.folder.url, name: "paneld")
    trial.server.kill()
    trial.server.environment.merge(onServer.environment) { $1 }
    try trial.server.start()
    _ = try await trial.invite((0..<5).map { "Person \($0)" })
    if schedule == .manual {
      _ = try await trial.open()
      _ = try await trial.open()
    }
    let sealed = trial.sealed
    let issuer = try IssuerPrivateKey(
      der: try Data(
        contentsOf: data.appending(path: "rounds/trial/issuer.key")
      )
    )
    raters = try (0..<count).map { number in
      let secret = ContentHash.sha256(Data("rater \(number)".utf8))
      let credential = try Credential(secret: secret, manifest: sealed.hash)
      // A blind signature under the factor 1 is the signature itself.
      let encoded = try PSSEncoding.encode(
        credential.message,
        salt: credential.pssSalt,
        modulusBits: IssuerPublicKey.byteCount * 8
      )
      return Rater(credential: credential, signature: try issuer.blindSign(encoded))
    }
  }

  var count: Int { raters.count }

  /// The request of everybody for one revision.
  func envelopes(revision: UInt32) throws -> [SubmissionEnvelope] {
    let (survey, manifest) = (trial.sealed.survey, trial.sealed.manifest)
    return try raters.enumerated().map { number, rater in
      let answers = trial.panel.answers(of: (number + Int(revision)) % 5)
      return try SubmissionEnvelope.make(
        credential: rater.credential,
        credentialSignature: rater.signature,
        body: try SubmissionBody(
          revision: revision,
          values: try SubmissionUnits.units(of: answers, for: survey),
          credential: rater.credential
        ),
        size: manifest.bodySize
      )
    }
  }

  /// Sends requests all at once, each over a connection of its own; `observe` sees every answer when
  /// it is there, with how many were acknowledged so far.
  func send(
    _ envelopes: [SubmissionEnvelope],
    observe: (Int) -> Void = { _ in }
  ) async throws -> [Outcome] {
    guard let url = URL(string: trial.server.address) else { return [] }
    return await withTaskGroup(of: (Int, Outcome).self) { group in
      for (index, wire) in envelopes.map(\.wire).enumerated() {
        group.addTask { (index, await ManyRaters.send(wire, to: url)) }
      }
      var outcomes = [Outcome](repeating: .cutOff, count: envelopes.count)
      var acknowledged = 0
      for await (index, outcome) in group {
        outcomes[index] = outcome
        guard outcome.isAcknowledged else { continue }
        acknowledged += 1
        observe(acknowledged)
      }
      return outcomes
    }
  }

  private static func send(_ wire: Data, to url: URL) async -> Outcome {
    do {
      let reply = try await PanelClient.with(url) { client in
        try await client.send(
          .PUT,
          Route.path(TrialRound.round, .submission),
          bytes: wire,
          reply: SubmissionReply.self
        )
      }
      return .acknowledged(receipt: reply.receipt)
    } catch let report as ProblemReport {
      return .refused(report.type, hasFix: report.fix?.isEmpty == false)
    } catch {
      return .cutOff
    }
  }

  /// What lies on the disk, read from a copy: opening the file itself would mend it for the server.
  func stored() throws -> [StoredSubmission] {
    let copy = try CrashRound.copy(data.appending(path: "rounds/trial/submissions.sqlite"))
    return try SubmissionStore(path: copy.path("submissions.sqlite")).all()
  }

  /// Whether a receipt is the server's on exactly this request.
  func isReceipt(_ receipt: Data, for envelope: SubmissionEnvelope) throws -> Bool {
    let sealed = trial.sealed
    let body = try SubmissionBody.parse(envelope.body, size: sealed.manifest.bodySize)
    return SubmissionReceipt.isValid(
      receipt,
      publicKey: envelope.publicKey,
      revision: envelope.revision,
      bodyHash: envelope.bodyHash,
      recordCommitment: body.recordCommitment(
        manifest: sealed.hash,
        publicKey: envelope.publicKey
      ),
      manifest: sealed.hash,
      by: sealed.manifest.receiptKey
    )
  }

  /// Whether a stored row is, whole, what a request said.
  func isSame(_ row: StoredSubmission, _ envelope: SubmissionEnvelope) -> Bool {
    row.credentialKey == envelope.publicKey && row.revision == envelope.revision
      && row.bodyHash == envelope.bodyHash && row.signature == envelope.signature
      && row.credentialSignature == envelope.credentialSignature
      && SubmissionBody.restore(row.body, size: trial.sealed.manifest.bodySize) == envelope.body
  }
}
