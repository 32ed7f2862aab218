internal import Crypto
internal import Foundation

/// EMSA-PSS with SHA-384 and MGF1 over SHA-384 (RFC 8017, sections 9.1.1 and B.2.1).
enum PSSEncoding {
  /// Encodes a message for a modulus of `modulusBits` bits under a salt of any length, also none.
  ///
  /// Throws `modulusTooShort` if hash, salt and frame do not fit.
  static func encode(
    _ message: Data,
    salt: Data,
    modulusBits: Int
  ) throws(CredentialProblem) -> Data {
    let hashLength = SHA384.byteCount
    let bits = modulusBits - 1
    let length = (bits + 7) / 8
    guard length >= hashLength + salt.count + 2 else { throw .modulusTooShort }

    let messageHash = Data(SHA384.hash(data: message))
    let seed = Data(SHA384.hash(data: Data(count: 8) + messageHash + salt))
    let zeros = Data(count: length - salt.count - hashLength - 2)
    let block = zeros + Data([1]) + salt
    let mask = mask(seed, count: block.count)
    var masked = zip(block, mask).map { $0 ^ $1 }
    masked[0] &= 0xFF >> UInt8(8 * length - bits)
    return Data(masked) + seed + Data([0xBC])
  }

  private static func mask(_ seed: Data, count: Int) -> Data {
    var result = Data(capacity: count + SHA384.byteCount)
    var counter: UInt32 = 0
    while result.count < count {
      result.append(contentsOf: SHA384.hash(data: seed + BigEndian.u32(counter)))
      counter += 1
    }
    return Data(result.prefix(count))
  }
}
