/// What can go wrong with the server's files.
public enum StoreError: Error, Hashable, Sendable {
  /// The SQLite library is older than the tables need.
  case sqliteTooOld(found: String, needed: String)
  /// The file was written by a newer version: a step of its tables that this program does not know,
  /// and the last one that it knows.
  case newerSchema(path: String, has: String, knows: String)
  /// The tables could not be upgraded; the file is unchanged, at the step `has`.
  case upgradeFailed(path: String, has: String, reason: String)
  /// The file was written by an earlier version and is only read here.
  case olderSchema(path: String)
  /// The file or its directory cannot be opened or written.
  case cannotOpen(path: String, reason: String)
  /// A read or write failed although the file was open; nothing was changed.
  case failed(path: String, reason: String)
  /// The disk is full; nothing was changed.
  case full(path: String)
  /// The stored value that a change is based on has changed meanwhile.
  case conflict
  /// Something the change refers to does not exist.
  case notFound
  /// All seats are taken.
  case noSeatLeft
}
