import Crypto
import Foundation
import PanelCore
import PanelFiles
import PanelProtocol

/// What trying out a survey leaves on this machine: `previews/…`, next to the rounds and never in one.
///
/// There is no credential, no server and no outbox here, so nothing of a preview can be sent, and no
/// round reads from here.
struct PreviewPlace: Sendable {
  let folder: URL
  private let survey: SurveyFile

  private struct DraftFile: Codable {
    var schema = "panel.preview.v1"
    var answers: Answers
  }

  /// The place of one survey file, known again by its path.
  init(_ survey: SurveyFile, path: String, home: URL) {
    let full = URL(fileURLWithPath: path).standardizedFileURL.path
    let mark = ContentHash.hex(Data(full.utf8)).prefix(8)
    folder = home.appending(path: "previews").appending(path: "\(survey.survey.id)-\(mark)")
    self.survey = survey
  }

  private var draftURL: URL { folder.appending(path: "draft.json") }
  private var surveyURL: URL { folder.appending(path: "survey.yaml") }

  /// Makes the folder and keeps a second preview of the same file off it.
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
        fix: (en: "leave there first", ko: "그 창에서 먼저 나오십시오")
      )
    }
  }

  /// The answers that were tried so far.
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

  /// Keeps answers of which some do not fit any more.
  func keepFormer(_ answers: Answers) throws {
    try DurableFile.write(
      try CanonicalJSON.encodeReadable(DraftFile(answers: answers)),
      to: folder.appending(path: "draft-before-change.json")
    )
  }

  /// Keeps the survey that the answers are about.
  func saveSurvey() throws { try DurableFile.write(survey.bytes, to: surveyURL) }

  /// The survey as it was when it was previewed last, if it can still be read.
  func formerSurvey() -> Survey? {
    guard let data = try? Data(contentsOf: surveyURL) else { return nil }
    return try? SurveyDocument.read(String(decoding: data, as: UTF8.self)).survey
  }

  /// Forgets what was tried.
  func clear() throws {
    try DurableFile.remove(draftURL)
    try DurableFile.remove(surveyURL)
  }
}
