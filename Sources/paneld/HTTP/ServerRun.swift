import Foundation
import Logging
import NIOCore
import PanelCore
import PanelFiles
import PanelProtocol
import ServiceLifecycle
import UnixSignals

/// Runs the server and its services until a signal, and stops them in order.
struct ServerRun {
  let parts: Server.Parts
  let directory: DataDirectory
  let host: String
  let port: Int
  let metricsPort: Int?
  let withParent: Bool

  func run() async throws {
    var configuration = ServiceGroupConfiguration(
      services: services(),
      gracefulShutdownSignals: [.sigterm, .sigint],
      logger: quiet
    )
    configuration.maximumGracefulShutdownDuration = .seconds(
      Int64(ServerLimits.shutdownSeconds)
    )
    do {
      try await ServiceGroup(configuration: configuration).run()
    } catch let error as IOError {
      let reason = String(cString: strerror(error.errnoCode))
      throw ServerFailure(
        "cannot listen on \(host):\(port)\(metrics): \(reason)",
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
    parts.logger.info("stopped")
  }

  private var metrics: String {
    metricsPort.map { ", or on 127.0.0.1:\($0) for the metrics" } ?? ""
  }

  /// The library's messages about signals and services do not concern an operator.
  private var quiet: Logger {
    var quiet = parts.logger
    quiet.logLevel = .critical
    return quiet
  }

  private func services() -> [ServiceGroupConfiguration.ServiceConfiguration] {
    var services: [ServiceGroupConfiguration.ServiceConfiguration] = [
      .init(
        service: PhaseClock(
          rounds: parts.rounds,
          logger: parts.logger,
          parent: withParent ? getppid() : nil
        ),
        successTerminationBehavior: .gracefullyShutdownGroup
      )
    ]
    if let certificate = parts.certificate {
      services.append(
        .init(service: CertificateReloading(certificate: certificate, logger: parts.logger))
      )
    }
    if let metricsPort {
      let logger = parts.logger
      services.append(
        .init(
          service: Server.metrics(parts, port: metricsPort) { port in
            logger.notice("metrics on http://127.0.0.1:\(port)/metrics")
          }
        )
      )
    }
    let scheme = parts.certificate == nil ? "http" : "https"
    let (host, directory, logger) = (host, directory, parts.logger)
    services.append(
      .init(
        service: Server.application(parts, host: host, port: port) { port in
          let address = ServerAddress(
            url: "\(scheme)://\(host.contains(":") ? "[\(host)]" : host):\(port)",
            pid: getpid()
          )
          try? DurableFile.write(
            (try? CanonicalJSON.encodeReadable(address)) ?? Data(),
            to: directory.address
          )
          logger.notice("listening on \(address.url)")
        }
      )
    )
    return services
  }
}
