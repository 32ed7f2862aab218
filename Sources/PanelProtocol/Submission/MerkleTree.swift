public import Foundation

/// A Merkle tree over ordered leaves (RFC 6962, section 2.1; RFC 9162, section 2.1).
///
/// A leaf's hash is `SHA-256(0x00 ‖ input)`, a node's `SHA-256(0x01 ‖ left ‖ right)`; the tree of no
/// leaves has the hash of no bytes.
public struct MerkleTree: Sendable {
  /// The hashes of each level, leaves first; the odd one at a level's end moves up unchanged.
  private let levels: [[Data]]

  /// Builds the tree of leaf inputs in the given order.
  public init(leaves: [Data]) {
    var levels = [leaves.map(Self.leafHash)]
    while let level = levels.last, level.count > 1 {
      levels.append(
        stride(from: 0, to: level.count, by: 2).map { index in
          index + 1 < level.count ? Self.nodeHash(level[index], level[index + 1]) : level[index]
        }
      )
    }
    self.levels = levels
  }

  /// The number of leaves.
  public var count: Int { levels[0].count }

  /// The tree's root, 32 bytes.
  public var root: Data { levels.last?.first ?? ContentHash.sha256(Data()) }

  /// The hashes that lead from a leaf to the root, lowest first; `nil` for an index out of range.
  public func inclusionProof(_ index: Int) -> [Data]? {
    guard levels[0].indices.contains(index) else { return nil }
    var proof: [Data] = []
    for (height, level) in levels.enumerated() {
      let sibling = (index >> height) ^ 1
      if sibling < level.count { proof.append(level[sibling]) }
    }
    return proof
  }

  /// Computes the root over leaf inputs in the given order, 32 bytes.
  public static func root(of leaves: [Data]) -> Data {
    MerkleTree(leaves: leaves).root
  }

  /// Hashes a leaf's input: `SHA-256(0x00 ‖ input)`.
  public static func leafHash(_ input: Data) -> Data {
    ContentHash.sha256(Data([0]) + input)
  }

  /// Returns whether a proof leads from a leaf's input to a root (RFC 9162, section 2.1.3.2).
  ///
  /// A proof that is too short or too long, or an index outside the tree, never does.
  public static func verify(
    proof: [Data],
    leaf: Data,
    index: Int,
    count: Int,
    root: Data
  ) -> Bool {
    guard index >= 0, index < count else { return false }
    var (first, second) = (index, count - 1)
    var hash = leafHash(leaf)
    for sibling in proof {
      guard second > 0, sibling.count == 32 else { return false }
      if first & 1 == 1 || first == second {
        hash = nodeHash(sibling, hash)
        while first & 1 == 0, first != 0 {
          first >>= 1
          second >>= 1
        }
      } else {
        hash = nodeHash(hash, sibling)
      }
      first >>= 1
      second >>= 1
    }
    return second == 0 && hash == root
  }

  private static func nodeHash(_ left: Data, _ right: Data) -> Data {
    ContentHash.sha256(Data([1]) + left + right)
  }
}
