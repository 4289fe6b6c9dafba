"""A notebook in a real JupyterLab -> all its cells run, as a person runs them; what is seen then."""

from typing import Any

RUN, ALL = "Выполнить", "Запустить все ячейки"
PROMPTS = "() => [...document.querySelectorAll('.jp-CodeCell .jp-InputPrompt')].map((one) => one.textContent)"
IDLE = """() => {
  const busy = document.querySelector('.jp-Notebook-ExecutionIndicator')?.dataset.status === 'busy';
  const prompts = [...document.querySelectorAll('.jp-CodeCell .jp-InputPrompt')].map((one) => one.textContent);
  return !busy && prompts.length > 0 && prompts.every((one) => /\\d/.test(one));
}"""
ERROR = "[data-mime-type='application/vnd.jupyter.error']"


def run_all(page: Any, address: str, name: str) -> dict[str, Any]:
    """``cells``: how many have run; ``errors``: their texts; ``tables``, ``pictures``, ``formulas``: how many stand."""
    page.goto(f"{address.partition('/lab')[0]}/lab/tree/notebooks/{name}.ipynb?reset")
    page.locator(".jp-Notebook .jp-Cell").first.wait_for()
    page.locator(".jp-Toolbar-kernelStatus, .jp-Notebook-ExecutionIndicator").first.wait_for()
    page.get_by_role("menuitem", name=RUN, exact=True).click()
    page.get_by_text(ALL, exact=True).first.click()
    page.wait_for_function(IDLE)
    page.wait_for_timeout(1000)
    shown = {"tables": ".jp-OutputArea table", "pictures": ".jp-OutputArea img", "formulas": ".MathJax, mjx-container"}
    seen = {kind: page.locator(where).count() for kind, where in shown.items()}
    return {"cells": len(page.evaluate(PROMPTS)), "errors": page.locator(ERROR).all_inner_texts(), **seen}
