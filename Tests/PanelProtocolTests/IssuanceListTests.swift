import Foundation
import Testing

@testable import PanelProtocol

@Suite(.timeLimit(.minutes(45)))
struct IssuanceListTests {
  private let round: VectorRound
  private let vectors: ProtocolVectors
  private let line: IssuanceLine

  init() throws {
    round = try VectorRound.shared.get()
    vectors = round.vectors
    line = IssuanceLine(
      invitation: vectors.invId.data,
      outcome: .issued(
        key: vectors.invPub.data,
        blindedHash: ContentHash.sha256(vectors.blinded.data),
        proof: vectors.redeemProof.data
      )
    )
  }

  @Test func lineAndHeadAreTheVectors() throws {
    #expect(line.bytes == vectors.issuanceLine.data)
    #expect(IssuanceLine(bytes: vectors.issuanceLine.data) == line)
    #expect(line.isIssued)
    #expect(line.proofIsValid(manifest: round.manifest))
    #expect(!line.proofIsValid(manifest: ManifestHash(manifest: Data())))

    let list = try IssuanceList([line])
    #expect(list.file == vectors.issuanceLine.data + Data([0x0A]))
    let head = try list.head(manifest: round.manifest, with: round.receiptKey)
    #expect(head.root == vectors.issuanceRootOfOne.data)
    expectSameSignature(head.signature, vectors.issuanceHeadSig)
    #expect(head.isValid(manifest: round.manifest, by: vectors.receiptPub.data))
    let published = TreeHead(
      kind: .issuance,
      count: 1,
      root: head.root,
      signature: vectors.issuanceHeadSig.data
    )
    #expect(published.isValid(manifest: round.manifest, by: vectors.receiptPub.data))
  }

  @Test func linesWithoutCredentialHaveOneForm() {
    let invitation = vectors.invId.data
    let text = "{\"invitation\":\"\(Hexadecimal.text(invitation))\","
    for (outcome, rest) in [
      (IssuanceLine.Outcome.notIssued, "\"notIssued\":true}"), (.revoked, "\"revoked\":true}"),
    ] {
      let line = IssuanceLine(invitation: invitation, outcome: outcome)
      #expect(line.bytes == Data((text + rest).utf8))
      #expect(IssuanceLine(bytes: line.bytes) == line)
      #expect(!line.isIssued)
      #expect(!line.proofIsValid(manifest: round.manifest))
    }
  }

  @Test func otherFormsOfALineAreRefused() throws {
    let bytes = line.bytes
    for count in 0..<bytes.count {
      #expect(IssuanceLine(bytes: bytes.prefix(count)) == nil)
    }
    let text = String(decoding: bytes, as: UTF8.self)
    let others = [
      text + " ", " " + text, text.replacingOccurrences(of: ":", with: ": "),
      text.replacingOccurrences(of: "\"key\"", with: "\"Key\""),
      text.replacingOccurrences(of: "proof", with: "blinded"),
      text.replacingOccurrences(of: "/", with: "\\/"),
      text.replacingOccurrences(of: "97ac", with: "97AC"),
      text.replacingOccurrences(of: "97ac", with: "97"),
      text.replacingOccurrences(of: "HSag=", with: "HSah="),
      text.replacingOccurrences(of: "}", with: ",\"revoked\":true}"),
    ]
    for other in others {
      #expect(other != text)
      #expect(IssuanceLine(bytes: Data(other.utf8)) == nil)
    }
  }

  @Test func filesAreSortedAndHaveNothingTwice() throws {
    var generator = SeededGenerator(seed: 8)
    let lines = (0..<30).map { number in
      IssuanceLine(
        invitation: RandomBytes.data(16, using: &generator),
        outcome: number % 3 == 0 ? .revoked : .notIssued
      )
    }
    let list = try IssuanceList(lines + [line])
    #expect(try IssuanceList(([line] + lines).shuffled(using: &generator)) == list)
    #expect(try IssuanceList(file: list.file) == list)
    #expect(list.issuedCount == 1)
    #expect(list.tree(manifest: round.manifest).count == 31)
    #expect(throws: IssuanceProblem.duplicate(lines[3].invitation)) {
      try IssuanceList(lines + [lines[3]])
    }

    let rows = list.lines.map { $0.bytes + Data([0x0A]) }
    let swapped = rows[1] + rows[0]
    #expect(throws: IssuanceProblem.order(2)) { try IssuanceList(file: swapped) }
    #expect(throws: IssuanceProblem.duplicate(list.lines[0].invitation)) {
      try IssuanceList(file: rows[0] + rows[0])
    }
    #expect(throws: IssuanceProblem.line(2)) { try IssuanceList(file: rows[0] + Data([0x0A])) }
    #expect(throws: IssuanceProblem.line(2)) {
      try IssuanceList(file: rows[0] + rows[1].dropLast())
    }
    #expect(try IssuanceList(file: Data()).lines.isEmpty)
  }
}
