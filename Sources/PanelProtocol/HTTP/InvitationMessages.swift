public import Foundation
public import PanelCore

/// One invitation on its way to the server.
public struct InvitationUpload: Codable, Hashable, Sendable {
  /// The identifier derived from the code.
  public var identifier: Data
  /// The invitation's public key.
  public var key: Data
  /// The coordinator's opaque reference.
  public var reference: String

  /// Creates an invitation.
  public init(identifier: Data, key: Data, reference: String) {
    self.identifier = identifier
    self.key = key
    self.reference = reference
  }
}

/// `POST …/invitations`: the whole list, signed, with its log entry.
public struct InvitationsUpload: Codable, Sendable {
  /// All invitations in force from now on.
  public var invitations: [InvitationUpload]
  /// The coordinator's signature over the sorted list.
  public var signature: Data
  /// The log line `invited`.
  public var log: LogLine

  /// Creates a list.
  public init(invitations: [InvitationUpload], signature: Data, log: LogLine) {
    self.invitations = invitations
    self.signature = signature
    self.log = log
  }
}

/// The signed list of invitations as a release carries it: no references.
public struct SignedInvitations: Codable, Hashable, Sendable {
  /// The invitations, sorted by identifier.
  public var invitations: [InvitationEntry]
  /// The coordinator's signature over them.
  public var signature: Data

  /// Creates a list.
  public init(invitations: [InvitationEntry], signature: Data) {
    self.invitations = invitations
    self.signature = signature
  }
}

/// One line of `GET …/invitations`, for the coordinator.
public struct InvitationState: Codable, Hashable, Sendable {
  /// The state of an invitation.
  public enum State: String, Codable, Sendable {
    /// Unused.
    case open
    /// A credential was issued on it.
    case enrolled
    /// It was revoked.
    case revoked
    /// The person has declined.
    case declined
  }

  /// The identifier.
  public var identifier: Data
  /// The invitation's public key.
  public var key: Data
  /// The coordinator's reference.
  public var reference: String
  /// The state.
  public var state: State

  /// Creates a line.
  public init(identifier: Data, key: Data, reference: String, state: State) {
    self.identifier = identifier
    self.key = key
    self.reference = reference
    self.state = state
  }
}

/// `GET …/invitations`.
public struct InvitationStates: Codable, Sendable {
  /// All invitations.
  public var invitations: [InvitationState]
  /// The signature over those that are not revoked.
  public var signature: Data?

  /// Creates the answer.
  public init(invitations: [InvitationState], signature: Data?) {
    self.invitations = invitations
    self.signature = signature
  }
}

/// `POST …/declines`: an invited person declines.
public struct DeclineUpload: Codable, Hashable, Sendable {
  /// The invitation's identifier.
  public var invitation: Data
  /// The invitation key's signature on it.
  public var proof: Data

  private enum CodingKeys: String, CodingKey {
    case invitation = "inv_id"
    case proof
  }

  /// Creates a decline.
  public init(invitation: Data, proof: Data) {
    self.invitation = invitation
    self.proof = proof
  }
}

/// `POST …/enrolments`.
public struct EnrolmentUpload: Codable, Hashable, Sendable {
  /// The invitation's identifier.
  public var invitation: Data
  /// The blinded message.
  public var blinded: Data
  /// The declaration's bytes.
  public var declaration: Data
  /// The invitation key's signature on the declaration.
  public var declarationSignature: Data
  /// The invitation key's signature on the blinded message.
  public var proof: Data
  /// Links the credential to the invitation; in confidential rounds only.
  public var opening: CredentialOpening?
  /// Requests an answer that was given before; nothing new is issued.
  public var recover: Bool?

  private enum CodingKeys: String, CodingKey {
    case invitation = "inv_id"
    case blinded
    case declaration
    case declarationSignature = "declaration_sig"
    case proof
    case opening
    case recover
  }

  /// Creates an enrolment.
  public init(
    invitation: Data,
    blinded: Data,
    declaration: Data,
    declarationSignature: Data,
    proof: Data,
    opening: CredentialOpening? = nil,
    recover: Bool? = nil
  ) {
    self.invitation = invitation
    self.blinded = blinded
    self.declaration = declaration
    self.declarationSignature = declarationSignature
    self.proof = proof
    self.opening = opening
    self.recover = recover
  }
}

/// The answer to an enrolment.
public struct EnrolmentReply: Codable, Hashable, Sendable {
  /// The blind signature.
  public var blindSignature: Data
  /// The receipt key's signature on the issuance.
  public var issued: Data

  private enum CodingKeys: String, CodingKey {
    case blindSignature = "blind_sig"
    case issued
  }

  /// Creates a reply.
  public init(blindSignature: Data, issued: Data) {
    self.blindSignature = blindSignature
    self.issued = issued
  }
}

/// What an evaluator declares when joining: the pledge, and ties to teams.
public struct Declaration: Codable, Hashable, Sendable {
  /// Whether the pledge was made.
  public var pledge: Bool
  /// The declared ties by the name of the choice; empty if there are none.
  public var conflicts: [ChoiceID]
  /// The teams of the manifest (or codes, if names are open) that the ties are to.
  public var teams: [String]?

  /// Creates a declaration.
  public init(pledge: Bool, conflicts: [ChoiceID], teams: [String]? = nil) {
    self.pledge = pledge
    self.conflicts = conflicts
    self.teams = teams
  }
}

/// One line of `GET …/declarations`, for the coordinator: what a person signed at joining.
public struct SignedDeclaration: Codable, Hashable, Sendable {
  /// The invitation's identifier.
  public var identifier: Data
  /// The coordinator's reference.
  public var reference: String
  /// The declaration's bytes.
  public var declaration: Data
  /// The invitation key's signature on it.
  public var signature: Data

  /// Creates a line.
  public init(identifier: Data, reference: String, declaration: Data, signature: Data) {
    self.identifier = identifier
    self.reference = reference
    self.declaration = declaration
    self.signature = signature
  }
}

/// `GET …/declarations`.
public struct SignedDeclarations: Codable, Sendable {
  /// One line for each enrolled person.
  public var declarations: [SignedDeclaration]

  /// Wraps the lines.
  public init(declarations: [SignedDeclaration]) { self.declarations = declarations }
}

/// One sealed link of a confidential round.
public struct SealedLink: Codable, Hashable, Sendable {
  /// The invitation's identifier.
  public var invitation: Data
  /// The credential's key under two layers.
  public var sealed: Data

  /// Pairs an invitation with its link.
  public init(invitation: Data, sealed: Data) {
    self.invitation = invitation
    self.sealed = sealed
  }
}

/// `GET …/escrow`: the sealed links of a confidential round, for the coordinator.
public struct SealedLinks: Codable, Sendable {
  /// The links, by invitation.
  public var links: [SealedLink]

  /// Wraps the links.
  public init(links: [SealedLink]) { self.links = links }
}
