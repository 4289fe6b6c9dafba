"""The start page of JupyterLab: buttons that call the same program, in a process of its own."""

__all__ = ["start"]


def start(dataset: str = "") -> None:
    """Show the page in the notebook it is called from; ``dataset``: the one to begin with."""
    from careerstats.lab.page import show

    show(dataset)
