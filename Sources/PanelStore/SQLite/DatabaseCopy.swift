/// A consistent copy of one of the server's database files, for a backup.
public enum DatabaseCopy {
  /// Copies a file while its server may run, without deleted rows and the order of arrival.
  public static func make(of path: String, to copy: String) throws(StoreError) {
    try SQLiteFile.copy(path, to: copy)
  }
}
