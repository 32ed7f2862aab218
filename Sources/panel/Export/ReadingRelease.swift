import Foundation
import PanelCore
import PanelProtocol
import PanelReport

extension VerifiedRelease {
  /// Reads and verifies the release in a directory.
  static func read(
    _ directory: String,
    fingerprint: Fingerprint? = nil
  ) throws(Failure) -> VerifiedRelease {
    let files = try InputFile.directory(directory)
    let list: String
    do {
      return try VerifiedRelease(files: files, fingerprint: fingerprint)
    } catch {
      list = error.failed.joined(separator: ", ")
    }
    throw Failure(
      .invalidData,
      en: "\(directory): this release does not verify (\(list)), so nothing was written",
      ko: "\(directory): 검증되지 않는 공개 자료입니다(\(list)). 아무것도 만들지 않았습니다",
      fix: (
        en: "run panel verify \(directory) to see what is wrong, and get the release again",
        ko: "panel verify \(directory)로 확인하고 공개 자료를 다시 받으십시오"
      )
    )
  }
}
