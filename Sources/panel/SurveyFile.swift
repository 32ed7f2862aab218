import Foundation
import PanelCore

/// A survey file that has been read and checked.
struct SurveyFile: Sendable {
  let survey: Survey
  let bytes: Data

  init(path: String) throws(Failure) {
    bytes = try InputFile.data(path)
    do throws(SurveyProblems) {
      survey = try SurveyDocument.read(String(decoding: bytes, as: UTF8.self)).survey
    } catch {
      throw Failure(
        .invalidData,
        details: error.problems.filter { $0.severity == .error }.map {
          (
            LocalizedText(
              "\(path):\($0.line): \($0.message.en)",
              "\(path):\($0.line): \($0.message.ko)"
            ),
            $0.fix
          )
        }
      )
    }
  }
}
