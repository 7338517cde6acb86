# make run       the main job on the demo account; ARGS="scan --all" passes arguments on (demo/run.sh says more)
# make test      everything that must pass before a commit
# make check     what CI adds: memory and thread errors
# make record    rewrites the golden files and the sample reports; then read the diff
# make format    formats the Swift sources
# make install   PREFIX=/usr/local, DESTDIR for packagers
# make clean     removes what was built, the demo's output and the Python environment

PREFIX ?= /usr/local
ARGS ?=
TARGET ?= demo
SOURCES = Package.swift Sources Tests
RELEASE = --configuration release --static-swift-stdlib

.PHONY: run test check record format install clean setup
.NOTPARALLEL:

run:
	@TARGET='$(TARGET)' demo/run.sh $(ARGS)

setup:
	@.ci/packages
	@demo/venv

test: setup
	swift format lint --strict --recursive --parallel $(SOURCES)
	swift build --build-tests --explicit-target-dependency-import-check error
	.venv/bin/python demo/selfcheck.py
	@.ci/tests --skip-build

# Each in a folder of its own, so that the three kinds of object files never mix. XCTest's runner leaks by itself.
check: setup
	ASAN_OPTIONS='detect_leaks=0 suppressions=$(CURDIR)/.ci/address-sanitizer.supp' .ci/tests --sanitize address --scratch-path .build/address
	TSAN_OPTIONS='halt_on_error=1' .ci/tests --sanitize thread --scratch-path .build/thread

# The tests that record fail, so that a recording never passes for a test.
record: setup
	-AUDIT_RECORD=1 swift test

format:
	swift format --in-place --recursive --parallel $(SOURCES)

install:
	@.ci/packages
	swift build $(RELEASE) --product audit
	install -d '$(DESTDIR)$(PREFIX)/bin'
	install -m 755 -s "$$(swift build $(RELEASE) --show-bin-path)/audit" '$(DESTDIR)$(PREFIX)/bin/audit'

clean:
	rm -rf .build .venv demo/out bench/out
