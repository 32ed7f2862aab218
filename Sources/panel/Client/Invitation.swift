import Foundation
import PanelCore
import PanelProtocol

/// An invitation as it is sent to one person: where, which round, and the code.
struct Invitation: Sendable {
  var server: URL
  var round: RoundID
  var code: InvitationCode
  /// The person's number on the roster, from 1; codes that are typed in have none.
  var seat: Int?
  /// The key that the server shows, where no authority vouches for it.
  var pin: CertificatePin?

  /// The first line `key: value` of a text; `nil` if there is none or its value is empty.
  static func value(of key: String, in text: String) -> String? {
    let values = text.split(whereSeparator: \.isNewline).compactMap { line -> String? in
      let trimmed = line.trimmed
      guard trimmed.lowercased().hasPrefix(key + ":") else { return nil }
      return trimmed.dropFirst(key.count + 1).trimmed
    }
    return values.first.flatMap { $0.isEmpty ? nil : $0 }
  }

  /// Reads the lines `server:`, `round:`, `code:` and, if they are there, `seat:` and
  /// `certificate:` from a text, in any order.
  init(text: String, name: String) throws(Failure) {
    func field(_ key: String) throws(Failure) -> String {
      guard let value = Invitation.value(of: key, in: text) else {
        throw Failure(
          .invalidData,
          en: "\(name): there is no line '\(key): …'",
          ko: "\(name): '\(key): …' 줄이 없습니다",
          fix: (
            en: "use the whole text of your invitation, with its lines server, round and code",
            ko: "server, round, code 줄이 있는 초대문 전체를 사용하십시오"
          )
        )
      }
      return value
    }
    let address = try field("server")
    guard let server = URL(string: address), server.isSafeServer
    else {
      throw Failure(
        .invalidData,
        en: "\(name): '\(address)' is not a server's address",
        ko: "\(name): '\(address)'은(는) 서버 주소가 아닙니다",
        fix: (
          en: "copy the line 'server:' from the invitation; it begins with https://",
          ko: "초대문의 server 줄을 그대로 옮기십시오"
        )
      )
    }
    self.server = server
    round = RoundID(try field("round"))
    code = try Invitation.code(try field("code"))
    if let text = Invitation.value(of: "seat", in: text) {
      guard let number = Int(text), number > 0 else { throw Invitation.noSeat(text, of: nil) }
      seat = number
    }
    // A mistyped certificate must not be ignored.
    pin = try Invitation.value(of: "certificate", in: text).map(Invitation.pin)
  }

  private static func pin(_ text: String) throws(Failure) -> CertificatePin {
    if let pin = CertificatePin(text.filter { !$0.isWhitespace }) { return pin }
    throw Failure(
      .invalidData,
      en: "the line 'certificate:' of the invitation is wrong",
      ko: "초대문의 certificate 줄이 맞지 않습니다",
      fix: (
        en: "copy it again from the invitation, all 64 digits and letters",
        ko: "초대문에서 64자 전체를 다시 옮기십시오"
      )
    )
  }

  init(
    server: URL,
    round: RoundID,
    code: InvitationCode,
    seat: Int? = nil,
    pin: CertificatePin? = nil
  ) {
    self.server = server
    self.round = round
    self.code = code
    self.seat = seat
    self.pin = pin
  }

  /// Refuses a seat that the round does not have.
  func requireSeat(in manifest: Manifest) throws(Failure) {
    guard let seat, seat > manifest.seats else { return }
    throw Invitation.noSeat("\(seat)", of: manifest.seats)
  }

  private static func noSeat(_ text: String, of seats: Int?) -> Failure {
    Failure(
      .invalidData,
      en: "'\(text)' is not a seat" + (seats.map { "; the round has 1 to \($0)" } ?? ""),
      ko: "'\(text)'은(는) 좌석 번호가 아닙니다" + (seats.map { ". 이 회차의 좌석은 1~\($0)번입니다" } ?? ""),
      fix: (
        en: "copy the line 'seat:' from the invitation, or leave it out",
        ko: "초대문의 seat 줄을 그대로 옮기거나 빼십시오"
      )
    )
  }

  /// Reads a typed code; throws what is wrong with it.
  static func code(_ text: String) throws(Failure) -> InvitationCode {
    do {
      return try InvitationCode(text: text)
    } catch {
      let reason: LocalizedText =
        switch error {
        case .length:
          LocalizedText(en: "it does not have 56 characters", ko: "길이가 56자가 아닙니다")
        case .character(let character):
          LocalizedText(
            en: "'\(character)' is not used in codes",
            ko: "'\(character)'은(는) 쓰지 않는 글자입니다"
          )
        case .padBits, .checksum:
          LocalizedText(en: "a character is mistyped", ko: "잘못 입력한 글자가 있습니다")
        case .wrongKind(let kind):
          kind == 2
            ? LocalizedText(en: "this is a recovery code", ko: "이것은 복구 코드입니다")
            : LocalizedText(en: "this is not an invitation code", ko: "이것은 초대 코드가 아닙니다")
        }
      throw Failure(
        .invalidData,
        en: "the invitation code is wrong: \(reason.en)",
        ko: "초대 코드가 맞지 않습니다: \(reason.ko)",
        fix: (
          en: "copy it again from the invitation, all 14 groups of four",
          ko: "초대문에서 네 글자씩 14묶음을 다시 옮기십시오"
        )
      )
    }
  }

  /// The text for one person, in both languages.
  func text(title: LocalizedText, person: String) -> String {
    """
    \(person.isEmpty ? "" : "\(person) 귀하\n\n")\(title.ko)
    평가위원으로 초대합니다. 터미널에서 다음을 실행하고 아래 파일을 지정하십시오:
      panel join 이-파일.txt
    등록할 때 공개된 지문(fingerprint)의 두 묶음을 입력하게 됩니다. 지문은 이 초대문이 아니라
    공지 페이지나 서면 통지에서 확인하십시오. 초대 코드는 본인만 사용할 수 있으며 마감까지
    보관하십시오.

    \(person.isEmpty ? "" : "Dear \(person),\n\n")\(title.en)
    You are invited as an evaluator. In a terminal, run this with the name of this file:
      panel join THIS-FILE.txt
    You will be asked for two groups of the published fingerprint. Take them from the public page
    or the paper notice, never from this message. The code is for you alone; keep it until closing.

    server: \(server.absoluteString)
    \(pin.map { "certificate: \($0)\n" } ?? "")round: \(round)
    \(seat.map { "seat: \($0)\n" } ?? "")code: \(code.text)

    """
  }
}
