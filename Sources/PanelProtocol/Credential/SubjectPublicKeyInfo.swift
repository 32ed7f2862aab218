internal import Foundation

/// The DER form of an RSA public key (RFC 5280, section 4.1; RFC 8017, appendix A.1.1).
enum SubjectPublicKeyInfo {
  private static let sequence: UInt8 = 0x30
  private static let integer: UInt8 = 0x02
  private static let bitString: UInt8 = 0x03
  private static let algorithm: [UInt8] = [
    0x06, 0x09, 0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x01, 0x01, 0x05, 0x00,
  ]

  /// Reads the modulus and the exponent, without leading zeros; `nil` for anything that is not an
  /// rsaEncryption key.
  static func numbers(_ spki: Data) -> (modulus: Data, exponent: Data)? {
    var outer = Reader(rest: Array(spki)[...])
    guard var info = outer.sequence(), outer.rest.isEmpty else { return nil }
    guard info.element(sequence).map(Array.init) == algorithm else { return nil }
    guard let bits = info.element(bitString), info.rest.isEmpty, bits.first == 0 else { return nil }
    var key = Reader(rest: bits.dropFirst())
    guard var pair = key.sequence(), key.rest.isEmpty else { return nil }
    guard let modulus = pair.positiveInteger(), let exponent = pair.positiveInteger(),
      pair.rest.isEmpty
    else { return nil }
    return (modulus, exponent)
  }

  /// Writes the one DER form of a key, from numbers without leading zeros.
  static func der(modulus: Data, exponent: Data) -> Data {
    let pair = element(sequence, unsigned(modulus) + unsigned(exponent))
    let info = element(sequence, Data(algorithm)) + element(bitString, Data([0]) + pair)
    return element(sequence, info)
  }

  private static func unsigned(_ number: Data) -> Data {
    let needsZero = number.first.map { $0 >= 0x80 } ?? true
    return element(integer, needsZero ? Data([0]) + number : number)
  }

  private static func element(_ tag: UInt8, _ content: Data) -> Data {
    let count = content.count
    let length: [UInt8] =
      switch count {
      case ..<0x80: [UInt8(count)]
      case ..<0x100: [0x81, UInt8(count)]
      default: [0x82, UInt8(truncatingIfNeeded: count >> 8), UInt8(truncatingIfNeeded: count)]
      }
    return Data([tag] + length) + content
  }

  private struct Reader {
    var rest: ArraySlice<UInt8>

    mutating func sequence() -> Reader? {
      element(SubjectPublicKeyInfo.sequence).map { Reader(rest: $0) }
    }

    mutating func positiveInteger() -> Data? {
      guard let content = element(SubjectPublicKeyInfo.integer), let first = content.first,
        first < 0x80
      else { return nil }
      return Data(content.drop { $0 == 0 })
    }

    mutating func element(_ tag: UInt8) -> ArraySlice<UInt8>? {
      guard rest.popFirst() == tag, let first = rest.popFirst() else { return nil }
      var count = Int(first)
      if first >= 0x80 {
        let bytes = Int(first & 0x7F)
        guard (1...3).contains(bytes), rest.count >= bytes else { return nil }
        count = rest.prefix(bytes).reduce(0) { $0 << 8 | Int($1) }
        rest.removeFirst(bytes)
      }
      guard rest.count >= count else { return nil }
      let content = rest.prefix(count)
      rest.removeFirst(count)
      return content
    }
  }
}
