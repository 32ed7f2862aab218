import Foundation
import PanelCore

/// A survey file that has been read and checked.
struct SurveyFile: Sendable {
  let survey: Survey
  let bytes: Data

  init(path: String) throws(Failure) {
    bytes = try InputFile.data(path)
    do throws(FileProblems) {
      survey = try SurveyDocument.read(String(decoding: bytes, as: UTF8.self)).survey
    } catch {
      throw Failure(.invalidData, problems: error, file: path)
    }
  }
}

extension Failure {
  /// Everything that is wrong with a file, each with its line.
  init(_ status: ExitStatus, problems: FileProblems, file: String) {
    self.init(
      status,
      details: problems.problems.filter { $0.severity == .error }.map {
        (
          LocalizedText(
            en: "\(file):\($0.line): \($0.message.en)",
            ko: "\(file):\($0.line): \($0.message.ko)"
          ),
          $0.fix
        )
      }
    )
  }
}
