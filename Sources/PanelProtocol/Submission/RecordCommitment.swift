public import Foundation

/// The commitment to a whole submission, from which single units can be opened.
public enum RecordCommitment {
  /// Computes `H("record", mh, ppk, u32(rev), c_1 … c_n)` over the units' commitments, 32 bytes.
  public static func of(
    _ commitments: [Data],
    revision: UInt32,
    manifest: ManifestHash,
    publicKey: Data
  ) -> Data {
    Transcript.hash(
      "record",
      [manifest.bytes, publicKey, BigEndian.u32(revision)] + commitments
    )
  }
}
