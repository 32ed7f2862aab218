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

  /// The checksum is looked at before the kind: a mistyped first character is a typing error, and
  /// not a code of another kind.
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
