import Crypto
import Foundation
import PanelCore
import PanelFiles
import PanelProtocol
import PanelStore

/// Checks a submission and has it stored; knows a credential, never a person.
struct SubmissionIntake: Sendable {
  let rounds: Rounds

  /// Answers with a receipt once the submission is durable.
  ///
  /// What costs time, the checks, is done on no actor: as many at once as there are cores.
  func take(_ wire: Data, in id: RoundID) async throws -> SubmissionReply {
    let standing = try await rounds.standing(id)
    guard let envelope = try? SubmissionEnvelope(wire: wire), envelope.hasValidLengths else {
      throw Self.unreadable
    }
    do {
      guard standing.phase == .rating else {
        throw Self.notNow(standing.phase, standing.voidReason)
      }
      guard !standing.isOverdue else {
        throw ProblemReport(
          .unavailable,
          "the time for rating has passed, and the server cannot write down that it has ended",
          fix: "try again later; whatever was acknowledged counts"
        )
      }
      return try await store(try check(envelope, standing.context), standing)
    } catch let problem as ProblemReport {
      // A resent submission gets its receipt in any phase, whatever else is wrong with it.
      guard
        let known = try await standing.writer.submission(credentialKey: envelope.publicKey),
        known.revision == envelope.revision, known.bodyHash == envelope.bodyHash
      else { throw problem }
      return try receipt(for: known, standing.context)
    }
  }

  private func store(
    _ submission: StoredSubmission,
    _ standing: SubmissionWindow
  ) async throws -> SubmissionReply {
    switch try await standing.writer.store(submission) {
    case nil: throw Self.notNow(.closed)
    case .stored, .alreadyStored: return try receipt(for: submission, standing.context)
    case .conflict(let revision):
      throw ProblemReport(
        .conflict,
        "another body stands under revision \(revision)",
        fix: "send your change as revision \(revision + 1)",
        revision: revision
      )
    case .stale(let revision):
      throw ProblemReport(
        .stale,
        "revision \(revision) is stored already",
        fix: "send your change as revision \(revision + 1)",
        revision: revision
      )
    }
  }

  /// Puts a submission back that a receipt proves, during the time for objections.
  func claim(_ claim: SubmissionClaim, in id: RoundID) async throws -> SubmissionReply {
    let stored = try await rounds.round(id)
    let end = try await rounds.history(id).objectionsEnd
    guard stored.phase == .closed, let end, rounds.now() <= end else {
      throw ProblemReport(
        .wrongPhase,
        stored.phase < .closed
          ? "there is nothing to object to before closing"
          : "the time for objections is over",
        fix: stored.phase < .closed ? "run: panel submit" : "call the auditor with your receipt"
      )
    }
    // Nothing is written for a stranger whose claim proves nothing.
    _ = try await checked(claim, in: id)
    let kept = try await rounds.keep(claim, in: id)
    defer { try? DurableFile.remove(kept) }
    return try await reinstate(claim, in: id)
  }

  /// Makes all checks of a submission and of its receipt, stores what the tree lacks, and logs it.
  func reinstate(_ claim: SubmissionClaim, in id: RoundID) async throws -> SubmissionReply {
    let submission = try await checked(claim, in: id)
    try await rounds.reinstate(submission, in: id)
    return try receipt(for: submission, try await rounds.context(id))
  }

  /// The submission of a claim, once all of it and its receipt hold.
  private func checked(_ claim: SubmissionClaim, in id: RoundID) async throws -> StoredSubmission {
    let context = try await rounds.context(id)
    guard let envelope = try? SubmissionEnvelope(wire: claim.submission),
      envelope.hasValidLengths
    else { throw Self.unreadable }
    let submission = try check(envelope, context)
    guard
      SubmissionReceipt.isValid(
        claim.receipt,
        publicKey: submission.credentialKey,
        revision: submission.revision,
        bodyHash: submission.bodyHash,
        recordCommitment: submission.commitment,
        manifest: context.hash,
        by: context.manifest.receiptKey
      )
    else {
      throw ProblemReport(
        .badSignature,
        "the receipt is not one of this round for this submission",
        fix: "call the auditor with both"
      )
    }
    return submission
  }

  private static let unreadable = ProblemReport(
    .malformed,
    "the submission cannot be read",
    fix: "send it with a panel of the same version; your answers are kept"
  )

  private static func notNow(_ phase: Phase, _ voidReason: String? = nil) -> ProblemReport {
    if phase == .void {
      return ProblemReport(
        .wrongPhase,
        "the round was given up: \(voidReason ?? "no reason is logged")",
        fix: "nothing is counted; keep your machine as it is until the coordinator writes to you"
      )
    }
    return ProblemReport(
      .wrongPhase,
      phase < .rating ? "rating has not begun yet" : "rating has ended; the round is \(phase)",
      fix: phase < .rating
        ? "nothing is lost: send it when rating opens"
        : "what was acknowledged before counts; nothing more can be sent"
    )
  }

  private func check(
    _ envelope: SubmissionEnvelope,
    _ context: RoundContext
  ) throws -> StoredSubmission {
    let manifest = context.manifest
    let body: SubmissionBody
    do throws(EnvelopeProblem) {
      body = try envelope.checked(
        issuer: context.issuer,
        manifest: context.hash,
        bodySize: manifest.bodySize
      )
    } catch {
      switch error {
      case .credential, .signature:
        throw ProblemReport(
          .badSignature,
          "the submission's signatures do not verify",
          fix: "check that it is meant for this round: panel status"
        )
      default:
        throw ProblemReport(
          .malformed,
          "the submission's body cannot be used",
          detail: "\(error)",
          fix: "send it with a panel of the same version; your answers are kept"
        )
      }
    }
    guard body.units.map(\.label) == manifest.units else {
      throw ProblemReport(
        .doesNotFit,
        "the units are not those of the manifest",
        fix: "send it with a panel of the same version; your answers are kept"
      )
    }
    do {
      let encoded = try EncodedSubmission(body, for: context.survey)
      let answers = encoded.answers
      // All blank is an abstention: a declared one, or a withdrawal.
      if !answers.isAbstention { _ = try Submission(answers, for: context.survey) }
      let misspelled = try encoded.misspelled(for: context.survey)
      guard misspelled.isEmpty else {
        throw ProblemReport(
          .doesNotFit,
          "a unit is not written in the one form",
          detail: misspelled.joined(separator: ", "),
          fix: "send it with a panel of the same version; your answers are kept"
        )
      }
    } catch let error as AnswerProblems {
      throw ProblemReport(
        .doesNotFit,
        "the answers do not fit the survey",
        detail: error.problems.prefix(5).map(\.message.en).joined(separator: "; "),
        fix: "correct them in panel rate, then run panel submit"
      )
    } catch let error as SubmissionUnits.Problem {
      throw ProblemReport(
        .doesNotFit,
        "the answers do not fit the survey",
        detail: "\(error.label): \(error.reason)",
        fix: "correct them in panel rate, then run panel submit"
      )
    }
    return StoredSubmission(
      credentialKey: envelope.publicKey,
      credentialSignature: envelope.credentialSignature,
      revision: envelope.revision,
      body: SubmissionBody.strip(envelope.body),
      bodyHash: envelope.bodyHash,
      commitment: body.recordCommitment(manifest: context.hash, publicKey: envelope.publicKey),
      signature: envelope.signature
    )
  }

  private func receipt(
    for stored: StoredSubmission,
    _ context: RoundContext
  ) throws -> SubmissionReply {
    SubmissionReply(
      receipt: try SubmissionReceipt.sign(
        publicKey: stored.credentialKey,
        revision: stored.revision,
        bodyHash: stored.bodyHash,
        recordCommitment: stored.commitment,
        manifest: context.hash,
        with: context.receiptKey
      )
    )
  }
}
