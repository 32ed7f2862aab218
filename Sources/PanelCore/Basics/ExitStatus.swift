/// How both programs end; the numbers are a contract (`docs/exit-codes.md`).
public enum ExitStatus: Int32, CaseIterable, Sendable {
  /// It was done.
  case success = 0
  /// A check failed, or the program met an error that it did not foresee.
  case checkFailed = 1
  /// The command line is wrong.
  case usage = 64
  /// A file, an answer or a message cannot be used.
  case invalidData = 65
  /// Something that is needed does not exist.
  case missingInput = 66
  /// A server cannot be reached, has too much to do, cannot store, or cannot listen.
  case unavailable = 69
  /// A file or directory cannot be made or written.
  case cannotCreate = 73
  /// Another process has it, or was first.
  case busy = 75
  /// The other side is not what it should be.
  case protocolMismatch = 76
  /// Not now, or not this person.
  case notPermitted = 77
  /// Interrupted with Ctrl-C.
  case interrupted = 130
}
