import Crypto
import Foundation
import PanelCore
import Testing

@testable import PanelProtocol

@Suite("Comment review", .timeLimit(.minutes(45)))
struct CommentReviewTests {
  private let manifest = ManifestHash(manifest: Data("a manifest".utf8))
  private let first = Curve25519.Signing.PrivateKey()
  private let second = Curve25519.Signing.PrivateKey()
  private let third = Curve25519.Signing.PrivateKey()

  private func comment(_ text: String, salt: UInt8, model: String = "A") -> CommentReview.Comment {
    let unit = BodyUnit(
      label: "comment.\(model)",
      value: text,
      salt: Data(repeating: salt, count: 32)
    )
    return CommentReview.Comment(
      unit: unit,
      model: ModelCode(model),
      manifest: manifest,
      suggestions: []
    )
  }

  private func review(
    _ comments: [CommentReview.Comment],
    custodians: [Data] = []
  ) throws -> CommentReview {
    var review = try CommentReview(
      round: RoundID("trial"),
      manifest: manifest,
      comments: comments,
      custodians: custodians,
      coordinator: "first",
      with: first
    )
    try review.admit("second", key: second.publicKey.rawRepresentation, with: first)
    return review
  }

  private func read(
    _ data: Data,
    _ review: CommentReview,
    custodians: [Data] = []
  ) throws -> CommentReview {
    try CommentReview(
      data: data,
      manifest: manifest,
      coordinator: first.publicKey.rawRepresentation,
      custodians: custodians,
      commitments: Dictionary(
        uniqueKeysWithValues: review.comments.map { ($0.commitment, $0.model) }
      )
    )
  }

  @Test("a text is approved when the coordinator and another approve the same, and only then")
  func states() throws {
    let comment = comment("the original", salt: 1)
    var review = try review([comment])
    #expect(review.state(of: comment) == .open)
    try review.decide(comment, .approve, with: first)
    #expect(review.state(of: comment) == .approvedOnce)
    try review.decide(comment, .approve, with: first)
    #expect(review.state(of: comment) == .approvedOnce, "twice by one is not two")
    #expect(review.approval(of: comment) == nil)
    try review.decide(comment, .approve, text: "redacted", with: second)
    #expect(review.state(of: comment) == .disputed)
    try review.decide(comment, .approve, text: "redacted", with: first)
    #expect(review.state(of: comment) == .approved)
    #expect(review.approval(of: comment) == "redacted")
    try review.decide(comment, .withhold, with: second)
    #expect(review.state(of: comment) == .withheld && review.approval(of: comment) == nil)
    try review.decide(comment, .reopen, with: second)
    #expect(review.state(of: comment) == .approvedOnce)
    #expect(review.counts == [.approvedOnce: 1])
    // Nor do two outvote a third.
    try review.admit("third", key: third.publicKey.rawRepresentation, with: first)
    try review.decide(comment, .approve, text: "redacted", with: second)
    try review.decide(comment, .approve, text: "the original", with: third)
    #expect(review.state(of: comment) == .disputed && review.approval(of: comment) == nil)
  }

  @Test("two custodians, or two who were admitted, approve nothing without the round's coordinator")
  func withoutCoordinator() throws {
    let comment = comment("the original", salt: 1)
    let others = [second, third]
    for custodians in [[], others.map(\.publicKey.rawRepresentation)] {
      var review = try review([comment], custodians: custodians)
      try review.admit("third", key: third.publicKey.rawRepresentation, with: first)
      for key in others { try review.decide(comment, .approve, with: key) }
      let back = try read(try review.data(), review, custodians: custodians)
      #expect(back.state(of: comment) == .withoutCoordinator)
      #expect(back.approval(of: comment) == nil && back.approvers(of: comment).isEmpty)
      try review.decide(comment, .approve, with: first)
      #expect(review.state(of: comment) == .approved)
      #expect(review.approvers(of: comment).count == 3)
      try review.decide(comment, .reopen, with: first)
      #expect(review.approval(of: comment) == nil, "the coordinator's approval is taken back")
    }
  }

  @Test("the file gives the same review back, and its order says nothing of who wrote first")
  func file() throws {
    let comments = (0..<20).map { comment("text \($0)", salt: $0) }
    var review = try review(comments)
    try review.decide(comments[3], .approve, text: "other", with: second)
    try review.decide(comments[5], .withhold, with: first)
    #expect(try read(try review.data(), review) == review)
    let other = try self.review(comments.reversed())
    #expect(other.comments == review.comments)
  }

  @Test("every change of a byte in the file is noticed, or changes nothing of what is approved")
  func tampering() throws {
    let comment = comment("the original", salt: 1)
    var review = try review([comment])
    try review.decide(comment, .approve, with: first)
    try review.decide(comment, .approve, with: second)
    let data = try review.data()
    var generator = SystemRandomNumberGenerator()
    for _ in 0..<400 {
      var changed = data
      let place = Int.random(in: data.indices, using: &generator)
      changed[place] ^= UInt8.random(in: 1...127, using: &generator)
      guard let read = try? read(changed, review) else { continue }
      #expect(read.comments.allSatisfy { read.approval(of: $0) == review.approval(of: $0) })
    }
  }

  @Test("who was not admitted has no say, and nobody admits themselves")
  func strangers() throws {
    let comment = comment("the original", salt: 1)
    var review = try review([comment])
    var foreign = review
    try foreign.decide(comment, .approve, with: third)
    #expect(throws: CommentReviewProblem(line: 5, reason: .doesNotHold)) {
      try read(try foreign.data(), review)
    }
    try review.admit("third", key: third.publicKey.rawRepresentation, with: second)
    #expect(throws: CommentReviewProblem(line: 4, reason: .doesNotHold)) {
      try read(try review.data(), review)
    }
  }

  @Test("nobody is admitted under the name of another reviewer, nor comes by one from a copy")
  func names() throws {
    var review = try review([comment("the original", salt: 1)])
    let before = review
    for name in ["first", "second"] {
      #expect(throws: CommentReview.NameTaken.self) {
        try review.admit(name, key: third.publicKey.rawRepresentation, with: first)
      }
    }
    #expect(review == before)
    try review.admit("second", key: second.publicKey.rawRepresentation, with: first)
    #expect(review == before, "who reviews already is not admitted twice")
    var (mine, theirs) = (before, before)
    try mine.admit("other", key: third.publicKey.rawRepresentation, with: first)
    let fourth = Curve25519.Signing.PrivateKey()
    try theirs.admit("other", key: fourth.publicKey.rawRepresentation, with: first)
    #expect(mine.merged(with: theirs) == nil)
    // A file that has them all the same, each with the coordinator's signature, is not read.
    let line = try theirs.data().split(separator: 10)[3]
    let lines = try mine.data().split(separator: 10)
    let forged = Data((lines[...3] + [line] + lines[4...]).joined(separator: [10]))
    #expect(throws: CommentReviewProblem(line: 5, reason: .doesNotHold)) {
      try read(forged, before)
    }
  }

  @Test("a coordinator alone makes up a second key: refused where the manifest names custodians")
  func invented() throws {
    let comment = comment("the original", salt: 1)
    // The attack: one person makes both keys and signs the admission of the one with the other.
    var forged = try review([comment])
    try forged.decide(comment, .approve, with: first)
    try forged.decide(comment, .approve, with: second)
    let data = try forged.data()
    // Without custodians nothing tells it from an honest review, and it says no more than that.
    let open = try read(data, forged)
    #expect(open.approval(of: comment) == "the original")
    #expect(open.approvers(of: comment).map(\.name) == ["first", "second"])
    #expect(
      open.approvers(of: comment).map { open.basis(of: $0.key) } == [.coordinator, .admitted]
    )
    // With custodians, the invented key is no reviewer's, whatever the coordinator signs.
    let custodians = [third.publicKey.rawRepresentation]
    #expect(throws: CommentReviewProblem(line: 3, reason: .doesNotHold)) {
      try read(data, forged, custodians: custodians)
    }
    var honest = try CommentReview(
      round: RoundID("trial"),
      manifest: manifest,
      comments: [comment],
      custodians: custodians,
      coordinator: "first",
      with: first
    )
    try honest.admit("Audit", key: third.publicKey.rawRepresentation, with: first)
    try honest.decide(comment, .approve, with: first)
    #expect(honest.approvers(of: comment).isEmpty, "one approval is none")
    try honest.decide(comment, .approve, with: third)
    let back = try read(try honest.data(), honest, custodians: custodians)
    #expect(
      back.approvers(of: comment).map { back.basis(of: $0.key) } == [.coordinator, .custodian]
    )
    #expect(Set(back.reviewers.map(\.fingerprint)).count == 2)
  }

  @Test("a decision taken out of the middle, or of another round, is noticed")
  func missing() throws {
    let comment = comment("the original", salt: 1)
    var review = try review([comment])
    try review.decide(comment, .withhold, with: second)
    try review.decide(comment, .approve, with: second)
    var lines = try review.data().split(separator: 10)
    lines.remove(at: lines.count - 2)
    #expect(throws: CommentReviewProblem.self) {
      try read(Data(lines.joined(separator: [10])), review)
    }
    #expect(throws: CommentReviewProblem(line: 1, reason: .otherRound)) {
      _ = try CommentReview(
        data: try review.data(),
        manifest: ManifestHash(manifest: Data("another".utf8)),
        coordinator: first.publicKey.rawRepresentation,
        custodians: [],
        commitments: [:]
      )
    }
    let swapped = self.comment("the original", salt: 1, model: "B")
    #expect(throws: CommentReviewProblem(line: 4, reason: .doesNotHold)) {
      try read(try self.review([swapped]).data(), review)
    }
  }

  @Test("two copies are put together; one reviewer's two histories are not")
  func merging() throws {
    let comment = comment("the original", salt: 1)
    let common = try review([comment])
    var (mine, theirs) = (common, common)
    try mine.decide(comment, .approve, with: first)
    try theirs.decide(comment, .approve, with: second)
    let merged = try #require(mine.merged(with: theirs))
    #expect(merged.state(of: comment) == .approved)
    #expect(merged.merged(with: mine) == merged)
    #expect(try read(try merged.data(), common) == merged)
    var other = common
    try other.decide(comment, .withhold, with: first)
    #expect(mine.merged(with: other) == nil)
  }
}
