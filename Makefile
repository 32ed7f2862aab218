# Start with make demo and make test.

.PHONY: demo test smoke coverage docs crash kill-server dist peers exports-check fuzz-api screens bench-form bench-aggregate bench-submit build format lint setup

# Builds for release and runs a whole round with synthetic evaluators.
demo: setup
	swift build -c release --product paneld
	swift build -c release --product panel
	.build/release/panel demo

test: setup
	swift build --build-tests
	swift test --skip-build --xunit-output .build/tests.xml || .ci/failed .build/tests-swift-testing.xml

# Runs the tests that start no other program, for use while editing.
smoke: setup
	swift build --build-tests
	swift test --skip-build --skip '^(EndToEndTests|CommandTests)\.|RawTerminalTests|CommandLineDocumentTests'

# Measures test coverage: a table by target, and the ten least covered files.
coverage: setup
	swift build --build-tests --enable-code-coverage
	swift test --skip-build --enable-code-coverage $(if $(FILTER),--filter $(FILTER))
	.ci/coverage

# Writes the tables of options in docs/cli.md from the help of both programs.
docs: setup
	swift build --build-tests
	-RECORD_GOLDEN=1 swift test --skip-build --filter CommandLineDocumentTests >/dev/null
	swift test --skip-build --filter CommandLineDocumentTests

# Runs the crash matrix at every call; make test runs only a part of it.
crash: setup
	swift build --build-tests
	PANEL_CRASH_ROUNDS=all swift test --skip-build --filter CrashMatrix

# Kills a server with kill -9 while 64 clients submit, twenty times; make test does it three times.
kill-server: setup
	swift build --build-tests
	PANEL_KILL_ROUNDS=20 swift test --skip-build --filter KilledServerTests

# Packs programs that run without Swift, with documents, systemd unit and completion: dist/panel-….tar.gz
dist: setup
	packaging/dist

# Compares every estimator with independent Python packages on fresh random panels: make peers SEED=7 PANELS=20
peers: setup
	swift build --product panel
	swift build --product statistics-probe
	sh peers/setup .build/peers
	.build/peers/bin/python peers/compare.py --panel .build/debug/panel --probe .build/debug/statistics-probe \
	  $(if $(SEED),--seed $(SEED)) $(if $(PANELS),--panels $(PANELS))

# Reads exports with frictionless, R, LibreOffice and, if it is installed, PSPP.
# With the schema of the DDI codebook: make exports-check DDI_SCHEMA=…/codebook.xsd
exports-check: setup
	swift build --product paneld
	swift build --product panel
	sh peers/setup .build/peers-exports peers/exports/requirements.txt
	.build/peers-exports/bin/python peers/exports/check.py --panel .build/debug/panel \
	  $(if $(DDI_SCHEMA),--ddi-schema $(DDI_SCHEMA))

# Sends requests that docs/openapi.yaml permits, and others, to a separate server: make fuzz-api EXAMPLES=200
fuzz-api: setup
	swift build --product paneld
	swift build --product panel
	sh peers/setup .build/peers-api peers/fuzz-requirements.txt
	.build/peers-api/bin/python peers/fuzz_api.py --panel .build/debug/panel --paneld .build/debug/paneld \
	  $(if $(SEED),--seed $(SEED)) $(if $(EXAMPLES),--examples $(EXAMPLES))

# Makes the pictures of the form in docs/screens from the real screen.
screens: setup
	swift build --product panel
	swift build --product form-capture
	.build/debug/form-capture docs/screens

# Measures the time from a key to the screen on a terminal of 120x40.
bench-form: setup
	swift build -c release --product panel
	swift build -c release --product form-capture
	.build/release/form-capture --latency
	.build/release/form-capture --in-process

# Measures the time for a million ratings, compared with DuckDB and numpy if they are installed.
bench-aggregate: setup
	swift build -c release --product panel
	python3 peers/aggregate.py --panel .build/release/panel --bootstrap

# Measures signed submissions of 64 clients to a real server, compared with a FastAPI server that checks nothing.
bench-submit: setup
	swift build -c release --product paneld
	swift build -c release --product panel
	swift build -c release --product submission-load
	sh peers/setup .build/peers-submissions peers/submissions/requirements.txt
	.build/release/submission-load --python .build/peers-submissions/bin/python

build: setup
	swift build

format:
	swift format --in-place --recursive --parallel Sources Tests Examples Package.swift

lint:
	swift format lint --strict --recursive --parallel Sources Tests Examples Package.swift

# Installs missing requirements, or prints what to do.
setup:
	@sh .ci/setup
