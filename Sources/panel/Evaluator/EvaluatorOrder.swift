import Crypto
import Foundation
import PanelCore
import PanelProtocol

extension Evaluator {
  /// The evaluator's own order of the models, which never leaves this machine.
  ///
  /// Seats balance the orders over the panel; an invitation without a seat gets an order derived from
  /// the secret.
  func order() throws -> [ModelCode] {
    let file = try state.credentialFile()
    let models = sealed.manifest.models
    if let seat = file.seat {
      return PresentationOrder.positions(seat: seat, models: models.count).map { models[$0] }
    }
    let key = SymmetricKey(data: ContentHash.sha256(file.secret + Data("order".utf8)))
    return models.map { code in
      (code, Data(HMAC<SHA256>.authenticationCode(for: Data(code.rawValue.utf8), using: key)))
    }.sorted { $0.1.lexicographicallyPrecedes($1.1) }.map(\.0)
  }
}
