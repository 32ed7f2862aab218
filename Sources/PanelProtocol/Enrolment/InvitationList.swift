public import Crypto
public import Foundation

/// The list of a round's invitations, which the coordinator signs.
///
/// The message is `T("invitations", mh, u64(n), root)`, root being the Merkle root over the entries
/// sorted by identifier.
public struct InvitationList: Hashable, Sendable {
  /// The entries, sorted by identifier.
  public let entries: [InvitationEntry]

  /// Sorts entries given in any order; throws for a wrong length or an identifier given twice.
  public init(_ entries: [InvitationEntry]) throws(InvitationListProblem) {
    let sorted = entries.sorted { $0.identifier.lexicographicallyPrecedes($1.identifier) }
    for (index, entry) in sorted.enumerated() {
      guard entry.identifier.count == 16, entry.key.count == 32 else {
        throw .length(entry.identifier)
      }
      if index > 0, sorted[index - 1].identifier == entry.identifier {
        throw .duplicate(entry.identifier)
      }
    }
    self.entries = sorted
  }

  /// The Merkle root over the sorted entries, 32 bytes.
  public func root(manifest: ManifestHash) -> Data {
    MerkleTree.root(of: entries.map { $0.leaf(manifest: manifest) })
  }

  /// Signs the list with the coordinator's key: 64 bytes.
  public func sign(
    manifest: ManifestHash,
    with key: Curve25519.Signing.PrivateKey
  ) throws -> Data {
    try key.signature(for: message(manifest))
  }

  /// Returns whether a signature over the list verifies under the coordinator's raw public key.
  public func isValid(
    _ signature: Data,
    manifest: ManifestHash,
    by publicKey: Data
  ) -> Bool {
    Ed25519.isValid(signature, of: message(manifest), by: publicKey)
  }

  private func message(_ manifest: ManifestHash) -> Data {
    Transcript.bytes(
      "invitations",
      manifest.bytes,
      BigEndian.u64(UInt64(entries.count)),
      root(manifest: manifest)
    )
  }
}

/// Why a list of invitations is refused.
public enum InvitationListProblem: Error, Equatable, Sendable {
  /// The identifier does not have 16 bytes, or its key not 32.
  case length(Data)
  /// The identifier occurs twice in the list.
  case duplicate(Data)
}

/// The public part of one invitation.
public struct InvitationEntry: Hashable, Sendable, Codable {
  /// The invitation's identifier, 16 bytes.
  public let identifier: Data
  /// The invitation's raw public key, 32 bytes.
  public let key: Data

  /// Makes an entry; lengths are checked by the list.
  public init(identifier: Data, key: Data) {
    self.identifier = Data(identifier)
    self.key = Data(key)
  }

  /// The entry's leaf in the signed list: `T("invitation-leaf", mh, inv_id, key)`.
  public func leaf(manifest: ManifestHash) -> Data {
    Transcript.bytes("invitation-leaf", manifest.bytes, identifier, key)
  }
}
