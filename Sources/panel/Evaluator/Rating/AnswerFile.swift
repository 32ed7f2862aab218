import Foundation
import PanelCore
import PanelFiles
import PanelProtocol

/// Answers that come from a file instead of the form (`docs/answer-file.md`).
enum AnswerFile {
  /// Reads a file; throws all its problems at once, each with its line.
  static func read(_ path: String, survey: Survey, round: RoundID?) throws(Failure) -> Answers {
    let text = try InputFile.text(path)
    do throws(FileProblems) {
      return try AnswersDocument.read(text, survey: survey, round: round?.rawValue)
    } catch {
      throw Failure(.invalidData, problems: error, file: path)
    }
  }

  /// Reports what was read and how much is still open.
  static func tell(_ answers: Answers, of survey: Survey, from path: String, _ notes: Notes) {
    let problems = survey.problems(in: answers)
    guard !problems.isEmpty else {
      return notes.say(
        en: "\(path): read; everything is answered, nothing is submitted yet",
        ko: "\(path): 읽었습니다. 모든 문항에 답했으며, 아직 제출하지 않았습니다"
      )
    }
    notes.say(
      en: "\(path): read; \(problems.count) places are open or have to be corrected",
      ko: "\(path): 읽었습니다. 답하지 않았거나 고칠 곳이 \(problems.count)곳 있습니다"
    )
  }
}

extension RoundState {
  /// Replaces the draft by normalised answers from a file.
  ///
  /// Returns the file in which the former draft is kept, if it was another one.
  func replaceDraft(by answers: Answers, for hash: ManifestHash) throws -> URL? {
    let former = try draft(for: hash)
    guard former != answers, former != Answers() else {
      try save(answers, for: hash)
      return nil
    }
    var number = 1
    func aside() -> URL { folder.appending(path: "draft-before-answers-\(number).json") }
    while FileManager.default.fileExists(atPath: aside().path) { number += 1 }
    try DurableFile.write(try CanonicalJSON.encodeReadable(former), to: aside())
    try save(answers, for: hash)
    return aside()
  }
}
