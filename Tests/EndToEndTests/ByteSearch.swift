import Foundation

/// Finds values in files, in every form in which they could have been written.
enum ByteSearch {
  /// The forms of a value: as it is, backwards, in hexadecimal of either case, and in base64 at
  /// each of the three places that it can have inside a longer text.
  static func forms(of value: Data) -> [Data] {
    let hex = value.map { byte in
      let text = String(byte, radix: 16)
      return text.count == 1 ? "0" + text : text
    }.joined()
    let base64 = (0..<3).compactMap { shift -> String? in
      let text = (Data(count: shift) + value).base64EncodedString()
      // The characters at both ends also depend on what stands beside the value.
      let start = (shift * 8 + 5) / 6
      let count = (value.count * 8 - (start * 6 - shift * 8)) / 6
      return count < 10 ? nil : String(text.dropFirst(start).prefix(count))
    }
    return [value, Data(value.reversed())]
      + ([hex, hex.uppercased()] + base64).map { Data($0.utf8) }
  }

  /// Where bytes begin for the first time.
  static func offset(of value: Data, in bytes: Data) -> Int? {
    bytes.withUnsafeBytes { haystack in
      value.withUnsafeBytes { needle in
        guard let base = haystack.baseAddress, let sought = needle.baseAddress else { return nil }
        let first = Int32(needle[0])
        var start = 0
        // The library looks for the first byte: a loop over all bytes is slow without optimiser.
        while haystack.count - start >= needle.count,
          let found = memchr(base + start, first, haystack.count - start - needle.count + 1)
        {
          if memcmp(found, sought, needle.count) == 0 { return UnsafeRawPointer(found) - base }
          start = UnsafeRawPointer(found) - base + 1
        }
        return nil
      }
    }
  }

  /// Whether a value stands in the bytes in any form.
  static func holds(_ bytes: Data, _ value: Data) -> Bool {
    forms(of: value).contains { offset(of: $0, in: bytes) != nil }
  }
}

/// The bytes of all files below a folder at one moment.
struct FolderBytes: Sendable {
  /// The bytes by path below the folder.
  let files: [String: Data]

  init(_ folder: URL) throws {
    var files: [String: Data] = [:]
    for name in try FileManager.default.subpathsOfDirectory(atPath: folder.path) {
      let url = folder.appending(path: name)
      var isDirectory: ObjCBool = false
      guard FileManager.default.fileExists(atPath: url.path, isDirectory: &isDirectory),
        !isDirectory.boolValue
      else { continue }
      files[name] = try Data(contentsOf: url)
    }
    self.files = files
  }

  /// The names of the files that hold a value in any form.
  func holders(of value: Data) -> [String] {
    let forms = ByteSearch.forms(of: value)
    return files.filter { file in
      forms.contains { ByteSearch.offset(of: $0, in: file.value) != nil }
    }.keys.sorted()
  }

  /// The names of the files that hold a text.
  func holders(of text: String) -> [String] { holders(of: Data(text.utf8)) }

  /// Only the files whose path satisfies a condition.
  func only(_ condition: (String) -> Bool) -> FolderBytes {
    FolderBytes(files: files.filter { condition($0.key) })
  }

  private init(files: [String: Data]) { self.files = files }
}
