public import Foundation

/// The hash of a round's manifest, which every signature and derived key of the round names.
///
/// `mh = H("manifest", M)` over the manifest's bytes as stored.
public struct ManifestHash: Hashable, Sendable {
  /// The 32 bytes of the hash.
  public let bytes: Data

  /// Hashes a manifest's stored bytes.
  public init(manifest: Data) {
    bytes = Transcript.hash("manifest", manifest)
  }

  /// Takes a hash already known; `nil` unless it has 32 bytes.
  public init?(bytes: Data) {
    guard bytes.count == 32 else { return nil }
    self.bytes = Data(bytes)
  }

  /// The hash as 64 lower-case hexadecimal digits.
  public var hex: String { Hexadecimal.text(bytes) }

  /// The first 150 bits of the hash, in the form people compare.
  public var fingerprint: Fingerprint { Fingerprint(self) }
}

/// The first 150 bits of a manifest's hash as six groups of five characters.
///
/// It is published, also on paper; evaluators who join a round type two of its groups from there.
public struct Fingerprint: Hashable, Sendable, CustomStringConvertible {
  /// The six groups, upper case.
  public let groups: [String]

  init(_ manifest: ManifestHash) {
    let characters = CrockfordBase32.encode(manifest.bytes)
    groups = CrockfordBase32.groups(of: String(characters.prefix(30)), by: 5)
  }

  /// Reads a whole fingerprint, tolerating case, look-alikes, spaces and hyphens; `nil` unless it
  /// has exactly 30 characters of the alphabet.
  public init?(_ text: String) {
    guard let characters = try? CrockfordBase32.normalized(text), characters.count == 30 else {
      return nil
    }
    groups = CrockfordBase32.groups(of: characters, by: 5)
  }

  /// The six groups joined by hyphens.
  public var description: String { groups.joined(separator: "-") }

  /// Returns whether the typed groups include at least two different groups of this fingerprint and
  /// nothing else.
  public func contains(typedGroups: [String]) -> Bool {
    var seen: Set<String> = []
    for typed in typedGroups {
      guard let group = try? CrockfordBase32.normalized(typed), groups.contains(group) else {
        return false
      }
      seen.insert(group)
    }
    return seen.count >= 2
  }
}
