public import Crypto
public import Foundation

/// The server's signature over its answer to one enrolment.
///
/// The message is `T("issued", mh, inv_id, SHA256(blinded), SHA256(blind_sig))`.
public enum IssuedReceipt {
  /// Signs an answer with the round's receipt key: 64 bytes.
  public static func sign(
    invitation: Data,
    blinded: Data,
    blindSignature: Data,
    manifest: ManifestHash,
    with key: Curve25519.Signing.PrivateKey
  ) throws -> Data {
    try key.signature(
      for: message(
        invitation,
        ContentHash.sha256(blinded),
        ContentHash.sha256(blindSignature),
        manifest
      )
    )
  }

  /// Returns whether a receipt for an answer verifies under the round's raw receipt key.
  public static func isValid(
    _ signature: Data,
    invitation: Data,
    blinded: Data,
    blindSignature: Data,
    manifest: ManifestHash,
    by publicKey: Data
  ) -> Bool {
    Ed25519.isValid(
      signature,
      of: message(
        invitation,
        ContentHash.sha256(blinded),
        ContentHash.sha256(blindSignature),
        manifest
      ),
      by: publicKey
    )
  }

  /// Returns whether a receipt verifies, given only the hashes of the two messages.
  public static func isValid(
    _ signature: Data,
    invitation: Data,
    blindedHash: Data,
    blindSignatureHash: Data,
    manifest: ManifestHash,
    by publicKey: Data
  ) -> Bool {
    Ed25519.isValid(
      signature,
      of: message(invitation, blindedHash, blindSignatureHash, manifest),
      by: publicKey
    )
  }

  private static func message(
    _ invitation: Data,
    _ blindedHash: Data,
    _ blindSignatureHash: Data,
    _ manifest: ManifestHash
  ) -> Data {
    Transcript.bytes(
      "issued",
      manifest.bytes,
      invitation,
      blindedHash,
      blindSignatureHash
    )
  }
}
