"""Builds the fuzz targets with clang, runs each for some minutes of a processor, and keeps a corpus.

Prints what was run and found, and which lines and branches of include/satchel the kept inputs reach; what they do not
reach goes to build/fuzz-work/missed.txt. Inputs that break something are kept in build/fuzz-work/findings; the exit
status is 1 when there are some.
"""

import argparse
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import corpus

ROOT = corpus.ROOT
WORK = ROOT / "build" / "fuzz-work"
TARGETS = ["raw", "forge", "storage", "signed", "multi_archive", "c_interface", "queries", "import", "round_trip", "merge",
           "single_header"]
SANITIZED = "-O1 -g1 -fno-omit-frame-pointer -fsanitize=address,undefined,fuzzer-no-link " \
            "-fno-sanitize-recover=all"
# The timeout is in seconds of the clock: a program that gets little of a processor is slow, not hung. Entropic scheduling
# takes a fourth of the time of an execution as short as these are.
ENGINE = ["-timeout=120", "-entropic=0", "-reload=0"]
# Less memory for what was freed: a small heap is a fast one.
ADDRESS = "detect_leaks=1:malloc_context_size=4:quarantine_size_mb=8"
MEASURED = "-O1 -fprofile-instr-generate -fcoverage-mapping"
INTERRUPTED = 72  # the status of a program of libFuzzer that was told to stop


def build(folder, flags, engine, targets):
    # Full names of files, whatever ccache is told: coverage.py looks for them.
    environment = {**os.environ, "CC": "clang", "CXX": "clang++", "CCACHE_BASEDIR": ""}
    where = ROOT / "build" / folder
    launcher = ["-DCMAKE_CXX_COMPILER_LAUNCHER=ccache"] if shutil.which("ccache") else []
    subprocess.run(["cmake", "-S", ROOT, "-B", where, "-G", "Ninja", "-DCMAKE_BUILD_TYPE=None",
                    f"-DCMAKE_CXX_FLAGS={flags}", "-DSATCHEL_TOOL=OFF", "-DSATCHEL_FUZZ=ON",
                    f"-DSATCHEL_FUZZING_ENGINE={engine}", *launcher], check=True, env=environment,
                   stdout=subprocess.DEVNULL)
    subprocess.run(["cmake", "--build", where, "--target", *(f"fuzz_{t}" for t in ["seeds", *targets])], check=True,
                   stdout=subprocess.DEVNULL)
    return where / "tests" / "fuzz"


def processor_seconds(pid):
    """What a process that runs, or has just ended, took of a processor."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def run(command, log, most=float("inf")):
    """Its status and the seconds of a processor that it took; after `most` of them it is told to stop."""
    environment = {**os.environ, "ASAN_OPTIONS": ADDRESS, "UBSAN_OPTIONS": "print_stacktrace=1"}
    told = False
    with log.open("ab") as out:
        process = subprocess.Popen(command, stdout=out, stderr=subprocess.STDOUT, env=environment)
        while not (ended := os.wait4(process.pid, os.WNOHANG))[0]:
            if not told and processor_seconds(process.pid) >= most:
                process.send_signal(signal.SIGINT)
                told = True
            time.sleep(0.2)
    process.returncode = os.waitstatus_to_exitcode(ended[1])
    return 0 if told and process.returncode == INTERRUPTED else process.returncode, ended[2].ru_utime + ended[2].ru_stime


def fuzz(target, programs, minutes):
    inputs, found, log = WORK / target, WORK / "findings", WORK / f"{target}.log"
    corpus.unpack(target, inputs)
    if target in ("raw", "single_header"):
        subprocess.run([programs / "fuzz_seeds", os.devnull, inputs], check=True, stdout=subprocess.DEVNULL)
    log.write_bytes(b"")
    spent, findings = 0.0, 0
    while spent < 60 * minutes and findings < 10:
        status, seconds = run([programs / f"fuzz_{target}", inputs, *ENGINE, "-print_final_stats=1",
                               f"-artifact_prefix={found}/{target}-"], log, 60 * minutes - spent)
        spent += seconds
        findings += status != 0
    executed = sum(map(int, re.findall(rb"number_of_executed_units: (\d+)", log.read_bytes())))
    small = WORK / f"{target}-merged"
    shutil.rmtree(small, ignore_errors=True)
    small.mkdir()
    run([programs / f"fuzz_{target}", "-merge=1", *ENGINE, small, inputs], log)
    kept, all_inputs = corpus.pack(target, small)
    print(f"{target:14} {executed:12,} executions  {executed / max(spent, 1):8,.0f} a second  "
          f"{spent / 60:5.1f} minutes  {findings} findings  "
          f"{kept} of {all_inputs} inputs kept", flush=True)
    return findings


def measure(programs):
    inputs = WORK / "kept"
    shutil.rmtree(inputs, ignore_errors=True)
    for target in TARGETS:
        corpus.unpack(target, inputs / target)
    subprocess.run([sys.executable, Path(__file__).parent / "coverage.py", programs, inputs, "--missed",
                    WORK / "missed.txt"], check=True)
    print(f"what is not reached: {WORK / 'missed.txt'}")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter,
                                     epilog="Example: tests/fuzz/campaign.sh 20 --jobs 4")
    parser.add_argument("minutes", type=float, help="processor minutes for each target; 0: only measure")
    parser.add_argument("targets", nargs="*", default=TARGETS, help="all if none is named: " + " ".join(TARGETS))
    parser.add_argument("--jobs", type=int, default=os.cpu_count(), help="targets that run at the same time")
    parser.add_argument("--no-coverage", action="store_true", help="do not measure what the inputs reach")
    how = parser.parse_args()
    if unknown := set(how.targets) - set(TARGETS):
        parser.error(f"no such target: {', '.join(sorted(unknown))}")
    (WORK / "findings").mkdir(parents=True, exist_ok=True)
    findings = 0
    if how.minutes > 0:
        start = time.monotonic()
        programs = build("fuzz", SANITIZED, "-fsanitize=fuzzer", how.targets)
        with ThreadPoolExecutor(how.jobs) as pool:
            findings = sum(pool.map(lambda target: fuzz(target, programs, how.minutes), how.targets))
        print(f"{findings} findings in {(time.monotonic() - start) / 60:.0f} minutes")
    if not how.no_coverage:
        measure(build("fuzz-coverage", MEASURED, "", TARGETS))
    return 1 if findings else 0


if __name__ == "__main__":
    sys.exit(main())
