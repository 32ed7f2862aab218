import Crypto
import Foundation
import PanelCore
import PanelFiles
import PanelProtocol
import PanelStore

/// Whose credentials are signed, until the issuer key is destroyed.
extension Round {
  /// Answers one enrolment; the same request gets the same answer until closing.
  func enrol(_ upload: EnrolmentUpload) async throws -> EnrolmentReply {
    let stored = try await stored()
    let context = try context()
    let recorded = try registry.enrolment(upload.invitation, in: id)
    if let recorded, recorded.blinded == upload.blinded, stored.phase < .closed {
      return try reply(to: recorded, context)
    }
    let invitation = try invitation(upload.invitation)
    if upload.recover == true {
      throw ProblemReport(recorded == nil ? .nothingToRecover : .otherRecoveryCode)
    }
    let phases: Set<Phase> =
      context.manifest.phases == .overlapping ? [.enrolling, .rating] : [.enrolling]
    guard phases.contains(stored.phase), !stored.enrollingEnds else {
      throw ProblemReport(stored.phase < .enrolling ? .enrollingNotBegun : .enrollingEnded)
    }
    // The proof is checked before anything is said about the invitation: strangers must not learn
    // who has enrolled.
    guard context.issuer.isAcceptable(blinded: upload.blinded) else {
      throw ProblemReport.otherVersion("the blinded message is out of range")
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
      throw ProblemReport.notByInvitation
    }
    guard recorded == nil else {
      throw ProblemReport(
        .alreadyEnrolled,
        "a credential was issued on this invitation already",
        fix: "if it was you: panel join --recover with the recovery code noted then; if not, call "
          + "the auditor"
      )
    }
    try check(upload.declaration, context)
    // Everyone who is recorded must get a signature, so without the key nobody is recorded.
    guard FileManager.default.fileExists(atPath: files.issuerKey.path) else {
      throw ProblemReport(
        .unavailable,
        "this round has lost its issuer key and can issue nothing more",
        fix: "tell the coordinator: the round can only be voided (panel round void)"
      )
    }
    let link = try sealedLink(upload, context)
    let enrolment = StoredEnrolment(
      identifier: upload.invitation,
      blinded: upload.blinded,
      proof: upload.proof,
      declaration: upload.declaration,
      declarationSignature: upload.declarationSignature
    )
    do throws(StoreError) {
      try registry.record(enrolment, in: id, while: phases, link: link)
    } catch {
      guard error == .noSeatLeft else { throw error }
      throw ProblemReport(
        .noSeatLeft,
        "all \(context.manifest.seats) seats are taken",
        fix: "tell the coordinator"
      )
    }
    return try reply(to: enrolment, context)
  }

  /// Refuses a declaration that the survey does not allow.
  private func check(_ bytes: Data, _ context: RoundContext) throws {
    let teams = context.manifest.teams
    let asked = context.survey.conflicts
    guard let declaration = try? JSONDecoder().decode(Declaration.self, from: bytes),
      (try? CanonicalJSON.encode(declaration)) == bytes,
      declaration.pledge || context.survey.pledge == nil,
      Set(declaration.conflicts).count == declaration.conflicts.count,
      declaration.conflicts.count <= 1 || asked?.multiple == true,
      declaration.conflicts.allSatisfy({ declared in
        asked?.choices.contains { $0.id == declared } == true
      }),
      (declaration.teams == nil) == teams.isEmpty,
      case let named = declaration.teams ?? [], Set(named).count == named.count,
      named.allSatisfy(teams.contains)
    else {
      throw ProblemReport(
        .doesNotFit,
        "the pledge is missing, or a declared tie is not among the survey's choices",
        fix: "use a version of panel that fits this server"
      )
    }
  }

  /// The sealed link of a confidential round; the opening itself is stored nowhere.
  private func sealedLink(_ upload: EnrolmentUpload, _ context: RoundContext) throws -> Data? {
    guard context.manifest.mode == .confidential else {
      guard upload.opening == nil else {
        throw ProblemReport.otherVersion("an anonymous round takes no opening")
      }
      return nil
    }
    guard let opening = upload.opening,
      opening.opens(upload.blinded, issuer: context.issuer, manifest: context.hash)
    else {
      throw ProblemReport(
        .badSignature,
        "the opening does not match the credential",
        fix: "use a version of panel that fits this server"
      )
    }
    return try Escrow.seal(
      publicKey: opening.publicKey,
      invitation: upload.invitation,
      manifest: context.hash,
      to: context.manifest.custodians
    )
  }

  private func reply(
    to enrolment: StoredEnrolment,
    _ context: RoundContext
  ) throws -> EnrolmentReply {
    let signature = try enrolment.blindSignature ?? sign(enrolment)
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

  private func sign(_ enrolment: StoredEnrolment) throws -> Data {
    let issuer = try IssuerPrivateKey(
      der: try Data(contentsOf: files.issuerKey)
    )
    let signature = try issuer.blindSign(enrolment.blinded)
    try registry.keep(blindSignature: signature, for: enrolment.identifier, in: id)
    return signature
  }

  /// Fixes the issuance list, then destroys the issuer key.
  ///
  /// The order matters: if the key were lost before the list is durable, so would be the round.
  func destroyKey() throws {
    let context = try context()
    let files = files
    let enrolments = try registry.enrolments(of: id).map { enrolment in
      var signed = enrolment
      if signed.blindSignature == nil { signed.blindSignature = try sign(enrolment) }
      return signed
    }
    let issued = Dictionary(uniqueKeysWithValues: enrolments.map { ($0.identifier, $0) })
    let list = try IssuanceList(
      try registry.invitations(of: id).map { invitation in
        IssuanceLine(
          invitation: invitation.identifier,
          outcome: issued[invitation.identifier].map {
            .issued(
              key: invitation.key,
              blindedHash: ContentHash.sha256($0.blinded),
              proof: $0.proof
            )
          } ?? (invitation.revoked ? .revoked : .notIssued)
        )
      }
    )
    let head = try list.head(manifest: context.hash, with: context.receiptKey)
    try DurableFile.write(list.file, to: files.issuance)
    try DurableFile.write(try CanonicalJSON.encodeReadable(head), to: files.issuanceHead)
    try DurableFile.remove(files.issuerKey)
    try commit(
      LogEntry(
        .keyDestroyed,
        actor: LogEntry.server,
        at: now(),
        count: list.issuedCount,
        root: Hexadecimal.text(head.root)
      )
    )
  }
}
