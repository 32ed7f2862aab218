public import Crypto
public import Foundation

/// The coordinator's signature over a manifest: `T("manifest-signature", mh)`.
public enum ManifestSignature {
  /// Signs a manifest's hash with the coordinator's key: 64 bytes.
  public static func sign(
    _ manifest: ManifestHash,
    with key: Curve25519.Signing.PrivateKey
  ) throws -> Data {
    try key.signature(for: message(manifest))
  }

  /// Returns whether a signature over a manifest's hash verifies under a raw public key.
  public static func isValid(
    _ signature: Data,
    for manifest: ManifestHash,
    by publicKey: Data
  ) -> Bool {
    Ed25519.isValid(signature, of: message(manifest), by: publicKey)
  }

  private static func message(_ manifest: ManifestHash) -> Data {
    Transcript.bytes("manifest-signature", manifest.bytes)
  }
}
