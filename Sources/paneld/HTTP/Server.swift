import Foundation
import Hummingbird
import HummingbirdCore
import Logging
import NIOCore
import PanelCore
import PanelProtocol
import ServiceLifecycle

/// Builds the server: its routes, its limits, its TLS.
enum Server {
  typealias Context = BasicRequestContext

  /// What the routes need.
  struct Parts: Sendable {
    var rounds: Rounds
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
    let holders = TokenAuthenticator(registry: parts.rounds.registry)
    router.addRoutes(RoundRoutes(rounds: parts.rounds).routes)
    router.addRoutes(HolderRoutes(rounds: parts.rounds, holders: holders).routes)
    router.addRoutes(CoordinatorRoutes(rounds: parts.rounds, holders: holders).routes)
    router.addRoutes(OperatorRoutes(readiness: parts.readiness).routes)
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
    router.addRoutes(
      MetricsRoute(
        metrics: parts.metrics,
        readiness: parts.readiness,
        registry: parts.rounds.registry,
        certificate: parts.certificate
      ).routes
    )
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

  /// At other levels the library logs each connection, and addresses must stay out of the log.
  private static func quiet(_ logger: Logger) -> Logger {
    var quiet = logger
    quiet.logLevel = .critical
    return quiet
  }
}

/// Carries out what is due in every round once a second, so that phases change without a request.
struct PhaseClock: Service {
  let rounds: Rounds
  let logger: Logger
  /// If given, the service ends as soon as this is no longer the parent process.
  var parent: pid_t?

  func run() async throws {
    await cancelWhenGracefulShutdown {
      var reported = ""
      while !Task.isCancelled, parent == nil || parent == getppid() {
        do {
          try await rounds.advanceAll()
          reported = ""
        } catch {
          // The step is tried again every second; the operator needs to read of it once.
          let reason = (error as? ProblemReport)?.title ?? "\(error)"
          if reported != reason {
            logger.error("a round cannot advance", metadata: ["error": "\(reason)"])
          }
          reported = reason
        }
        try? await Task.sleep(for: .seconds(1))
      }
    }
  }
}
