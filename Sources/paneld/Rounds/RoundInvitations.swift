import Foundation
import PanelCore
import PanelFiles
import PanelProtocol
import PanelStore

/// Who is invited to a round.
extension Round {
  /// Replaces the list of invitations and logs it, in one transaction.
  func setInvitations(
    _ upload: InvitationsUpload,
    by coordinator: StoredHolder
  ) async throws {
    try requireOwner(coordinator, of: try await stored())
    let context = try context()
    let list: InvitationList
    do {
      list = try InvitationList(
        upload.invitations.map { InvitationEntry(identifier: $0.identifier, key: $0.key) }
      )
    } catch {
      throw ProblemReport.otherVersion(
        "the list of invitations cannot be used",
        detail: "\(error)"
      )
    }
    guard list.isValid(upload.signature, manifest: context.hash, by: coordinator.key) else {
      throw ProblemReport(
        .badSignature,
        "the signature on the invitations does not verify",
        fix: "sign with the key that sealed the round: set PANEL_HOME to its folder"
      )
    }
    let entry = try entry(of: upload.log, by: coordinator, [.invited, .replaced])
    guard entry.count == list.entries.count,
      entry.root == Hexadecimal.text(list.root(manifest: context.hash))
    else {
      throw ProblemReport(
        .doesNotFit,
        "the log entry is about another list of invitations",
        fix: "run the command again"
      )
    }
    try requireTime(of: entry)
    try commit(upload.log) { position in
      do throws(StoreError) {
        try self.registry.replaceInvitations(
          of: self.id,
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
          "the list leaves out a person who has enrolled already",
          fix: "replace only invitations on which no credential was issued"
        )
      }
    }
  }

  /// All invitations and their states, for the coordinator.
  func invitations() throws -> InvitationStates {
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

  /// Records that an invited person does not take part.
  func decline(_ upload: DeclineUpload) async throws {
    let stored = try await stored()
    let context = try context()
    let invitation = try invitation(upload.invitation)
    guard
      DeclineProof.isValid(
        upload.proof,
        invitation: upload.invitation,
        manifest: context.hash,
        by: invitation.key
      )
    else {
      throw ProblemReport.notByInvitation
    }
    guard try registry.enrolment(upload.invitation, in: id) == nil else {
      throw ProblemReport(
        .alreadyEnrolled,
        "a credential was issued on this invitation already",
        fix: "withdraw when rating has begun: panel submit --abstain"
      )
    }
    let last: Phase = context.manifest.phases == .overlapping ? .rating : .enrolling
    guard stored.phase <= last, !stored.enrollingEnds else {
      throw ProblemReport(.enrollingEnded)
    }
    try registry.decline(upload.invitation, in: id)
  }

  /// The invitation of that identifier, unless it was revoked.
  func invitation(_ identifier: Data) throws -> StoredInvitation {
    guard let invitation = try registry.invitation(identifier, in: id), !invitation.revoked else {
      throw ProblemReport(.notInvited)
    }
    return invitation
  }

  /// The declarations that evaluators signed when they joined, for the coordinator.
  func declarations() throws -> SignedDeclarations {
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

  /// The signed list of invitations without references, for anyone.
  func invitationList() throws -> SignedInvitations {
    guard let signature = try registry.invitationListSignature(of: id) else {
      throw ProblemReport(
        .notFound,
        "nobody has been invited yet",
        fix: "try again when the coordinator has invited people"
      )
    }
    return SignedInvitations(
      invitations: try registry.invitations(of: id).filter { !$0.revoked }.map {
        InvitationEntry(identifier: $0.identifier, key: $0.key)
      },
      signature: signature
    )
  }
}

extension ProblemReport {
  /// Refuses a proof that another key made.
  static var notByInvitation: ProblemReport {
    ProblemReport(
      .badSignature,
      "the proof was not made with this invitation",
      fix: "use the whole text of your own invitation"
    )
  }
}
