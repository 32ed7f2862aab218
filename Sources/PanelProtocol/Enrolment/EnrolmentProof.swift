public import Crypto
public import Foundation

/// The invitation's signature over one enrolment: `T("redeem", mh, inv_id, SHA256(blinded))`.
public enum EnrolmentProof {
  /// Signs an enrolment with the invitation's key: 64 bytes.
  public static func sign(
    invitation: Data,
    blindedHash: Data,
    manifest: ManifestHash,
    with key: Curve25519.Signing.PrivateKey
  ) throws -> Data {
    try key.signature(for: message(invitation, blindedHash, manifest))
  }

  /// Returns whether a proof verifies under the invitation's raw public key.
  ///
  /// It takes the hash of the blinded message, since that is all the issuance list holds of it.
  public static func isValid(
    _ signature: Data,
    invitation: Data,
    blindedHash: Data,
    manifest: ManifestHash,
    by publicKey: Data
  ) -> Bool {
    Ed25519.isValid(
      signature,
      of: message(invitation, blindedHash, manifest),
      by: publicKey
    )
  }

  private static func message(
    _ invitation: Data,
    _ blindedHash: Data,
    _ manifest: ManifestHash
  ) -> Data {
    Transcript.bytes("redeem", manifest.bytes, invitation, blindedHash)
  }
}
