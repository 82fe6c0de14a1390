"""Processes of the bots measured: started with their words in a file, looked at through /proc, and ended."""

import os
import signal
import socket
import subprocess
from collections.abc import Sequence
from pathlib import Path

from bench.places import HOME

END_SECONDS = 30.0


def free_port() -> int:
    """A port that nobody uses now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def spawn(command: Sequence[str], environment: dict[str, str], log: Path) -> "subprocess.Popen[bytes]":
    """Start a process in the project's folder; what it says goes to `log`."""
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("ab") as out:
        return subprocess.Popen(command, cwd=HOME, env=environment, stdout=out, stderr=out, stdin=subprocess.DEVNULL)


def end(process: "subprocess.Popen[bytes]", number: signal.Signals = signal.SIGTERM) -> None:
    """End a process and wait for it."""
    if process.poll() is None:
        process.send_signal(number)
    try:
        process.wait(END_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def children(parent: int) -> list[int]:
    """The process ids of a process's children."""
    return [int(child) for child in Path(f"/proc/{parent}/task/{parent}/children").read_text().split()]


def child_running(parent: int, module: str) -> int:
    """The process id of the parent's child that runs a module. Raises LookupError when there is none."""
    for child in children(parent):
        if module.encode() in Path(f"/proc/{child}/cmdline").read_bytes().split(b"\0"):
            return child
    raise LookupError(f"process {parent} has no child that runs {module}")


def resident_mib(process_id: int) -> float:
    """A process's resident memory in MiB."""
    for line in Path(f"/proc/{process_id}/status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) / 1024
    raise LookupError(f"process {process_id} tells no resident memory")


def cpu_seconds(process_id: int) -> float:
    """What a process has computed since its start, in user and system mode."""
    # The name, which may hold spaces, stands in brackets before the numbers.
    numbers = Path(f"/proc/{process_id}/stat").read_text().rpartition(")")[2].split()
    return (int(numbers[11]) + int(numbers[12])) / os.sysconf("SC_CLK_TCK")
