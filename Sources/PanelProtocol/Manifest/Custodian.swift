internal import Crypto
public import Foundation
internal import PanelCore

/// One of the two custodians who together can open the link between person and submission in a
/// confidential round.
public struct Custodian: Codable, Hashable, Sendable {
  /// The office or person, as the manifest names them.
  public var name: String
  /// The X25519 public key that the link is sealed to, 32 bytes.
  public var sealingKey: Data
  /// The Ed25519 public key that signs each opening, 32 bytes.
  public var signingKey: Data

  /// Whether name and keys can be used.
  var isUsable: Bool {
    !name.isEmpty && PlainLine.isPlain(name, longest: 200) && sealingKey.count == 32
      && signingKey.count == 32
  }
}

/// A custodian's private keys, made and kept offline.
public struct CustodianKeys: Codable, Sendable {
  /// The office or person.
  public var name: String
  /// The X25519 private key, 32 bytes.
  public var sealing: Data
  /// The Ed25519 private key, 32 bytes.
  public var signing: Data

  /// Makes new keys.
  public init(generatingFor name: String) {
    self.name = name
    sealing = Curve25519.KeyAgreement.PrivateKey().rawRepresentation
    signing = Curve25519.Signing.PrivateKey().rawRepresentation
  }

  /// The public half.
  public func custodian() throws -> Custodian {
    Custodian(
      name: name,
      sealingKey: try Curve25519.KeyAgreement.PrivateKey(rawRepresentation: sealing)
        .publicKey.rawRepresentation,
      signingKey: try Curve25519.Signing.PrivateKey(rawRepresentation: signing)
        .publicKey.rawRepresentation
    )
  }
}
