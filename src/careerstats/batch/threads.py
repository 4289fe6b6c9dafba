"""The environment -> one in which numerical libraries start no threads of their own, for as long as it is wanted.

Many processes share the processors already; and a process may only be copied while it runs a single thread (``apart``).
A library that is loaded before does not notice.
"""

import contextlib
import os
from collections.abc import Iterator, Mapping

ENVIRONMENT = {
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
    "NUMEXPR_NUM_THREADS": "1",
    "VECLIB_MAXIMUM_THREADS": "1",
    "JE_ARROW_MALLOC_CONF": "background_thread:false",  # pyarrow gives memory back in a thread else
    "PYTHONHASHSEED": "0",
    "PYTHONSAFEPATH": "1",  # a file of the user's folder that is called as a library is no library
}


def single() -> contextlib.AbstractContextManager[None]:
    """Also for the processes that are started meanwhile."""
    return environment(ENVIRONMENT)


@contextlib.contextmanager
def environment(values: Mapping[str, str]) -> Iterator[None]:
    """These variables for a while; afterwards all is as it was."""
    before = {name: os.environ.get(name) for name in values}
    os.environ.update(values)
    try:
        yield
    finally:
        for name, value in before.items():
            os.environ.pop(name)
            if value is not None:
                os.environ[name] = value
