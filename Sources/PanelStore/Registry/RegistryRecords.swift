public import Foundation
public import PanelCore

/// A round as the server knows it, apart from its files.
public struct StoredRound: Hashable, Sendable {
  /// The round.
  public var round: RoundID
  /// The name of the coordinator who made it.
  public var coordinator: String
  /// The phase.
  public var phase: Phase
  /// Whether enrolling is being ended: nothing more is issued, and the key may be destroyed
  /// already.
  public var enrollingEnds: Bool
  /// The issuer's public key, as SPKI.
  public var issuerKey: Data
  /// The receipt key, 32 bytes.
  public var receiptKey: Data
  /// The hash of the sealed manifest.
  public var manifestHash: Data?
  /// The number of credentials that may be issued.
  public var seats: Int
}

/// One invitation as the server knows it: no name, only the coordinator's opaque reference.
public struct StoredInvitation: Hashable, Sendable {
  /// The identifier derived from the code, 16 bytes.
  public var identifier: Data
  /// The invitation's Ed25519 public key, 32 bytes.
  public var key: Data
  /// The coordinator's opaque reference.
  public var reference: String
  /// Whether it has been revoked.
  public var revoked: Bool
  /// Whether the person has declined.
  public var declined: Bool

  /// Creates an invitation.
  public init(
    identifier: Data,
    key: Data,
    reference: String,
    revoked: Bool = false,
    declined: Bool = false
  ) {
    self.identifier = identifier
    self.key = key
    self.reference = reference
    self.revoked = revoked
    self.declined = declined
  }
}

/// A credential that was issued or is about to be, on the side that knows the invitation.
public struct StoredEnrolment: Hashable, Sendable {
  /// The invitation's identifier, 16 bytes.
  public var identifier: Data
  /// The blinded message, 384 bytes.
  public var blinded: Data
  /// The invitation key's signature on it.
  public var proof: Data
  /// The declaration as it was signed.
  public var declaration: Data
  /// The invitation key's signature on the declaration.
  public var declarationSignature: Data
  /// The blind signature, once it has been made.
  public var blindSignature: Data?

  /// Creates an enrolment.
  public init(
    identifier: Data,
    blinded: Data,
    proof: Data,
    declaration: Data,
    declarationSignature: Data,
    blindSignature: Data? = nil
  ) {
    self.identifier = identifier
    self.blinded = blinded
    self.proof = proof
    self.declaration = declaration
    self.declarationSignature = declarationSignature
    self.blindSignature = blindSignature
  }
}

/// One entry of a round's coordinator log.
public struct StoredLogEntry: Hashable, Sendable {
  /// The entry's bytes, as they were signed.
  public var entry: Data
  /// The actor's signature.
  public var signature: Data

  /// Pairs an entry with its signature.
  public init(entry: Data, signature: Data) {
    self.entry = entry
    self.signature = signature
  }
}
