public import Foundation

/// Bytes as lower-case hexadecimal text, the form of identifiers and hashes in lists for people.
public enum Hexadecimal {
  /// Writes two lower-case digits for each byte.
  public static func text(_ data: Data) -> String {
    let digits = Array("0123456789abcdef".utf8)
    var result: [UInt8] = []
    result.reserveCapacity(data.count * 2)
    for byte in data {
      result.append(digits[Int(byte >> 4)])
      result.append(digits[Int(byte & 15)])
    }
    return String(decoding: result, as: UTF8.self)
  }

  /// Reads an even number of lower-case digits; `nil` for any other text, also in upper case.
  public static func bytes(_ text: String) -> Data? {
    let characters = Array(text.utf8)
    guard characters.count.isMultiple(of: 2) else { return nil }
    var result = Data(capacity: characters.count / 2)
    for index in stride(from: 0, to: characters.count, by: 2) {
      guard let high = digit(characters[index]), let low = digit(characters[index + 1]) else {
        return nil
      }
      result.append(high << 4 | low)
    }
    return result
  }

  private static func digit(_ character: UInt8) -> UInt8? {
    switch character {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): character - UInt8(ascii: "0")
    case UInt8(ascii: "a")...UInt8(ascii: "f"): character - UInt8(ascii: "a") + 10
    default: nil
    }
  }
}
