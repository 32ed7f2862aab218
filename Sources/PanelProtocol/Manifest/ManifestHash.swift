public import Foundation

/// The hash of a round's manifest, which every signature and derived key of the round names.
///
/// `mh = H("manifest", M)` over the manifest's bytes as stored.
public struct ManifestHash: Hashable, Sendable {
  /// The 32 bytes of the hash.
  public let bytes: Data

  /// Hashes a manifest's stored bytes.
  public init(manifest: Data) {
    bytes = Transcript.hash("manifest", manifest)
  }

  /// Takes a hash already known; nil unless it has 32 bytes.
  public init?(bytes: Data) {
    guard bytes.count == 32 else { return nil }
    self.bytes = Data(bytes)
  }

  /// The hash as 64 lower-case hexadecimal digits.
  public var hex: String { Hexadecimal.text(bytes) }

  /// The first 150 bits of the hash, in the form people compare.
  public var fingerprint: Fingerprint { Fingerprint(self) }
}
