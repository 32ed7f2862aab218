import Crypto
import Foundation
import SwiftASN1
import X509

/// Certificates and keys as PEM, made for one test.
struct TestCertificate {
  let certificate: String
  let key: String
  /// The hash of the public key, worked out here and not by the programs.
  let pin: String

  /// A self-signed certificate for 127.0.0.1, or for a name; valid from and to so many days from now.
  init(name: String? = nil, fromDays: Double = -1, toDays: Double = 300) throws {
    let key = P256.Signing.PrivateKey()
    let subject = try DistinguishedName { CommonName("test") }
    let address = ASN1OctetString(contentBytes: [127, 0, 0, 1])
    let certificate = try Certificate(
      version: .v3,
      serialNumber: Certificate.SerialNumber(),
      publicKey: .init(key.publicKey),
      notValidBefore: Date(timeIntervalSinceNow: fromDays * 86_400),
      notValidAfter: Date(timeIntervalSinceNow: toDays * 86_400),
      issuer: subject,
      subject: subject,
      signatureAlgorithm: .ecdsaWithSHA256,
      extensions: Certificate.Extensions {
        SubjectAlternativeNames([name.map { .dnsName($0) } ?? .ipAddress(address)])
      },
      issuerPrivateKey: .init(key)
    )
    self.certificate = try certificate.serializeAsPEM().pemString + "\n"
    self.key = key.pemRepresentation + "\n"
    pin = SHA256.hash(data: key.publicKey.derRepresentation)
      .map { String(format: "%02x", $0) }.joined()
  }

  /// Writes both over whatever is there, as an operator's renewal does.
  func write(to certificate: URL, _ key: URL) throws {
    try Data(self.certificate.utf8).write(to: certificate, options: .atomic)
    try Data(self.key.utf8).write(to: key, options: .atomic)
  }
}
