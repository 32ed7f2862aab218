import Hummingbird
import PanelProtocol
import Synchronization

/// Counts for an operator's monitoring, in the text format of Prometheus.
///
/// Only routes that coordinators and operators use are counted. A monitoring system stores the
/// numbers with their times: a count, a latency or a number of connections of any route that an
/// evaluator's program uses would reveal when somebody enrolled or submitted, which the server
/// stores nowhere. For the same reason a fault is reported once and not counted.
final class ServerMetrics: Sendable {
  /// The routes that are counted: those that no evaluator's program uses.
  static let counted: Set<String> = Set(
    ["GET \(Route.health)", "GET \(OperatorRoutes.ready)"]
      + [
        "POST \(Route.coordinators)", "GET \(Route.holders)", "POST \(Route.holders)",
        "POST \(Route.revocations)", "GET \(Route.rounds)", "POST \(Route.rounds)",
      ]
      + [
        ("PUT", Route.Part.manifest), ("POST", .log), ("GET", .invitations),
        ("POST", .invitations), ("GET", .declarations), ("GET", .progress),
        ("GET", .submissions), ("GET", .escrow),
      ].map { "\($0) \($1.path)" }
  )

  /// Upper ends of the latency classes, in seconds; too coarse to recognise anybody by.
  static let bounds = [0.1, 1, 10]

  /// A value that is read at the moment of the request.
  struct Gauge {
    var name: String
    var help: String
    /// The labels as they are written, with their braces, and the value.
    var samples: [(labels: String, value: Int64)]
  }

  private struct Key: Hashable {
    var route: String
    var status: Int
  }

  private struct Counts {
    var byStatus: [Key: Int] = [:]
    var byLatency: [String: [Int]] = [:]
    var seconds: [String: Double] = [:]
    var faults: Set<String> = []
  }

  private let counts = Mutex(Counts())

  /// Counts an answer if its route is one of `counted`.
  func note(_ route: String, status: Int, seconds: Double) {
    guard ServerMetrics.counted.contains(route) else { return }
    let index = ServerMetrics.bounds.firstIndex { seconds <= $0 } ?? ServerMetrics.bounds.count
    counts.withLock { counts in
      counts.byStatus[Key(route: route, status: status / 100), default: 0] += 1
      counts.byLatency[
        route,
        default: Array(repeating: 0, count: ServerMetrics.bounds.count + 1)
      ][index] += 1
      counts.seconds[route, default: 0] += seconds
    }
  }

  /// Notes a failure that needs the operator: `storage` or `failure`.
  func note(fault: String) { counts.withLock { _ = $0.faults.insert(fault) } }

  /// The gauges, followed by all counts.
  func text(_ gauges: [Gauge]) -> String {
    let counts = counts.withLock { $0 }
    var lines: [String] = []
    for gauge in gauges {
      lines += ["# HELP \(gauge.name) \(gauge.help)", "# TYPE \(gauge.name) gauge"]
      lines += gauge.samples.map { "\(gauge.name)\($0.labels) \($0.value)" }
    }
    lines += [
      "# HELP panel_fault 1 once a fault of this kind has been logged since the start.",
      "# TYPE panel_fault gauge",
    ]
    lines += ["failure", "storage"].map {
      "panel_fault{kind=\"\($0)\"} \(counts.faults.contains($0) ? 1 : 0)"
    }
    lines += [
      "# HELP panel_requests_total Requests of coordinators and operators.",
      "# TYPE panel_requests_total counter",
    ]
    let byStatus = counts.byStatus.sorted {
      ($0.key.route, $0.key.status) < ($1.key.route, $1.key.status)
    }
    lines += byStatus.map { key, count in
      "panel_requests_total{route=\"\(key.route)\",status=\"\(key.status)xx\"} \(count)"
    }
    lines += [
      "# HELP panel_request_seconds How long they took.",
      "# TYPE panel_request_seconds histogram",
    ]
    for (route, classes) in counts.byLatency.sorted(by: { $0.key < $1.key }) {
      var sum = 0
      for (bound, count) in zip(ServerMetrics.bounds.map { "\($0)" } + ["+Inf"], classes) {
        sum += count
        lines.append("panel_request_seconds_bucket{route=\"\(route)\",le=\"\(bound)\"} \(sum)")
      }
      lines.append(
        "panel_request_seconds_sum{route=\"\(route)\"} \(counts.seconds[route, default: 0])"
      )
      lines.append("panel_request_seconds_count{route=\"\(route)\"} \(sum)")
    }
    return lines.joined(separator: "\n") + "\n"
  }
}

/// Counts each answer for the metrics.
struct MetricsMiddleware: RouterMiddleware {
  let metrics: ServerMetrics

  func handle(
    _ request: Request,
    context: Server.Context,
    next: (Request, Server.Context) async throws -> Response
  ) async throws -> Response {
    let start = ContinuousClock.now
    let response = try await next(request, context)
    if let path = context.endpointPath {
      metrics.note(
        "\(request.method.rawValue) \(path)",
        status: response.status.code,
        seconds: start.duration(to: .now) / .seconds(1)
      )
    }
    return response
  }
}
