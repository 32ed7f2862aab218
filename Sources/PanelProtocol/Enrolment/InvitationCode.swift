public import Crypto
public import Foundation

/// The code that invites one person: a seed, and the first half of the manifest's hash.
///
/// Text: `01 ‖ seed ‖ first 16 bytes of mh ‖ CRC`, 56 characters in groups of four. The server
/// learns the identifier and the public key, never the seed.
public struct InvitationCode: Sendable {
  /// The 16 secret bytes.
  public let seed: Data
  /// The first 16 bytes of the manifest's hash.
  public let manifestPrefix: Data
  /// The invitation's identifier, 16 bytes, derived from the seed with info `id`.
  public let identifier: Data
  /// The key that signs the enrolment, derived from the seed with info `sign`.
  public let signingKey: Curve25519.Signing.PrivateKey

  /// Makes the code of a seed of 16 bytes; throws `length` for another number of bytes.
  public init(seed: Data, manifest: ManifestHash) throws(CodeProblem) {
    try self.init(seed: seed, manifestPrefix: Data(manifest.bytes.prefix(16)))
  }

  /// Reads a typed or pasted code; throws what is wrong with it.
  public init(text: String) throws(CodeProblem) {
    let content = try CodeText.content(text, kind: CodeText.invitation)
    try self.init(seed: Data(content.prefix(16)), manifestPrefix: Data(content.suffix(16)))
  }

  /// Draws the seed of a new invitation from a cryptographic generator.
  public static func generate(
    for manifest: ManifestHash,
    using generator: inout some RandomNumberGenerator
  ) throws(CodeProblem) -> InvitationCode {
    try InvitationCode(seed: RandomBytes.data(16, using: &generator), manifest: manifest)
  }

  private init(seed: Data, manifestPrefix: Data) throws(CodeProblem) {
    guard seed.count == 16 else { throw .length(seed.count) }
    self.seed = Data(seed)
    self.manifestPrefix = manifestPrefix
    identifier = Self.derived(seed, "id", 16)
    let secret = Self.derived(seed, "sign", 32)
    guard let key = try? Curve25519.Signing.PrivateKey(rawRepresentation: secret) else {
      throw .length(seed.count)
    }
    signingKey = key
  }

  /// The code as people see it: 14 groups of four, joined by hyphens.
  public var text: String {
    CodeText.text(kind: CodeText.invitation, content: seed + manifestPrefix)
  }

  /// The raw public key of the invitation, 32 bytes.
  public var publicKey: Data { signingKey.publicKey.rawRepresentation }

  /// The part of this code that the server and the signed list of invitations hold.
  public var entry: InvitationEntry { InvitationEntry(identifier: identifier, key: publicKey) }

  /// Returns whether the code was made for this manifest.
  public func belongs(to manifest: ManifestHash) -> Bool {
    manifest.bytes.prefix(16) == manifestPrefix
  }

  private static func derived(_ seed: Data, _ info: String, _ count: Int) -> Data {
    Derivation.bytes(
      from: seed,
      salt: "panel.v1.invitation",
      info: Data(info.utf8),
      count: count
    )
  }
}
