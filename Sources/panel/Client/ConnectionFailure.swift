import AsyncHTTPClient
import Foundation
import NIOSSL
import PanelCore

/// Explains to people why there was no answer from a server.
struct ConnectionFailure {
  let server: URL
  let now: Timestamp

  /// What an error of the HTTP library means; may look at the server's certificate to say more.
  func failure(for error: any Error) async -> Failure {
    switch error {
    case ServerTrust.Refusal.otherCertificate: otherCertificate
    case ServerTrust.Refusal.noTLS: noTLS
    case let error as NIOSSLExtraError where error == .failedToValidateHostname: otherName
    case NIOSSLError.noSuchFilesystemObject, NIOSSLError.failedToLoadCertificate: noRoots
    case NIOSSLError.handshakeFailed(.sslError(let stack)):
      await failure(ofHandshake: stack.map(\.description).joined())
    // A server that speaks only TLS ends a request without it by an alert or a reset; which of the
    // two the library reports depends on timing.
    default: await failureWithoutTLS
    }
  }

  /// The library reports handshake errors only as texts of BoringSSL.
  private func failure(ofHandshake words: String) async -> Failure {
    if words.contains("CERTIFICATE_VERIFY_FAILED") { return await untrusted }
    if words.contains("WRONG_VERSION_NUMBER") || words.contains("HTTP_REQUEST") { return noTLS }
    if words.contains("EOF during handshake") { return unreachable }
    return failure(
      en: "no TLS connection to \(address) can be established",
      ko: "\(address)와(과) TLS 연결을 맺을 수 없습니다",
      fix: (
        en: "the server must offer TLS 1.2 or later: tell its operator",
        ko: "서버가 TLS 1.2 이상을 제공해야 합니다. 서버 운영자에게 알리십시오"
      )
    )
  }

  private var untrusted: Failure {
    get async {
      let shown = await ServerTrust.certificateShown(by: server)
      if let shown, Timestamp(seconds: Int64(shown.notValidAfter)) < now {
        return failure(
          en: "the certificate of \(address) expired on \(day(shown.notValidAfter))",
          ko: "\(address)의 인증서가 \(day(shown.notValidAfter))에 만료되었습니다",
          fix: (
            en: "tell the operator of the server, who has to renew it",
            ko: "서버 운영자에게 인증서를 갱신하도록 알리십시오"
          )
        )
      }
      if let shown, Timestamp(seconds: Int64(shown.notValidBefore)) > now {
        return failure(
          en: "the certificate of \(address) is not valid before \(day(shown.notValidBefore))",
          ko: "\(address)의 인증서는 \(day(shown.notValidBefore))부터 유효합니다",
          fix: (
            en: "check this computer's clock; if it is right, tell the operator of the server",
            ko: "이 컴퓨터의 시계를 확인하고, 맞으면 서버 운영자에게 알리십시오"
          )
        )
      }
      return failure(
        en:
          "the certificate of \(address) is not vouched for by any authority that this computer trusts",
        ko: "\(address)의 인증서를 이 컴퓨터가 신뢰하는 기관이 보증하지 않습니다",
        fix: (
          en: "use the whole invitation or link, with the certificate it names; if it names none, "
            + "ask its sender, and do not continue until then",
          ko: "초대문이나 링크 전체를, 거기 적힌 certificate까지 그대로 쓰십시오. 적혀 있지 않으면 보낸 사람에게 확인하고 "
            + "그때까지 진행하지 마십시오"
        )
      )
    }
  }

  private var otherCertificate: Failure {
    failure(
      en: "\(address) does not show the certificate that your invitation or link names",
      ko: "\(address)의 인증서가 초대문이나 링크에 적힌 것과 다릅니다",
      fix: (
        en: "do not continue: somebody may be between you and the server; ask the coordinator in "
          + "another way, for example by telephone",
        ko: "진행하지 마십시오. 누군가 서버와의 사이에 끼어 있을 수 있습니다. 전화처럼 다른 경로로 평가 담당자에게 "
          + "확인하십시오"
      )
    )
  }

  private var otherName: Failure {
    failure(
      en: "the certificate of \(address) is issued for another name",
      ko: "\(address)의 인증서는 다른 이름으로 발급된 것입니다",
      fix: (
        en: "check the address; if it is right, tell the operator of the server",
        ko: "주소를 확인하고, 맞으면 서버 운영자에게 알리십시오"
      )
    )
  }

  private var noTLS: Failure {
    failure(
      en: "the server at \(address) answers without TLS",
      ko: "\(address)의 서버가 TLS 없이 응답합니다",
      fix: (
        en: "check the port; only for a server on this computer may the address begin with http://",
        ko: "포트를 확인하십시오. http://로 시작하는 주소는 이 컴퓨터의 서버에만 쓸 수 있습니다"
      )
    )
  }

  private var noRoots: Failure {
    let path = ServerTrust.rootsFile ?? ""
    return Failure(
      .missingInput,
      en: "PANEL_CA_FILE names \(path), which holds no certificates that can be read",
      ko: "PANEL_CA_FILE이 가리키는 \(path)에서 인증서를 읽을 수 없습니다",
      fix: (
        en: "set it to a PEM file of certificates, or unset it", ko: "인증서의 PEM 파일로 지정하거나 지우십시오"
      )
    )
  }

  private var failureWithoutTLS: Failure {
    get async {
      guard server.scheme == "http", await ServerTrust.certificateShown(by: server) != nil else {
        return unreachable
      }
      return failure(
        en: "the server at \(address) speaks TLS only",
        ko: "\(address)의 서버는 TLS로만 통신합니다",
        fix: (
          en: "write https:// instead of http:// in its address", ko: "주소의 http://를 https://로 바꾸십시오"
        )
      )
    }
  }

  private var unreachable: Failure {
    Failure(
      .unavailable,
      en: "the server at \(address) cannot be reached",
      ko: "서버 \(address)에 연결할 수 없습니다",
      fix: (
        en: "check the network, or try again later; rerunning the same command continues it",
        ko: "네트워크를 확인하거나 나중에 같은 명령을 다시 실행하면 이어서 진행됩니다"
      )
    )
  }

  private var address: String { server.absoluteString }

  private func day(_ time: time_t) -> String {
    String(Timestamp(seconds: Int64(time)).description.prefix(10))
  }

  private func failure(en: String, ko: String, fix: (en: String, ko: String)) -> Failure {
    Failure(.protocolMismatch, en: en, ko: ko, fix: fix)
  }
}
