import CryptoExtras
import Foundation
import Testing

@testable import PanelProtocol

@Suite(.timeLimit(.minutes(45)))
struct IssuerKeyTests {
  struct Refused: Decodable {
    struct Key: Decodable {
      let name: String
      let spki: Hex
      let problem: String
      let modulusBits: Int?
    }

    let keys: [Key]
  }

  private let spki: Data

  init() throws {
    spki = try ProtocolVectors.shared.get().issuerSpki.data
  }

  @Test func otherSizesExponentsAndAlgorithmsAreRefused() throws {
    let keys = try Vectors.decode(Refused.self, "refused_issuer_keys.json").keys
    #expect(keys.count == 5)
    for key in keys {
      let problem: IssuerKeyProblem =
        switch key.problem {
        case "modulusBits": .modulusBits(try #require(key.modulusBits))
        case "exponent": .exponent
        default: .encoding
        }
      #expect(throws: problem, "\(key.name)") { try IssuerPublicKey(spki: key.spki.data) }
    }
  }

  @Test func everyTruncationIsRefused() {
    for count in 0..<spki.count {
      #expect(throws: IssuerKeyProblem.self) { try IssuerPublicKey(spki: spki.prefix(count)) }
    }
    #expect(throws: IssuerKeyProblem.encoding) { try IssuerPublicKey(spki: spki + Data([0])) }
  }

  /// Outside the modulus no byte can change; inside, the key stays well formed but for its ends.
  @Test func everyByteOfTheFrameMatters() throws {
    let start = spki.count - 5 - 384
    for position in Array(0..<start) + Array((spki.count - 5)..<spki.count) {
      var changed = spki
      changed[position] ^= 1
      #expect(throws: IssuerKeyProblem.self) { try IssuerPublicKey(spki: changed) }
    }
    var even = spki
    even[spki.count - 6] ^= 1
    #expect(throws: IssuerKeyProblem.encoding) { try IssuerPublicKey(spki: even) }
    var short = spki
    short[start] ^= 0x80
    #expect(throws: IssuerKeyProblem.modulusBits(3070)) { try IssuerPublicKey(spki: short) }
  }

  @Test func longFormsOfLengthsAreRefused() throws {
    // The same key with the exponent's length written as 0x81 0x03, and all lengths adjusted.
    let hex = Hexadecimal.text(spki)
      .replacingOccurrences(of: "308201a2", with: "308201a3")
      .replacingOccurrences(of: "0382018f00", with: "0382019000")
      .replacingOccurrences(of: "3082018a02", with: "3082018b02")
    let long = try #require(Hexadecimal.bytes(String(hex.dropLast(8)) + "8103010001"))
    #expect(long.count == spki.count + 1)
    #expect(throws: IssuerKeyProblem.encoding) { try IssuerPublicKey(spki: long) }
  }

  @Test func privateKeysAreWrittenAndReadBack() throws {
    let round = try VectorRound.shared.get()
    let again = try IssuerPrivateKey(der: round.issuer.derRepresentation)
    #expect(again.publicSPKI == spki)
    #expect(try again.blindSign(round.blinded.blinded) == round.blindSignature)
    #expect(throws: (any Error).self) { try IssuerPrivateKey(der: Data()) }
    #expect(throws: (any Error).self) { try IssuerPrivateKey(pem: "") }
  }

  @Test func privateKeysOfAnotherSizeAreRefused() throws {
    let short = try _RSA.Signing.PrivateKey(keySize: .bits2048)
    #expect(throws: IssuerKeyProblem.modulusBits(2048)) {
      try IssuerPrivateKey(der: short.derRepresentation)
    }
  }

  @Test func newKeysAreDifferentAndAcceptable() throws {
    let key = try IssuerPrivateKey.generate()
    #expect(key.publicSPKI != spki)
    #expect(try IssuerPublicKey(spki: key.publicSPKI).spki == key.publicSPKI)
  }
}
