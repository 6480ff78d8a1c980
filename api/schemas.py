"""What the REST routes take and answer, as pydantic models: the source of /openapi.json.

Inputs are checked by these models, and a parameter that is not named here is refused: misspelt, it would
silently filter nothing. Answers are made by ``graph.catalogue``; their models describe them and allow more fields.
"""

from __future__ import annotations

from datetime import date
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

Name = Field(default=None, min_length=1, max_length=200)
Role = Literal["lead", "responsible", "support", "guide", "mention"]


class Asked(BaseModel):
    model_config = ConfigDict(extra="forbid", populate_by_name=False)


class Page(Asked):
    limit: int = Field(50, ge=1, le=1000, description="At most so many items")
    offset: int = Field(0, ge=0, le=10_000_000, description="How many items to pass over first")


class TasksAsked(Page):
    involves: str | None = Field(None, min_length=1, max_length=200, description="Name, alias or id")
    as_: Role | None = Field(None, alias="as", description="Role of the one involved; mention: no other role")
    document: str | None = Field(None, min_length=1, max_length=300, description="Id, number or title")
    industry: str | None = Name
    q: str | None = Field(
        None, min_length=1, max_length=200, description="Words of the title or the measures"
    )
    due_before: date | None = Field(None, description="Deadline before this day")


class EntitiesAsked(Page):
    q: str | None = Field(None, max_length=200, description="Part of a name or alias, pinyin, initials")
    type: str | None = Field(None, max_length=60, description="Local name of a class of the vocabulary")


class TargetsAsked(Page):
    indicator: str | None = Field(
        None, min_length=1, max_length=200, description="Part of the indicator's name"
    )
    year: int | None = Field(None, ge=1900, le=2200)
    owner: str | None = Field(None, min_length=1, max_length=200, description="Name, alias or id of a unit")
    document: str | None = Field(None, min_length=1, max_length=300)


class CadencesAsked(Page):
    document: str | None = Field(None, min_length=1, max_length=300)


class OverlapsAsked(Page):
    measure: Literal["M1", "M2", "M3", "M4", "M5", "M6", "M7"] | None = None
    unit: str | None = Field(None, min_length=1, max_length=200, description="Name, alias or id")


class MatrixAsked(Asked):
    measure: Literal["weight", "k", "jaccard", "overlap"] = "weight"


class GraphAsked(Asked):
    view: Literal["around", "bipartite", "overlap", "industry"] = "around"
    around: str | None = Name
    from_: str | None = Field(None, alias="from", min_length=1, max_length=200)
    to: str | None = Name
    depth: int = Field(1, ge=1, le=4)
    types: str | None = Field(None, max_length=300, description="Classes or groups, separated by commas")
    document: str | None = Field(None, min_length=1, max_length=300)
    limit: int = Field(500, ge=1, le=3000)


class ExportAsked(Asked):
    format: str = Field(
        min_length=1, max_length=20, description="ttl nt nq trig jsonld rdfxml gexf graphml …"
    )
    view: Literal["full", "bipartite", "units"] = "full"
    selection: str | None = Field(
        None,
        min_length=1,
        max_length=6000,
        description="Ids of a map's nodes, with commas between: only these",
    )


class QuestionAsked(Asked):
    q: str = Field(min_length=1, max_length=500, description="A question in Chinese")


class UploadAsked(Asked):
    file: str | None = Field(None, min_length=1, max_length=200, description="File name of a raw body")
    findings: Literal["now", "later"] = Field(
        "now",
        description="later: of several files in a row, all but the last; findings are worked out once, with the last",
    )


class DecisionGiven(Asked):
    state: Literal["confirmed", "not_an_issue", "watch"] | None = Field(
        description="null takes a decision back"
    )
    note: str = Field("", max_length=2000)


class CorrectionGiven(Asked):
    """What is to hold of one entity; what is left out or empty is no longer corrected."""

    id: str = Field(min_length=1, max_length=60)
    merge: str = Field("", max_length=200, description="Name or id of the entity that stands for this one")
    label: str = Field("", max_length=200, description="Another name")
    kind: str = Field("", max_length=60, description="Another class, by its local name")


class CorrectionsGiven(Asked):
    items: list[CorrectionGiven] = Field(min_length=1, max_length=1000)
    dry_run: bool = Field(False, description="Only say what would change")


class Answer(BaseModel):
    model_config = ConfigDict(extra="allow")


class Evidence(Answer):
    document: str
    quote: str
    start: int
    end: int
    clause: str | None = None
    url: str


class DocumentHead(Answer):
    id: str
    title: str | None = None
    number: str | None = None


class UnitOfTask(Answer):
    id: str
    name: str
    role: str
    position: int | None = None


class Involvement(Answer):
    as_: Role = Field(alias="as")
    evidence: Evidence


class Task(Answer):
    id: str
    number: str
    title: str
    path: list[str]
    document: DocumentHead
    units: list[UnitOfTask]


class EntityHead(Answer):
    id: str
    name: str
    type: str


class ListOf(Answer):
    total: int
    items: list[dict[str, Any]]


class Tasks(Answer):
    total: int
    items: list[Task]
    entity: EntityHead | None = None


class Entities(Answer):
    total: int
    items: list[EntityHead]


class Indicator(Answer):
    id: str
    name: str


class Target(Answer):
    id: str
    indicator: Indicator
    year: int | None = None
    value: float
    comparator: str
    unit: str
    kind: str


class Targets(Answer):
    total: int
    items: list[Target]


class Documents(Answer):
    total: int
    items: list[DocumentHead]


class Refusal(Answer):
    reason: Literal["unknown_name", "unsupported", "not_stated", "ambiguous", "false_premise"]
    message: str
    suggestions: list[str]


class ItemOfAnswer(Answer):
    type: Literal["task", "unit", "entity", "target", "document", "finding"]
    id: str
    label: str


class AnswerToQuestion(Answer):
    question: str
    understood: bool
    reading: str
    answer: str
    items: list[ItemOfAnswer]
    evidence: list[Evidence]
    sparql: str = Field(description="Run at /sparql it gives the rows of the items; empty where none ran")
    ignored: list[str]
    refusal: Refusal | None


class Finding(Answer):
    id: str
    measure: str
    kind: str
    score: float


class Overlaps(Answer):
    total: int
    items: list[Finding]
    note: str | None = None


class Matrix(Answer):
    measure: str
    units: list[dict[str, Any]]
    cells: list[list[float]]


class GraphView(Answer):
    nodes: list[dict[str, Any]]
    edges: list[dict[str, Any]]
    truncated: bool


class IngestReport(Answer):
    file: str
    status: Literal["stored", "replaced", "unchanged"]
    document: str
    tasks: int
    assignments: int
    targets: int


class Corrected(Answer):
    changes: list[dict[str, Any]]
    documents: list[str]


class Removed(Answer):
    removed: str


class Problem(Answer):
    """RFC 9457."""

    type: str
    title: str
    status: int
    detail: str
    suggestions: list[str] | None = None
