import ArgumentParser
import Foundation
import Logging
import PanelCore
import PanelFiles
import PanelProtocol
import PanelStore

/// `paneld serve`: runs the server until a signal stops it.
struct ServeCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "serve",
    abstract: "Run the server.",
    discussion: """
      Example:
        paneld serve --data /var/lib/paneld --host 0.0.0.0 \\
          --tls-certificate server.pem --tls-key server.key
      """
  )

  @ArgumentParser.Option(name: .long, help: "The data directory that paneld init made.")
  var data: String

  @ArgumentParser.Option(name: .long, help: "The address to listen on.")
  var host = "127.0.0.1"

  @ArgumentParser.Option(name: .long, help: "The port to listen on; 0 takes a free one.")
  var port = 8443

  @ArgumentParser.Option(name: .long, help: "The certificate chain, PEM; read again at SIGHUP.")
  var tlsCertificate: String?

  @ArgumentParser.Option(name: .long, help: "The certificate's private key, PEM.")
  var tlsKey: String?

  @ArgumentParser.Flag(
    name: .long,
    help: "A proxy in front of this server ends TLS; allow other addresses without TLS."
  )
  var behindProxy = false

  @OptionGroup(title: "Limits") var limits: LimitOptions

  @ArgumentParser.Option(
    name: .long,
    help: "A port of this machine for GET /metrics, for Prometheus; 0 takes a free one."
  )
  var metricsPort: Int?

  @ArgumentParser.Option(name: .long, help: "How the log is written: text or json.")
  var logFormat = LogFormat.text

  @ArgumentParser.Option(
    name: .long,
    help: "What is logged: trace, debug, info, notice, warning, error or critical.",
    transform: ServerLog.level
  )
  var logLevel = Logger.Level.notice

  @ArgumentParser.Flag(
    name: .long,
    help: ArgumentHelp("Stop when the process that started this one is gone.", visibility: .hidden)
  )
  var withParent = false

  @ArgumentParser.Option(
    name: .long,
    help: ArgumentHelp(
      "For trials on this machine: a file with seconds to add to the clock.",
      visibility: .hidden
    )
  )
  var trialClock: String?

  func run() async throws {
    try checkSettings()
    let limits = try limits.checked()
    let directory = DataDirectory(path: data)
    guard FileManager.default.fileExists(atPath: directory.registry.path) else {
      throw ServerFailure(
        "\(data) is not a data directory",
        fix: "make it with: paneld init --data \(data)",
        status: ServerFailure.missingInput
      )
    }
    let logger = ServerLog.logger(format: logFormat, level: logLevel)
    let certificate = try certificateFiles(directory)
      .map { files throws(ServerFailure) in
        try ServerCertificate(files, now: Timestamp(Date()))
      }
    if let warning = certificate?.loaded.warning { logger.warning("\(warning)") }
    do {
      let lock = try directory.takeLock(as: "paneld (pid \(getpid()), \(host):\(port))")
      directory.reportUpgrades()
      let registry = try Registry(path: directory.registry.path)
      let rounds = Rounds(
        registry: registry,
        directory: directory,
        now: clock(logger)
      )
      var unopened = 0
      try await rounds.recoverAll { round, error in
        unopened += 1
        logger.error(
          "a round cannot be opened",
          metadata: [
            "round": "\(round)", "error": "\((error as? ProblemReport)?.title ?? "\(error)")",
          ]
        )
      }
      let parts = Server.Parts(
        rounds: rounds,
        readiness: Readiness(
          registry: registry,
          directory: directory,
          unopened: unopened
        ),
        metrics: ServerMetrics(),
        limits: limits,
        certificate: certificate,
        logger: logger
      )
      try await ServerRun(
        parts: parts,
        directory: directory,
        host: host,
        port: port,
        metricsPort: metricsPort,
        withParent: withParent
      ).run()
      withExtendedLifetime(lock) {}
    } catch let error as StoreError {
      throw ServerFailure(error)
    }
  }

  /// The clock; in a trial on this machine, in which weeks pass in seconds, shifted by a file.
  private func clock(_ logger: Logger) -> @Sendable () -> Timestamp {
    guard let trialClock else { return { Timestamp(Date()) } }
    logger.notice("the clock is shifted by \(trialClock): a trial")
    return {
      let text = (try? String(contentsOfFile: trialClock, encoding: .utf8)) ?? ""
      let seconds = Int64(text.trimmingCharacters(in: .whitespacesAndNewlines)) ?? 0
      return Timestamp(Date()).advanced(by: seconds)
    }
  }

  private func checkSettings() throws(ServerFailure) {
    for port in [port, metricsPort ?? 0] where !(0...65_535).contains(port) {
      throw ServerFailure(
        "port \(port) does not exist",
        fix: "choose one from 1 to 65535, or 0 for a free one",
        status: ServerFailure.usage
      )
    }
    guard trialClock == nil || isLoopback else {
      throw ServerFailure(
        "a shifted clock is allowed only for trials on this machine",
        fix: "leave out --trial-clock, or --host",
        status: ServerFailure.notPermitted
      )
    }
  }

  private var isLoopback: Bool {
    host == "localhost" || host == "::1" || host.hasPrefix("127.")
  }

  /// The files of the options, otherwise those of `paneld init --self-signed`; `nil` for no TLS.
  private func certificateFiles(
    _ directory: DataDirectory
  ) throws(ServerFailure)
    -> CertificateFiles?
  {
    switch (tlsCertificate, tlsKey) {
    case (nil, nil):
      if behindProxy { return nil }
      if let own = directory.ownCertificate { return own }
      guard isLoopback else {
        throw ServerFailure(
          "\(host) can be reached from other machines, and there is no TLS",
          fix: "give --tls-certificate and --tls-key, "
            + "or --behind-proxy if a proxy on this machine ends TLS; "
            + "for a trial make a certificate with: paneld init --self-signed",
          status: ServerFailure.notPermitted
        )
      }
      return nil
    case (let certificate?, let key?):
      return CertificateFiles(certificate: certificate, key: key, isOwn: false)
    default:
      throw ServerFailure(
        "TLS needs both a certificate and its key",
        fix: "give --tls-certificate and --tls-key",
        status: ServerFailure.usage
      )
    }
  }
}

/// The limits that an operator may change.
struct LimitOptions: ParsableArguments {
  @ArgumentParser.Option(
    name: .long,
    help: "Open connections; further ones wait (default: 1000, or what the system allows)."
  )
  var connections: Int?

  @ArgumentParser.Option(
    name: .long,
    help: "Seconds for the head of a request, and again for its body."
  )
  var requestSeconds = ServerLimits().requestSeconds

  @ArgumentParser.Option(name: .long, help: "Seconds that a connection waits for its next request.")
  var idleSeconds = ServerLimits().idleSeconds

  @ArgumentParser.Option(name: .long, help: "Enrolments per second, all peers together.")
  var enrolmentsPerSecond = ServerLimits().enrolmentsPerSecond

  @ArgumentParser.Option(name: .long, help: "Submissions per second, all peers together.")
  var submissionsPerSecond = ServerLimits().submissionsPerSecond

  /// Open files other than connections: databases, the log, files that are being written.
  private static let otherFiles = 128
  /// The fewest connections that are accepted without an explicit option.
  private static let fewest = 100

  /// Checks the limits and raises the system's limit of open files to match.
  func checked() throws(ServerFailure) -> ServerLimits {
    let usual = ServerLimits().connections
    var limits = ServerLimits(
      connections: connections ?? usual,
      requestSeconds: requestSeconds,
      idleSeconds: idleSeconds,
      enrolmentsPerSecond: enrolmentsPerSecond,
      submissionsPerSecond: submissionsPerSecond
    )
    let numbers = [
      ("--connections", limits.connections), ("--request-seconds", requestSeconds),
      ("--idle-seconds", idleSeconds), ("--enrolments-per-second", enrolmentsPerSecond),
      ("--submissions-per-second", submissionsPerSecond),
    ]
    for (name, number) in numbers where !(1...1_000_000).contains(number) {
      throw ServerFailure(
        "\(name) \(number) is out of range",
        fix: "choose a number from 1 to 1000000",
        status: ServerFailure.usage
      )
    }
    let allowed = FileLimit.allow(limits.connections + LimitOptions.otherFiles)
    let possible = allowed - LimitOptions.otherFiles
    if connections == nil, possible >= LimitOptions.fewest {
      limits.connections = min(usual, possible)
    }
    guard limits.connections <= possible else {
      throw ServerFailure(
        "the system allows \(allowed) open files, too few for \(limits.connections) connections",
        fix: possible > 0
          ? "give --connections \(possible) or less, or raise the limit (ulimit -n)"
          : "raise the limit (ulimit -n)",
        status: ServerFailure.unavailable
      )
    }
    return limits
  }
}
