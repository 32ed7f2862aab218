import Foundation
import PanelCore

/// Files that a command makes at a name the person gave.
enum OutputFile {
  /// Refuses a name that exists, so that nothing is overwritten.
  static func requireNew(_ path: String) throws(Failure) {
    guard FileManager.default.fileExists(atPath: path) else { return }
    throw Failure(
      .cannotCreate,
      en: "\(path): exists already",
      ko: "\(path): 이미 있습니다",
      fix: (en: "name a file that does not exist", ko: "없는 파일 이름을 지정하십시오")
    )
  }
}
