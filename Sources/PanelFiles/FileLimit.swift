import Foundation

/// How many files and connections the process may have open.
public enum FileLimit {
  /// Raises the limit as far as the system permits, and returns the number that is allowed then.
  public static func allow(_ count: Int) -> Int {
    var limit = rlimit()
    #if canImport(Darwin)
    let resource = RLIMIT_NOFILE
    #else
    let resource = __rlimit_resource_t(RLIMIT_NOFILE.rawValue)
    #endif
    guard getrlimit(resource, &limit) == 0 else { return count }
    let wanted = rlim_t(max(0, count))
    guard limit.rlim_cur < wanted else { return count }
    limit.rlim_cur = min(wanted, limit.rlim_max)
    guard setrlimit(resource, &limit) == 0, getrlimit(resource, &limit) == 0 else { return 0 }
    return Int(min(limit.rlim_cur, wanted))
  }
}
