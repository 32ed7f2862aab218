import Foundation
import Hummingbird
import PanelCore
import PanelProtocol
import PanelStore

/// What an operator's monitoring asks.
struct OperatorRoutes<Context: RequestContext>: Sendable {
  /// Whether the server can do its work.
  static var ready: String { "/v1/ready" }

  let readiness: Readiness

  func add(to router: Router<Context>) {
    router.get(RouterPath(OperatorRoutes.ready)) { _, _ in
      if let problem = await readiness.problem() { throw problem }
      return try JSONReply.make(["status": "ready"])
    }
  }
}

/// The metrics, on a port of their own that only this machine reaches.
///
/// Behind a proxy every peer comes from this machine, so on the server's own port its address would
/// prove nothing.
struct MetricsRoute<Context: RequestContext>: Sendable {
  let metrics: ServerMetrics
  let readiness: Readiness
  let registry: Registry
  let certificate: ServerCertificate?

  func add(to router: Router<Context>) {
    router.get("/metrics") { _, _ in
      let isReady = await readiness.problem() == nil
      let phases = Dictionary(
        grouping: (try? registry.rounds()) ?? [],
        by: { "\($0.phase)" }
      ).sorted { $0.key < $1.key }
      let text = metrics.text([
        .init(
          name: "panel_ready",
          help: "1 where the server can do its work.",
          samples: [("", isReady ? 1 : 0)]
        ),
        .init(
          name: "panel_rounds",
          help: "Rounds by phase.",
          samples: phases.map { ("{phase=\"\($0.key)\"}", Int64($0.value.count)) }
        ),
        .init(
          name: "panel_certificate_end_seconds",
          help: "When the certificate ends, Unix time.",
          samples: certificate.map { [("", $0.loaded.end.seconds)] } ?? []
        ),
      ])
      return JSONReply.bytes(Data(text.utf8), type: "text/plain; version=0.0.4")
    }
  }
}
