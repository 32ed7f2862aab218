public import Foundation

/// What is known in public of one invitation.
public struct InvitationEntry: Hashable, Sendable, Codable {
  /// The invitation's identifier, 16 bytes.
  public let identifier: Data
  /// The invitation's raw public key, 32 bytes.
  public let key: Data

  /// Makes an entry; lengths are checked by the list.
  public init(identifier: Data, key: Data) {
    self.identifier = Data(identifier)
    self.key = Data(key)
  }

  /// The entry's leaf in the signed list: `T("invitation-leaf", mh, inv_id, key)`.
  public func leaf(manifest: ManifestHash) -> Data {
    Transcript.bytes("invitation-leaf", manifest.bytes, identifier, key)
  }
}
