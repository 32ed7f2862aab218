public import Crypto
public import Foundation

/// The link of a confidential round: a credential's key in one encrypted layer for each custodian.
///
/// Each layer is HPKE in base mode (RFC 9180; X25519, HKDF-SHA256, ChaCha20-Poly1305) with the info
/// `T("escrow", mh)` and the invitation's identifier as associated data, written as the 32-byte
/// encapsulated key followed by the ciphertext.
public enum Escrow {
  private static var suite: HPKE.Ciphersuite { .Curve25519_SHA256_ChachaPoly }

  /// Seals a credential's key to the first custodian, and the result to the second; 128 bytes.
  public static func seal(
    publicKey: Data,
    invitation: Data,
    manifest: ManifestHash,
    to custodians: [Custodian]
  ) throws -> Data {
    try custodians.reduce(publicKey) { content, custodian in
      var sender = try HPKE.Sender(
        recipientKey: try Curve25519.KeyAgreement.PublicKey(
          rawRepresentation: custodian.sealingKey
        ),
        ciphersuite: suite,
        info: info(manifest)
      )
      return sender.encapsulatedKey + (try sender.seal(content, authenticating: invitation))
    }
  }

  /// Removes the layer of one custodian; the second custodian must open before the first.
  ///
  /// Throws for a wrong key, a wrong invitation, or changed bytes.
  public static func open(
    _ sealed: Data,
    invitation: Data,
    manifest: ManifestHash,
    with key: Data
  ) throws -> Data {
    let sealed = Data(sealed)
    var recipient = try HPKE.Recipient(
      privateKey: try Curve25519.KeyAgreement.PrivateKey(rawRepresentation: key),
      ciphersuite: suite,
      info: info(manifest),
      encapsulatedKey: sealed.prefix(32)
    )
    return try recipient.open(sealed.dropFirst(32), authenticating: invitation)
  }

  /// Signs an opening with a custodian's key: 64 bytes.
  ///
  /// The message is `T("escrow-opening", mh, inv_id, reason)`.
  public static func approve(
    _ invitation: Data,
    reason: String,
    manifest: ManifestHash,
    with key: Curve25519.Signing.PrivateKey
  ) throws -> Data {
    try key.signature(for: message(invitation, reason, manifest))
  }

  /// Returns whether a custodian has signed for an opening.
  public static func isApproved(
    _ signature: Data,
    invitation: Data,
    reason: String,
    manifest: ManifestHash,
    by publicKey: Data
  ) -> Bool {
    Ed25519.isValid(signature, of: message(invitation, reason, manifest), by: publicKey)
  }

  private static func info(_ manifest: ManifestHash) -> Data {
    Transcript.bytes("escrow", manifest.bytes)
  }

  private static func message(
    _ invitation: Data,
    _ reason: String,
    _ manifest: ManifestHash
  ) -> Data {
    Transcript.bytes("escrow-opening", manifest.bytes, invitation, Data(reason.utf8))
  }
}
