public import Foundation

/// Compares what a program writes with what was recorded.
///
/// A test says `#expect(try Golden.difference(text, "name.txt") == nil)`. A missing recording is made,
/// and with `RECORD_GOLDEN=1` every recording is made anew; the test then fails once, so that a
/// recording is never mistaken for a pass.
public enum Golden {
  /// Whether every recording is made anew.
  public static var isRecording: Bool {
    ProcessInfo.processInfo.environment["RECORD_GOLDEN"] == "1"
  }

  /// Where a recording of a test file is: in the folder `Golden` next to it.
  public static func url(_ name: String, file: String = #filePath) -> URL {
    URL(filePath: file).deletingLastPathComponent().appending(path: "Golden").appending(path: name)
  }

  /// What differs between a text and its recording; `nil` if nothing does.
  public static func difference(
    _ text: String,
    _ name: String,
    file: String = #filePath
  ) throws -> String? {
    try difference(Data(text.utf8), name, file: file)
  }

  /// What differs between bytes and their recording; `nil` if nothing does.
  public static func difference(
    _ data: Data,
    _ name: String,
    file: String = #filePath
  ) throws -> String? {
    let url = url(name, file: file)
    guard !isRecording, let recorded = try? Data(contentsOf: url) else {
      try FileManager.default.createDirectory(
        at: url.deletingLastPathComponent(),
        withIntermediateDirectories: true
      )
      if (try? Data(contentsOf: url)) != data { try data.write(to: url) }
      return "recorded \(name); run again without RECORD_GOLDEN"
    }
    guard data != recorded else { return nil }
    let lines = { (data: Data) in
      String(decoding: data, as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: false)
    }
    let pair = zip(lines(data), lines(recorded)).first { !$0.utf8.elementsEqual($1.utf8) }
    return "\(name) differs: "
      + (pair.map { "got ‘\($0)’, recorded ‘\($1)’" } ?? "one is longer than the other")
  }
}
