import Foundation

/// What both programs do before anything else.
public enum ProcessHardening {
  /// Makes new files private and forbids core files, which could hold a key; a closed pipe becomes
  /// a failed write instead of a signal.
  public static func apply() {
    umask(0o077)
    var none = rlimit(rlim_cur: 0, rlim_max: 0)
    #if canImport(Darwin)
    setrlimit(RLIMIT_CORE, &none)
    #else
    setrlimit(__rlimit_resource_t(RLIMIT_CORE.rawValue), &none)
    #endif
    signal(SIGPIPE, SIG_IGN)
  }
}
