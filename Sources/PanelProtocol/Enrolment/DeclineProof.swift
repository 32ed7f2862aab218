public import Crypto
public import Foundation

/// The signature with which an invited person declines to take part: `T("decline", mh, inv_id)`.
public enum DeclineProof {
  /// Signs a decline with the invitation's key: 64 bytes.
  public static func sign(
    invitation: Data,
    manifest: ManifestHash,
    with key: Curve25519.Signing.PrivateKey
  ) throws -> Data {
    try key.signature(for: message(invitation, manifest))
  }

  /// Returns whether a proof verifies under the invitation's raw public key.
  public static func isValid(
    _ signature: Data,
    invitation: Data,
    manifest: ManifestHash,
    by publicKey: Data
  ) -> Bool {
    Ed25519.isValid(signature, of: message(invitation, manifest), by: publicKey)
  }

  private static func message(_ invitation: Data, _ manifest: ManifestHash) -> Data {
    Transcript.bytes("decline", manifest.bytes, invitation)
  }
}
