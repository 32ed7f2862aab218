import Crypto
import Foundation
import PanelCore
import PanelFiles
import PanelProtocol

/// The files of a survey preview on this machine: `previews/…`, separate from the rounds.
///
/// There is no credential, server or outbox here, so a preview cannot be sent, and no round reads
/// these files.
struct PreviewPlace: Sendable {
  let folder: URL
  private let survey: SurveyFile

  private struct DraftFile: Codable {
    var schema = "panel.preview.v1"
    var answers: Answers
  }

  /// The folder for one survey file, identified by the file's path.
  init(_ survey: SurveyFile, path: String, home: URL) {
    let full = URL(fileURLWithPath: path).standardizedFileURL.path
    let mark = ContentHash.hex(Data(full.utf8)).prefix(8)
    folder = home.appending(path: "previews").appending(path: "\(survey.survey.id)-\(mark)")
    self.survey = survey
  }

  private var draftURL: URL { folder.appending(path: "draft.json") }
  private var surveyURL: URL { folder.appending(path: "survey.yaml") }

  /// Creates the folder and locks it against a second preview of the same file.
  func lock() throws -> FolderLock {
    try DurableFile.createDirectory(folder)
    do throws(FolderLock.Problem) {
      return try FolderLock(
        path: folder.appending(path: "lock").path,
        holder: "panel (pid \(getpid()))"
      )
    } catch {
      throw Failure(
        .busy,
        en: "this survey is being previewed in another window",
        ko: "이 설문은 다른 창에서 미리보기 중입니다",
        fix: (en: "close that preview first", ko: "그 창에서 먼저 나오십시오")
      )
    }
  }

  /// The answers so far.
  func answers() throws -> Answers {
    guard let data = try? Data(contentsOf: draftURL) else { return Answers() }
    guard let file = try? JSONDecoder().decode(DraftFile.self, from: data) else {
      throw Failure.damaged(
        draftURL,
        fix: (
          en: "start anew: panel survey preview FILE --anew",
          ko: "새로 시작: panel survey preview 파일 --anew"
        )
      )
    }
    return file.answers
  }

  func save(_ answers: Answers) throws {
    try DurableFile.write(
      try CanonicalJSON.encodeReadable(DraftFile(answers: answers.normalised(for: survey.survey))),
      to: draftURL
    )
  }

  /// Keeps a copy of answers of which some no longer fit.
  func keepFormer(_ answers: Answers) throws {
    try DurableFile.write(
      try CanonicalJSON.encodeReadable(DraftFile(answers: answers)),
      to: folder.appending(path: "draft-before-change.json")
    )
  }

  /// Keeps a copy of the survey that the answers are about.
  func saveSurvey() throws { try DurableFile.write(survey.bytes, to: surveyURL) }

  /// The survey as it was at the last preview; `nil` if it cannot be read.
  func formerSurvey() -> Survey? {
    guard let data = try? Data(contentsOf: surveyURL) else { return nil }
    return try? SurveyDocument.read(String(decoding: data, as: UTF8.self)).survey
  }

  /// Discards the answers.
  func clear() throws {
    try DurableFile.remove(draftURL)
    try DurableFile.remove(surveyURL)
  }
}
