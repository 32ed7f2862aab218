import ArgumentParser
import Foundation
import PanelCore
import PanelFiles
import PanelProtocol

/// `panel receipt`: shows what the server acknowledged.
struct ReceiptCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "receipt",
    abstract:
      "Show the receipt of your submission, or what the server's public lists say about you.",
    discussion: """
      Example:
        panel receipt example
        panel receipt example --issuance
        panel receipt example --claim
      """
  )

  @ArgumentParser.Argument(help: "The round, if you have joined several.")
  var round: String?

  @ArgumentParser.Flag(
    name: .long,
    help: "After enrolling has ended: show what the issuance list says about your invitation."
  )
  var issuance = false

  @ArgumentParser.Option(
    name: .long,
    help: "With --issuance, if you have not enrolled: the file of your invitation."
  )
  var invitation: String?

  @ArgumentParser.Flag(
    name: .long,
    help: "Print a proof that you have enrolled, for an allowance; it is safe to mail."
  )
  var participation = false

  @ArgumentParser.Flag(
    name: .long,
    help: "After closing: find your submission in the tree, or claim it if it is missing."
  )
  var claim = false

  @ArgumentParser.Flag(name: .long, help: "Print as JSON.")
  var json = false

  @OptionGroup var common: CommonOptions

  private struct Receipt: Encodable {
    var round: RoundID
    var fingerprint: String
    var key: String
    var revision: UInt32
    var bodyHash: String
    var commitment: String
    var receipt: Data
    var valid: Bool
  }

  func validate() throws {
    guard [issuance, participation, claim].count(where: { $0 }) <= 1,
      invitation == nil || issuance
    else {
      throw ValidationError("give one of --issuance, --participation and --claim")
    }
  }

  func run() async throws {
    let settings = common.settings
    if let invitation {
      let read = try Invitation(text: try InputFile.text(invitation), name: invitation)
      return try await showIssuance(of: read, settings.language)
    }
    let state = try RoundState.find(round, home: settings.home)
    let evaluator = try Evaluator(state)
    if issuance { return try await showIssuance(evaluator, settings.language) }
    if participation { return try showParticipation(evaluator, settings.language) }
    if claim { return try await showClaim(evaluator, settings.language) }
    guard let sent = try state.lastAcknowledged(), let receipt = sent.receipt else {
      let words = try evaluator.statusText().line
      throw Failure(
        .missingInput,
        en: "there is no receipt yet. \(words.en)",
        ko: "아직 확인증이 없습니다. \(words.ko)",
        fix: (en: "run: panel submit \(state.round)", ko: "실행: panel submit \(state.round)")
      )
    }
    let isValid = evaluator.receiptIsValid(receipt, sent)
    let envelope = sent.envelope
    if json {
      StandardStream.output.write(
        try CanonicalJSON.encodeReadable(
          Receipt(
            round: state.round,
            fingerprint: evaluator.sealed.hash.fingerprint.description,
            key: Hexadecimal.text(envelope.publicKey),
            revision: envelope.revision,
            bodyHash: Hexadecimal.text(envelope.bodyHash),
            commitment: Hexadecimal.text(sent.recordCommitment),
            receipt: receipt,
            valid: isValid
          )
        )
      )
    } else {
      let lines: [(LocalizedText, String)] = [
        (LocalizedText(en: "Round", ko: "회차"), state.round.rawValue),
        (LocalizedText(en: "Fingerprint", ko: "지문"), evaluator.sealed.hash.fingerprint.description),
        (LocalizedText(en: "Revision", ko: "판"), "\(envelope.revision)"),
        (LocalizedText(en: "Credential key", ko: "인증 키"), Hexadecimal.text(envelope.publicKey)),
        (LocalizedText(en: "Body hash", ko: "본문 해시"), Hexadecimal.text(envelope.bodyHash)),
        (LocalizedText(en: "Receipt number", ko: "확인 번호"), receipt.base64EncodedString()),
      ]
      for (label, value) in lines {
        StandardStream.output.tell("\(label[settings.language]): \(value)")
      }
      let verdict =
        isValid
        ? LocalizedText(en: "The server's signature is valid.", ko: "서버의 서명이 맞습니다.")
        : LocalizedText(en: "The server's signature is NOT valid.", ko: "서버의 서명이 맞지 않습니다.")
      StandardStream.output.tell(verdict[settings.language])
    }
    if case .changed = try evaluator.status() {
      try evaluator.statusText().show(on: .error, in: settings.language)
    }
    guard isValid else { throw ExitCode(ExitStatus.checkFailed.rawValue) }
  }
}
