internal import Foundation

/// Reads the JSON of an envelope in exactly the form that `SubmissionEnvelope.wire` has.
///
/// Any other JSON is left to the general decoder. It reads the same values from this form, but takes
/// several times as long for a body in base64.
struct EnvelopeWire {
  private let bytes: UnsafeRawBufferPointer
  private var offset = 0

  /// Reads an envelope; `nil` if the bytes are not in that form.
  static func read(_ wire: Data) -> SubmissionEnvelope? {
    wire.withUnsafeBytes { bytes in
      var reader = EnvelopeWire(bytes)
      return reader.envelope()
    }
  }

  private init(_ bytes: UnsafeRawBufferPointer) { self.bytes = bytes }

  private mutating func envelope() -> SubmissionEnvelope? {
    guard skip("{\"ppk\":\""), let publicKey = base64(),
      skip(",\"cred_sig\":\""), let credentialSignature = base64(),
      skip(",\"rev\":"), let revision = number(),
      skip(",\"body\":\""), let body = base64(),
      skip(",\"sig\":\""), let signature = base64(),
      skip("}"), bytes[offset...].allSatisfy({ $0 == 0x20 })
    else { return nil }
    return SubmissionEnvelope(
      publicKey: publicKey,
      credentialSignature: credentialSignature,
      revision: revision,
      body: body,
      signature: signature
    )
  }

  private mutating func skip(_ text: StaticString) -> Bool {
    let expected = UnsafeRawBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount)
    guard bytes[offset...].starts(with: expected) else { return false }
    offset += expected.count
    return true
  }

  /// Reads a string up to its closing quotation mark; an escape is not valid base64.
  private mutating func base64() -> Data? {
    let rest = bytes[offset...]
    guard let end = rest.firstIndex(of: UInt8(ascii: "\"")),
      let data = Data(base64Encoded: Data(UnsafeRawBufferPointer(rebasing: rest[..<end])))
    else { return nil }
    offset = end + 1
    return data
  }

  private mutating func number() -> UInt32? {
    let digits = bytes[offset...].prefix { $0 >= UInt8(ascii: "0") && $0 <= UInt8(ascii: "9") }
    guard digits.first != UInt8(ascii: "0") else { return nil }
    offset += digits.count
    return UInt32(String(decoding: digits, as: UTF8.self))
  }
}
