import Foundation
import PanelCore
import PanelProtocol
import PanelTerminal

// The state of the round for the form.
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

  /// Refuses to submit too soon after a request that named the person.
  func requireDelay() throws {
    guard let earliest = try state.credentialFile().submitNotBefore,
      earliest > Timestamp(Date())
    else { return }
    throw Failure.tooSoon(state.round, until: earliest)
  }
}
