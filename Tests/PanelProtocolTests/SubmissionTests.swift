import Crypto
import Foundation
import Testing

@testable import PanelProtocol

@Suite(.timeLimit(.minutes(45)))
struct SubmissionTests {
  private let round: VectorRound
  private let vectors: ProtocolVectors
  private let body: SubmissionBody

  init() throws {
    round = try VectorRound.shared.get()
    vectors = round.vectors
    body = try round.body
  }

  @Test func bodyIsTheVectors() throws {
    for (unit, expected) in zip(body.units, vectors.units) {
      #expect(Hexadecimal.text(unit.salt) == expected[2])
    }
    #expect(
      body.commitments(manifest: round.manifest) == vectors.unitCommitments.map(\.data)
    )
    #expect(
      body.recordCommitment(manifest: round.manifest, publicKey: vectors.ppk.data)
        == vectors.recordCommitment.data
    )
    #expect(body.json == vectors.bodyWithoutPadding.data)
    let padded = try body.padded(to: vectors.bodySize)
    #expect(padded.count == vectors.bodySize)
    #expect(ContentHash.sha256(padded) == vectors.bodySha256.data)
    #expect(try SubmissionBody.parse(padded, size: vectors.bodySize) == body)
    let stripped = SubmissionBody.strip(padded)
    #expect(stripped == vectors.bodyWithoutPadding.data)
    #expect(SubmissionBody.restore(stripped, size: vectors.bodySize) == padded)
  }

  @Test func envelopeIsTheVectors() throws {
    let envelope = try round.envelope
    expectSameSignature(envelope.signature, vectors.submissionSig)
    #expect(envelope.bodyHash == vectors.bodySha256.data)
    let commitment = vectors.recordCommitment.data
    #expect(envelope.signatureIsValid(recordCommitment: commitment, manifest: round.manifest))
    #expect(!envelope.signatureIsValid(recordCommitment: Data(), manifest: round.manifest))
    let published = SubmissionEnvelope(
      publicKey: vectors.ppk.data,
      credentialSignature: vectors.credSig.data,
      revision: vectors.rev,
      body: try body.padded(to: vectors.bodySize),
      signature: vectors.submissionSig.data
    )
    #expect(try check(published) == body)
  }

  @Test func receiptIsTheVectorAndCoversEveryField() throws {
    func holds(
      _ receipt: Data,
      _ publicKey: Data,
      _ revision: UInt32,
      _ hash: Data,
      _ commitment: Data
    ) -> Bool {
      SubmissionReceipt.isValid(
        receipt,
        publicKey: publicKey,
        revision: revision,
        bodyHash: hash,
        recordCommitment: commitment,
        manifest: round.manifest,
        by: vectors.receiptPub.data
      )
    }
    let (ppk, hash) = (vectors.ppk.data, vectors.bodySha256.data)
    let commitment = vectors.recordCommitment.data
    let receipt = try SubmissionReceipt.sign(
      publicKey: ppk,
      revision: 1,
      bodyHash: hash,
      recordCommitment: commitment,
      manifest: round.manifest,
      with: round.receiptKey
    )
    expectSameSignature(receipt, vectors.receipt)
    #expect(holds(receipt, ppk, 1, hash, commitment))
    #expect(holds(vectors.receipt.data, ppk, 1, hash, commitment))
    #expect(!holds(receipt, hash, 1, hash, commitment))
    #expect(!holds(receipt, ppk, 2, hash, commitment))
    #expect(!holds(receipt, ppk, 1, ppk, commitment))
    #expect(!holds(receipt, ppk, 1, hash, hash))
  }

  @Test func wireFormReadsBackAndHasOneLength() throws {
    let envelope = try round.envelope
    let wire = envelope.wire
    #expect(try SubmissionEnvelope(wire: wire) == envelope)
    let object = try #require(
      try JSONSerialization.jsonObject(with: wire) as? [String: Any]
    )
    #expect(object.keys.sorted() == ["body", "cred_sig", "ppk", "rev", "sig"])
    #expect(wire.count == SubmissionEnvelope.wireByteCount(bodySize: vectors.bodySize))
    #expect(try JSONDecoder().decode(SubmissionEnvelope.self, from: wire) == envelope)
    let encoded = try JSONEncoder().encode(envelope)
    #expect(try SubmissionEnvelope(wire: encoded) == envelope)

    // Many slashes in base64, and a long revision, must not show in the length.
    let other = SubmissionEnvelope(
      publicKey: Data(repeating: 0xFF, count: 32),
      credentialSignature: Data(repeating: 0xFF, count: 384),
      revision: .max,
      body: Data(repeating: 0xFF, count: vectors.bodySize),
      signature: Data(repeating: 0xFF, count: 64)
    )
    #expect(other.wire.count == wire.count)
    #expect(try SubmissionEnvelope(wire: other.wire) == other)
    #expect(throws: (any Error).self) { try SubmissionEnvelope(wire: wire.prefix(100)) }
    #expect(throws: (any Error).self) { try SubmissionEnvelope(wire: Data("{}".utf8)) }
  }

  @Test func wireInAnyOtherFormIsReadAsTheGeneralDecoderReadsIt() throws {
    let envelope = try round.envelope
    let text = String(decoding: envelope.wire, as: UTF8.self)
    let body = envelope.body.base64EncodedString()
    let same = [
      text.replacing(",\"rev\"", with: " , \"rev\""), text.replacing("/", with: "\\/"),
      text.replacing("{\"ppk\"", with: "{\"more\":[1],\"ppk\""), " " + text, text + "\n",
      text.replacing("\"body\":\"\(body)\"", with: "\"more\":0")
        .replacing("{\"ppk\"", with: "{\"body\":\"\(body)\",\"ppk\""),
    ]
    for form in same { #expect(try SubmissionEnvelope(wire: Data(form.utf8)) == envelope) }
    let broken = [
      text.replacing("\"rev\":", with: "\"rev\":0"), text.replacing("\"rev\":", with: "\"rev\":-"),
      text.replacing("\"rev\":", with: "\"rev\":99999999999"), text + "x",
      text.replacing("\"ppk\":\"", with: "\"ppk\":\"*"), text.replacing("\"sig\"", with: "\"sgi\""),
      text.replacing("\"body\":\"", with: "\"body\":\"A"), String(text.dropLast(20)),
    ]
    for form in broken {
      // Base64 with one padding character too many is taken by both.
      let bytes = Data(form.utf8)
      let general = try? JSONDecoder().decode(SubmissionEnvelope.self, from: bytes)
      #expect((try? SubmissionEnvelope(wire: bytes)) == general)
      #expect(general != envelope)
    }
  }

  private func check(_ envelope: SubmissionEnvelope) throws(EnvelopeProblem) -> SubmissionBody {
    try envelope.checked(
      issuer: round.issuer.publicKey,
      manifest: round.manifest,
      bodySize: vectors.bodySize
    )
  }

  private func changed(
    publicKey: Data? = nil,
    credentialSignature: Data? = nil,
    revision: UInt32? = nil,
    body: Data? = nil,
    signature: Data? = nil
  ) throws -> SubmissionEnvelope {
    let envelope = try round.envelope
    return SubmissionEnvelope(
      publicKey: publicKey ?? envelope.publicKey,
      credentialSignature: credentialSignature ?? envelope.credentialSignature,
      revision: revision ?? envelope.revision,
      body: body ?? envelope.body,
      signature: signature ?? envelope.signature
    )
  }

  @Test func everyPartOfAnEnvelopeIsChecked() throws {
    #expect(try check(round.envelope) == body)
    #expect(throws: EnvelopeProblem.length) { try check(changed(publicKey: Data(count: 31))) }
    #expect(throws: EnvelopeProblem.length) { try check(changed(signature: Data(count: 65))) }
    #expect(throws: EnvelopeProblem.length) { try check(changed(credentialSignature: Data())) }
    #expect(throws: EnvelopeProblem.credential) { try check(changed(publicKey: Data(count: 32))) }
    #expect(throws: EnvelopeProblem.revision) { try check(changed(revision: 2)) }
    #expect(throws: EnvelopeProblem.signature) { try check(changed(signature: Data(count: 64))) }
    #expect(throws: EnvelopeProblem.body(.size(1, expected: vectors.bodySize))) {
      try check(changed(body: Data([0x20])))
    }
    let other = try SubmissionBody(revision: 1, units: [])
    #expect(throws: EnvelopeProblem.signature) {
      try check(changed(body: try other.padded(to: vectors.bodySize)))
    }
  }

  /// Every byte of the content and some of the padding, each changed at random: the body is
  /// refused, or the signature no longer covers it.
  @Test func aChangedByteNeverPasses() throws {
    let envelope = try round.envelope
    let content = body.json.count
    var generator = SeededGenerator(seed: 6)
    for position in Array(0..<content) + [content, content + 1, vectors.bodySize - 1] {
      var bytes = envelope.body
      bytes[position] ^= UInt8.random(in: 1...255, using: &generator)
      guard let read = try? SubmissionBody.parse(bytes, size: vectors.bodySize) else { continue }
      let commitment = read.recordCommitment(
        manifest: round.manifest,
        publicKey: envelope.publicKey
      )
      let altered = try changed(revision: read.revision, body: bytes)
      #expect(!altered.signatureIsValid(recordCommitment: commitment, manifest: round.manifest))
    }
  }
}
