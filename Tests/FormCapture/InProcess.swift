import Foundation
import PanelCore
import PanelTerminal
import TestSupport

extension KeyLatency {
  /// Presses the same keys without a terminal and a disk: what the program itself takes.
  static func inProcess() throws {
    let text = try String(contentsOf: FormProgram.survey, encoding: .utf8)
    let survey = try SurveyDocument.read(text).survey
    let size = ScreenSize(columns: Int(columns), lines: Int(rows))
    var form = Form(
      Interview(
        survey: survey,
        answers: Answers(),
        order: survey.models.map(\.code),
        language: .ko
      ),
      size: size,
      surroundings: FormSurroundings(
        round: nil,
        sheet: LocalizedText(en: "Sheet", ko: "안내"),
        phase: .rating,
        opens: nil,
        closes: nil,
        time: Timestamp(seconds: 0),
        localOffset: 0
      )
    )
    let writer = ScreenWriter(theme: .colour)
    var decoder = KeyDecoder()
    var shown = form.image
    func press(_ key: String) -> Sample {
      let clock = ContinuousClock()
      let start = clock.now
      var keys = decoder.take(PseudoTerminal.bytes(of: key))
      if key == "Esc" { keys += decoder.flush() }
      for key in keys { _ = form.press(key) }
      let image = form.image
      let bytes = writer.bytes(from: shown, to: image)
      var sample = Sample(drawn: start.duration(to: clock.now), saved: nil, bytes: bytes.count)
      sample.lines.written = linesWritten(in: bytes[...])
      sample.lines.changed = image.lines.indices.count { image.lines[$0] != shown.lines[$0] }
      shown = image
      return sample
    }
    print("in the program alone: key, image and bytes for \(columns)x\(rows), microseconds")
    print(header)
    for kind in kinds {
      for key in kind.before { _ = press(key) }
      print(line(kind.name, (0..<rounds).map { press(kind.keys[$0 % kind.keys.count]) }))
    }
  }
}
