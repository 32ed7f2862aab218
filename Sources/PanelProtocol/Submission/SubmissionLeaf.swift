public import Foundation

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
