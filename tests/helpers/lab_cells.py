"""A notebook in a real JupyterLab -> all its cells run, as a person runs them; what is seen then."""

from typing import Any

RUN, ALL = "Выполнить", "Запустить все ячейки"
PROMPTS = "() => [...document.querySelectorAll('.jp-CodeCell .jp-InputPrompt')].map((one) => one.textContent)"
READY = ".jp-Notebook-ExecutionIndicator[data-status='idle']"
CONNECTED = """async ([server, path]) => {
  const sessions = await (await fetch(`${server}/api/sessions`)).json();
  return sessions.some((one) => one.path === path && one.kernel.connections > 0);
}"""
"""The page speaks with the notebook's kernel. Till then the indicator may say «idle» of a kernel that is not there."""
SHOWN = {"tables": ".jp-OutputArea table", "pictures": ".jp-OutputArea img", "formulas": ".MathJax, mjx-container"}
ERROR = "[data-mime-type='application/vnd.jupyter.error']"
BEGUN = f"() => ({PROMPTS})().some((prompt) => /[\\d*]/.test(prompt))"
PRESSED, TRIED = 6, 10_000  # times at most; milliseconds till the first cell is at work
DONE = f"""() => {{
  const busy = document.querySelector('.jp-Notebook-ExecutionIndicator')?.dataset.status !== 'idle';
  const prompts = [...document.querySelectorAll('.jp-CodeCell .jp-InputPrompt')].map((one) => one.textContent);
  const failed = document.querySelector("{ERROR}") !== null;
  return !busy && prompts.length > 0 && (failed || prompts.every((one) => /\\d/.test(one)));
}}"""
"""Every cell has run, or one has failed and those below it never will."""


def run_all(page: Any, address: str, name: str, least: dict[str, int]) -> dict[str, Any]:
    """``cells``: how many have run; ``errors``: their texts; and how many of each of SHOWN stand, after a wait for
    ``least`` of them.
    """
    server, path = address.partition("/lab")[0], f"notebooks/{name}.ipynb"
    page.goto(f"{server}/lab/tree/{path}?reset")
    page.locator(".jp-Notebook .jp-Cell").first.wait_for()
    page.wait_for_function(CONNECTED, arg=[server, path])  # cells sent before there is a kernel are not run
    page.locator(READY).first.wait_for()
    for _ in range(PRESSED):  # JupyterLab drops cells that it is sent while it still greets the kernel
        page.get_by_role("menuitem", name=RUN, exact=True).click()
        page.get_by_text(ALL, exact=True).first.click()
        if _begun(page):
            break
    page.wait_for_function(DONE)
    errors = page.locator(ERROR).all_inner_texts()
    for kind, count in least.items():
        if not errors:
            page.locator(SHOWN[kind]).nth(count - 1).wait_for()
    seen = {kind: page.locator(where).count() for kind, where in SHOWN.items()}
    return {"cells": len(page.evaluate(PROMPTS)), "errors": errors, **seen}


def _begun(page: Any) -> bool:
    """Whether a cell is at work or has run, soon after the last time that it was asked for."""
    from playwright.sync_api import TimeoutError as TooLate

    try:
        page.wait_for_function(BEGUN, timeout=TRIED)
    except TooLate:
        return False
    return True
