internal import Foundation

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
