public import Crypto
public import Foundation

/// The invitation's signature over pledge and conflicts.
///
/// The message is `T("declaration", mh, inv_id, SHA256(declaration))`.
public enum DeclarationSignature {
  /// Signs a declaration's stored bytes with the invitation's key: 64 bytes.
  public static func sign(
    _ declaration: Data,
    invitation: Data,
    manifest: ManifestHash,
    with key: Curve25519.Signing.PrivateKey
  ) throws -> Data {
    try key.signature(for: message(declaration, invitation, manifest))
  }

  /// Returns whether a signature over a declaration's stored bytes verifies.
  public static func isValid(
    _ signature: Data,
    declaration: Data,
    invitation: Data,
    manifest: ManifestHash,
    by publicKey: Data
  ) -> Bool {
    Ed25519.isValid(
      signature,
      of: message(declaration, invitation, manifest),
      by: publicKey
    )
  }

  private static func message(
    _ declaration: Data,
    _ invitation: Data,
    _ manifest: ManifestHash
  ) -> Data {
    Transcript.bytes(
      "declaration",
      manifest.bytes,
      invitation,
      ContentHash.sha256(declaration)
    )
  }
}
