"""What is asked for, and the bundles of a run -> the raw files and notebooks it rests on, and one task per note."""

from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from careerstats.audiences import INTERNAL, PUBLIC
from careerstats.batch import fingerprint
from careerstats.batch.ledger import Entry
from careerstats.batch.tasks import NOTEBOOKS, Task
from careerstats.errors import UsageError
from careerstats.pipeline.own_notebooks import report_of
from careerstats.pipeline.reports import FORMATS, NOTES, WITHOUT_NUMBERS, Report
from careerstats.pipeline.request import Job, Request
from careerstats.resources import shipped

if TYPE_CHECKING:
    from careerstats.pipeline.monitoring import Monitoring
    from careerstats.territories import Territory


def inputs_of(project: Path, request: Request, of_file: fingerprint.OfFile = fingerprint.of_file) -> dict[str, str]:
    """Hash of every raw file, of every notebook that may be run and of what lies beside; «» of what cannot be read."""
    readable = partial(_readable, of_file)
    raw = project / "data" / "raw" / request.dataset
    names = sorted({*NOTES, *WITHOUT_NUMBERS, *request.notebooks})
    paths = [template(project, name, request.audience) for name in names]
    notebooks = {f"{NOTEBOOKS}/{path.name}": path for path in paths}
    inputs = fingerprint.of_each(fingerprint.listed(raw), project, readable) | beside(project, of_file)
    return inputs | {name: readable(path) for name, path in notebooks.items() if path.is_file()}


def beside(project: Path, of_file: fingerprint.OfFile = fingerprint.of_file) -> dict[str, str]:
    """Hash of every file that lies beside the project's own notebooks; «» of what cannot be read."""
    return fingerprint.of_each(fingerprint.beside(project / NOTEBOOKS), project, partial(_readable, of_file))


def _readable(of_file: fingerprint.OfFile, path: Path) -> str:
    try:
        return of_file(path)
    except OSError:  # taken away since it was listed, or somebody else's
        return ""


def template(project: Path, notebook: str, audience: str = INTERNAL) -> Path:
    """The project's own notebook wins over the shipped one; notes for the public have notebooks of their own."""
    name = f"{notebook}-{PUBLIC}.ipynb" if audience == PUBLIC and notebook in NOTES else f"{notebook}.ipynb"
    own = project / NOTEBOOKS / name
    return own if own.is_file() else shipped("notebooks", name)


def tasks_of(job: Job, monitoring: "Monitoring", bundles: dict[tuple[str, str], Path]) -> list[Task]:
    """The notes that are wanted, each with its bundle and the hash of all it is made of."""
    results = monitoring.results
    codes = _codes(job.request, monitoring, {_place(monitoring, unit).code for _, unit in bundles})
    reports = {notebook: report_of(job.project, notebook) for notebook in job.request.notebooks}
    files = beside(job.project)  # read by cells of the project's own notebooks; those of the shipped read nothing
    key = fingerprint.of_named(files) if files else ""
    return [
        _task(job, results.dataset.period, reports[notebook], unit, _place(monitoring, unit), bundle, key)
        for (notebook, unit), bundle in bundles.items()
        if notebook in job.request.notebooks and (not codes or _place(monitoring, unit).code in codes)
    ]


def _place(monitoring: "Monitoring", unit: str) -> "Territory":
    """The territory of a note: the unit is its code, or the id of one of its organisations."""
    intake = monitoring.results.intake
    places = {place.code: place for place in (*intake.territories, intake.region)}
    return places.get(unit) or places[intake.home_of(unit)]


def _task(  # noqa: PLR0917 (who, when and of what)
    job: Job, period: str, report: Report, unit: str, place: "Territory", bundle: Path, beside_key: str
) -> Task:
    notebook, own = report.notebook, job.project / NOTEBOOKS
    source = template(job.project, notebook, job.request.audience)
    parameters = {"dataset": job.request.dataset, "period": period}
    if report.parameter:
        parameters[report.parameter] = unit
    return Task(
        project=str(job.project),
        dataset=job.request.dataset,
        period=period,
        code=place.code,
        name=place.name if unit == place.code else f"{place.name}, {unit}",
        notebook=notebook,
        unit=unit,
        template=str(source),
        parameters=parameters,
        bundle=str(bundle),
        folder=str(job.folder(period) / place.code),
        stem="note" if report.note else f"{notebook}-{unit}" if unit != place.code else notebook,
        formats=tuple(name for name in job.request.formats if name in report.formats),
        fingerprint=fingerprint.of_note(source, bundle, job.program, beside_key if source.parent == own else ""),
        docx_template=job.template,
        known=job.last.notes.get(f"{job.folder(period).name}/{notebook}-{unit}", Entry()).outputs,
    )


def with_older_formats(task: Task) -> Task:
    """The note in all formats that lie there: beside a new PDF an old DOCX would say other numbers."""
    there = (form for form in FORMATS if task.file_name(form) in task.known)
    older = [form for form in there if Path(task.folder, task.file_name(form)).is_file()]
    return replace(task, formats=tuple(form for form in FORMATS if form in task.formats or form in older))


def _codes(request: Request, monitoring: "Monitoring", there: set[str]) -> set[str]:
    """``--only`` as codes. Raises UsageError for a name nobody has, with suggestions."""
    from careerstats.pipeline.places import place_of
    from careerstats.territories import Unknown

    dataset, codes = monitoring.results.dataset, set()
    for text in request.only:
        place = place_of(text, dataset.region, dataset.period, dataset.folder)
        if isinstance(place, Unknown):
            raise UsageError(place.message)
        if place.code not in there:
            raise UsageError(
                f"Справку построить нельзя: {place.name} ({place.code}) не представило пригодных сведений, о которых "
                f"можно сказать что-либо. Подробно: careerstats check {request.dataset}"
            )
        codes.add(place.code)
    return codes


def answerable(request: Request, monitoring: "Monitoring") -> Request:
    """Of a dataset without numbers the note on its documents is built, unless another one is asked for by name."""
    alone = not monitoring.results.has_numbers and request.notebooks == NOTES
    return replace(request, notebooks=WITHOUT_NUMBERS) if alone else request
