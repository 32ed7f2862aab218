public import Crypto
public import Foundation

/// The evaluator's signature over one revision.
///
/// The message is `T("submission", mh, ppk, u32(rev), SHA256(body), rc)`.
public enum SubmissionSignature {
  /// Signs a revision with the credential's key: 64 bytes.
  public static func sign(
    revision: UInt32,
    bodyHash: Data,
    recordCommitment: Data,
    manifest: ManifestHash,
    with key: Curve25519.Signing.PrivateKey
  ) throws -> Data {
    let publicKey = key.publicKey.rawRepresentation
    return try key.signature(
      for: message(publicKey, revision, bodyHash, recordCommitment, manifest)
    )
  }

  /// Returns whether a signature over a revision verifies under the credential's raw public key.
  public static func isValid(
    _ signature: Data,
    publicKey: Data,
    revision: UInt32,
    bodyHash: Data,
    recordCommitment: Data,
    manifest: ManifestHash
  ) -> Bool {
    Ed25519.isValid(
      signature,
      of: message(publicKey, revision, bodyHash, recordCommitment, manifest),
      by: publicKey
    )
  }

  private static func message(
    _ publicKey: Data,
    _ revision: UInt32,
    _ bodyHash: Data,
    _ recordCommitment: Data,
    _ manifest: ManifestHash
  ) -> Data {
    Transcript.bytes(
      "submission",
      manifest.bytes,
      publicKey,
      BigEndian.u32(revision),
      bodyHash,
      recordCommitment
    )
  }
}
