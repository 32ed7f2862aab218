public import Crypto
public import Foundation
public import PanelCore

/// The review of a round's comments before any of them is published.
///
/// The original of a comment stays as it was committed to, and is never published by itself: what is
/// published is a text that the round's coordinator and another reviewer have signed. The coordinator
/// admits the others by name and key: where the manifest names custodians only these, since of any
/// other key nothing shows that it is not the coordinator's own. Each one's last decision on a
/// comment counts.
public struct CommentReview: Hashable, Sendable {
  /// A comment as it was submitted.
  public struct Comment: Codable, Hashable, Sendable {
    /// Its commitment in the release, 32 bytes, which names it here.
    public var commitment: Data
    /// The model it is about.
    public var model: ModelCode
    /// The original.
    public var text: String
    /// The salt under the commitment, 32 bytes.
    public var salt: Data
    /// What the scan found in the original.
    public var suggestions: [Suggestion]

    /// Takes a comment out of a submission.
    public init(
      unit: BodyUnit,
      model: ModelCode,
      manifest: ManifestHash,
      suggestions: [Suggestion]
    ) {
      commitment = unit.commitment(manifest: manifest)
      self.model = model
      text = unit.value
      salt = unit.salt
      self.suggestions = suggestions
    }
  }

  /// A part of a comment that may give somebody away.
  public struct Suggestion: Codable, Hashable, Sendable {
    /// What it may be, in the words of the scan.
    public var kind: String
    /// What stands there.
    public var text: String
    /// Whether it is that beyond doubt.
    public var isCertain: Bool

    private enum CodingKeys: String, CodingKey {
      case kind, text
      case isCertain = "certain"
    }

    /// Names a part.
    public init(kind: String, text: String, isCertain: Bool) {
      self.kind = kind
      self.text = text
      self.isCertain = isCertain
    }
  }

  /// Somebody who reviews.
  public struct Reviewer: Codable, Hashable, Sendable {
    /// The name under which the server knows them.
    public var name: String
    /// Their key, 32 bytes.
    public var key: Data
    /// The round's coordinator's signature on both.
    public var signature: Data

    /// Names the key for people: the first 64 bits of its SHA-256, hex.
    public var fingerprint: String { Hexadecimal.text(ContentHash.sha256(key).prefix(8)) }
  }

  /// Another reviewer has the name already.
  public struct NameTaken: Error, Hashable, Sendable {}

  /// By what somebody reviews.
  public enum Basis: String, Sendable {
    /// The manifest names the key as that of the round's coordinator.
    case coordinator
    /// The manifest names the key as a custodian's.
    case custodian
    /// Nothing but the coordinator's signature says whose key it is.
    case admitted
  }

  /// What becomes of a comment.
  public enum Verdict: String, Codable, CaseIterable, Sendable {
    /// The text of the decision may be published.
    case approve
    /// Nothing of it may be published.
    case withhold
    /// The reviewer takes their earlier decision back.
    case reopen
  }

  /// One reviewer's decision on one comment.
  public struct Decision: Codable, Hashable, Sendable {
    /// The comment's commitment.
    public var comment: Data
    /// What becomes of it.
    public var verdict: Verdict
    /// The text to publish, with `approve`: the original, or what was made of it.
    public var text: String?
    /// The reviewer's key.
    public var reviewer: Data
    /// The number of the reviewer's decision, from 1 without gaps.
    public var number: Int
    /// The reviewer's signature.
    public var signature: Data
  }

  /// Where the review of a comment stands.
  public enum State: String, CaseIterable, Sendable {
    /// Nobody has decided.
    case open
    /// One reviewer has approved a text.
    case approvedOnce
    /// Reviewers have approved the same text, the round's coordinator not among them.
    case withoutCoordinator
    /// Reviewers have approved different texts.
    case disputed
    /// The round's coordinator and another reviewer have approved the same text.
    case approved
    /// A reviewer withholds it.
    case withheld
  }

  /// The form of the file.
  public static let schema = "panel.comment-review.v1"

  /// The round.
  public let round: RoundID
  /// The hash of its manifest.
  public let manifest: ManifestHash
  /// All comments that are not blank, in an order that says nothing: by their commitments.
  public private(set) var comments: [Comment]
  /// Who may review, the round's coordinator first.
  public private(set) var reviewers: [Reviewer]
  /// Every decision, in the order of the file.
  public private(set) var decisions: [Decision] = []

  private let coordinator: Data
  private let custodians: [Data]

  /// Begins a review; its first reviewer is the round's coordinator, whose key the manifest names.
  public init(
    round: RoundID,
    manifest: ManifestHash,
    comments: [Comment],
    custodians: [Data],
    coordinator name: String,
    with key: Curve25519.Signing.PrivateKey
  ) throws {
    self.round = round
    self.manifest = manifest
    self.custodians = custodians
    self.comments = comments.sorted { $0.commitment.lexicographicallyPrecedes($1.commitment) }
    coordinator = key.publicKey.rawRepresentation
    reviewers = []
    try admit(name, key: coordinator, with: key)
  }

  private init(round: RoundID, manifest: ManifestHash, coordinator: Data, custodians: [Data]) {
    self.round = round
    self.manifest = manifest
    self.coordinator = coordinator
    self.custodians = custodians
    comments = []
    reviewers = []
  }

  // MARK: Reviewing

  /// Lets somebody review; only the round's coordinator can sign that.
  ///
  /// - Throws: `NameTaken`, since a file with two reviewers of one name cannot be read.
  public mutating func admit(
    _ name: String,
    key: Data,
    with coordinatorKey: Curve25519.Signing.PrivateKey
  ) throws {
    guard !reviewers.contains(where: { $0.key == key }) else { return }
    guard !reviewers.contains(where: { $0.name == name }) else { throw NameTaken() }
    let message = Self.message(admitting: name, key, manifest)
    reviewers.append(
      Reviewer(name: name, key: key, signature: try coordinatorKey.signature(for: message))
    )
  }

  /// Adds a decision of who holds the key.
  public mutating func decide(
    _ comment: Comment,
    _ verdict: Verdict,
    text: String? = nil,
    with key: Curve25519.Signing.PrivateKey
  ) throws {
    let reviewer = key.publicKey.rawRepresentation
    var decision = Decision(
      comment: comment.commitment,
      verdict: verdict,
      text: verdict == .approve ? (text ?? comment.text).normalFormC : nil,
      reviewer: reviewer,
      number: decisions.count { $0.reviewer == reviewer } + 1,
      signature: Data()
    )
    decision.signature = try key.signature(for: Self.message(decision, manifest))
    decisions.append(decision)
  }

  /// By what the holder of a key reviews; `nil` where custodians are named and this is none of them.
  public func basis(of key: Data) -> Basis? {
    if key == coordinator { return .coordinator }
    if custodians.contains(key) { return .custodian }
    return custodians.isEmpty ? .admitted : nil
  }

  /// Who signed the text that is approved, in the order of the reviewers; nobody where none is.
  public func approvers(of comment: Comment) -> [Reviewer] {
    guard approval(of: comment) != nil else { return [] }
    let keys = standing(comment).map(\.reviewer)
    return reviewers.filter { keys.contains($0.key) }
  }

  /// The last decision of each reviewer on a comment, in the order of the reviewers.
  public func standing(_ comment: Comment) -> [Decision] {
    reviewers.compactMap { reviewer in
      decisions.last { $0.comment == comment.commitment && $0.reviewer == reviewer.key }
    }
    .filter { $0.verdict != .reopen }
  }

  /// Where the review of a comment stands.
  public func state(of comment: Comment) -> State {
    let standing = standing(comment)
    if standing.contains(where: { $0.verdict == .withhold }) { return .withheld }
    if standing.count < 2 { return standing.isEmpty ? .open : .approvedOnce }
    if Set(standing.map(\.text)).count > 1 { return .disputed }
    return standing.contains { $0.reviewer == coordinator } ? .approved : .withoutCoordinator
  }

  /// The text that the round's coordinator and others have approved, where no reviewer says otherwise.
  public func approval(of comment: Comment) -> String? {
    state(of: comment) == .approved ? standing(comment).first?.text : nil
  }

  /// How many comments stand where.
  public var counts: [State: Int] {
    Dictionary(grouping: comments, by: state).mapValues(\.count)
  }

  // MARK: The file

  private struct Line: Codable {
    struct Head: Codable {
      var schema: String
      var round: RoundID
      var manifest: String
    }
    var review: Head?
    var reviewer: Reviewer?
    var comment: Comment?
    var decision: Decision?
  }

  /// The file: a line of JSON for the review, each reviewer, each comment and each decision.
  public func data() throws -> Data {
    let head = Line.Head(schema: Self.schema, round: round, manifest: manifest.hex)
    let lines =
      [Line(review: head)] + reviewers.map { Line(reviewer: $0) }
      + comments.map { Line(comment: $0) } + decisions.map { Line(decision: $0) }
    return try lines.reduce(into: Data()) { $0 += try CanonicalJSON.encode($1) + Data([10]) }
  }

  /// Reads a file and checks every commitment and signature in it.
  ///
  /// - Parameters:
  ///   - data: The file.
  ///   - manifest: The hash of the release's manifest.
  ///   - coordinator: The coordinator's key in that manifest.
  ///   - custodians: The signing keys of the custodians in it.
  ///   - commitments: The commitments of the comments in the release.
  /// - Throws: `CommentReviewProblem` with the line that does not hold.
  public init(
    data: Data,
    manifest: ManifestHash,
    coordinator: Data,
    custodians: [Data],
    commitments: [Data: ModelCode]
  ) throws(CommentReviewProblem) {
    let lines = data.split(separator: 10, omittingEmptySubsequences: false)
    let parsed = lines.map { try? JSONDecoder().decode(Line.self, from: Data($0)) }
    guard let first = parsed.first, let head = first?.review, head.schema == Self.schema else {
      throw CommentReviewProblem(line: 1, reason: .noReview)
    }
    guard head.manifest == manifest.hex else {
      throw CommentReviewProblem(line: 1, reason: .otherRound)
    }
    self.init(
      round: head.round,
      manifest: manifest,
      coordinator: coordinator,
      custodians: custodians
    )
    for (index, line) in parsed.enumerated().dropFirst() where !lines[index].isEmpty {
      guard let line, take(line, commitments) else {
        throw CommentReviewProblem(line: index + 1, reason: .doesNotHold)
      }
    }
    guard reviewers.first?.key == coordinator else {
      throw CommentReviewProblem(line: 1, reason: .noReview)
    }
    comments.sort { $0.commitment.lexicographicallyPrecedes($1.commitment) }
  }

  private mutating func take(_ line: Line, _ commitments: [Data: ModelCode]) -> Bool {
    if let reviewer = line.reviewer {
      let message = Self.message(admitting: reviewer.name, reviewer.key, manifest)
      let isNew = !reviewers.contains { $0.key == reviewer.key || $0.name == reviewer.name }
      reviewers.append(reviewer)
      return isNew && basis(of: reviewer.key) != nil
        && Ed25519.isValid(reviewer.signature, of: message, by: coordinator)
    }
    if let comment = line.comment {
      let unit = BodyUnit(
        label: "comment.\(comment.model)",
        value: comment.text,
        salt: comment.salt
      )
      let isNew = !comments.contains { $0.commitment == comment.commitment }
      comments.append(comment)
      return isNew && commitments[comment.commitment] == comment.model
        && unit.commitment(manifest: manifest) == comment.commitment
    }
    guard let decision = line.decision else { return false }
    let isNext = decision.number == decisions.count { $0.reviewer == decision.reviewer } + 1
    decisions.append(decision)
    return isNext && (decision.text != nil) == (decision.verdict == .approve)
      && reviewers.contains { $0.key == decision.reviewer }
      && comments.contains { $0.commitment == decision.comment }
      && Ed25519.isValid(
        decision.signature,
        of: Self.message(decision, manifest),
        by: decision.reviewer
      )
  }

  /// Takes over what another copy of the same review holds beyond this one.
  ///
  /// Of a reviewer the longer list of decisions counts; `nil` if neither is the beginning of the other,
  /// or if the copies give one name to two keys.
  public func merged(with other: CommentReview) -> CommentReview? {
    guard manifest == other.manifest, comments == other.comments else { return nil }
    var result = self
    result.reviewers += other.reviewers.filter { reviewer in
      !reviewers.contains { $0.key == reviewer.key }
    }
    guard Set(result.reviewers.map(\.name)).count == result.reviewers.count else { return nil }
    for key in result.reviewers.map(\.key) {
      let (mine, theirs) = (
        decisions.filter { $0.reviewer == key }, other.decisions.filter { $0.reviewer == key }
      )
      guard zip(mine, theirs).allSatisfy({ $0 == $1 }) else { return nil }
      result.decisions += theirs.dropFirst(mine.count)
    }
    return result
  }

  // MARK: What is signed

  /// `T("comment-reviewer", mh, name, key)`.
  private static func message(admitting name: String, _ key: Data, _ manifest: ManifestHash) -> Data
  {
    Transcript.bytes("comment-reviewer", manifest.bytes, Data(name.utf8), key)
  }

  /// `T("comment-decision", mh, key, u32(number), commitment, verdict, text)`.
  private static func message(_ decision: Decision, _ manifest: ManifestHash) -> Data {
    Transcript.bytes(
      "comment-decision",
      manifest.bytes,
      decision.reviewer,
      BigEndian.u32(UInt32(truncatingIfNeeded: decision.number)),
      decision.comment,
      Data(decision.verdict.rawValue.utf8),
      Data((decision.text ?? "").utf8)
    )
  }
}

/// Why a file is no review of a round's comments.
public struct CommentReviewProblem: Error, Hashable, Sendable {
  /// What is wrong.
  public enum Reason: Hashable, Sendable {
    /// The file does not begin as one.
    case noReview
    /// It belongs to another round than the release.
    case otherRound
    /// A line cannot be read, or its commitment or signature does not hold.
    case doesNotHold
  }

  /// The line, from 1.
  public let line: Int
  /// What is wrong.
  public let reason: Reason
}
