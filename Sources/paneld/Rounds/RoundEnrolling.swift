import Crypto
import Foundation
import PanelCore
import PanelFiles
import PanelProtocol
import PanelStore

/// The identity side of a round: who is invited, and whose credential is signed.
extension Rounds {
  func setInvitations(
    _ upload: InvitationsUpload,
    of id: RoundID,
    by coordinator: StoredHolder
  ) async throws {
    let stored = try await round(id)
    try requireOwner(coordinator, of: stored)
    let context = try context(id)
    let list: InvitationList
    do {
      list = try InvitationList(
        upload.invitations.map { InvitationEntry(identifier: $0.identifier, key: $0.key) }
      )
    } catch {
      throw ProblemReport(
        .malformed,
        "the list of invitations cannot be used",
        detail: "\(error)",
        fix: "invite with a panel of the same version as paneld"
      )
    }
    guard list.isValid(upload.signature, manifest: context.hash, by: coordinator.key) else {
      throw ProblemReport(
        .badSignature,
        "the signature on the invitations does not verify",
        fix: "sign with the key that sealed the round: set PANEL_HOME to its folder"
      )
    }
    let entry = try entry(of: upload.log, by: coordinator, .invited, .replaced)
    guard entry.count == list.entries.count,
      entry.root == Hexadecimal.text(list.root(manifest: context.hash))
    else {
      throw ProblemReport(
        .doesNotFit,
        "the log entry 'invited' is about another list",
        fix: "run the command again"
      )
    }
    try requireTime(of: entry)
    try commit(upload.log, in: id) { position in
      do throws(StoreError) {
        try self.registry.replaceInvitations(
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
            ? .revoked
            : enrolled.contains(invitation.identifier)
              ? .enrolled : invitation.declined ? .declined : .open
        )
      },
      signature: try registry.invitationListSignature(of: id)
    )
  }

  /// Takes an invited person's word that they do not take part.
  func decline(_ upload: DeclineUpload, in id: RoundID) async throws {
    let stored = try await round(id)
    let context = try context(id)
    guard let invitation = try registry.invitation(upload.invitation, in: id),
      !invitation.revoked
    else { throw Self.notInvited }
    guard
      DeclineProof.isValid(
        upload.proof,
        invitation: upload.invitation,
        manifest: context.hash,
        by: invitation.key
      )
    else {
      throw ProblemReport(
        .badSignature,
        "the proof does not come from this invitation",
        fix: "use the whole text of your own invitation"
      )
    }
    guard try registry.enrolment(upload.invitation, in: id) == nil else {
      throw ProblemReport(
        .alreadyEnrolled,
        "a credential was issued on this invitation already",
        fix: "withdraw with: panel submit --abstain, when rating opens"
      )
    }
    let last: Phase = context.manifest.phases == .overlapping ? .rating : .enrolling
    guard stored.phase <= last, !stored.enrollingEnds else {
      throw ProblemReport(
        .wrongPhase,
        "enrolling has ended; the round is \(stored.phase)",
        fix: "nothing is left to do: nobody counts on you any more"
      )
    }
    try registry.decline(upload.invitation, in: id)
  }

  private static var notInvited: ProblemReport {
    ProblemReport(
      .notFound,
      "this invitation is not on the list of the round",
      fix: "it may have been replaced: ask the coordinator for the current one"
    )
  }

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
    else { throw Self.notInvited }
    if upload.recover == true {
      throw recorded == nil
        ? ProblemReport(
          .notFound,
          "nothing was issued on this invitation, so nothing can be recovered",
          fix: "enrol without --recover, while enrolling is open"
        )
        : ProblemReport(
          .alreadyEnrolled,
          "this recovery code is not the one that belongs to this invitation",
          fix: "check that code and invitation are both your own"
        )
    }
    let phases: Set<Phase> =
      context.manifest.phases == .overlapping ? [.enrolling, .rating] : [.enrolling]
    guard phases.contains(stored.phase), !stored.enrollingEnds else {
      throw ProblemReport(
        .wrongPhase,
        stored.phase < .enrolling
          ? "enrolling has not begun yet" : "enrolling has ended; the round is \(stored.phase)",
        fix: stored.phase < .enrolling ? "come back when it has" : "tell the coordinator"
      )
    }
    // First who it is: who has enrolled is nothing for strangers to ask.
    guard context.issuer.isAcceptable(blinded: upload.blinded) else {
      throw ProblemReport(
        .malformed,
        "the blinded message is out of range",
        fix: "join with a panel of the same version"
      )
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
      throw ProblemReport(
        .badSignature,
        "the proof does not come from this invitation",
        fix: "use the whole text of your own invitation"
      )
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
    // Whoever is recorded must get a signature: without the key nobody is.
    guard FileManager.default.fileExists(atPath: directory.round(id).issuerKey.path) else {
      throw ProblemReport(
        .unavailable,
        "this round has lost its issuer key and can issue nothing more",
        fix: "tell the coordinator: the round can only be given up (panel round void)"
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
    return try reply(to: enrolment, in: id, context)
  }

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
        "the pledge was not made, or a tie is not one of the survey's",
        fix: "declare with a panel of the same version"
      )
    }
  }

  /// The link of a confidential round, sealed at once; the opening itself is kept nowhere.
  private func sealedLink(_ upload: EnrolmentUpload, _ context: RoundContext) throws -> Data? {
    guard context.manifest.mode == .confidential else {
      guard upload.opening == nil else {
        throw ProblemReport(
          .malformed,
          "an anonymous round takes no opening",
          fix: "use a panel of the same version"
        )
      }
      return nil
    }
    guard let opening = upload.opening,
      opening.opens(upload.blinded, issuer: context.issuer, manifest: context.hash)
    else {
      throw ProblemReport(
        .badSignature,
        "the opening does not show whose credential it is",
        fix: "join with a panel of the same version"
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

  // MARK: For the coordinator and for anyone

  /// What the enrolled signed at joining, by invitation.
  func declarations(of id: RoundID) throws -> SignedDeclarations {
    let references = Dictionary(
      uniqueKeysWithValues: try registry.invitations(of: id).map { ($0.identifier, $0.reference) }
    )
    return SignedDeclarations(
      declarations: try registry.enrolments(of: id).map {
        SignedDeclaration(
          identifier: $0.identifier,
          reference: references[$0.identifier] ?? "",
          declaration: $0.declaration,
          signature: $0.declarationSignature
        )
      }
    )
  }

  /// The signed list of invitations as anyone may see it: no references.
  func invitationList(of id: RoundID) throws -> SignedInvitations {
    guard let signature = try registry.invitationListSignature(of: id) else {
      throw ProblemReport(
        .notFound,
        "nobody has been invited yet",
        fix: "come back when the coordinator has invited"
      )
    }
    return SignedInvitations(
      invitations: try registry.invitations(of: id).filter { !$0.revoked }.map {
        InvitationEntry(identifier: $0.identifier, key: $0.key)
      },
      signature: signature
    )
  }

  /// Fixes the issuance list, then destroys the key: only in this order, since a key lost before
  /// the list is durable would lose the round.
  func destroyKey(_ id: RoundID) throws {
    let context = try context(id)
    let files = directory.round(id)
    let enrolments = try registry.enrolments(of: id).map { enrolment in
      var signed = enrolment
      if signed.blindSignature == nil { signed.blindSignature = try sign(enrolment, in: id) }
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
      ),
      in: id
    )
  }
}
