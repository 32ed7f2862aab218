public import Foundation
import PanelCore

/// The content of a submission: all units of one revision, in the manifest's order.
///
/// Bytes: `{"revision":R,"units":[[label,value,salt in hexadecimal],…]}` in UTF-8, then 0x20 up to
/// the size that the manifest gives. Hashes are over the padded bytes as received, never over a
/// body written again.
public struct SubmissionBody: Hashable, Sendable {
  /// The revision, from 1.
  public let revision: UInt32
  /// The units, in the manifest's order.
  public let units: [BodyUnit]

  /// Makes a body of units.
  ///
  /// Throws `revision` for 0, `label`, `duplicateLabel`, or `salt` for a salt not of 32 bytes.
  public init(revision: UInt32, units: [BodyUnit]) throws(BodyProblem) {
    guard revision > 0 else { throw .revision }
    var seen: Set<String> = []
    for unit in units {
      guard !unit.label.utf8.contains(0), unit.label.isNormalFormC else {
        throw .label(unit.label)
      }
      guard seen.insert(unit.label).inserted else { throw .duplicateLabel(unit.label) }
      guard unit.salt.count == 32 else { throw .salt(unit.label) }
    }
    self.revision = revision
    self.units = units
  }

  /// Makes a body of values and derives the salts; throws as the other initialiser.
  public init(
    revision: UInt32,
    values: [(label: String, value: String)],
    credential: Credential
  ) throws(BodyProblem) {
    try self.init(
      revision: revision,
      units: values.map { label, value in
        let salt = credential.unitSalt(revision: revision, label: label)
        return BodyUnit(label: label, value: value, salt: salt)
      }
    )
  }

  /// The body's JSON without padding and without white space.
  public var json: Data {
    let rows = units.map { unit in
      let salt = Hexadecimal.text(unit.salt)
      return "[\(JSONText.quoted(unit.label)),\(JSONText.quoted(unit.value)),\"\(salt)\"]"
    }
    return Data("{\"revision\":\(revision),\"units\":[\(rows.joined(separator: ","))]}".utf8)
  }

  /// Writes the body to exactly `size` bytes; throws `tooLong`.
  public func padded(to size: Int) throws(BodyProblem) -> Data {
    let json = json
    guard json.count <= size else { throw .tooLong(json.count, size: size) }
    return Self.restore(json, size: size)
  }

  /// Reads a padded body strictly.
  ///
  /// Accepts white space and escapes wherever JSON has them, and the two keys in either order. Throws
  /// for another size, an unknown, missing or repeated key, a repeated label, a value or label not
  /// in normalisation form C, and anything but 0x20 after the closing brace.
  public static func parse(_ bytes: Data, size: Int) throws(BodyProblem) -> SubmissionBody {
    guard bytes.count == size else { throw .size(bytes.count, expected: size) }
    var scanner = JSONScanner(bytes)
    var revision: UInt32?
    var units: [BodyUnit]?
    do throws(JSONScanner.Fault) {
      try scanner.expect("{")
    } catch {
      throw .json(offset: error.offset)
    }
    repeat {
      switch try key(&scanner) {
      case "revision" where revision == nil: revision = try number(&scanner)
      case "units" where units == nil: units = try list(&scanner)
      case let key where ["revision", "units"].contains(key): throw .duplicateKey(key)
      case let key: throw .unexpectedKey(key)
      }
    } while scanner.accept(",")
    guard scanner.accept("}") else { throw .json(offset: scanner.offset) }
    guard scanner.remaining.allSatisfy({ $0 == 0x20 }) else { throw .padding }
    guard let revision else { throw .missingKey("revision") }
    guard let units else { throw .missingKey("units") }
    return try SubmissionBody(revision: revision, units: units)
  }

  /// Removes the padding for storage.
  public static func strip(_ padded: Data) -> Data {
    padded.withUnsafeBytes { bytes in
      var end = bytes.count
      while end > 0, bytes[end - 1] == 0x20 { end -= 1 }
      return Data(UnsafeRawBufferPointer(rebasing: bytes[..<end]))
    }
  }

  /// Puts the padding back; bytes that are already too many stay as they are.
  public static func restore(_ stripped: Data, size: Int) -> Data {
    stripped + Data(repeating: 0x20, count: max(0, size - stripped.count))
  }

  /// The commitments of all units, in order.
  public func commitments(manifest: ManifestHash) -> [Data] {
    units.map { $0.commitment(manifest: manifest) }
  }

  /// The record commitment over all units' commitments, 32 bytes.
  public func recordCommitment(manifest: ManifestHash, publicKey: Data) -> Data {
    RecordCommitment.of(
      commitments(manifest: manifest),
      revision: revision,
      manifest: manifest,
      publicKey: publicKey
    )
  }

  private static func key(_ scanner: inout JSONScanner) throws(BodyProblem) -> String {
    do throws(JSONScanner.Fault) {
      let key = try scanner.string()
      try scanner.expect(":")
      return key
    } catch {
      throw .json(offset: error.offset)
    }
  }

  private static func number(_ scanner: inout JSONScanner) throws(BodyProblem) -> UInt32 {
    do throws(JSONScanner.Fault) {
      return try scanner.number()
    } catch {
      throw .json(offset: error.offset)
    }
  }

  private static func list(_ scanner: inout JSONScanner) throws(BodyProblem) -> [BodyUnit] {
    var units: [BodyUnit] = []
    guard scanner.accept("[") else { throw .json(offset: scanner.offset) }
    if scanner.accept("]") { return units }
    repeat {
      units.append(try unit(&scanner))
    } while scanner.accept(",")
    guard scanner.accept("]") else { throw .json(offset: scanner.offset) }
    return units
  }

  private static func unit(_ scanner: inout JSONScanner) throws(BodyProblem) -> BodyUnit {
    let label: String
    let value: String
    let salt: String
    do throws(JSONScanner.Fault) {
      try scanner.expect("[")
      label = try scanner.string()
      try scanner.expect(",")
      value = try scanner.string()
      try scanner.expect(",")
      salt = try scanner.string()
      try scanner.expect("]")
    } catch {
      throw .json(offset: error.offset)
    }
    guard value.isNormalFormC else { throw .notNormalized(label) }
    guard let salt = Hexadecimal.bytes(salt) else { throw .salt(label) }
    return BodyUnit(label: label, value: value, salt: salt)
  }
}
