import NIOCore
import NIOHTTPTypes

/// Closes a connection whose peer keeps the server waiting: for the head of a request, for its
/// body, for the next request, or by not receiving the answer.
///
/// Each deadline is for the whole step and not since its last byte, so a peer gains nothing by
/// sending a byte now and then. Nothing is logged: that would reveal when somebody sent.
final class RequestDeadlines: ChannelDuplexHandler, RemovableChannelHandler {
  typealias InboundIn = HTTPRequestPart
  typealias InboundOut = HTTPRequestPart
  typealias OutboundIn = HTTPResponsePart
  typealias OutboundOut = HTTPResponsePart

  private let limits: ServerLimits
  private var deadline: Scheduled<Void>?
  private var isReadingBody = false
  private var isAnswered = false
  private var bodyBytes = 0
  private var bodyBegan = NIODeadline.now()

  init(limits: ServerLimits) { self.limits = limits }

  func handlerAdded(context: ChannelHandlerContext) {
    close(context, afterSeconds: limits.requestSeconds)
  }

  func handlerRemoved(context: ChannelHandlerContext) { deadline?.cancel() }

  func channelInactive(context: ChannelHandlerContext) {
    deadline?.cancel()
    context.fireChannelInactive()
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    switch unwrapInboundIn(data) {
    case .head:
      isReadingBody = true
      isAnswered = false
      bodyBytes = 0
      bodyBegan = .now()
      awaitBody(context, seconds: Int64(limits.requestSeconds))
    case .body(let buffer):
      bodyBytes += buffer.readableBytes
    case .end:
      isReadingBody = false
      // If the answer was sent before the whole body arrived, only the next request is awaited.
      close(context, afterSeconds: isAnswered ? limits.idleSeconds : ServerLimits.answerSeconds)
    }
    context.fireChannelRead(data)
  }

  func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
    guard case .end = unwrapOutboundIn(data) else {
      return context.write(data, promise: promise)
    }
    let written = promise ?? context.eventLoop.makePromise()
    written.futureResult.assumeIsolated().whenSuccess {
      self.isAnswered = true
      // A request that is refused before its body has arrived is not read to its end.
      self.close(
        context,
        afterSeconds: self.isReadingBody ? ServerLimits.lingerSeconds : self.limits.idleSeconds
      )
    }
    context.write(data, promise: written)
  }

  func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
    if event is ChannelShouldQuiesceEvent {
      // A deadline of its own: a later deadline must not delay the end of the server.
      context.eventLoop.assumeIsolated()
        .scheduleTask(in: .seconds(Int64(ServerLimits.shutdownSeconds) - 2)) {
          context.close(promise: nil)
        }
    }
    context.fireUserInboundEventTriggered(event)
  }

  /// A body may take longer than its seconds as long as it arrives fast enough.
  private func awaitBody(_ context: ChannelHandlerContext, seconds: Int64) {
    schedule(context, in: .seconds(seconds)) { handler, context in
      let earned = handler.bodyBytes / ServerLimits.bodyBytesPerSecond
      let allowed = Int64(handler.limits.requestSeconds + earned)
      let used = (NIODeadline.now() - handler.bodyBegan).nanoseconds / 1_000_000_000
      guard allowed > used else { return context.close(promise: nil) }
      handler.awaitBody(context, seconds: allowed - used)
    }
  }

  private func close(_ context: ChannelHandlerContext, afterSeconds seconds: Int) {
    schedule(context, in: .seconds(Int64(seconds))) { _, context in context.close(promise: nil) }
  }

  private func schedule(
    _ context: ChannelHandlerContext,
    in time: TimeAmount,
    _ body: @escaping (RequestDeadlines, ChannelHandlerContext) -> Void
  ) {
    deadline?.cancel()
    deadline = context.eventLoop.assumeIsolated().scheduleTask(in: time) { body(self, context) }
  }
}
