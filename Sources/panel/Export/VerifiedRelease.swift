import Foundation
import PanelCore
import PanelReport

extension Release {
  /// Reads the release in a directory, every check of which must hold.
  static func verified(in directory: String) throws(Failure) -> Release {
    let release = Release(files: try InputFile.directory(directory))
    let failed = Verification.run(files: release.files, fingerprint: nil, mine: nil).failed
    guard !failed.isEmpty else { return release }
    let list = failed.joined(separator: ", ")
    throw Failure(
      .invalidData,
      en: "\(directory): this release does not verify (\(list)), so nothing is made of it",
      ko: "\(directory): 검증되지 않는 공개 자료입니다(\(list)). 아무것도 만들지 않았습니다",
      fix: (
        en: "see what is wrong with panel verify \(directory), and get the release again",
        ko: "panel verify \(directory)로 확인하고 공개 자료를 다시 받으십시오"
      )
    )
  }
}
