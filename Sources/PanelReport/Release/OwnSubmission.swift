public import Foundation
public import PanelProtocol

/// What an evaluator's machine has stored about its submission, used to find it in a release.
public struct OwnSubmission: Hashable, Sendable {
  /// One revision, as it was sent.
  public struct Revision: Hashable, Sendable {
    /// The revision's number, from 1.
    public var number: UInt32
    /// SHA-256 of the padded body.
    public var bodyHash: Data
    /// The record commitment.
    public var recordCommitment: Data
    /// The units' values by label.
    public var values: [String: String]

    /// Makes a revision.
    public init(number: UInt32, bodyHash: Data, recordCommitment: Data, values: [String: String]) {
      self.number = number
      self.bodyHash = bodyHash
      self.recordCommitment = recordCommitment
      self.values = values
    }

    /// Reads a revision from its padded body; throws if the body cannot be read.
    public init(
      body: Data,
      publicKey: Data,
      manifest: ManifestHash
    ) throws(BodyProblem) {
      let content = try SubmissionBody.parse(body, size: body.count)
      self.init(
        number: content.revision,
        bodyHash: ContentHash.sha256(body),
        recordCommitment: content.recordCommitment(manifest: manifest, publicKey: publicKey),
        values: Dictionary(
          content.units.map { ($0.label, $0.value) },
          uniquingKeysWith: { first, _ in first }
        )
      )
    }
  }

  /// The credential's public key, which identifies the submission.
  ///
  /// Verification sends it nowhere.
  public var publicKey: Data
  /// The last revision that the server acknowledged, with its receipt.
  public var acknowledged: (revision: Revision, receipt: Data)? {
    get { acknowledgedRevision.flatMap { revision in receipt.map { (revision, $0) } } }
    set {
      acknowledgedRevision = newValue?.revision
      receipt = newValue?.receipt
    }
  }
  /// Later revisions that were sent and received no answer.
  public var unacknowledged: [Revision]

  /// The log as this machine last saw it; the log of the release must begin with it.
  public var keptLog: [LogLine] = []

  private var acknowledgedRevision: Revision?
  private var receipt: Data?

  /// Makes an own submission.
  public init(
    publicKey: Data,
    acknowledged: (revision: Revision, receipt: Data)?,
    unacknowledged: [Revision] = []
  ) {
    self.publicKey = publicKey
    self.unacknowledged = unacknowledged
    acknowledgedRevision = acknowledged?.revision
    receipt = acknowledged?.receipt
  }
}
