import Foundation
import Hummingbird
import PanelCore
import PanelProtocol
import PanelStore

/// What an operator's monitoring requests.
struct OperatorRoutes: Sendable {
  /// Whether the server can do its work.
  static let ready = "/v1/ready"

  let readiness: Readiness

  var routes: RouteCollection<Server.Context> {
    RouteCollection(context: Server.Context.self).json(.get, RouterPath(OperatorRoutes.ready)) {
      _,
      _ in
      if let problem = await readiness.problem() { throw problem }
      return ["status": "ready"]
    }
  }
}

/// The metrics, on a port of their own that can be reached only from this machine.
///
/// Behind a proxy every request comes from this machine, so on the server's own port a peer's
/// address would prove nothing.
struct MetricsRoute: Sendable {
  let metrics: ServerMetrics
  let readiness: Readiness
  let registry: Registry
  let certificate: ServerCertificate?

  var routes: RouteCollection<Server.Context> {
    RouteCollection(context: Server.Context.self).get("/metrics") { _, _ in
      let isReady = await readiness.problem() == nil
      let phases = Dictionary(
        grouping: (try? registry.rounds()) ?? [],
        by: { "\($0.phase)" }
      ).sorted { $0.key < $1.key }
      let text = metrics.text([
        .init(
          name: "panel_ready",
          help: "1 if the server can do its work.",
          samples: [("", isReady ? 1 : 0)]
        ),
        .init(
          name: "panel_rounds",
          help: "Rounds by phase.",
          samples: phases.map { ("{phase=\"\($0.key)\"}", Int64($0.value.count)) }
        ),
        .init(
          name: "panel_certificate_end_seconds",
          help: "When the certificate expires, Unix time.",
          samples: certificate.map { [("", $0.loaded.end.seconds)] } ?? []
        ),
      ])
      return Response.bytes(Data(text.utf8), type: "text/plain; version=0.0.4")
    }
  }
}
