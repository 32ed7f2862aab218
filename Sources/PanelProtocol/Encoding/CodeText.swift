internal import Foundation

/// The frame of both codes: kind, 32 bytes of content, checksum; 35 bytes, 56 characters.
enum CodeText {
  static let invitation: UInt8 = 1
  static let recovery: UInt8 = 2

  static func text(kind: UInt8, content: Data) -> String {
    let framed = Data([kind]) + content
    let checksum = Checksum.crc16(framed)
    let bytes = framed + Data([UInt8(checksum >> 8), UInt8(checksum & 0xFF)])
    return CrockfordBase32.grouped(CrockfordBase32.encode(bytes), by: 4)
  }

  /// Checks the checksum before the kind, so that a mistyped first character is reported as a typing
  /// error and not as a code of another kind.
  static func content(_ text: String, kind: UInt8) throws(CodeProblem) -> Data {
    let characters = try CrockfordBase32.normalized(text)
    guard characters.count == 56 else { throw .length(characters.count) }
    let bytes = Array(try CrockfordBase32.decode(characters))
    let framed = Data(bytes[..<33])
    let checksum = UInt16(bytes[33]) << 8 | UInt16(bytes[34])
    guard Checksum.crc16(framed) == checksum else { throw .checksum }
    guard bytes[0] == kind else { throw .wrongKind(bytes[0]) }
    return Data(bytes[1..<33])
  }
}

/// Why a code that was typed or read from a file is refused.
public enum CodeProblem: Error, Equatable, Sendable {
  /// The code has this many characters, or the secret this many bytes: too many or too few.
  case length(Int)
  /// The alphabet does not have this character.
  case character(Character)
  /// The unused bits of the last character are not zero.
  case padBits
  /// The checksum is wrong: the code was mistyped.
  case checksum
  /// The code is valid but of another kind: 1 is an invitation, 2 a recovery code.
  case wrongKind(UInt8)
}

/// CRC-16/IBM-3740: polynomial 0x1021, initial value 0xFFFF, nothing reflected, no final XOR.
enum Checksum {
  /// Computes the checksum; 0x29B1 for the ASCII digits 1 to 9.
  static func crc16(_ data: Data) -> UInt16 {
    var register: UInt16 = 0xFFFF
    for byte in data {
      register ^= UInt16(byte) << 8
      for _ in 0..<8 {
        register = register & 0x8000 == 0 ? register << 1 : register << 1 ^ 0x1021
      }
    }
    return register
  }
}
