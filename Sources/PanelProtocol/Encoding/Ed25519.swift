internal import Crypto
internal import Foundation

/// Ed25519 verification (RFC 8032) over raw 32-byte keys and raw 64-byte signatures.
///
/// Signing is randomised on Apple platforms, so signatures are verified and never compared.
enum Ed25519 {
  /// Returns whether a signature is valid; false for a key or signature of the wrong length.
  static func isValid(_ signature: Data, of message: Data, by publicKey: Data) -> Bool {
    guard publicKey.count == 32, signature.count == 64, isSound(publicKey) else { return false }
    guard let key = try? Curve25519.Signing.PublicKey(rawRepresentation: publicKey) else {
      return false
    }
    return key.isValidSignature(signature, for: message)
  }

  /// Returns whether a key is canonical and not a point of small order, for which anyone could sign.
  ///
  /// The sign of the x coordinate is ignored. The y coordinates compared with are those of the eight
  /// points of the torsion subgroup; a canonical y is below 2^255 − 19.
  static func isSound(_ publicKey: Data) -> Bool {
    var y = [UInt8](publicKey)
    guard y.count == 32 else { return false }
    y[31] &= 0x7F
    let isCanonical = y[31] < 0x7F || y[0] < 0xED || y[1...30].contains { $0 != 0xFF }
    return isCanonical && !smallOrder.contains(y)
  }

  private static let smallOrder: [[UInt8]] = {
    let zeros = [UInt8](repeating: 0, count: 31)
    let ones = [UInt8](repeating: 0xFF, count: 30)
    let eighth = [
      "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
      "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
    ].compactMap { Hexadecimal.bytes($0).map { [UInt8]($0) } }
    return [[0] + zeros, [1] + zeros, [0xEC] + ones + [0x7F]] + eighth
  }()
}
