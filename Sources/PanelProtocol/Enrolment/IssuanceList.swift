public import Crypto
public import Foundation

/// The outcome of every invitation of a round: the file `issuance.jsonl` and its tree.
public struct IssuanceList: Hashable, Sendable {
  /// The lines, sorted by the invitation's identifier.
  public let lines: [IssuanceLine]

  /// Sorts lines given in any order; throws `duplicate` for an invitation given twice.
  public init(_ lines: [IssuanceLine]) throws(IssuanceProblem) {
    let sorted = lines.sorted { $0.invitation.lexicographicallyPrecedes($1.invitation) }
    for (before, after) in zip(sorted, sorted.dropFirst())
    where before.invitation == after.invitation {
      throw .duplicate(after.invitation)
    }
    self.lines = sorted
  }

  /// Reads the file: lines in their exact form, sorted, each ended by a line feed.
  ///
  /// Throws `line` with the number of the first bad line, from 1, `order` likewise, or `duplicate`.
  public init(file: Data) throws(IssuanceProblem) {
    let texts: [Data]
    do throws(JSONLines.Problem) {
      texts = try JSONLines.split(file)
    } catch {
      throw .line(error.line)
    }
    var lines: [IssuanceLine] = []
    for text in texts {
      guard let line = IssuanceLine(bytes: text) else { throw .line(lines.count + 1) }
      if let last = lines.last, line.invitation.lexicographicallyPrecedes(last.invitation) {
        throw .order(lines.count + 1)
      }
      lines.append(line)
    }
    try self.init(lines)
  }

  /// The file's bytes: each line ended by a line feed.
  public var file: Data {
    JSONLines.join(lines.map(\.bytes))
  }

  /// The number of credentials issued.
  public var issuedCount: Int { lines.count { $0.isIssued } }

  /// The tree over all lines, in order.
  public func tree(manifest: ManifestHash) -> MerkleTree {
    MerkleTree(leaves: lines.map { $0.leaf(manifest: manifest) })
  }

  /// Signs the list's head with the round's receipt key.
  public func head(
    manifest: ManifestHash,
    with key: Curve25519.Signing.PrivateKey
  ) throws -> TreeHead {
    try TreeHead.sign(
      kind: .issuance,
      tree: tree(manifest: manifest),
      manifest: manifest,
      with: key
    )
  }
}

/// Why an issuance list is refused.
public enum IssuanceProblem: Error, Equatable, Sendable {
  /// The line of this number, from 1, does not have its exact form or its line feed.
  case line(Int)
  /// The line of this number, from 1, does not follow in the order of identifiers.
  case order(Int)
  /// The invitation of this identifier occurs twice.
  case duplicate(Data)
}
