import HummingbirdCore
import Logging
import NIOCore
import NIOSSL

/// Adds TLS to a channel; each connection gets the certificate that is current when it opens.
struct ReloadableTLS<Base: ServerChildChannel>: ServerChildChannel {
  let base: Base
  let certificate: ServerCertificate

  func setup(channel: any Channel, logger: Logger) -> EventLoopFuture<Base.Value> {
    channel.eventLoop.makeCompletedFuture {
      try channel.pipeline.syncOperations.addHandler(
        NIOSSLServerHandler(context: certificate.loaded.context)
      )
    }.flatMap { base.setup(channel: channel, logger: logger) }
  }

  func handle(value: Base.Value, logger: Logger) async {
    await base.handle(value: value, logger: logger)
  }
}
