public import Foundation
internal import PanelCore

/// The content of a submission: all units of one revision, in the manifest's order.
///
/// Bytes: `{"revision":R,"units":[[label,value,salt in hexadecimal],…]}` as canonical JSON, then
/// 0x20 up to the size that the manifest gives. Hashes are over the padded bytes as received.
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

  /// Makes a body of values and derives the salts; throws like the other initialiser.
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

  /// The members of the JSON; a unit is its label, value and salt.
  private struct Members: Codable {
    var revision: UInt32
    var units: [[String]]
  }

  /// The body's canonical JSON, without padding.
  public var json: Data {
    let units = units.map { [$0.label, $0.value, Hexadecimal.text($0.salt)] }
    return (try? CanonicalJSON.encode(Members(revision: revision, units: units))) ?? Data()
  }

  /// Writes the body to exactly `size` bytes; throws `tooLong`.
  public func padded(to size: Int) throws(BodyProblem) -> Data {
    let json = json
    guard json.count <= size else { throw .tooLong(json.count, size: size) }
    return Self.restore(json, size: size)
  }

  /// Reads a padded body; accepts only the bytes that `padded(to:)` writes.
  ///
  /// Throws `size`, `json`, `revision`, `label`, `duplicateLabel`, `salt`, or `form` for any other
  /// white space, escape, order of keys, unknown or repeated key, normalisation or padding.
  public static func parse(_ bytes: Data, size: Int) throws(BodyProblem) -> SubmissionBody {
    guard bytes.count == size else { throw .size(bytes.count, expected: size) }
    let json = strip(bytes)
    guard let members = try? JSONDecoder().decode(Members.self, from: json) else { throw .json }
    var units: [BodyUnit] = []
    for unit in members.units {
      guard unit.count == 3 else { throw .json }
      guard let salt = Hexadecimal.bytes(unit[2]) else { throw .salt(unit[0]) }
      units.append(BodyUnit(label: unit[0], value: unit[1], salt: salt))
    }
    let body = try SubmissionBody(revision: members.revision, units: units)
    guard body.json == json else { throw .form }
    return body
  }

  /// Removes the padding for storage.
  public static func strip(_ padded: Data) -> Data {
    padded.withUnsafeBytes { bytes in
      var end = bytes.count
      while end > 0, bytes[end - 1] == 0x20 { end -= 1 }
      return Data(UnsafeRawBufferPointer(rebasing: bytes[..<end]))
    }
  }

  /// Adds the padding again; bytes that already exceed the size are returned unchanged.
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
}

/// Why the bytes of a submission's body are refused, or cannot be made.
public enum BodyProblem: Error, Equatable, Sendable {
  /// The body has another number of bytes than the manifest says.
  case size(Int, expected: Int)
  /// The content has this many bytes before padding, more than the body may have.
  case tooLong(Int, size: Int)
  /// The bytes are not JSON with the members of a body.
  case json
  /// The bytes are not the canonical JSON of their content followed by spaces.
  case form
  /// The revision is 0; the first is 1.
  case revision
  /// A label holds the character U+0000 or is not in normalisation form C.
  case label(String)
  /// A label occurs twice.
  case duplicateLabel(String)
  /// The salt of the unit of this label is not 32 bytes in lower-case hexadecimal.
  case salt(String)
}

/// A part of a submission that can be published or withheld separately.
public struct BodyUnit: Hashable, Sendable {
  /// The unit's label, as the manifest lists it.
  public let label: String
  /// The unit's content, in Unicode normalisation form C; empty if left blank.
  public let value: String
  /// The 32 secret bytes that keep a withheld unit from being guessed.
  public let salt: Data

  /// Makes a unit; brings the value to normalisation form C.
  public init(label: String, value: String, salt: Data) {
    self.label = label
    self.value = value.normalFormC
    self.salt = Data(salt)
  }

  /// The commitment `H("unit", mh, label, salt, value)`, 32 bytes.
  public func commitment(manifest: ManifestHash) -> Data {
    Transcript.hash(
      "unit",
      manifest.bytes,
      Data(label.utf8),
      salt,
      Data(value.utf8)
    )
  }
}

/// The commitment to a whole submission, from which single units can be opened.
public enum RecordCommitment {
  /// Computes `H("record", mh, ppk, u32(rev), c_1 … c_n)` over the units' commitments, 32 bytes.
  public static func of(
    _ commitments: [Data],
    revision: UInt32,
    manifest: ManifestHash,
    publicKey: Data
  ) -> Data {
    Transcript.hash(
      "record",
      [manifest.bytes, publicKey, BigEndian.u32(revision)] + commitments
    )
  }
}
