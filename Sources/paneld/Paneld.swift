import ArgumentParser
import Hummingbird
import HummingbirdTLS
@main struct Paneld: ParsableCommand {}
