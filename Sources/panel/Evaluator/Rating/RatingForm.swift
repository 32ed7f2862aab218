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
    throw mustWait(until: earliest)
  }

  /// Submitting has to wait, because it follows too soon on a request that named the person.
  func mustWait(until earliest: Timestamp) -> Failure {
    Failure(
      .busy,
      en: "you asked for your credential a moment ago: submitting has to wait until "
        + "\(earliest.koreanTime), so that the two cannot be linked by time",
      ko: "방금 인증을 요청했습니다. 시각으로 연결되지 않도록 \(earliest.koreanTime)까지 제출을 미룹니다",
      fix: (
        en: "run it then, or have it wait: panel submit \(state.round) --wait",
        ko: "그때 실행하거나 기다리게 하십시오: panel submit \(state.round) --wait"
      )
    )
  }
}
