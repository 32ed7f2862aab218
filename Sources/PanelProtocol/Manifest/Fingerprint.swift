internal import Foundation

/// The first 150 bits of a manifest's hash as six groups of five characters.
///
/// It stands in public and on paper; who joins a round types two of its groups from there.
public struct Fingerprint: Hashable, Sendable, CustomStringConvertible {
  /// The six groups, upper case.
  public let groups: [String]

  init(_ manifest: ManifestHash) {
    let characters = CrockfordBase32.encode(manifest.bytes)
    groups = CrockfordBase32.groups(of: String(characters.prefix(30)), by: 5)
  }

  /// Reads a whole fingerprint, tolerating case, look-alikes, spaces and hyphens; nil unless it
  /// has exactly 30 characters of the alphabet.
  public init?(_ text: String) {
    guard let characters = try? CrockfordBase32.normalized(text), characters.count == 30 else {
      return nil
    }
    groups = CrockfordBase32.groups(of: characters, by: 5)
  }

  /// The six groups joined by hyphens.
  public var description: String { groups.joined(separator: "-") }

  /// Tells whether somebody has typed at least two different groups of this fingerprint, and
  /// nothing that is not a group of it.
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
