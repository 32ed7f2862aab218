import Foundation
import PanelCore
import PanelFiles

/// Writes a text in the person's own editor, through a file that only they can read.
enum ExternalEditor {
  /// The command: `$VISUAL`, or otherwise `$EDITOR`.
  static var command: String? {
    ["VISUAL", "EDITOR"].lazy.compactMap { Settings.environment[$0] }.first { !$0.isEmpty }
  }

  /// Opens the text and returns it as the editor saved it.
  ///
  /// The file is in a folder of its own within `parent` and is removed in every case.
  static func edit(_ text: String, in parent: URL) throws -> String {
    guard let command else {
      throw Failure(
        .missingInput,
        en: "no editor is set; write here with c, or set EDITOR, such as EDITOR=nano",
        ko: "편집기가 지정되지 않았습니다. c로 여기에서 쓰거나 EDITOR=nano처럼 지정하십시오",
        fix: (en: "set EDITOR", ko: "EDITOR를 지정하십시오")
      )
    }
    let folder = parent.appending(path: "editor-\(getpid())")
    try DurableFile.createDirectory(folder)
    defer { try? FileManager.default.removeItem(at: folder) }
    let file = folder.appending(path: "comment.txt")
    try DurableFile.write(Data(text.utf8), to: file)
    // As git does: the command may have options; the file name is passed as an argument.
    let status = try run("/bin/sh", ["-c", command + " \"$1\"", "sh", file.path])
    guard status == 0, let data = try? Data(contentsOf: file) else {
      throw Failure(
        .checkFailed,
        en: "the editor failed (\(status)); the comment is unchanged: \(command)",
        ko: "편집기가 실패했습니다(\(status)). 의견은 그대로입니다: \(command)",
        fix: (en: "check EDITOR", ko: "EDITOR를 확인하십시오")
      )
    }
    var text = String(decoding: data, as: UTF8.self)
    // Editors end a file with a newline.
    if text.hasSuffix("\n"), !text.dropLast().isEmpty { text.removeLast() }
    return text
  }

  /// Runs a program on this terminal and waits for it.
  ///
  /// Foundation's `Process` would put it into a group of its own, which must not read the terminal.
  private static func run(_ program: String, _ arguments: [String]) throws -> Int32 {
    // As system(3) does: Ctrl-C and Ctrl-\ signal the whole group, but are meant for the editor.
    let former = (signal(SIGINT, SIG_IGN), signal(SIGQUIT, SIG_IGN))
    defer {
      signal(SIGINT, former.0)
      signal(SIGQUIT, former.1)
    }
    #if canImport(Darwin)
    var attributes: posix_spawnattr_t?
    #else
    var attributes = posix_spawnattr_t()
    #endif
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    // The runtime's threads block all signals; the editor must not inherit that.
    var (none, standard) = (sigset_t(), sigset_t())
    sigemptyset(&none)
    sigemptyset(&standard)
    for number in [SIGINT, SIGQUIT, SIGPIPE] { sigaddset(&standard, number) }
    posix_spawnattr_setsigmask(&attributes, &none)
    posix_spawnattr_setsigdefault(&attributes, &standard)
    posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF))
    var argv = ([program] + arguments).map { strdup($0) } + [nil]
    defer { argv.forEach { free($0) } }
    var process: pid_t = 0
    let failure = posix_spawn(&process, program, nil, &attributes, &argv, environ)
    guard failure == 0 else { return failure }
    var status: Int32 = 0
    while waitpid(process, &status, 0) < 0 && errno == EINTR {}
    return status & 0x7f == 0 ? (status >> 8) & 0xff : 128 + (status & 0x7f)
  }
}
