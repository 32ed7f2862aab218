internal import BigInt
public import Foundation

/// The values that show which credential a blinded message contains; sent in confidential rounds only.
///
/// The message is blinded in these rounds too, because `SHA256(blinded)` is in the public issuance
/// list: from the hash of an unblinded message anyone could compute whose submission is whose.
public struct CredentialOpening: Codable, Hashable, Sendable {
  /// The credential's public key, 32 bytes.
  public var publicKey: Data
  /// The salt of the PSS encoding, 48 bytes.
  public var salt: Data
  /// The blinding factor `r`, 384 bytes.
  public var factor: Data

  private enum CodingKeys: String, CodingKey {
    case publicKey = "ppk"
    case salt = "pss_salt"
    case factor = "r"
  }

  /// Returns whether these values open a blinded message of a round.
  public func opens(_ blinded: Data, issuer: IssuerPublicKey, manifest: ManifestHash) -> Bool {
    guard publicKey.count == 32, salt.count == 48, factor.count == IssuerPublicKey.byteCount else {
      return false
    }
    let made = try? issuer.numbers.blind(
      Credential.message(publicKey: publicKey, manifest: manifest),
      salt: salt,
      factor: BigUInt(factor)
    )
    return made?.blinded == blinded
  }
}
