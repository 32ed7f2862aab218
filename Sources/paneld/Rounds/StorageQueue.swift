import Foundation

/// Runs an actor's jobs one after another on a queue of its own.
///
/// A flush to the disk then blocks none of the few threads on which signatures are verified, and
/// jobs run in the order in which they came.
final class StorageQueue: SerialExecutor {
  private let queue: DispatchQueue

  init(label: String) { queue = DispatchQueue(label: label) }

  func enqueue(_ job: consuming ExecutorJob) {
    let job = UnownedJob(job)
    queue.async { job.runSynchronously(on: self.asUnownedSerialExecutor()) }
  }
}
