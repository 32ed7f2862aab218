/// The version of this program, which backups name.
enum Version {
  static let current = "0.1.0"
}
