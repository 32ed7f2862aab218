import Foundation
import Testing

@testable import PanelProtocol

@Suite(.timeLimit(.minutes(45)))
struct CodeTests {
  private let round: VectorRound

  init() throws {
    round = try VectorRound.shared.get()
  }

  @Test func invitationCodeIsTheVector() throws {
    let vectors = round.vectors
    let code = round.invitation
    #expect(code.text == vectors.invitationCode)
    #expect(code.identifier == vectors.invId.data)
    #expect(code.publicKey == vectors.invPub.data)
    #expect(code.belongs(to: round.manifest))
    #expect(!code.belongs(to: ManifestHash(manifest: Data())))

    let read = try InvitationCode(text: vectors.invitationCode)
    #expect(read.seed == vectors.sInv.data)
    #expect(read.manifestPrefix == round.manifest.bytes.prefix(16))
    #expect(read.entry == code.entry)
  }

  @Test func recoveryCodeIsTheVector() throws {
    let vectors = round.vectors
    #expect(try RecoveryCode(secret: vectors.cs.data).text == vectors.recoveryCode)
    #expect(try RecoveryCode(text: vectors.recoveryCode).secret == vectors.cs.data)
  }

  @Test func typingIsTolerated() throws {
    let code = round.vectors.invitationCode
    let variants = [
      code.lowercased(),
      code.replacingOccurrences(of: "-", with: ""),
      " " + code.replacingOccurrences(of: "-", with: " \u{2011}\t") + "\r\n",
      code.replacingOccurrences(of: "0", with: "O").replacingOccurrences(of: "1", with: "l"),
      code.replacingOccurrences(of: "0", with: "o").replacingOccurrences(of: "1", with: "I"),
    ]
    for variant in variants {
      #expect(try InvitationCode(text: variant).seed == round.vectors.sInv.data)
    }
  }

  @Test func theOtherKindOfCodeIsNamed() {
    #expect(throws: CodeProblem.wrongKind(2)) {
      try InvitationCode(text: round.vectors.recoveryCode)
    }
    #expect(throws: CodeProblem.wrongKind(1)) {
      try RecoveryCode(text: round.vectors.invitationCode)
    }
  }

  @Test func lengthAndCharactersAreNamed() {
    let code = round.vectors.invitationCode
    #expect(throws: CodeProblem.length(55)) { try InvitationCode(text: String(code.dropLast())) }
    #expect(throws: CodeProblem.length(57)) { try RecoveryCode(text: code + "0") }
    #expect(throws: CodeProblem.length(0)) { try RecoveryCode(text: "") }
    #expect(throws: CodeProblem.character("U")) { try InvitationCode(text: "U" + code) }
    #expect(throws: CodeProblem.character("가")) { try InvitationCode(text: code + "가") }
    #expect(throws: CodeProblem.character("0\u{301}")) {
      try InvitationCode(text: code + "0\u{301}")
    }
    #expect(throws: CodeProblem.length(15)) {
      try InvitationCode(seed: Data(count: 15), manifest: round.manifest)
    }
    #expect(throws: CodeProblem.length(33)) { try RecoveryCode(secret: Data(count: 33)) }
  }

  /// Every character of both codes, each replaced by every other one.
  @Test func oneWrongCharacterIsRefused() {
    let alphabet = Array("0123456789ABCDEFGHJKMNPQRSTVWXYZ")
    for (text, isInvitation) in [
      (round.vectors.invitationCode, true), (round.vectors.recoveryCode, false),
    ] {
      let characters = Array(text)
      for position in characters.indices where characters[position] != "-" {
        for replacement in alphabet where replacement != characters[position] {
          var changed = characters
          changed[position] = replacement
          #expect(throws: CodeProblem.checksum) {
            if isInvitation {
              _ = try InvitationCode(text: String(changed))
            } else {
              _ = try RecoveryCode(text: String(changed))
            }
          }
        }
      }
    }
  }

  @Test func neighboursSwappedAreRefused() {
    let characters = Array(round.vectors.recoveryCode.replacingOccurrences(of: "-", with: ""))
    for position in 1..<characters.count where characters[position] != characters[position - 1] {
      var changed = characters
      changed.swapAt(position, position - 1)
      #expect(throws: CodeProblem.checksum) { try RecoveryCode(text: String(changed)) }
    }
  }

  @Test func drawnCodesReadBack() throws {
    var generator = SeededGenerator(seed: 1)
    for _ in 0..<100 {
      let invitation = try InvitationCode.generate(for: round.manifest, using: &generator)
      #expect(try InvitationCode(text: invitation.text).identifier == invitation.identifier)
      let recovery = try RecoveryCode.generate(using: &generator)
      #expect(try RecoveryCode(text: recovery.text) == recovery)
    }
  }

  @Test func checksumIsTheCataloguesCheckValue() {
    #expect(Checksum.crc16(Data("123456789".utf8)) == 0x29B1)
  }

  @Test func base32ReadsBackAndRefusesPadBits() throws {
    var generator = SeededGenerator(seed: 2)
    for count in 0...64 {
      let data = RandomBytes.data(count, using: &generator)
      let text = CrockfordBase32.encode(data)
      #expect(try CrockfordBase32.decode(text) == data)
      #expect(text.count == (count * 8 + 4) / 5)
    }
    #expect(CrockfordBase32.encode(Data([0xFF])) == "ZW")
    #expect(throws: CodeProblem.padBits) { try CrockfordBase32.decode("ZX") }
    for text in ["0", "000", "000000"] {
      #expect(throws: CodeProblem.length(text.count)) { try CrockfordBase32.decode(text) }
    }
    #expect(CrockfordBase32.grouped("ABCDEFG", by: 4) == "ABCD-EFG")
    #expect(CrockfordBase32.grouped("", by: 4).isEmpty)
  }

  @Test func fingerprintIsTheVector() throws {
    let fingerprint = round.manifest.fingerprint
    #expect(fingerprint.description == round.vectors.fingerprint)
    #expect(fingerprint.groups.count == 6)
    #expect(Fingerprint(round.vectors.fingerprint) == fingerprint)
    let sloppy = round.vectors.fingerprint.lowercased().replacingOccurrences(of: "-", with: " ")
    #expect(Fingerprint(sloppy.replacingOccurrences(of: "0", with: "o")) == fingerprint)
    for wrong in ["", String(round.vectors.fingerprint.dropLast()), "U" + sloppy.dropFirst()] {
      #expect(Fingerprint(wrong) == nil)
    }
  }

  @Test func twoDifferentGroupsMustBeTyped() {
    let fingerprint = round.manifest.fingerprint
    let groups = fingerprint.groups
    #expect(fingerprint.contains(typedGroups: [groups[0], groups[3]]))
    #expect(fingerprint.contains(typedGroups: [groups[5].lowercased(), " " + groups[1]]))
    #expect(fingerprint.contains(typedGroups: groups))
    #expect(!fingerprint.contains(typedGroups: []))
    #expect(!fingerprint.contains(typedGroups: [groups[0]]))
    #expect(!fingerprint.contains(typedGroups: [groups[0], groups[0].lowercased()]))
    #expect(!fingerprint.contains(typedGroups: [groups[0], groups[1], "00000"]))
    #expect(!fingerprint.contains(typedGroups: [groups[0], "?"]))
    #expect(!fingerprint.contains(typedGroups: [groups[0] + groups[1]]))
  }
}
