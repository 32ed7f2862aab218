/// Reports the expensive steps of reading a release, so that a test can count them.
package enum ReleaseWork: Sendable {
  /// The files were parsed.
  case parsed
  /// The checks ran.
  case verified
  /// The official score was computed.
  case scored

  /// Called at each step; `nil` outside tests.
  @TaskLocal package static var observer: (@Sendable (ReleaseWork) -> Void)?

  static func note(_ step: ReleaseWork) { observer?(step) }
}
