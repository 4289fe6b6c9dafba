"""causes.yaml as it is read: the closed list of causes, who can remove each, and the words by which a text names it."""

from typing import Annotated, ClassVar, Literal

from careerstats.contracts.kinds import Name, Texts, Written, says


class CauseKind(Written, frozen=True, kw_only=True):
    """One cause of the list; ``words``: all of a line must stand in one clause, «догов*» means words beginning so.

    ``remover``: role of the addressee who can remove it, ``here``: whether that is somebody of the municipality;
    ``theme``: causes of one theme are counted together for the region; ``indicator``: a share of schools that have
    what is missing, by whose answers it is known which have not; ``lacking``: how that is said.
    """

    called: ClassVar[str] = "причина {id}"

    id: Annotated[Name, says("имя причины")]
    title: Annotated[str, says("как она названа в списке книги плана")]
    remover: Annotated[Name, says("роль адресата, который может её устранить")]
    power: Annotated[
        Literal["here", "elsewhere"],
        says("устраняет ли её муниципалитет", needs="можно here (муниципалитет), elsewhere (регион)"),
    ] = "here"
    theme: Annotated[Name, says("тема, по которой причины считаются вместе")] = ""
    indicator: Annotated[str, says("показатель, по ответам на который видно, в каких школах она есть")] = ""
    lacking: Annotated[str, says("как сказать о таких школах: «специалиста нет»")] = ""
    words: Annotated[Texts, says("слова, по которым она узнаётся в тексте")] = ()


class CauseList(Written, frozen=True, kw_only=True):
    """The closed list."""

    causes: Annotated[tuple[CauseKind, ...], says("причины")]
