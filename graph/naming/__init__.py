"""Written names -> entities, inside one document: a pure function of the document and the lexicon.

``jurisdiction`` says whose document it is, ``variants`` what one written name stands for there,
``registry`` how several documents' names of one entity are put together, ``near`` which names are alike.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Protocol

from graph.model import (
    Assignment,
    Entity,
    Header,
    Mention,
    NameForm,
    Relation,
    SourceText,
    Span,
    Target,
    Task,
)
from graph.naming.divisions import Division
from graph.naming.jurisdiction import jurisdiction_of, meant_by
from graph.naming.kinds import kind_of_unit
from graph.naming.registry import choose_kind, choose_label
from graph.naming.variants import Canonical, canonical, place_key, plain
from graph.parsing.mention_definitions import defined_names
from ontology import words

__all__ = ["Naming", "name"]


class Tasked(Protocol):
    """What is used of ``graph.parsing.structure.Structure``."""

    @property
    def tasks(self) -> tuple[Task, ...]: ...


@dataclass(frozen=True, slots=True)
class Naming:
    """One document with its names resolved."""

    jurisdiction: str | None
    """Full name of the division it belongs to (上海市闵行区); None for the country at large."""
    entities: tuple[Entity, ...]
    """In the order of their first place; each id once."""
    tasks: tuple[Task, ...]
    """As given, with the entity of every assignment that names a body."""
    targets: tuple[Target, ...]
    mentions: tuple[Mention, ...]
    relations: tuple[Relation, ...]
    """As given, and ``administers`` where a body and the place of its name both occur."""
    issuer_entities: tuple[str, ...]


def name(
    source: SourceText,
    header: Header,
    structure: Tasked,
    mentions: tuple[Mention, ...],
    targets: tuple[Target, ...],
    relations: tuple[Relation, ...],
) -> Naming:
    """Resolve every unit, mention, issuer, owner of a target and end of a relation.

    Generic units (有关部门) keep no entity. Ids depend on jurisdiction and key alone.
    """
    return _Namer(source, header, mentions).name(header, structure.tasks, mentions, targets, relations)


@dataclass(slots=True)
class _Draft:
    first: Canonical
    kinds: set[str]
    labels: set[str]
    forms: dict[str, NameForm]
    as_unit: bool = False


_QUOTED_CORE = re.compile(r"^[“‘](?P<core>[^“”‘’]{2,12})[”’](?P<rest>.{2,})$")


def _quoted_cores(mentions: tuple[Mention, ...]) -> dict[str, str]:
    """大零号湾 -> “大零号湾”科技创新策源功能区: what a place's only full name has in quotation marks is its short name."""
    full: dict[str, set[str]] = {}
    for each in mentions:
        found = _QUOTED_CORE.match(each.text) if each.type == "Location" else None
        if found:
            full.setdefault(found.group("core"), set()).add(each.text)
    return {core: names.pop() for core, names in full.items() if len(names) == 1}


class _Ends:
    """The entity of a name inside a stretch of the text, or anywhere in it."""

    def __init__(self, mentions: tuple[Mention, ...]) -> None:
        self._mentions = mentions
        self._starts = [each.span.start for each in mentions]
        self._anywhere: dict[str, str | None] = {}
        for each in mentions:
            self._anywhere.setdefault(each.text, each.entity)

    def of(self, text: str, span: Span) -> str | None:
        for each in self._mentions[
            bisect_left(self._starts, span.start) : bisect_left(self._starts, span.end)
        ]:
            if each.text == text:
                return each.entity
        return self._anywhere.get(text)


def _with_entity(given: Assignment, entity: str) -> Assignment:
    """Written out: ``dataclasses.replace`` takes three times as long, and a document has many."""
    return Assignment(
        given.unit,
        given.span,
        given.stated,
        given.role,
        given.role_text,
        given.position,
        given.length,
        given.lead_basis,
        given.generic,
        entity,
    )


class _Namer:
    def __init__(self, source: SourceText, header: Header, mentions: tuple[Mention, ...]) -> None:
        self.raw = source.raw
        self.document: Division | None = jurisdiction_of(header, source.text)
        self.drafts: dict[str, _Draft] = {}
        self.issuers: list[str] = []
        self.by_tail: dict[str, set[str]] = {}
        for each in mentions:
            if each.type in ("Enterprise", "Fund") and each.rule != "shortened":
                self.by_tail.setdefault(plain(each.text)[-4:], set()).add(plain(each.text))
        ends = {each.span.end: each for each in mentions}
        self.defined: dict[str, Mention] = {}
        for one in defined_names(source.text):
            full = ends.get(source.offsets[one.end - 1] + 1)
            if full is not None:
                self.defined.setdefault(source.text[one.start : one.stop], full)
        self.quoted_core = _quoted_cores(mentions)
        self._resolved: dict[tuple[str, str], Canonical] = {}

    def name(
        self,
        header: Header,
        tasks: tuple[Task, ...],
        mentions: tuple[Mention, ...],
        targets: tuple[Target, ...],
        relations: tuple[Relation, ...],
    ) -> Naming:
        issuers = header.issuers or ((header.issuer,) if header.issuer else ())
        for issuer in issuers:
            self.issuers.append(self._take(issuer.value, kind_of_unit(issuer.value), issuer.span, True))
        named_tasks = tuple(
            replace(task, assignments=self._assignments(task.assignments)) if task.assignments else task
            for task in tasks
        )
        named_targets = tuple(
            replace(target, responsible=self._assignments(target.responsible))
            if target.responsible
            else target
            for target in targets
        )
        owners = {(each.span.start, each.span.end) for target in targets for each in target.responsible}
        named_mentions = tuple(
            self._mention(mention)
            for mention in mentions
            if (mention.span.start, mention.span.end) not in owners and not self._nowhere(mention)
        )
        ends = _Ends(named_mentions)
        named_relations = tuple(self._relation(relation, ends) for relation in relations)
        return Naming(
            self.document.full_name if self.document else None,
            self._entities(),
            named_tasks,
            named_targets,
            named_mentions,
            (*named_relations, *self._administered(named_mentions)),
            tuple(dict.fromkeys(self.issuers)),
        )

    def _assignments(self, given: Iterable[Assignment]) -> tuple[Assignment, ...]:
        return tuple(
            each
            if each.generic
            else _with_entity(each, self._take(each.unit, kind_of_unit(each.unit), each.span, True))
            for each in given
        )

    def _mention(self, mention: Mention) -> Mention:
        entity = self._take(mention.text, mention.type, mention.span, False)
        if mention.rule == "shared_ending":
            # 海洋工程 … 等全国重点实验室: what the text itself writes is a form of the whole name.
            written = "".join(self.raw[mention.span.start : mention.span.end].split())
            self.drafts[entity].forms.setdefault(written, NameForm(written, mention.span, "shared_ending"))
        return Mention(mention.text, mention.span, mention.type, entity, mention.rule)

    def _nowhere(self, mention: Mention) -> bool:
        """各区要结合本区实际: 本区 is no one district in a document of the city."""
        here = mention.type == "Location" and mention.rule == "self_reference"
        return here and meant_by(mention.text[1:], self.document) is None

    def _relation(self, relation: Relation, ends: _Ends) -> Relation:
        """Both ends as the mentions inside the stated words resolve them, else as the text does elsewhere."""
        return replace(
            relation,
            subject_entity=ends.of(relation.subject, relation.span),
            object_entity=ends.of(relation.object, relation.span),
        )

    def _administered(self, mentions: tuple[Mention, ...]) -> Iterable[Relation]:
        """A body and the place that bears its name: two entities, tied where the place is first named."""
        bodies = {
            (draft.first.jurisdiction, place_key(draft.first.key)): entity
            for entity, draft in self.drafts.items()
            if draft.first.type != "Location" and draft.as_unit
        }
        seen: set[str] = set()
        for mention in mentions:
            if mention.type != "Location" or mention.entity is None or mention.entity in seen:
                continue
            place = self.drafts[mention.entity].first
            body = bodies.get((place.jurisdiction, place_key(place.key)))
            if body is not None:
                seen.add(mention.entity)
                label = self.drafts[body].first.label
                yield Relation(
                    label,
                    "administers",
                    mention.text,
                    mention.span,
                    None,
                    "place_and_body",
                    body,
                    mention.entity,
                )

    def _take(self, text: str, kind: str, span: Span, as_unit: bool) -> str:
        meant = self._meant(text, kind)
        entity = meant.id
        draft = self.drafts.get(entity)
        if draft is None:
            draft = self.drafts[entity] = _Draft(meant, set(), set(), {})
        draft.kinds.add(meant.type)
        draft.labels.add(meant.label)
        draft.as_unit = draft.as_unit or as_unit
        known = draft.forms.get(text)
        if known is None or span.start < known.span.start:
            draft.forms[text] = NameForm(text, span, meant.reason)
        return entity

    def _meant(self, text: str, kind: str) -> Canonical:
        known = self._resolved.get((text, kind))
        if known is None:
            known = self._resolved[text, kind] = self._resolve(text, kind)
        return known

    def _resolve(self, text: str, kind: str) -> Canonical:
        if kind != "Location" and len(text) == 2 and text[0] in "我本" and self.issuers:
            issuer = self.drafts[self.issuers[0]].first
            if text[1] in issuer.label or text[1] in ("单", "机"):
                return replace(issuer, reason="self_reference")
        full = self.defined.get(text)
        if full is not None:
            return replace(canonical(full.text, full.type, self.document), reason="defined_short")
        whole = self.quoted_core.get(plain(text)) if kind == "Location" else None
        if whole is not None:
            return replace(canonical(whole, kind, self.document), reason="quoted_core")
        if kind in ("Enterprise", "Fund") and len(text) >= 4:
            longer = [
                each
                for each in self.by_tail.get(text[-4:], ())
                if each.endswith(text) and len(each) > len(text)
            ]
            if len(longer) == 1:
                return replace(canonical(longer[0], kind, self.document), reason="shortened")
        return canonical(text, kind, self.document)

    def _entities(self) -> tuple[Entity, ...]:
        run_by = set(words.table("entities_order")["run_by_a_body"])
        made = []
        for entity, draft in self.drafts.items():
            kind = next(iter(draft.kinds)) if len(draft.kinds) == 1 else choose_kind(draft.kinds)
            if draft.as_unit and kind in run_by:
                kind = "Organization"
            forms = tuple(draft.forms.values())
            if len(forms) > 1:
                forms = tuple(sorted(forms, key=lambda form: (form.span.start, form.text)))
            made.append(
                Entity(
                    entity,
                    next(iter(draft.labels)) if len(draft.labels) == 1 else choose_label(draft.labels),
                    kind,
                    draft.first.jurisdiction,
                    draft.first.key,
                    forms,
                )
            )
        return tuple(sorted(made, key=lambda each: (each.forms[0].span.start, each.id)))
