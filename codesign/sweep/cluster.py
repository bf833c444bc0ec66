"""The workers of a sweep: Dask workers, on this machine or started by a batch system.

A worker runs one design at a time in its own process, which its nanny restarts when it dies. The process writes its
results to the run folder, so that no result travels through Dask or is lost with a worker.

When a worker dies, designs may be waiting in its queue behind the one that it was running. Dask does not know which of
them had started and blames them all. So Dask is told to hand each of them back at once, and the run folders say which
one had started (`attempt`).

Anybody who can talk to a scheduler or a worker can run code on it. So they talk through TLS, with a separate key for
each sweep, and refuse connections without it. On this machine the key exists only in memory; for a batch system it is
in files that only the user can read.
"""

from __future__ import annotations

import logging
import secrets
import signal
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import dask
import psutil
from distributed import Client, Future, LocalCluster, Worker, WorkerPlugin
from distributed.scheduler import KilledWorker
from distributed.security import Security

from codesign.base import extras
from codesign.base.files import write_atomic
from codesign.errors import RunError
from codesign.runs.run import Run
from codesign.sweep.config import Cluster
from codesign.sweep.state import progress
from codesign.sweep.trial import LOG, Trial, begun, kill_children

DEATHS = 2  # a design is given up after so many dead worker processes
RETIRE_GIB = 4.0  # compiled training steps are never freed: a worker that holds more than this is restarted
TICK_S = 0.25
LOOPBACK = "127.0.0.1"
_KEY, _CERTIFICATE = "jobs/worker.key", "jobs/worker.crt"  # in the sweep's folder
Work = Callable[[Trial], float]


class Workers:
    """Workers that start at the first call of `run` with work to do, and stop at the end of the `with` block."""

    def __init__(self, settings: Cluster, folder: Path) -> None:
        self.settings, self.folder = settings, folder
        self._client: Client | None = None
        self._cluster: Any = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None) -> None:
        if self._client is None:
            return
        if kind is not None:  # do not wait for designs under way: they start again from their run folders
            # jobs of a batch system have no process on this machine; they end with the cluster
            _kill(pid for worker in self._cluster.workers.values() if (pid := getattr(worker, "pid", None)))
        self._client.close()
        self._cluster.close()
        for name in (_KEY, _CERTIFICATE):
            (self.folder / name).unlink(missing_ok=True)

    def run(self, work: Work, trials: Sequence[Trial], tick: Callable[[], None]) -> None:
        """Runs `work` on each trial; a design at which several worker processes died is recorded as failed."""
        if not trials:
            return
        client = self._started()
        waiting = list(reversed(trials))
        deaths: Counter[Path] = Counter()  # run folder -> worker processes that died at it
        spared: set[str] = set()  # attempts that ended because their worker was restarted: not the design's fault
        pending: dict[Future[float], Trial] = {}
        while waiting or pending:
            while waiting and len(pending) < self.settings.jobs:
                trial = replace(waiting.pop(), attempt=secrets.token_hex(8))
                pending[client.submit(work, trial, pure=False)] = trial
            time.sleep(TICK_S)
            for future in [future for future in pending if future.done()]:
                trial = pending.pop(future)
                if isinstance(error := future.exception(), KilledWorker):
                    deaths[trial.folder] += begun(trial) and trial.attempt not in spared
                    waiting += [] if _is_given_up(trial, deaths) else [trial]
                elif error is not None:
                    raise RunError(f"the workers of the sweep gave up: {type(error).__name__}: {error}") from error
                elif future.result() > RETIRE_GIB and self.settings.kind == "local":
                    addresses = next(iter(client.who_has(future).values()))
                    keys = {key for held in client.processing(addresses).values() for key in held}
                    spared |= {trial.attempt for other, trial in pending.items() if other.key in keys}
                    client.restart_workers(addresses, timeout=60)
            tick()

    def _started(self) -> Client:
        if self._client is None:
            dask.config.set(
                {
                    "distributed.scheduler.allowed-failures": 0,  # deaths are counted here
                    "distributed.scheduler.worker-ttl": None,  # compiling blocks the interpreter for minutes
                    "distributed.comm.timeouts.connect": "120s",
                    "distributed.worker.memory.terminate": False,  # the sweep enforces its own limits
                    "distributed.scheduler.http.routes": [],  # pages that other users of the machine could open
                    "distributed.worker.http.routes": [],
                    "distributed.nanny.pre-spawn-environ.MALLOC_TRIM_THRESHOLD_": "65536",
                }
            )
            for handler in logging.getLogger("distributed").handlers:  # hides the broken pipes of a killed worker
                handler.setLevel(logging.CRITICAL + 1)
            self._cluster = make_cluster(self.settings, self.folder)
            self._client = Client(self._cluster)
            self._client.register_plugin(_Obedient())
        return self._client


def _is_given_up(trial: Trial, deaths: Mapping[Path, int]) -> bool:
    """Whether too many worker processes died at this design; if so, records it as failed."""
    if deaths[trial.folder] < DEATHS:
        return False
    run = Run.open(trial.folder)
    if progress(run)["stage"] != "failed":  # otherwise the process has recorded itself why it ended
        why = f"in stage {progress(run)['stage']}: {DEATHS} worker processes died at it, killed or crashed"
        run.write("progress.json", {"stage": "failed", "error": f"{why}; see {run.folder / LOG}"})
    return True


class _Obedient(WorkerPlugin):
    """Ignores Ctrl-C, which reaches all processes of a terminal: the parent decides whether the work goes on."""

    def setup(self, worker: Worker) -> None:
        signal.signal(signal.SIGINT, signal.SIG_IGN)


def make_cluster(settings: Cluster, folder: Path) -> Any:
    """The Dask cluster, with its scheduler in this process."""
    if settings.kind == "local":
        return LocalCluster(
            n_workers=settings.jobs,
            threads_per_worker=1,
            memory_limit=None,
            host=LOOPBACK,
            security=Security.temporary(),
            dashboard_address=f"{LOOPBACK}:0",  # any free port, because several sweeps may run at once
            silence_logs=logging.CRITICAL,
        )
    _write_key(folder)
    # the scheduler listens on all interfaces, because nodes of the farm connect to it
    options = {"dashboard_address": f"{LOOPBACK}:0"}
    cluster = _queue(settings)[0](scheduler_options=options, **_of_the_queue(settings, folder))
    cluster.scale(jobs=settings.jobs)
    return cluster


def _write_key(folder: Path) -> None:
    """Writes a new key for the workers of a batch system into the sweep's folder, where its nodes can read it.

    dask-jobqueue can write one as well, but keeps its files open: on NFS, other nodes then see their content late.
    """
    fresh = Security.temporary()
    write_atomic(folder / _KEY, fresh.tls_worker_key.encode(), private=True)
    write_atomic(folder / _CERTIFICATE, fresh.tls_worker_cert.encode(), private=True)


def _security(folder: Path) -> Security:
    """The same key for all roles; each trusts only its certificate."""
    key, certificate = str(folder / _KEY), str(folder / _CERTIFICATE)
    roles = ("client", "scheduler", "worker")
    return Security(
        require_encryption=True,
        tls_ca_file=certificate,
        **{f"tls_{role}_key": key for role in roles},
        **{f"tls_{role}_cert": certificate for role in roles},
    )


def job_script(settings: Cluster, folder: Path, scheduler: str = "tls://SCHEDULER:PORT") -> str:
    """The job script of one worker; RunError for a local cluster, which submits no jobs."""
    if settings.kind == "local":
        raise RunError("a local cluster starts processes, not jobs; add cluster: {kind: htcondor} or {kind: slurm}")
    job = _queue(settings)[1](scheduler=scheduler, name="codesign", **_of_the_queue(settings, folder))
    return str(job.job_script())


def _queue(settings: Cluster) -> tuple[Any, Any]:
    try:
        from dask_jobqueue.htcondor import HTCondorCluster, HTCondorJob
        from dask_jobqueue.slurm import SLURMCluster, SLURMJob
    except ModuleNotFoundError as error:
        raise RunError(extras.missing(f"cluster.kind: {settings.kind}", "cluster", error.name)) from None
    if settings.kind == "slurm":
        return SLURMCluster, SLURMJob
    return HTCondorCluster, HTCondorJob


def _of_the_queue(settings: Cluster, folder: Path) -> dict[str, Any]:
    """Arguments for dask-jobqueue. A container runs through apptainer on both systems."""
    python = sys.executable
    if settings.container:
        python = f"apptainer exec --bind {Path.cwd()} {settings.container} python3"
    common: dict[str, Any] = {
        "cores": 1,
        "processes": 1,
        "memory": f"{settings.memory_gib:g} GiB",
        "python": python,
        "log_directory": str(folder / "jobs"),
        "security": _security(folder),
        "protocol": "tls://",
        "worker_extra_args": ["--no-dashboard", "--dashboard-address", f"{LOOPBACK}:0"],
        "local_directory": "/tmp",
        "job_script_prologue": [f"cd {Path.cwd()}"],
    }
    if settings.kind == "slurm":
        return common | {
            "walltime": settings.walltime,
            "queue": settings.queue,
            "account": settings.account,
            "job_extra_directives": list(settings.extra),
        }
    hours, minutes, seconds = (int(part) for part in settings.walltime.split(":"))
    lines = {"+MaxRuntime": str(3600 * hours + 60 * minutes + seconds)}
    if settings.queue:
        lines["+JobFlavour"] = f'"{settings.queue}"'
    if settings.account:
        lines["accounting_group"] = settings.account
    lines |= _pairs(settings.extra)
    return common | {"disk": "4 GiB", "job_extra_directives": lines}


def _pairs(lines: Sequence[str]) -> dict[str, str]:
    pairs = {}
    for line in lines:
        key, equals, value = line.partition("=")
        if not equals:
            raise RunError(f"cluster.extra: HTCondor takes lines KEY = VALUE, found {line!r}")
        pairs[key.strip()] = value.strip()
    return pairs


def _kill(pids: Iterable[int]) -> None:
    """Kills processes of this machine and their children; one that has already exited is ignored."""
    for pid in pids:
        with suppress(psutil.NoSuchProcess):
            worker = psutil.Process(pid)
            kill_children(worker)
            worker.kill()
