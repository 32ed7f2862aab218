public import Foundation
import PanelProtocol

/// The content of one submission as a release shows it: a line of `units.jsonl`.
public struct ReleasedSubmission: Codable, Hashable, Sendable {
  /// One unit.
  ///
  /// Without value and salt it is withheld, and only its commitment is known.
  public struct Unit: Codable, Hashable, Sendable {
    /// The label, as the manifest lists it.
    public var label: String
    /// The commitment, 32 bytes.
    public var commitment: Data
    /// The content, if it is opened.
    public var value: String?
    /// The salt, hex, if it is opened.
    public var salt: String?

    /// Whether the content is opened.
    public var isOpened: Bool { value != nil }
  }

  /// The credential's public key.
  public var publicKey: Data
  /// The revision.
  public var revision: UInt32
  /// All units, in the order of the manifest.
  public var units: [Unit]

  private enum CodingKeys: String, CodingKey {
    case publicKey = "ppk"
    case revision = "rev"
    case units
  }

  /// Takes the units of a body; comments are withheld unless `openComments`.
  ///
  /// An abstention is always shown completely, because its comments are blank.
  init(publicKey: Data, body: SubmissionBody, manifest: ManifestHash, openComments: Bool) {
    self.publicKey = publicKey
    revision = body.revision
    let isBlank = body.units.allSatisfy { $0.value.isEmpty }
    units = body.units.map { unit in
      let opens = openComments || isBlank || !ReleasedSubmission.isComment(unit.label)
      return Unit(
        label: unit.label,
        commitment: unit.commitment(manifest: manifest),
        value: opens ? unit.value : nil,
        salt: opens ? Hexadecimal.text(unit.salt) : nil
      )
    }
  }

  /// The opened values.
  var opened: [(label: String, value: String)] {
    units.compactMap { unit in unit.value.map { (unit.label, $0) } }
  }

  /// Whether a unit is a comment, the only kind that may be withheld.
  static func isComment(_ label: String) -> Bool { label.hasPrefix("comment.") }
}
