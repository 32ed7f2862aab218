// Verifies a release directory with the library that `panel verify` uses.
//
// Usage: verify-release DIRECTORY [FINGERPRINT]

import Foundation
import PanelCore
import PanelProtocol
import PanelReport

func stop(_ message: String) -> Never {
  FileHandle.standardError.write(Data((message + "\n").utf8))
  exit(64)
}

let arguments = CommandLine.arguments
guard (2...3).contains(arguments.count),
  let names = try? FileManager.default.contentsOfDirectory(atPath: arguments[1])
else { stop("usage: verify-release DIRECTORY [FINGERPRINT]") }

// A fingerprint that cannot be read must not count as no fingerprint.
let fingerprint = arguments.count == 3 ? Fingerprint(arguments[2]) : nil
if arguments.count == 3, fingerprint == nil { stop("not a fingerprint: \(arguments[2])") }

let folder = URL(fileURLWithPath: arguments[1], isDirectory: true)
var files: [String: Data] = [:]
for name in names { files[name] = (try? Data(contentsOf: folder.appending(path: name))) ?? Data() }

let verification = Verification.run(files: files, fingerprint: fingerprint, mine: nil)
for check in verification.checks {
  let detail = check.detail.map { " (\($0.en))" } ?? ""
  print("\(check.id) \(check.outcome.rawValue): \(check.title.en)\(detail)")
}
for limit in verification.whatItCannotShow { print("cannot show: \(limit.en)") }
let failed = verification.failed
print(failed.isEmpty ? "no check failed" : "FAILED: \(failed.joined(separator: ", "))")
exit(verification.exitStatus)
