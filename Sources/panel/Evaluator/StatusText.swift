import Foundation
import PanelCore
import PanelFiles
import PanelProtocol
import PanelTerminal

/// A submission status in words: on a terminal the head has a line of its own, elsewhere all is one
/// line.
struct StatusText {
  let round: RoundID
  let head: LocalizedText
  let detail: LocalizedText

  var line: LocalizedText {
    LocalizedText(
      en: "\(round): \(head.en). \(detail.en)",
      ko: "\(round): \(head.ko). \(detail.ko)"
    )
  }

  func show(on stream: StandardStream, in language: Language) {
    let isTerminal = Terminal.isTerminal(stream.rawValue)
    stream.tell(
      isTerminal
        ? "\(head[language])\n  \(round): \(detail[language])" : line[language]
    )
  }
}

extension Evaluator {
  /// The status in words, with the time of closing as far as this machine has heard.
  func statusText() throws -> StatusText {
    let status = try status()
    let history = try state.history(sealed)
    let isClosed = history.phase >= .closed
    var until = LocalizedText(en: "the round closes", ko: "마감")
    if case .times(_, _, _, let closes) = history.schedule {
      let date = Date(timeIntervalSince1970: Double(closes.seconds))
      let offset = TimeZone.current.secondsFromGMT(for: date)
      until = LocalizedText(
        en: ShownTime.text(closes, .en, localOffset: offset),
        ko: ShownTime.text(closes, .ko, localOffset: offset)
      )
    }
    return StatusText(
      round: state.round,
      head: status.head(isClosed: isClosed),
      detail: status.detail(round: state.round, until: isClosed ? nil : until)
    )
  }
}
