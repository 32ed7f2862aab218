import Crypto
import Foundation
import PanelCore
import PanelFiles
import PanelProtocol
import PanelStore

/// Checks submissions of one round and stores them; knows credentials, never persons.
struct SubmissionIntake: Sendable {
  let round: Round

  /// Answers with a receipt once the submission is durable.
  ///
  /// The checks, which cost time, run on no actor: as many at once as there are cores.
  func take(_ wire: Data) async throws -> SubmissionReply {
    let window = try await round.window()
    guard let envelope = try? SubmissionEnvelope(wire: wire), envelope.hasValidLengths else {
      throw Self.unreadable()
    }
    do {
      guard window.phase == .rating else {
        throw Self.notNow(window.phase, window.voidReason)
      }
      guard !window.isOverdue else {
        throw ProblemReport(
          .unavailable,
          "the time for rating has passed, and the server cannot record that it has ended",
          fix: "try again later; every acknowledged submission counts"
        )
      }
      return try await store(try check(envelope, window.context), window)
    } catch let problem as ProblemReport {
      // A resent submission gets its receipt in any phase, whatever else is wrong with it.
      guard
        let known = try await window.writer.submission(credentialKey: envelope.publicKey),
        known.revision == envelope.revision, known.bodyHash == envelope.bodyHash
      else { throw problem }
      return try receipt(for: known, window.context)
    }
  }

  private func store(
    _ submission: StoredSubmission,
    _ window: SubmissionWindow
  ) async throws -> SubmissionReply {
    switch try await window.writer.store(submission) {
    case nil: throw Self.notNow(.closed)
    case .stored, .alreadyStored: return try receipt(for: submission, window.context)
    case .conflict(let revision):
      throw ProblemReport(
        .conflict,
        "another body is stored under revision \(revision)",
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

  /// Stores a submission that a receipt proves, during the time for objections.
  func claim(_ claim: SubmissionClaim) async throws -> SubmissionReply {
    let phase = try await round.stored().phase
    let end = try await round.history().objectionsEnd
    guard phase == .closed, let end, round.now() <= end else {
      throw ProblemReport(phase < .closed ? .objectionsNotBegun : .objectionsEnded)
    }
    // A claim that proves nothing is never written to the disk.
    _ = try await checked(claim)
    let kept = try await round.keep(claim)
    defer { try? DurableFile.remove(kept) }
    return try await reinstate(claim)
  }

  /// Makes all checks of a submission and of its receipt, stores what the tree lacks, and logs it.
  func reinstate(_ claim: SubmissionClaim) async throws -> SubmissionReply {
    let submission = try await checked(claim)
    try await round.reinstate(submission)
    return try receipt(for: submission, try await round.context())
  }

  /// The submission of a claim, once all of it and its receipt hold.
  private func checked(_ claim: SubmissionClaim) async throws -> StoredSubmission {
    let context = try await round.context()
    guard let envelope = try? SubmissionEnvelope(wire: claim.submission),
      envelope.hasValidLengths
    else { throw Self.unreadable() }
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

  private static func unreadable(
    _ title: String = "the submission cannot be read",
    detail: String? = nil
  ) -> ProblemReport {
    ProblemReport(
      .malformed,
      title,
      detail: detail,
      fix: "send it with a version of panel that fits this server; your answers are kept"
    )
  }

  private static func notNow(_ phase: Phase, _ voidReason: String? = nil) -> ProblemReport {
    if phase == .void { return ProblemReport(.roundVoid, about: voidReason) }
    return ProblemReport(phase < .rating ? .ratingNotBegun : .ratingEnded)
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
        throw Self.unreadable("the submission's body cannot be used", detail: "\(error)")
      }
    }
    guard body.units.map(\.label) == manifest.units else {
      throw ProblemReport(
        .doesNotFit,
        "the units are not those of the manifest",
        fix: "send it with a version of panel that fits this server; your answers are kept"
      )
    }
    do {
      let encoded = try EncodedSubmission(body, for: context.survey)
      let answers = encoded.answers
      // If every unit is blank, it is an abstention or a withdrawal.
      if !answers.isAbstention { _ = try Submission(answers, for: context.survey) }
      let misspelled = try encoded.misspelled(for: context.survey)
      guard misspelled.isEmpty else {
        throw ProblemReport(
          .doesNotFit,
          "a unit is not in canonical form",
          detail: misspelled.joined(separator: ", "),
          fix: "send it with a version of panel that fits this server; your answers are kept"
        )
      }
    } catch let error as AnswerProblems {
      throw ProblemReport(
        .answersDoNotFit,
        detail: error.problems.prefix(5).map(\.message.en).joined(separator: "; ")
      )
    } catch let error as SubmissionUnits.Problem {
      throw ProblemReport(.answersDoNotFit, detail: "\(error.label): \(error.reason)")
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

/// What a submission is checked against, and the writer that stores it.
struct SubmissionWindow: Sendable {
  var phase: Phase
  /// Whether the time for rating has passed and that could not be recorded: nothing is taken.
  var isOverdue: Bool
  var voidReason: String?
  var context: RoundContext
  var writer: SubmissionWriter
}

extension Round {
  /// Whether the round takes submissions now.
  ///
  /// While rating is open and nothing is due this comes from memory: the registry is not read for
  /// each submission. Rating is over from its end on, even if that could not be recorded yet.
  func window() async throws -> SubmissionWindow {
    var history = try history()
    if history.phase != .rating || history.isRatingOver(at: now()) {
      _ = try await stored()
      history = try self.history()
    }
    return SubmissionWindow(
      phase: history.phase,
      isOverdue: history.phase == .rating && history.isRatingOver(at: now()),
      voidReason: history.voidReason,
      context: try context(),
      writer: try writer()
    )
  }
}

extension RoundHistory {
  /// Whether the end of rating in force has passed; never under a manual schedule.
  fileprivate func isRatingOver(at now: Timestamp) -> Bool {
    schedule.end(of: .rating).map { now >= $0 } ?? false
  }
}
