public import Foundation
import PanelCore

/// One part of a submission that can be published or withheld by itself.
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
