import Foundation
import NIOHTTP1
import PanelCore
import PanelProtocol

/// One evaluator in one round: enrolling, signing, sending.
///
/// The demo uses the same code.
struct Evaluator: Sendable {
  let state: RoundState
  let sealed: SealedRound

  /// Opens a round that was joined before.
  init(_ state: RoundState) throws {
    self.state = state
    sealed = try state.sealedRound()
  }

  /// Opens a round in which enrolling is complete.
  static func enrolled(_ state: RoundState) throws -> Evaluator {
    let evaluator = try Evaluator(state)
    guard try evaluator.isEnrolled() else { throw Failure.enrolmentIncomplete(state.round) }
    return evaluator
  }

  private init(_ state: RoundState, _ sealed: SealedRound) {
    self.state = state
    self.sealed = sealed
  }

  // MARK: Enrolling

  /// Makes the credential and keeps it, before anything is sent.
  static func prepare(
    _ invitation: Invitation,
    sealed: SealedRound,
    declaration: Declaration,
    secret: Data,
    state: RoundState
  ) throws -> Evaluator {
    try state.save(sealed)
    try state.save(
      RoundState.CredentialFile(
        server: invitation.server.absoluteString,
        certificate: invitation.pin,
        secret: secret,
        invitation: invitation.code.text,
        invitationID: invitation.code.identifier,
        seat: invitation.seat,
        declaration: try CanonicalJSON.encode(declaration)
      )
    )
    return Evaluator(state, sealed)
  }

  /// A fresh secret from the system's random device.
  static func newSecret() -> Data {
    Data((0..<32).map { _ in UInt8.random(in: .min ... .max) })
  }

  /// Whether the credential was issued; throws if its file is damaged.
  func isEnrolled() throws -> Bool { try state.credentialFile().credentialSignature != nil }

  func server() throws -> URL {
    let address = try state.credentialFile().server
    guard let url = URL(string: address) else {
      throw Failure(
        .invalidData,
        en: "'\(address)' is not an address",
        ko: "'\(address)'은(는) 주소가 아닙니다",
        fix: (en: "join again with the invitation", ko: "초대문으로 다시 등록하십시오")
      )
    }
    return url
  }

  /// The key that the server has to show, if the invitation names one.
  func pin() throws -> CertificatePin? { try state.credentialFile().certificate }

  func credential() throws -> Credential {
    try Credential(secret: try state.credentialFile().secret, manifest: sealed.hash)
  }

  /// Enrols, or repeats the request of an earlier attempt that was cut off.
  func enrol(recovering: Bool = false) async throws {
    var file = try state.credentialFile()
    guard file.credentialSignature == nil, let text = file.invitation else { return }
    let code = try Invitation.code(text)
    let blinded = try credential().blind(for: sealed.issuer)
    let upload = try upload(of: file, code, blinded, recovering: recovering)
    let reply = try await PanelClient.with(try server(), pin: try pin()) { client in
      try await client.send(
        .POST,
        Route.path(state.round, .enrolments),
        upload,
        reply: EnrolmentReply.self
      )
    }
    guard
      IssuedReceipt.isValid(
        reply.issued,
        invitation: code.identifier,
        blinded: blinded.blinded,
        blindSignature: reply.blindSignature,
        manifest: sealed.hash,
        by: sealed.manifest.receiptKey
      ),
      let signature = try? blinded.finalize(blindSignature: reply.blindSignature)
    else {
      throw Failure(
        .protocolMismatch,
        en: "the server's signature on the credential does not verify",
        ko: "서버가 준 인증 서명이 맞지 않습니다",
        fix: (en: "keep your invitation and call the auditor", ko: "초대문을 보관하고 참관인에게 연락하십시오")
      )
    }
    file.credentialSignature = signature
    file.issued = reply.issued
    file.blindSignature = reply.blindSignature
    // Once the credential is there, this machine no longer needs the invitation's seed.
    file.invitation = nil
    try state.save(file)
  }

  /// The enrolment request.
  ///
  /// The seat is not sent: the server does not need it.
  func upload(
    of file: RoundState.CredentialFile,
    _ code: InvitationCode,
    _ blinded: BlindedCredential,
    recovering: Bool = false
  ) throws -> EnrolmentUpload {
    EnrolmentUpload(
      invitation: code.identifier,
      blinded: blinded.blinded,
      declaration: file.declaration,
      declarationSignature: try DeclarationSignature.sign(
        file.declaration,
        invitation: code.identifier,
        manifest: sealed.hash,
        with: code.signingKey
      ),
      proof: try EnrolmentProof.sign(
        invitation: code.identifier,
        blindedHash: ContentHash.sha256(blinded.blinded),
        manifest: sealed.hash,
        with: code.signingKey
      ),
      // Only in a confidential round may the server see whose credential it signs; the privacy sheet
      // says so.
      opening: sealed.manifest.mode == .confidential ? blinded.opening : nil,
      recover: recovering ? true : nil
    )
  }

  // MARK: Submitting

  /// What has become of the answers so far, as this machine knows it.
  func status() throws -> SubmissionStatus {
    let history = try state.history(sealed)
    if history.phase == .void { return .void(reason: history.voidReason ?? "") }
    guard try isEnrolled() else { return .notEnrolled }
    let answers = try state.draft(for: sealed.hash)
    // A revision that was signed once is not a first draft, whatever is open in the answers now.
    let isDraft = try state.latest() == nil
    return SubmissionStatus(
      of: answers,
      for: sealed.survey,
      acknowledged: try acknowledged(),
      open: isDraft ? sealed.survey.problems(in: answers).count : 0
    )
  }

  /// The answers and units of a revision that was signed on this machine.
  private func content(of sent: RoundState.Sent) throws -> EncodedSubmission {
    let body = try SubmissionBody.parse(sent.envelope.body, size: sealed.manifest.bodySize)
    return try EncodedSubmission(body, for: sealed.survey)
  }

  /// The highest revision that the server has acknowledged, with what it says.
  func acknowledged() throws -> AcknowledgedRevision? {
    guard let sent = try state.lastAcknowledged(), let receipt = sent.receipt else { return nil }
    let revision = sent.envelope.revision
    return AcknowledgedRevision(
      revision: revision,
      answers: try content(of: sent).answers,
      isLatest: try state.latest()?.envelope.revision == revision,
      number: receipt.base64EncodedString(),
      file: state.receiptURL(of: revision).path
    )
  }

  private func says(_ sent: RoundState.Sent, _ answers: Answers) -> Bool {
    (try? content(of: sent).answers) == answers.normalised(for: sealed.survey)
  }

  /// Sends the latest signed revision again, then the draft if it differs.
  ///
  /// Every request is kept before it is sent, so that a rerun sends the same bytes. If the server
  /// holds a later revision than this machine knows of (after a recovery), the one after it is sent.
  ///
  /// An abstention is a revision in which everything is blank.
  func submit(abstaining: Bool = false) async throws -> UInt32 {
    let answers = abstaining ? Answers() : try state.draft(for: sealed.hash)
    if !abstaining {
      do {
        _ = try Submission(answers, for: sealed.survey)
      } catch {
        throw Failure(
          .invalidData,
          en: "\(error.problems.count) places are still open or wrong",
          ko: "아직 답하지 않았거나 고쳐야 할 곳이 \(error.problems.count)곳 있습니다",
          fix: (en: "run: panel rate \(state.round)", ko: "실행: panel rate \(state.round)")
        )
      }
    }
    if try await requireRating() > .rating { return try await finishLate(answers) }
    var next: UInt32 = 1
    if let latest = try state.latest() {
      next = try following(latest.envelope.revision, after: latest.envelope.revision)
      do {
        // Acknowledged revisions are sent again as well, so that a server restored from an older
        // backup gets them back.
        let sent = try await deliver(latest)
        if says(sent, answers) { return sent.envelope.revision }
      } catch let report as ProblemReport {
        if report.type == .stale, latest.receipt != nil, says(latest, answers) {
          throw Failure(
            .notPermitted,
            en: "another computer with your secret has sent a later revision",
            ko: "본인의 비밀 값을 가진 다른 컴퓨터에서 이후의 판을 제출했습니다",
            fix: (
              en: "continue there; to submit from here again, change an answer first",
              ko: "그 컴퓨터에서 계속하십시오. 여기서 제출하려면 먼저 답을 고치십시오"
            )
          )
        }
        next = try revision(after: report, of: latest, answers)
      }
    }
    do {
      return try await send(answers, revision: next)
    } catch let report as ProblemReport where report.revision != nil {
      return try await send(answers, revision: try revision(after: report, of: nil, answers))
    }
  }

  /// Refuses before rating opens, so that no early draft is signed and sent later.
  ///
  /// The phase is taken from the signed log, which is compared with the kept one.
  @discardableResult
  private func requireRating() async throws -> Phase {
    let history = try await follow()
    if history.phase == .void { throw Evaluator.void(history) }
    guard history.phase < .rating else { return history.phase }
    throw ProblemReport(.ratingNotBegun)
  }

  /// After closing nothing new is signed; a revision sent before may still get its receipt.
  private func finishLate(_ answers: Answers) async throws -> UInt32 {
    if let latest = try state.latest(), says(latest, answers) {
      return try await deliver(latest).envelope.revision
    }
    throw ProblemReport(.ratingEnded)
  }

  /// Fetches the round's log and returns its history.
  func follow() async throws -> RoundHistory {
    try await PanelClient.with(try server(), pin: try pin()) { client in
      try await state.follow(sealed, client: client)
    }
  }

  static func void(_ history: RoundHistory) -> Failure {
    let reason = history.voidReason ?? ""
    return Failure(
      .notPermitted,
      en: "the round was cancelled: \(reason)",
      ko: "무효가 된 회차입니다: \(reason)",
      fix: (
        en: "nothing counts; the coordinator will write to you",
        ko: "집계되지 않습니다. 평가 담당자의 연락을 기다리십시오"
      )
    )
  }

  private func send(_ answers: Answers, revision: UInt32) async throws -> UInt32 {
    let sent = try sign(answers, revision: revision)
    try state.keep(sent)
    return try await deliver(sent).envelope.revision
  }

  /// The revision to send if the server holds another one, or has refused the last one for good and
  /// the answers have changed since; throws any other problem.
  private func revision(
    after report: ProblemReport,
    of sent: RoundState.Sent?,
    _ answers: Answers
  ) throws -> UInt32 {
    switch report.type {
    case .conflict, .stale:
      guard let stored = report.revision else { throw report }
      return try following(stored, after: try state.latest()?.envelope.revision ?? 0)
    case .doesNotFit, .malformed, .badSignature:
      guard let sent, !says(sent, answers) else { throw report }
      return try following(sent.envelope.revision, after: sent.envelope.revision)
    default: throw report
    }
  }

  /// The next revision; refuses one far ahead, because a lying server could use up the numbers.
  func following(_ revision: UInt32, after own: UInt32) throws -> UInt32 {
    guard revision < 1_000_000, revision <= own + 1_000 else {
      throw Failure(
        .protocolMismatch,
        en:
          "the server claims to hold revision \(revision), but this computer has sent only \(own)",
        ko: "서버는 \(revision)판이 있다고 하지만 이 컴퓨터는 \(own)판까지 보냈습니다",
        fix: (en: "keep this folder and call the auditor", ko: "이 폴더를 보관하고 참관인에게 연락하십시오")
      )
    }
    return revision + 1
  }

  private func sign(_ answers: Answers, revision: UInt32) throws -> RoundState.Sent {
    guard let signature = try state.credentialFile().credentialSignature else {
      throw Failure(
        .notPermitted,
        en: "enrolling is not complete",
        ko: "등록이 끝나지 않았습니다",
        fix: (en: "run: panel join", ko: "실행: panel join")
      )
    }
    let credential = try credential()
    let encoded = try EncodedSubmission(
      answers,
      for: sealed.survey,
      revision: revision,
      credential: credential
    )
    let envelope: SubmissionEnvelope
    do {
      envelope = try SubmissionEnvelope.make(
        credential: credential,
        credentialSignature: signature,
        body: encoded.body,
        size: sealed.manifest.bodySize
      )
    } catch BodyProblem.tooLong {
      throw Failure(
        .invalidData,
        en: "the comments together are too long to be submitted",
        ko: "의견 전체가 너무 길어 제출할 수 없습니다",
        fix: (en: "shorten some of them", ko: "일부를 줄이십시오")
      )
    }
    return RoundState.Sent(
      envelope: envelope,
      recordCommitment: encoded.body.recordCommitment(
        manifest: sealed.hash,
        publicKey: credential.publicKey
      )
    )
  }

  private func deliver(_ sent: RoundState.Sent) async throws -> RoundState.Sent {
    let reply = try await PanelClient.with(try server(), pin: try pin()) { client in
      try await client.send(
        .PUT,
        Route.path(state.round, .submission),
        bytes: sent.envelope.wire,
        reply: SubmissionReply.self
      )
    }
    guard receiptIsValid(reply.receipt, sent) else {
      throw Failure(
        .protocolMismatch,
        en: "the receipt does not verify",
        ko: "제출 확인증이 맞지 않습니다",
        fix: (
          en: "run panel submit again; if this persists, call the auditor",
          ko: "panel submit을 다시 실행하고, 계속되면 참관인에게 연락하십시오"
        )
      )
    }
    try state.keep(receipt: reply.receipt, for: sent.envelope.revision)
    var acknowledged = sent
    acknowledged.receipt = reply.receipt
    return acknowledged
  }

  func receiptIsValid(_ receipt: Data, _ sent: RoundState.Sent) -> Bool {
    SubmissionReceipt.isValid(
      receipt,
      publicKey: sent.envelope.publicKey,
      revision: sent.envelope.revision,
      bodyHash: sent.envelope.bodyHash,
      recordCommitment: sent.recordCommitment,
      manifest: sealed.hash,
      by: sealed.manifest.receiptKey
    )
  }
}
