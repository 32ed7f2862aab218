import Foundation
import PanelCore
import PanelScoring

/// Files that a person names on the command line.
enum InputFile {
  static func data(_ path: String) throws(Failure) -> Data {
    var isDirectory: ObjCBool = false
    guard FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory) else {
      throw Failure(
        .missingInput,
        en: "\(path): there is no such file",
        ko: "\(path): 파일이 없습니다",
        fix: (en: "check the name", ko: "이름을 확인하십시오")
      )
    }
    guard !isDirectory.boolValue, let data = FileManager.default.contents(atPath: path) else {
      throw Failure(
        .missingInput,
        en: "\(path): cannot be read",
        ko: "\(path): 읽을 수 없습니다",
        fix: (en: "name a file that you may read", ko: "읽을 수 있는 파일을 지정하십시오")
      )
    }
    return data
  }

  static func text(_ path: String) throws(Failure) -> String {
    guard let text = String(data: try data(path), encoding: .utf8) else {
      throw Failure(
        .invalidData,
        en: "\(path): not a UTF-8 text",
        ko: "\(path): UTF-8 문서가 아닙니다",
        fix: (
          en: "save it as UTF-8 (in Excel: 'CSV UTF-8')", ko: "UTF-8로 저장하십시오 (엑셀: 'CSV UTF-8')"
        )
      )
    }
    return text
  }

  /// Decodes a JSON file; a file that holds something else is refused with `wrong`.
  static func decoded<Value: Decodable>(_ path: String, or wrong: Failure) throws(Failure) -> Value
  {
    let data = Data(try text(path).utf8)
    guard let value = try? JSONDecoder().decode(Value.self, from: data) else { throw wrong }
    return value
  }

  /// All files of a directory by name; folders inside are named with a slash at the end.
  static func directory(_ path: String) throws(Failure) -> [String: Data] {
    guard let names = try? FileManager.default.contentsOfDirectory(atPath: path) else {
      throw Failure(
        .missingInput,
        en: "\(path): there is no such directory",
        ko: "\(path): 폴더가 없습니다",
        fix: (en: "name the directory of a release", ko: "공개 자료 폴더를 지정하십시오")
      )
    }
    var files: [String: Data] = [:]
    for name in names {
      files[name] = FileManager.default.contents(atPath: path + "/" + name) ?? Data()
    }
    return files
  }

  static func isDirectory(_ path: String) -> Bool {
    var isDirectory: ObjCBool = false
    return FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory)
      && isDirectory.boolValue
  }
}
