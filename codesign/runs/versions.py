"""The versions of codesign and of the packages that a result's numbers depend on."""

import platform
from importlib.metadata import PackageNotFoundError, version

_FRAMEWORKS = ("keras", "tensorflow", "hgq2", "quantizers", "qkeras-v3", "torch", "brevitas")
_PACKAGES = ("codesign", "numpy", *_FRAMEWORKS, "hls4ml", "alkaid", "scikit-learn")


def versions() -> dict[str, str]:
    """Package name -> version for the packages that are installed, and "python" -> Python's version."""
    known = {"python": platform.python_version()}
    for name in _PACKAGES:
        try:
            known[name] = version(name)
        except PackageNotFoundError:
            continue
    return known
