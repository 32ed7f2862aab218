import Foundation
import PanelCore
import PanelProtocol
import PanelTerminal

// What the form has to know of the round around it.
extension Evaluator {
  /// Deadline, privacy sheet and what was acknowledged, as this machine knows them now.
  func surroundings(reader: String?) throws -> FormSurroundings {
    let history = try state.history(sealed)
    let now = Timestamp(Date())
    var opens: Timestamp?
    var closes: Timestamp?
    if case .times(_, _, let from, let to) = history.schedule { (opens, closes) = (from, to) }
    let date = Date(timeIntervalSince1970: Double((closes ?? now).seconds))
    return FormSurroundings(
      round: state.round.rawValue,
      sheet: PrivacySheet.text(sealed.manifest),
      phase: history.phase,
      opens: opens,
      closes: closes,
      time: now,
      localOffset: TimeZone.current.secondsFromGMT(for: date),
      sent: try acknowledged(),
      reader: reader
    )
  }

  /// The highest revision that the server has acknowledged, with what it says.
  func acknowledged() throws -> FormSurroundings.Sent? {
    guard let sent = try state.lastAcknowledged(), let receipt = sent.receipt else { return nil }
    let body = try SubmissionBody.parse(sent.envelope.body, size: sealed.manifest.bodySize)
    let units = body.units.map { (label: $0.label, value: $0.value) }
    return FormSurroundings.Sent(
      revision: sent.envelope.revision,
      answers: try SubmissionUnits.answers(from: units, for: sealed.survey),
      number: receipt.base64EncodedString(),
      file: state.receiptURL(of: sent.envelope.revision).path
    )
  }

  /// Refuses to send while a request that named the person is too fresh.
  func requireDelay() throws {
    guard let earliest = try state.credentialFile().submitNotBefore,
      earliest > Timestamp(Date())
    else { return }
    throw Failure.tooSoon(state.round, until: earliest)
  }
}
