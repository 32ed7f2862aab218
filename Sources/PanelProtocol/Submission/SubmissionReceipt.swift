public import Crypto
public import Foundation

/// The server's signature over a revision that it has stored; it contains no time.
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

  /// Returns whether a receipt verifies under the round's raw receipt key.
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

/// One submission as a leaf of the tree made at closing.
public enum SubmissionLeaf {
  /// Writes the leaf's input: `T("submission-leaf", mh, ppk, u32(rev), SHA256(body), rc, sig)`.
  public static func bytes(
    publicKey: Data,
    revision: UInt32,
    bodyHash: Data,
    recordCommitment: Data,
    signature: Data,
    manifest: ManifestHash
  ) -> Data {
    Transcript.bytes(
      "submission-leaf",
      manifest.bytes,
      publicKey,
      BigEndian.u32(revision),
      bodyHash,
      recordCommitment,
      signature
    )
  }
}
