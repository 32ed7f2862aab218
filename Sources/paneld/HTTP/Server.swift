import Foundation
import Hummingbird
import HummingbirdCore
import Logging
import NIOCore
import PanelCore
import PanelProtocol
import PanelStore
import ServiceLifecycle

/// Builds the server: its routes, its limits, its TLS.
enum Server {
  typealias Context = BasicRequestContext

  /// What the routes stand on.
  struct Parts: Sendable {
    var rounds: Rounds
    var registry: Registry
    var readiness: Readiness
    var metrics: ServerMetrics
    var limits: ServerLimits
    var certificate: ServerCertificate?
    var logger: Logger
  }

  /// The routes over one data directory.
  static func router(_ parts: Parts) -> Router<Context> {
    let router = Router(context: Context.self)
    router.add(middleware: MetricsMiddleware(metrics: parts.metrics))
    router.add(middleware: ProblemMiddleware(logger: parts.logger, metrics: parts.metrics))
    router.add(middleware: RequestLimits(limits: parts.limits))
    RoundRoutes<Context>(rounds: parts.rounds).add(to: router)
    HolderRoutes<Context>(rounds: parts.rounds, registry: parts.registry).add(to: router)
    CoordinatorRoutes<Context>(rounds: parts.rounds, registry: parts.registry).add(to: router)
    OperatorRoutes<Context>(readiness: parts.readiness).add(to: router)
    return router
  }

  /// The server on an address, with TLS if there is a certificate.
  static func application(
    _ parts: Parts,
    host: String,
    port: Int,
    onListening: @escaping @Sendable (Int) async -> Void
  ) -> some ApplicationProtocol {
    Application(
      router: router(parts),
      server: builder(parts.limits, parts.certificate),
      configuration: configuration(host: host, port: port, parts),
      onServerRunning: { channel in await onListening(channel.localAddress?.port ?? port) },
      logger: quiet(parts.logger)
    )
  }

  /// The metrics on a port of this machine.
  static func metrics(
    _ parts: Parts,
    port: Int,
    onListening: @escaping @Sendable (Int) async -> Void
  ) -> some ApplicationProtocol {
    let router = Router(context: Context.self)
    MetricsRoute<Context>(
      metrics: parts.metrics,
      readiness: parts.readiness,
      registry: parts.registry,
      certificate: parts.certificate
    ).add(to: router)
    var parts = parts
    parts.limits.connections = 16
    return Application(
      router: router,
      server: builder(parts.limits, nil),
      configuration: configuration(host: "127.0.0.1", port: port, parts),
      onServerRunning: { channel in await onListening(channel.localAddress?.port ?? port) },
      logger: quiet(parts.logger)
    )
  }

  private static func builder(
    _ limits: ServerLimits,
    _ certificate: ServerCertificate?
  ) -> HTTPServerBuilder {
    HTTPServerBuilder { responder in
      let http = HTTP1Channel(
        responder: responder,
        configuration: HTTP1Channel.Configuration(
          additionalChannelHandlers: [RequestDeadlines(limits: limits)],
          httpDecoderConfiguration: .init(
            maxHeaderFieldSize: ServerLimits.headerBytes,
            maxHeaderListSize: ServerLimits.headerBytes,
            maxHeaderFieldCount: ServerLimits.headerCount
          )
        )
      )
      guard let certificate else { return http }
      return ReloadableTLS(base: http, certificate: certificate)
    }
  }

  private static func configuration(
    host: String,
    port: Int,
    _ parts: Parts
  ) -> ApplicationConfiguration {
    ApplicationConfiguration(
      address: .hostname(host, port: port),
      backlog: 1_024,
      availableConnectionsDelegate: MaximumAvailableConnections(
        parts.limits.connections,
        logger: quiet(parts.logger)
      )
    )
  }

  /// The library logs each connection at other levels; addresses stay out of the log.
  private static func quiet(_ logger: Logger) -> Logger {
    var quiet = logger
    quiet.logLevel = .critical
    return quiet
  }
}

/// Does what is due in every round once a second, so that phases change without a request.
struct PhaseClock: Service {
  let rounds: Rounds
  let logger: Logger
  /// Where given, the service ends as soon as this is no longer the parent process.
  var parent: pid_t?

  func run() async throws {
    await cancelWhenGracefulShutdown {
      var reported = ""
      while !Task.isCancelled, parent == nil || parent == getppid() {
        do {
          try await rounds.advanceAll()
          reported = ""
        } catch {
          // The step is tried again every second; an operator needs to read of it once.
          let fault = (error as? ProblemReport)?.title ?? "\(error)"
          if reported != fault {
            logger.error("a round cannot move on", metadata: ["error": "\(fault)"])
          }
          reported = fault
        }
        try? await Task.sleep(for: .seconds(1))
      }
    }
  }
}
