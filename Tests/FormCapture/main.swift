import Foundation

// Looks at the form from outside: writes the pictures of `docs/screens` into a folder, or measures
// how long keys take.
//   form-capture FOLDER
//   form-capture --latency
//   form-capture --in-process
let arguments = Array(CommandLine.arguments.dropFirst())
do {
  switch arguments.first {
  case "--latency": try KeyLatency.onTerminal()
  case "--in-process": try KeyLatency.inProcess()
  case let folder? where !folder.hasPrefix("-"):
    try Pictures.write(into: URL(filePath: folder, directoryHint: .isDirectory))
  default:
    print("usage: form-capture FOLDER | --latency | --in-process")
    exit(64)
  }
} catch {
  print("\(error)")
  exit(1)
}
