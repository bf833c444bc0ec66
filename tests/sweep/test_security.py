"""A sweep's scheduler and workers refuse connections without the sweep's key; with it, the work is done."""

import asyncio
import os
import socket
import stat

import psutil
import pytest
from distributed.comm import connect
from distributed.security import Security

from codesign.runs.run import Run
from codesign.sweep.cluster import Workers
from codesign.sweep.config import Cluster, Limits
from codesign.sweep.state import progress
from codesign.sweep.trial import Trial
from tests.fake_runs import fake_design, fake_jets
from tests.sweep.works import do

# a batch system on one machine: it copies the script, as Slurm does, and runs the job at once
SBATCH = """\
#!/bin/sh
cp "$1" "$0.job"
setsid bash "$0.job" > "$0.log" 2>&1 < /dev/null &
echo "Submitted batch job $!"
"""
SCANCEL = '#!/bin/sh\nkill -- "-$1"\n'


def asks(address, security):
    """The answer of a scheduler or worker to an identity request; raises if it refuses the connection."""

    async def ask():
        arguments = security.get_connection_args("client") if security else {}
        comm = await connect(address, timeout=3, **arguments)
        try:
            await comm.write({"op": "identity", "reply": True})
            return await asyncio.wait_for(comm.read(), 3)
        finally:
            comm.abort()

    return asyncio.run(ask())


def refused(address):
    """Whether clients without a key and with a foreign key are both refused."""
    plain = address.replace("tls://", "tcp://")
    for where, security in ((plain, None), (address, Security.temporary())):
        with pytest.raises((OSError, asyncio.TimeoutError)):
            asks(where, security)
    return True


@pytest.fixture(scope="module", params=["local", "slurm"])
def working(request, tmp_path_factory):
    """(workers that have finished a design and still run, folder of their sweep, run of the design)."""
    bin = tmp_path_factory.mktemp("bin")
    for name, text in (("sbatch", SBATCH), ("scancel", SCANCEL)):
        (bin / name).write_text(text)
        (bin / name).chmod(0o755)
    folder = tmp_path_factory.mktemp("sweep")
    run = Run.create(fake_design(fake_jets(folder)), folder / "one")
    (run.folder / "fate").write_text("good")
    with pytest.MonkeyPatch.context() as patched, Workers(Cluster(kind=request.param, jobs=1), folder) as workers:
        patched.setenv("PATH", f"{bin}:{os.environ['PATH']}")
        workers.run(do, [Trial(run.folder, Limits(minutes=2))], lambda: None)
        yield workers, folder, run
        keys = list(folder.glob("jobs/worker.*"))
    assert not any(key.exists() for key in keys), "the key outlives the sweep"


def test_who_has_no_key_is_refused_and_the_work_is_done(working):
    workers, folder, run = working
    assert progress(run)["stage"] == "estimated"
    scheduler = workers._cluster.scheduler
    nannies = [state.nanny for state in scheduler.workers.values()]
    addresses = [scheduler.address, *scheduler.workers, *nannies]
    assert len(addresses) == 3
    for address in addresses:
        assert address.startswith("tls://")
        assert asks(address, workers._client.security)["id"]
        assert refused(address)
    keys = list(folder.glob("jobs/worker.*"))
    assert len(keys) == (0 if workers.settings.kind == "local" else 2)
    assert {stat.S_IMODE(path.stat().st_mode) for path in keys} <= {0o600}


def test_nobody_elsewhere_reaches_a_sweep_of_this_machine(working):
    """All ports, also for web pages, are on the loopback, except that nodes of a farm must reach the scheduler."""
    workers, _, _ = working
    me = psutil.Process()
    ours = me.net_connections("tcp") + [
        c for child in me.children(recursive=True) for c in child.net_connections("tcp")
    ]
    listening = {(c.laddr.ip, c.laddr.port) for c in ours if c.status == psutil.CONN_LISTEN}
    scheduler = workers._cluster.scheduler
    assert ("127.0.0.1", scheduler.http_server.port) in listening
    elsewhere = {port for host, port in listening if host not in ("127.0.0.1", "::1")}
    assert elsewhere == (set() if workers.settings.kind == "local" else {scheduler.port})
    with socket.create_connection(("127.0.0.1", scheduler.http_server.port)) as page:
        page.sendall(b"GET /info/main/workers.html HTTP/1.0\r\n\r\n")
        assert b"404" in page.recv(100)
