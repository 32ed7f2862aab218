import Crypto
import Foundation
import PanelCore
import PanelFiles
import PanelProtocol
import PanelStore

/// All rounds of the server: their files, their phases, and who may do what when.
///
/// Every change of a phase goes through here, one at a time. Checking submissions does not.
actor Rounds {
  let registry: Registry
  let directory: DataDirectory
  let now: @Sendable () -> Timestamp
  private var contexts: [RoundID: RoundContext] = [:]
  private var writers: [RoundID: SubmissionWriter] = [:]

  init(
    registry: Registry,
    directory: DataDirectory,
    now: @escaping @Sendable () -> Timestamp
  ) {
    self.registry = registry
    self.directory = directory
    self.now = now
  }

  // MARK: Looking up

  /// The round as it stands now, after whatever is due has been done.
  func round(_ id: RoundID) async throws -> StoredRound {
    guard let stored = try registry.round(id) else {
      throw ProblemReport(
        .notFound,
        "there is no round '\(id)' on this server",
        fix: "check the round's name and the server's address"
      )
    }
    return try await advance(stored)
  }

  /// What is fixed of a sealed round.
  func context(_ id: RoundID) throws -> RoundContext {
    if let context = contexts[id] { return context }
    let files = directory.round(id)
    guard let stored = try registry.round(id), let hash = stored.manifestHash else {
      throw ProblemReport(.notFound, "the round '\(id)' is not sealed yet")
    }
    let manifest = try Data(contentsOf: files.manifest)
    let context = try RoundContext(
      manifestBytes: manifest,
      surveyBytes: try Data(contentsOf: files.survey),
      receiptKey: try receiptKey(of: id)
    )
    guard context.hash.bytes == hash else {
      throw ProblemReport(.failure, "the manifest on disk is not the sealed one")
    }
    contexts[id] = context
    return context
  }

  func writer(_ id: RoundID) async throws -> SubmissionWriter {
    if let writer = writers[id] { return writer }
    let isOpen = try registry.round(id)?.phase == .rating
    let box = try SubmissionBox(path: directory.round(id).submissions.path)
    let writer = try SubmissionWriter(box: box, isOpen: isOpen)
    writers[id] = writer
    return writer
  }

  func log(of id: RoundID) throws -> CoordinatorLog {
    CoordinatorLog(
      lines: try registry.log(of: id).map { LogLine(entry: $0.entry, signature: $0.signature) }
    )
  }

  // MARK: Draft and sealing

  /// Makes the keys of a new round, then records it.
  func create(_ id: RoundID, by coordinator: StoredCoordinator) throws -> RoundKeys {
    guard id.isWellFormed else {
      throw ProblemReport(
        .malformed,
        "'\(id)' cannot name a round",
        fix: "use letters, digits, '.', '_' and '-', at most 64"
      )
    }
    let files = directory.round(id)
    if let stored = try registry.round(id) {
      // A rerun after a lost answer finds the same keys; sealing refuses any other manifest.
      guard stored.coordinator == coordinator.name else {
        throw ProblemReport(
          .conflict,
          "the round '\(id)' exists already",
          fix: "choose another name with --round"
        )
      }
      return RoundKeys(issuerKey: stored.issuerKey, receiptKey: stored.receiptKey)
    }
    try DurableFile.createDirectory(files.url)
    let issuer = try IssuerPrivateKey.generate()
    let receipt = Curve25519.Signing.PrivateKey()
    try DurableFile.write(issuer.derRepresentation, to: files.issuerKey)
    try DurableFile.write(receipt.rawRepresentation, to: files.receiptKey)
    let keys = RoundKeys(
      issuerKey: issuer.publicSPKI,
      receiptKey: receipt.publicKey.rawRepresentation
    )
    try registry.addRound(
      id,
      coordinator: coordinator.name,
      issuerKey: keys.issuerKey,
      receiptKey: keys.receiptKey
    )
    return keys
  }

  /// Fixes manifest and survey for good.
  func seal(_ id: RoundID, _ sealing: Sealing, by coordinator: StoredCoordinator) async throws {
    let stored = try await round(id)
    try requireOwner(coordinator, of: stored)
    let hash = ManifestHash(manifest: sealing.manifest)
    if stored.manifestHash == hash.bytes { return }
    guard stored.phase == .draft else {
      throw ProblemReport(.wrongPhase, "the round '\(id)' is sealed; its manifest cannot change")
    }
    let context = try RoundContext(
      manifestBytes: sealing.manifest,
      surveyBytes: sealing.survey,
      receiptKey: try receiptKey(of: id)
    )
    guard context.manifest.round == id, context.manifest.issuerKey == stored.issuerKey,
      context.manifest.receiptKey == stored.receiptKey,
      context.manifest.coordinatorKey == coordinator.key
    else {
      throw ProblemReport(.doesNotFit, "the manifest names another round or other keys")
    }
    if case .times(_, let enrolTo, _, _) = context.manifest.schedule, enrolTo <= now() {
      throw ProblemReport(
        .doesNotFit,
        "enrolling would end in the past, at \(enrolTo.koreanTime)",
        fix: "check the dates, the year among them"
      )
    }
    guard ManifestSignature.isValid(sealing.signature, for: hash, by: coordinator.key) else {
      throw ProblemReport(.badSignature, "the manifest's signature does not verify")
    }
    var log = CoordinatorLog()
    let entry = try entry(of: sealing.log, by: coordinator, .sealed)
    guard entry.manifest == hash.hex,
      log.append(sealing.log, manifest: hash, by: coordinator.key)
    else {
      throw ProblemReport(.badSignature, "the log entry 'sealed' does not verify")
    }
    let files = directory.round(id)
    try DurableFile.write(sealing.survey, to: files.survey)
    try DurableFile.write(sealing.signature, to: files.manifestSignature)
    try DurableFile.write(sealing.manifest, to: files.manifest)
    try registry.move(
      id,
      from: .draft,
      to: .sealed,
      manifest: (hash: hash.bytes, seats: context.manifest.seats),
      log: [StoredLogEntry(sealing.log)],
      at: 0
    )
    contexts[id] = context
  }

  // MARK: Invitations

  func setInvitations(
    _ upload: InvitationsUpload,
    of id: RoundID,
    by coordinator: StoredCoordinator
  ) async throws {
    let stored = try await round(id)
    try requireOwner(coordinator, of: stored)
    guard stored.phase == .sealed || stored.phase == .enrolling, !stored.enrollingEnds else {
      throw ProblemReport(
        .wrongPhase,
        "invitations can be set until enrolling ends; the round is \(stored.phase)"
      )
    }
    let context = try context(id)
    let list: InvitationList
    do {
      list = try InvitationList(
        upload.invitations.map { InvitationEntry(identifier: $0.identifier, key: $0.key) }
      )
    } catch {
      throw ProblemReport(.malformed, "the list of invitations cannot be used", detail: "\(error)")
    }
    guard list.isValid(upload.signature, manifest: context.hash, by: coordinator.key) else {
      throw ProblemReport(.badSignature, "the signature on the invitations does not verify")
    }
    let entry = try entry(of: upload.log, by: coordinator, .invited)
    guard entry.count == list.entries.count,
      entry.root == Hexadecimal.text(list.root(manifest: context.hash))
    else {
      throw ProblemReport(.doesNotFit, "the log entry 'invited' is about another list")
    }
    let position = try checkedPosition(of: upload.log, in: id, by: coordinator.key)
    do throws(StoreError) {
      try registry.replaceInvitations(
        of: id,
        with: upload.invitations.map {
          StoredInvitation(identifier: $0.identifier, key: $0.key, reference: $0.reference)
        },
        signature: upload.signature,
        log: StoredLogEntry(upload.log),
        at: position
      )
    } catch {
      guard error == .conflict else { throw error }
      throw ProblemReport(
        .conflict,
        "the list leaves out someone who has enrolled already",
        fix: "an invitation can be replaced only while nothing was issued on it"
      )
    }
  }

  func invitations(of id: RoundID) throws -> InvitationStates {
    let enrolled = Set(try registry.enrolments(of: id).map(\.identifier))
    return InvitationStates(
      invitations: try registry.invitations(of: id).map { invitation in
        InvitationState(
          identifier: invitation.identifier,
          key: invitation.key,
          reference: invitation.reference,
          state: invitation.revoked
            ? .revoked : enrolled.contains(invitation.identifier) ? .enrolled : .open
        )
      },
      signature: try registry.invitationListSignature(of: id)
    )
  }

  // MARK: Enrolling

  /// Answers one enrolment; the same request gets the same answer until closing.
  func enrol(_ upload: EnrolmentUpload, in id: RoundID) async throws -> EnrolmentReply {
    let stored = try await round(id)
    let context = try context(id)
    let recorded = try registry.enrolment(upload.invitation, in: id)
    if let recorded, recorded.blinded == upload.blinded, stored.phase < .closed {
      return try reply(to: recorded, in: id, context)
    }
    guard let invitation = try registry.invitation(upload.invitation, in: id),
      !invitation.revoked
    else {
      throw ProblemReport(
        .notFound,
        "this invitation is not on the list of the round",
        fix: "it may have been replaced: ask the coordinator for the current one"
      )
    }
    guard stored.phase == .enrolling, !stored.enrollingEnds else {
      throw ProblemReport(
        .wrongPhase,
        stored.phase < .enrolling
          ? "enrolling has not begun yet" : "enrolling has ended; the round is \(stored.phase)",
        fix: stored.phase < .enrolling ? "come back when it has" : "tell the coordinator"
      )
    }
    guard recorded == nil else {
      throw ProblemReport(
        .alreadyEnrolled,
        "a credential was issued on this invitation already",
        fix: "if it was you, use the computer you enrolled on; if not, call the auditor"
      )
    }
    guard context.issuer.isAcceptable(blinded: upload.blinded) else {
      throw ProblemReport(.malformed, "the blinded message is out of range")
    }
    guard
      EnrolmentProof.isValid(
        upload.proof,
        invitation: upload.invitation,
        blindedHash: ContentHash.sha256(upload.blinded),
        manifest: context.hash,
        by: invitation.key
      ),
      DeclarationSignature.isValid(
        upload.declarationSignature,
        declaration: upload.declaration,
        invitation: upload.invitation,
        manifest: context.hash,
        by: invitation.key
      )
    else {
      throw ProblemReport(.badSignature, "the proof does not come from this invitation")
    }
    guard let declaration = try? JSONDecoder().decode(Declaration.self, from: upload.declaration),
      declaration.pledge || context.survey.pledge == nil,
      declaration.conflicts.allSatisfy({ declared in
        context.survey.conflicts?.choices.contains { $0.id == declared } == true
      })
    else {
      throw ProblemReport(
        .doesNotFit,
        "the pledge was not made, or a tie is not one of the survey's"
      )
    }
    let enrolment = StoredEnrolment(
      identifier: upload.invitation,
      blinded: upload.blinded,
      proof: upload.proof,
      declaration: upload.declaration,
      declarationSignature: upload.declarationSignature
    )
    do throws(StoreError) {
      try registry.record(enrolment, in: id)
    } catch {
      guard error == .noSeatLeft else { throw error }
      throw ProblemReport(
        .noSeatLeft,
        "all \(context.manifest.seats) seats are taken",
        fix: "tell the coordinator"
      )
    }
    return try reply(to: enrolment, in: id, context)
  }

  private func reply(
    to enrolment: StoredEnrolment,
    in id: RoundID,
    _ context: RoundContext
  ) throws -> EnrolmentReply {
    let signature = try enrolment.blindSignature ?? sign(enrolment, in: id)
    return EnrolmentReply(
      blindSignature: signature,
      issued: try IssuedReceipt.sign(
        invitation: enrolment.identifier,
        blinded: enrolment.blinded,
        blindSignature: signature,
        manifest: context.hash,
        with: context.receiptKey
      )
    )
  }

  func sign(_ enrolment: StoredEnrolment, in id: RoundID) throws -> Data {
    let issuer = try IssuerPrivateKey(
      der: try Data(contentsOf: directory.round(id).issuerKey)
    )
    let signature = try issuer.blindSign(enrolment.blinded)
    try registry.keep(blindSignature: signature, for: enrolment.identifier, in: id)
    return signature
  }

  // MARK: Progress

  func progress(of id: RoundID) async throws -> RoundProgress {
    let stored = try await round(id)
    let context = try context(id)
    let submissions = stored.phase >= .rating ? try await writer(id).count() : 0
    return RoundProgress(
      phase: stored.phase,
      seats: context.manifest.seats,
      minimumPanel: context.manifest.minimumPanel,
      invited: try registry.invitations(of: id).count { !$0.revoked },
      enrolled: try registry.enrolments(of: id).count,
      // Exact counts during rating would show the coordinator whether somebody just submitted.
      submissionsAtLeast: stored.phase < .closed ? submissions / 5 * 5 : submissions
    )
  }

  // MARK: Checks

  func requireOwner(_ coordinator: StoredCoordinator, of round: StoredRound) throws {
    guard round.coordinator == coordinator.name else {
      throw ProblemReport(
        .notAuthorised,
        "the round '\(round.round)' belongs to another coordinator"
      )
    }
  }

  func requirePanel(_ id: RoundID) throws {
    let enrolled = try registry.enrolments(of: id).count
    let needed = try context(id).manifest.minimumPanel
    guard enrolled >= needed else {
      throw ProblemReport(
        .wrongPhase,
        "\(enrolled) have enrolled; the minimum panel is \(needed)",
        fix: "a round below its minimum panel is not rated: start a new round"
      )
    }
  }

  private func receiptKey(of id: RoundID) throws -> Curve25519.Signing.PrivateKey {
    try Curve25519.Signing.PrivateKey(
      rawRepresentation: try Data(contentsOf: directory.round(id).receiptKey)
    )
  }

  func entry(
    of line: LogLine,
    by coordinator: StoredCoordinator,
    _ actions: LogEntry.Action...
  ) throws -> LogEntry {
    guard let entry = try? LogEntry(bytes: line.entry), entry.actor == coordinator.name,
      actions.contains(entry.action)
    else {
      throw ProblemReport(.malformed, "the log entry is not one of: \(actions)")
    }
    return entry
  }

  func checkedPosition(of line: LogLine, in id: RoundID, by key: Data) throws -> Int {
    var log = try log(of: id)
    let position = log.lines.count
    guard log.append(line, manifest: try context(id).hash, by: key) else {
      throw ProblemReport(
        .logMoved,
        "the log entry does not follow on the last one",
        fix: "fetch the log again"
      )
    }
    return position
  }

  func serverEntry(
    _ action: LogEntry.Action,
    phase: Phase? = nil,
    count: Int? = nil,
    root: String? = nil,
    in id: RoundID
  ) throws -> StoredLogEntry {
    let context = try context(id)
    var log = try log(of: id)
    let entry = LogEntry(
      action,
      actor: LogEntry.server,
      at: now(),
      phase: phase,
      count: count,
      root: root
    )
    return StoredLogEntry(
      try log.append(try entry.bytes(), manifest: context.hash, with: context.receiptKey)
    )
  }
}

extension StoredLogEntry {
  init(_ line: LogLine) { self.init(entry: line.entry, signature: line.signature) }
}

extension StoredSubmission {
  var treeLine: TreeLine {
    TreeLine(
      publicKey: credentialKey,
      credentialSignature: credentialSignature,
      revision: revision,
      bodyHash: bodyHash,
      recordCommitment: commitment,
      signature: signature
    )
  }
}
