/// The content of `server.json`, which the server keeps in its data directory while it runs.
public struct ServerAddress: Codable, Sendable {
  /// The URL at which the server listens.
  public var url: String
  /// The process identifier of the server.
  public var pid: Int32

  /// Pairs the URL with the process.
  public init(url: String, pid: Int32) {
    self.url = url
    self.pid = pid
  }
}
