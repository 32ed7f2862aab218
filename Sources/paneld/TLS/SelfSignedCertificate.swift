import Crypto
import Foundation
import PanelCore
import PanelFiles
import PanelProtocol
import SwiftASN1
import X509

/// A self-signed certificate for trials; clients recognise it by its pin.
enum SelfSignedCertificate {
  private static let validSeconds: Int64 = 365 * 86_400

  /// Creates a P-256 key and a certificate for a host, valid for one year, and writes both.
  static func make(
    for host: String,
    in directory: DataDirectory,
    now: Timestamp
  ) throws -> CertificatePin {
    let key = P256.Signing.PrivateKey()
    let name = try DistinguishedName { CommonName("panel") }
    let certificate = try Certificate(
      version: .v3,
      serialNumber: Certificate.SerialNumber(),
      publicKey: .init(key.publicKey),
      // Clocks of clients may be slightly slow.
      notValidBefore: date(now.advanced(by: -3_600)),
      notValidAfter: date(now.advanced(by: validSeconds)),
      issuer: name,
      subject: name,
      signatureAlgorithm: .ecdsaWithSHA256,
      extensions: Certificate.Extensions {
        Critical(BasicConstraints.notCertificateAuthority)
        SubjectAlternativeNames([subject(host)])
      },
      issuerPrivateKey: .init(key)
    )
    try DurableFile.createDirectory(directory.tlsCertificate.deletingLastPathComponent())
    try DurableFile.write(Data(key.pemRepresentation.utf8), to: directory.tlsKey)
    try DurableFile.write(
      Data(try certificate.serializeAsPEM().pemString.utf8),
      to: directory.tlsCertificate
    )
    return CertificatePin(publicKeyInfo: key.publicKey.derRepresentation)
  }

  private static func date(_ time: Timestamp) -> Date {
    Date(timeIntervalSince1970: Double(time.seconds))
  }

  /// The name of a host in a certificate: an IP address has a kind of its own.
  private static func subject(_ host: String) -> GeneralName {
    var four = in_addr()
    if inet_pton(AF_INET, host, &four) == 1 {
      return .ipAddress(ASN1OctetString(contentBytes: bytes(of: four)[...]))
    }
    var six = in6_addr()
    if inet_pton(AF_INET6, host, &six) == 1 {
      return .ipAddress(ASN1OctetString(contentBytes: bytes(of: six)[...]))
    }
    return .dnsName(host)
  }

  private static func bytes(of address: some Any) -> [UInt8] {
    withUnsafeBytes(of: address) { Array($0) }
  }
}
