import Crypto
import Foundation
import Testing

@testable import PanelProtocol

@Suite(.timeLimit(.minutes(45)))
struct EnrolmentTests {
  private let round: VectorRound
  private let vectors: ProtocolVectors
  private let invitation: Data
  private let blindedHash: Data
  private let receiptKey: Data

  init() throws {
    round = try VectorRound.shared.get()
    vectors = round.vectors
    invitation = vectors.invId.data
    blindedHash = ContentHash.sha256(vectors.blinded.data)
    receiptKey = vectors.receiptPub.data
  }

  private func proofHolds(
    _ proof: Data,
    invitation: Data? = nil,
    blindedHash: Data? = nil,
    manifest: ManifestHash? = nil,
    key: Data? = nil
  ) -> Bool {
    EnrolmentProof.isValid(
      proof,
      invitation: invitation ?? self.invitation,
      blindedHash: blindedHash ?? self.blindedHash,
      manifest: manifest ?? round.manifest,
      by: key ?? vectors.invPub.data
    )
  }

  @Test func proofIsTheVectorAndCoversEveryField() throws {
    let proof = try EnrolmentProof.sign(
      invitation: invitation,
      blindedHash: blindedHash,
      manifest: round.manifest,
      with: round.invitation.signingKey
    )
    expectSameSignature(proof, vectors.redeemProof)
    #expect(proofHolds(proof))
    #expect(proofHolds(vectors.redeemProof.data))
    #expect(!proofHolds(proof, invitation: Data(count: 16)))
    #expect(!proofHolds(proof, blindedHash: Data(count: 32)))
    #expect(!proofHolds(proof, manifest: ManifestHash(manifest: Data())))
    #expect(!proofHolds(proof, key: receiptKey))
    #expect(!proofHolds(vectors.declarationSig.data))
  }

  @Test func declarationSignatureIsTheVectorAndCoversEveryField() throws {
    let declaration = vectors.declaration.data
    let signature = try DeclarationSignature.sign(
      declaration,
      invitation: invitation,
      manifest: round.manifest,
      with: round.invitation.signingKey
    )
    expectSameSignature(signature, vectors.declarationSig)
    func holds(_ signature: Data, _ declaration: Data, _ invitation: Data) -> Bool {
      DeclarationSignature.isValid(
        signature,
        declaration: declaration,
        invitation: invitation,
        manifest: round.manifest,
        by: vectors.invPub.data
      )
    }
    #expect(holds(signature, declaration, invitation))
    #expect(holds(vectors.declarationSig.data, declaration, invitation))
    #expect(!holds(signature, declaration + Data([0x20]), invitation))
    #expect(!holds(signature, declaration, Data(count: 16)))
    #expect(!holds(vectors.redeemProof.data, declaration, invitation))
  }

  @Test func issuedReceiptIsTheVectorAndCoversEveryField() throws {
    let receipt = try IssuedReceipt.sign(
      invitation: invitation,
      blinded: vectors.blinded.data,
      blindSignature: vectors.blindSig.data,
      manifest: round.manifest,
      with: round.receiptKey
    )
    expectSameSignature(receipt, vectors.issuedReceipt)
    func holds(_ receipt: Data, _ invitation: Data, _ blinded: Data, _ answer: Data) -> Bool {
      IssuedReceipt.isValid(
        receipt,
        invitation: invitation,
        blinded: blinded,
        blindSignature: answer,
        manifest: round.manifest,
        by: receiptKey
      )
    }
    let (blinded, answer) = (vectors.blinded.data, vectors.blindSig.data)
    #expect(holds(receipt, invitation, blinded, answer))
    #expect(holds(vectors.issuedReceipt.data, invitation, blinded, answer))
    #expect(!holds(receipt, Data(count: 16), blinded, answer))
    #expect(!holds(receipt, invitation, answer, answer))
    #expect(!holds(receipt, invitation, blinded, blinded))
  }

  @Test func invitationListIsTheVector() throws {
    let list = try InvitationList([round.invitation.entry])
    let signature = try list.sign(manifest: round.manifest, with: round.coordinator)
    expectSameSignature(signature, vectors.invitationsSigOfOne)
    let key = vectors.coordinatorPub.data
    #expect(list.isValid(signature, manifest: round.manifest, by: key))
    #expect(list.isValid(vectors.invitationsSigOfOne.data, manifest: round.manifest, by: key))
    #expect(!(try InvitationList([])).isValid(signature, manifest: round.manifest, by: key))
  }

  @Test func invitationListIsSortedAndHasNothingTwice() throws {
    var generator = SeededGenerator(seed: 5)
    let entries = (0..<40).map { _ in
      InvitationEntry(
        identifier: RandomBytes.data(16, using: &generator),
        key: RandomBytes.data(32, using: &generator)
      )
    }
    let list = try InvitationList(entries)
    #expect(try InvitationList(entries.shuffled(using: &generator)) == list)
    for (before, after) in zip(list.entries, list.entries.dropFirst()) {
      #expect(Hexadecimal.text(before.identifier) < Hexadecimal.text(after.identifier))
    }
    #expect(throws: InvitationListProblem.duplicate(entries[7].identifier)) {
      try InvitationList(entries + [entries[7]])
    }
    let short = InvitationEntry(identifier: Data([1]), key: Data(count: 32))
    #expect(throws: InvitationListProblem.length(Data([1]))) { try InvitationList([short]) }
  }
}
