import Crypto
import Foundation
import Testing

@testable import PanelProtocol

@Suite(.timeLimit(.minutes(45)))
struct EncodingTests {
  @Test func transcriptBytesAreTagZeroAndLengthPrefixedFields() {
    let expected = Data("panel.v1.x".utf8) + Data([0, 0, 0, 0, 2, 7, 8, 0, 0, 0, 0])
    #expect(Transcript.bytes("x", Data([7, 8]), Data()) == expected)
    #expect(Transcript.bytes("x") == Data("panel.v1.x".utf8) + Data([0]))
    #expect(Transcript.hash("x", Data([7, 8]), Data()) == Data(SHA256.hash(data: expected)))
  }

  @Test func fieldsDoNotRunTogether() {
    #expect(Transcript.bytes("x", Data([1]), Data([2])) != Transcript.bytes("x", Data([1, 2])))
    #expect(Transcript.bytes("x", Data([1]), Data()) != Transcript.bytes("x", Data([1])))
  }

  @Test func slicesEncodeAsTheirBytes() {
    let slice = Data([9, 7, 8, 9])[1...2]
    #expect(Transcript.bytes("x", slice) == Transcript.bytes("x", Data([7, 8])))
  }

  @Test func integersAreBigEndian() {
    #expect(BigEndian.u32(0x0102_0304) == Data([1, 2, 3, 4]))
    #expect(BigEndian.u32(.max) == Data(repeating: 0xFF, count: 4))
    #expect(BigEndian.u64(0x0102_0304_0506_0708) == Data([1, 2, 3, 4, 5, 6, 7, 8]))
  }

  @Test func hexadecimalIsLowerCaseOnly() {
    #expect(Hexadecimal.text(Data([0, 0x9A, 0xFF])) == "009aff")
    #expect(Hexadecimal.bytes("009aff") == Data([0, 0x9A, 0xFF]))
    #expect(Hexadecimal.bytes("") == Data())
    for text in ["0", "0g", "9A", "é0", " 0"] {
      #expect(Hexadecimal.bytes(text) == nil)
    }
  }

  @Test func manifestHashAndSignatureAreTheVectors() throws {
    let round = try VectorRound.shared.get()
    let vectors = round.vectors
    #expect(round.manifest.bytes == vectors.mh.data)
    #expect(round.manifest.hex == Hexadecimal.text(vectors.mh.data))
    #expect(ManifestHash(bytes: vectors.mh.data) == round.manifest)
    #expect(ManifestHash(bytes: vectors.mh.data.dropLast()) == nil)
    #expect(round.coordinator.publicKey.rawRepresentation == vectors.coordinatorPub.data)
    #expect(round.receiptKey.publicKey.rawRepresentation == vectors.receiptPub.data)

    let signature = try ManifestSignature.sign(round.manifest, with: round.coordinator)
    expectSameSignature(signature, vectors.manifestSig)
    let key = vectors.coordinatorPub.data
    #expect(ManifestSignature.isValid(signature, for: round.manifest, by: key))
    #expect(ManifestSignature.isValid(vectors.manifestSig.data, for: round.manifest, by: key))
    #expect(
      !ManifestSignature.isValid(
        vectors.manifestSig.data,
        for: ManifestHash(manifest: Data()),
        by: key
      )
    )
    #expect(
      !ManifestSignature.isValid(
        vectors.manifestSig.data,
        for: round.manifest,
        by: vectors.receiptPub.data
      )
    )
    for wrong in [Data(), signature.dropLast(), signature + Data([0])] {
      #expect(!ManifestSignature.isValid(wrong, for: round.manifest, by: key))
    }
    #expect(!ManifestSignature.isValid(signature, for: round.manifest, by: Data()))
  }
}

@Suite(.timeLimit(.minutes(45)))
struct KeySoundnessTests {
  // Any message verifies under the identity with R = identity and S = 0, if nobody looks.
  @Test func keysThatAnybodyCanSignForAreRefused() {
    var signature = Data(count: 64)
    signature[0] = 1
    let top = { (first: UInt8) in Data([first] + [UInt8](repeating: 0xFF, count: 30) + [0x7F]) }
    let identity = Data([1] + [UInt8](repeating: 0, count: 31))
    for key in [Data(count: 32), identity, top(0xEC), top(0xED), top(0xEE), top(0xFF)] {
      #expect(!Ed25519.isSound(key))
      #expect(!Ed25519.isValid(signature, of: Data("anything".utf8), by: key))
      var signed = key
      signed[31] |= 0x80
      #expect(!Ed25519.isSound(signed))
    }
    for text in [
      "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
      "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
    ] {
      #expect(Hexadecimal.bytes(text).map(Ed25519.isSound) == false)
    }
    #expect(Ed25519.isSound(top(0xEB)))
  }
}
