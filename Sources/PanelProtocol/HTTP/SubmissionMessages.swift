public import Foundation

/// `POST …/claims`: a submission that the tree lacks, and the receipt that proves it.
public struct SubmissionClaim: Codable, Sendable {
  /// The submission's request, exactly as it was sent.
  public var submission: Data
  /// The server's receipt for it.
  public var receipt: Data

  /// Pairs a submission with its receipt.
  public init(submission: Data, receipt: Data) {
    self.submission = submission
    self.receipt = receipt
  }
}

/// `GET …/tree-heads`: every head of the submission tree; the last one is in force.
public struct TreeHeads: Codable, Sendable {
  /// The heads in order.
  public var heads: [TreeHead]

  /// Wraps the heads.
  public init(heads: [TreeHead]) { self.heads = heads }
}

/// The answer to a submission.
public struct SubmissionReply: Codable, Hashable, Sendable {
  /// The receipt.
  public var receipt: Data

  /// Wraps a receipt.
  public init(receipt: Data) { self.receipt = receipt }
}

/// One row of the submission tree.
public struct TreeLine: Codable, Hashable, Sendable {
  /// The credential's public key.
  public var publicKey: Data
  /// The issuer's signature on it.
  public var credentialSignature: Data
  /// The revision.
  public var revision: UInt32
  /// SHA-256 of the padded body.
  public var bodyHash: Data
  /// The record commitment.
  public var recordCommitment: Data
  /// The credential's signature on the revision.
  public var signature: Data

  private enum CodingKeys: String, CodingKey {
    case publicKey = "ppk"
    case credentialSignature = "cred_sig"
    case revision = "rev"
    case bodyHash = "body_sha256"
    case recordCommitment = "rc"
    case signature = "sig"
  }

  /// Creates a row.
  public init(
    publicKey: Data,
    credentialSignature: Data,
    revision: UInt32,
    bodyHash: Data,
    recordCommitment: Data,
    signature: Data
  ) {
    self.publicKey = publicKey
    self.credentialSignature = credentialSignature
    self.revision = revision
    self.bodyHash = bodyHash
    self.recordCommitment = recordCommitment
    self.signature = signature
  }

  /// The bytes that the tree hashes.
  public func leaf(manifest: ManifestHash) -> Data {
    SubmissionLeaf.bytes(
      publicKey: publicKey,
      revision: revision,
      bodyHash: bodyHash,
      recordCommitment: recordCommitment,
      signature: signature,
      manifest: manifest
    )
  }
}

/// `GET …/tree`.
public struct TreeLines: Codable, Sendable {
  /// The rows, sorted by credential key.
  public var rows: [TreeLine]

  /// Wraps the rows.
  public init(rows: [TreeLine]) { self.rows = rows }
}

/// `GET …/submissions`: the bodies of all submissions without padding, in the order of the tree.
public struct SubmissionBodies: Codable, Sendable {
  /// The bodies without padding.
  public var bodies: [Data]

  /// Wraps the bodies.
  public init(bodies: [Data]) { self.bodies = bodies }
}
