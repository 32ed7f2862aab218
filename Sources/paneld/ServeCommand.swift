import ArgumentParser
import Foundation
import Hummingbird
import Logging
import NIOCore
import NIOSSL
import PanelCore
import PanelFiles
import PanelProtocol
import PanelStore
import ServiceLifecycle
import UnixSignals

/// `paneld serve`: runs the server until it is told to stop.
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

  @ArgumentParser.Option(name: .long, help: "The certificate chain, PEM.")
  var tlsCertificate: String?

  @ArgumentParser.Option(name: .long, help: "The certificate's private key, PEM.")
  var tlsKey: String?

  @ArgumentParser.Flag(
    name: .long,
    help: "A proxy before this server ends TLS; allow other addresses without it."
  )
  var behindProxy = false

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
    let tls = try checkedSettings()
    let directory = DataDirectory(path: data)
    guard FileManager.default.fileExists(atPath: directory.registry.path) else {
      throw ServerFailure(
        "\(data) is not a data directory",
        fix: "make it with: paneld init --data \(data)",
        status: ServerFailure.missingInput
      )
    }
    var logger = Logger(label: "paneld") { StreamLogHandler.standardError(label: $0) }
    logger.logLevel = .notice
    do {
      let lock = try directory.takeLock(as: "paneld (pid \(getpid()), \(host):\(port))")
      let registry = try Registry(path: directory.registry.path)
      let rounds = Rounds(
        registry: registry,
        directory: directory,
        now: clock()
      )
      try await rounds.openBoxes { round, error in
        logger.error(
          "a round cannot be opened",
          metadata: [
            "round": "\(round)", "error": "\((error as? ProblemReport)?.title ?? "\(error)")",
          ]
        )
      }
      try await run(rounds, registry, directory, tls, logger)
      withExtendedLifetime(lock) {}
    } catch let error as StoreError {
      throw ServerFailure(error)
    }
  }

  private func run(
    _ rounds: Rounds,
    _ registry: Registry,
    _ directory: DataDirectory,
    _ tls: TLSConfiguration?,
    _ logger: Logger
  ) async throws {
    if let tls {
      do {
        _ = try NIOSSLContext(configuration: tls)
      } catch {
        throw ServerFailure(
          "the TLS certificate and the key do not work together",
          fix: "give PEM files that belong together",
          status: ServerFailure.invalidData
        )
      }
    }
    let scheme = tls == nil ? "http" : "https"
    let host = host
    let application = try Server.application(
      router: Server.router(rounds: rounds, registry: registry, logger: logger),
      host: host,
      port: port,
      tls: tls,
      logger: logger
    ) { port in
      let address = ServerAddress(
        url: "\(scheme)://\(host.contains(":") ? "[\(host)]" : host):\(port)",
        pid: getpid()
      )
      try? DurableFile.write(
        (try? CanonicalJSON.encodeReadable(address)) ?? Data(),
        to: directory.address
      )
      StandardStream.error.write("paneld: listening on \(address.url)\n")
    }
    var configuration = ServiceGroupConfiguration(
      services: [
        .init(
          service: PhaseClock(
            rounds: rounds,
            logger: logger,
            parent: withParent ? getppid() : nil
          ),
          successTerminationBehavior: .gracefullyShutdownGroup
        ),
        .init(service: application),
      ],
      gracefulShutdownSignals: [.sigterm, .sigint],
      logger: {
        var quiet = logger
        quiet.logLevel = .critical
        return quiet
      }()
    )
    configuration.maximumGracefulShutdownDuration = .seconds(10)
    do {
      try await ServiceGroup(configuration: configuration).run()
    } catch let error as IOError {
      let reason = String(cString: strerror(error.errnoCode))
      throw ServerFailure(
        "cannot listen on \(host):\(port): \(reason)",
        fix: error.errnoCode == EADDRINUSE
          ? "another program has the port; choose one with --port"
          : "choose an address of this machine with --host and a port you may use with --port",
        status: ServerFailure.unavailable
      )
    } catch let error as SocketAddressError {
      throw ServerFailure(
        "cannot listen on \(host): \(error)",
        fix: "name an address of this machine with --host",
        status: ServerFailure.unavailable
      )
    }
    try? DurableFile.remove(directory.address)
  }

  /// The clock; in a trial on this machine, with which weeks pass in seconds, shifted by a file.
  private func clock() -> @Sendable () -> Timestamp {
    guard let trialClock else { return { Timestamp(Date()) } }
    StandardStream.error.write("paneld: the clock is shifted by \(trialClock): a trial\n")
    return {
      let text = (try? String(contentsOfFile: trialClock, encoding: .utf8)) ?? ""
      let seconds = Int64(text.trimmingCharacters(in: .whitespacesAndNewlines)) ?? 0
      return Timestamp(Date()).advanced(by: seconds)
    }
  }

  private func checkedSettings() throws(ServerFailure) -> TLSConfiguration? {
    guard (0...65_535).contains(port) else {
      throw ServerFailure(
        "port \(port) does not exist",
        fix: "choose one from 1 to 65535, or 0 for a free one",
        status: ServerFailure.usage
      )
    }
    guard trialClock == nil || isLoopback else {
      throw ServerFailure(
        "a shifted clock is for trials on this machine only",
        fix: "leave out --trial-clock, or --host",
        status: ServerFailure.notPermitted
      )
    }
    switch (tlsCertificate, tlsKey) {
    case (nil, nil):
      guard isLoopback || behindProxy else {
        throw ServerFailure(
          "\(host) can be reached from outside and there is no TLS",
          fix: "give --tls-certificate and --tls-key, "
            + "or --behind-proxy if a proxy on this machine ends TLS",
          status: ServerFailure.notPermitted
        )
      }
      return nil
    case (let certificate?, let key?):
      return try tlsConfiguration(certificate: certificate, key: key)
    default:
      throw ServerFailure(
        "TLS needs both a certificate and its key",
        fix: "give --tls-certificate and --tls-key",
        status: ServerFailure.usage
      )
    }
  }

  private var isLoopback: Bool {
    host == "localhost" || host == "::1" || host.hasPrefix("127.")
  }

  private func tlsConfiguration(
    certificate: String,
    key: String
  ) throws(ServerFailure) -> TLSConfiguration {
    do {
      let chain = try NIOSSLCertificate.fromPEMFile(certificate)
      let privateKey = try NIOSSLPrivateKey(file: key, format: .pem)
      var configuration = TLSConfiguration.makeServerConfiguration(
        certificateChain: chain.map { .certificate($0) },
        privateKey: .privateKey(privateKey)
      )
      configuration.minimumTLSVersion = .tlsv12
      return configuration
    } catch {
      let unreadable = [certificate, key].first {
        !FileManager.default.isReadableFile(atPath: $0)
      }
      throw ServerFailure(
        unreadable.map { "\($0): cannot be read" }
          ?? "\(certificate), \(key): not a PEM certificate and its key",
        fix: "give PEM files that the server's user may read, and that belong together",
        status: ServerFailure.missingInput
      )
    }
  }
}

/// What `server.json` says while the server runs.
struct ServerAddress: Codable, Sendable {
  var url: String
  var pid: Int32
}
