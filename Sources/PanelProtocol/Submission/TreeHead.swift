public import Crypto
public import Foundation

/// The signed root of one of a round's two trees: `T("tree-head", mh, kind, u64(n), root)`.
public struct TreeHead: Hashable, Codable, Sendable {
  /// Which tree a head belongs to; its name is a field of the signed message.
  public enum Kind: String, Codable, Sendable {
    /// The list of issued credentials, sorted by invitation.
    case issuance
    /// The submissions, sorted by public key.
    case submissions
  }

  /// The tree.
  public let kind: Kind
  /// The number of leaves.
  public let count: UInt64
  /// The root, 32 bytes.
  public let root: Data
  /// The signature by the round's receipt key, 64 bytes.
  public let signature: Data

  /// Signs the head of a tree with the round's receipt key.
  public static func sign(
    kind: Kind,
    tree: MerkleTree,
    manifest: ManifestHash,
    with key: Curve25519.Signing.PrivateKey
  ) throws -> TreeHead {
    try sign(
      kind: kind,
      count: UInt64(tree.count),
      root: tree.root,
      manifest: manifest,
      with: key
    )
  }

  /// Signs the head of a tree, given only its number of leaves and its root.
  public static func sign(
    kind: Kind,
    count: UInt64,
    root: Data,
    manifest: ManifestHash,
    with key: Curve25519.Signing.PrivateKey
  ) throws -> TreeHead {
    TreeHead(
      kind: kind,
      count: count,
      root: root,
      signature: try key.signature(for: message(kind, count, root, manifest))
    )
  }

  /// Returns whether the head's signature verifies under the round's raw receipt key.
  public func isValid(manifest: ManifestHash, by receiptKey: Data) -> Bool {
    root.count == 32
      && Ed25519.isValid(
        signature,
        of: Self.message(kind, count, root, manifest),
        by: receiptKey
      )
  }

  /// Returns whether the head has the number of leaves and the root of this tree.
  public func describes(_ tree: MerkleTree) -> Bool {
    count == UInt64(tree.count) && root == tree.root
  }

  private static func message(
    _ kind: Kind,
    _ count: UInt64,
    _ root: Data,
    _ manifest: ManifestHash
  ) -> Data {
    Transcript.bytes(
      "tree-head",
      manifest.bytes,
      Data(kind.rawValue.utf8),
      BigEndian.u64(count),
      root
    )
  }
}
