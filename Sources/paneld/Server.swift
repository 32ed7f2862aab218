import Foundation
import Hummingbird
import HummingbirdTLS
import Logging
import NIOSSL
import PanelCore
import PanelProtocol
import PanelStore
import ServiceLifecycle

/// Builds the server; tests call the same function as `paneld serve`.
enum Server {
  typealias Context = BasicRequestContext

  /// The routes over one data directory.
  static func router(rounds: Rounds, registry: Registry, logger: Logger) -> Router<Context> {
    let router = Router(context: Context.self)
    router.add(middleware: ProblemMiddleware(logger: logger))
    RoundRoutes<Context>(rounds: rounds).add(to: router)
    HolderRoutes<Context>(rounds: rounds, registry: registry).add(to: router)
    CoordinatorRoutes<Context>(rounds: rounds, registry: registry).add(to: router)
    return router
  }

  /// The application on an address, with TLS if a certificate is given.
  static func application(
    router: Router<Context>,
    host: String,
    port: Int,
    tls: TLSConfiguration?,
    logger: Logger,
    onListening: @escaping @Sendable (Int) async -> Void
  ) throws -> some ApplicationProtocol {
    // The library logs each connection at this level and below; addresses stay out of the log.
    var quiet = logger
    quiet.logLevel = .critical
    return Application(
      router: router,
      server: try tls.map { try .tls(.http1(), tlsConfiguration: $0) } ?? .http1(),
      configuration: ApplicationConfiguration(address: .hostname(host, port: port)),
      onServerRunning: { channel in await onListening(channel.localAddress?.port ?? port) },
      logger: quiet
    )
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
