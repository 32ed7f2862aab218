public import Crypto
public import Foundation
public import PanelCore

/// The review of a round's comments before any of them is published.
///
/// The original of a comment stays as it was committed to. A text is published only if the round's
/// coordinator and another reviewer have signed it. The coordinator admits the other reviewers by
/// name and key. If the manifest names custodians, only they can be admitted: any other key could be
/// the coordinator's own. The last decision of each reviewer on a comment counts.
public struct CommentReview: Hashable, Sendable {
  /// A comment as it was submitted.
  public struct Comment: Codable, Hashable, Sendable {
    /// Its commitment in the release, 32 bytes, which identifies it in the review.
    public var commitment: Data
    /// The model it is about.
    public var model: ModelCode
    /// The original.
    public var text: String
    /// The salt of the commitment, 32 bytes.
    public var salt: Data
    /// The parts of the original that the scan found.
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

  /// A part of a comment that may identify a person or a team.
  public struct Suggestion: Codable, Hashable, Sendable {
    /// The kind of the finding, in the words of the scan.
    public var kind: String
    /// The text that was found.
    public var text: String
    /// Whether the finding is certain.
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

  /// A person who reviews comments.
  public struct Reviewer: Codable, Hashable, Sendable {
    /// The name under which the server knows them.
    public var name: String
    /// Their key, 32 bytes.
    public var key: Data
    /// The signature of the round's coordinator on name and key.
    public var signature: Data

    /// The key's short form for people: the first 64 bits of its SHA-256, hex.
    public var fingerprint: String { Hexadecimal.text(ContentHash.sha256(key).prefix(8)) }
  }

  /// Another reviewer already has this name.
  public struct NameTaken: Error, Hashable, Sendable {}

  /// What entitles a reviewer to review.
  public enum Basis: String, Sendable {
    /// The manifest names the key as that of the round's coordinator.
    case coordinator
    /// The manifest names the key as a custodian's.
    case custodian
    /// Only the coordinator's signature says whose key it is.
    case admitted
  }

  /// The decision on a comment.
  public enum Verdict: String, Codable, CaseIterable, Sendable {
    /// The text in the decision may be published.
    case approve
    /// Nothing of it may be published.
    case withhold
    /// The reviewer withdraws their earlier decision.
    case reopen
  }

  /// One reviewer's decision on one comment.
  public struct Decision: Codable, Hashable, Sendable {
    /// The comment's commitment.
    public var comment: Data
    /// The decision itself.
    public var verdict: Verdict
    /// The text to publish, with `approve`: the original or an edited text.
    public var text: String?
    /// The reviewer's key.
    public var reviewer: Data
    /// The number of the reviewer's decision, from 1 without gaps.
    public var number: Int
    /// The reviewer's signature.
    public var signature: Data
  }

  /// The state of the review of a comment.
  public enum State: String, CaseIterable, Sendable {
    /// There is no decision.
    case open
    /// One reviewer has approved a text.
    case approvedOnce
    /// At least two reviewers have approved the same text, but not the round's coordinator.
    case withoutCoordinator
    /// Reviewers have approved different texts.
    case disputed
    /// The round's coordinator and another reviewer have approved the same text.
    case approved
    /// At least one reviewer withholds it.
    case withheld
  }

  /// The name of the file format.
  public static let schema = "panel.comment-review.v1"

  /// The round.
  public let round: RoundID
  /// The hash of its manifest.
  public let manifest: ManifestHash
  /// All comments that are not blank, in the order of their commitments, which reveals nothing.
  public private(set) var comments: [Comment]
  /// The admitted reviewers, the round's coordinator first.
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

  /// Admits a reviewer with the signature of the round's coordinator.
  ///
  /// - Throws: `NameTaken`: a file in which two reviewers have one name is refused when read.
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

  /// Adds a decision of the reviewer who holds the key.
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

  /// What entitles the holder of a key to review.
  ///
  /// `nil` if the manifest names custodians and the key is not one of theirs.
  public func basis(of key: Data) -> Basis? {
    if key == coordinator { return .coordinator }
    if custodians.contains(key) { return .custodian }
    return custodians.isEmpty ? .admitted : nil
  }

  /// The reviewers who signed the approved text; empty if no text is approved.
  public func approvers(of comment: Comment) -> [Reviewer] {
    guard approval(of: comment) != nil else { return [] }
    let keys = currentDecisions(comment).map(\.reviewer)
    return reviewers.filter { keys.contains($0.key) }
  }

  /// The last decision of each reviewer on a comment, without withdrawn ones, in the order of the
  /// reviewers.
  public func currentDecisions(_ comment: Comment) -> [Decision] {
    reviewers.compactMap { reviewer in
      decisions.last { $0.comment == comment.commitment && $0.reviewer == reviewer.key }
    }
    .filter { $0.verdict != .reopen }
  }

  /// The state of the review of a comment.
  public func state(of comment: Comment) -> State {
    let current = currentDecisions(comment)
    if current.contains(where: { $0.verdict == .withhold }) { return .withheld }
    if current.count < 2 { return current.isEmpty ? .open : .approvedOnce }
    if Set(current.map(\.text)).count > 1 { return .disputed }
    return current.contains { $0.reviewer == coordinator } ? .approved : .withoutCoordinator
  }

  /// The text to publish; `nil` unless the state is `approved`.
  public func approval(of comment: Comment) -> String? {
    state(of: comment) == .approved ? currentDecisions(comment).first?.text : nil
  }

  /// The number of comments in each state.
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
    return try JSONLines.encode(lines)
  }

  /// Reads a file and checks every commitment and signature in it.
  ///
  /// - Parameters:
  ///   - data: The file.
  ///   - manifest: The hash of the release's manifest.
  ///   - coordinator: The coordinator's key in that manifest.
  ///   - custodians: The signing keys of the custodians in it.
  ///   - commitments: The commitments of the comments in the release.
  /// - Throws: `CommentReviewProblem` with the first line that is refused.
  public init(
    data: Data,
    manifest: ManifestHash,
    coordinator: Data,
    custodians: [Data],
    commitments: [Data: ModelCode]
  ) throws(CommentReviewProblem) {
    let lines: [(line: Int, value: Line)]
    do throws(JSONLines.Problem) {
      lines = try JSONLines.decode(Line.self, from: data)
    } catch {
      throw CommentReviewProblem(
        line: error.line,
        reason: error.line == 1 ? .noReview : .doesNotHold
      )
    }
    guard let first = lines.first, first.line == 1, let head = first.value.review,
      head.schema == Self.schema
    else { throw CommentReviewProblem(line: 1, reason: .noReview) }
    guard head.manifest == manifest.hex else {
      throw CommentReviewProblem(line: 1, reason: .otherRound)
    }
    self.init(
      round: head.round,
      manifest: manifest,
      coordinator: coordinator,
      custodians: custodians
    )
    for (number, line) in lines.dropFirst() where !take(line, commitments) {
      throw CommentReviewProblem(line: number, reason: .doesNotHold)
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

  /// Adds the reviewers and decisions that only another copy of the same review has.
  ///
  /// For each reviewer the longer list of decisions is taken. Returns `nil` if neither list begins with
  /// the other, if the copies give one name to two keys, or if they review different comments.
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

/// Why a file is refused as the review of a round's comments.
public struct CommentReviewProblem: Error, Hashable, Sendable {
  /// What is wrong.
  public enum Reason: Hashable, Sendable {
    /// The first line is not the head of a review.
    case noReview
    /// It belongs to another round than the release.
    case otherRound
    /// A line cannot be read, or its commitment or signature does not verify.
    case doesNotHold
  }

  /// The line, from 1.
  public let line: Int
  /// What is wrong.
  public let reason: Reason
}
