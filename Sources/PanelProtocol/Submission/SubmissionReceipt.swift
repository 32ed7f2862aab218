public import Crypto
public import Foundation

/// The server's signature over one revision it has stored; no time is in it.
///
/// The message is `T("receipt", mh, ppk, u32(rev), SHA256(body), rc)`.
public enum SubmissionReceipt {
  /// Signs a stored revision with the round's receipt key: 64 bytes.
  public static func sign(
    publicKey: Data,
    revision: UInt32,
    bodyHash: Data,
    recordCommitment: Data,
    manifest: ManifestHash,
    with key: Curve25519.Signing.PrivateKey
  ) throws -> Data {
    try key.signature(
      for: message(publicKey, revision, bodyHash, recordCommitment, manifest)
    )
  }

  /// Tells whether a receipt verifies under the round's raw receipt key.
  public static func isValid(
    _ signature: Data,
    publicKey: Data,
    revision: UInt32,
    bodyHash: Data,
    recordCommitment: Data,
    manifest: ManifestHash,
    by receiptKey: Data
  ) -> Bool {
    Ed25519.isValid(
      signature,
      of: message(publicKey, revision, bodyHash, recordCommitment, manifest),
      by: receiptKey
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
      "receipt",
      manifest.bytes,
      publicKey,
      BigEndian.u32(revision),
      bodyHash,
      recordCommitment
    )
  }
}
