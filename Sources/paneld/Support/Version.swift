/// The version of this program, which backups contain.
enum Version {
  static let current = "0.1.0"
}
