"""/v1/playbooks/…: one template tried on the open cases, put in force, and followed through its versions."""

import re
from collections.abc import Mapping
from datetime import timedelta

from sqlalchemy import Connection

from ordertower_desktop.domain import playbook_faults, playbook_reader
from ordertower_desktop.domain.fault import BadFile
from ordertower_desktop.domain.floor import Floor
from ordertower_desktop.domain.playbook import step_posts
from ordertower_desktop.domain.playbook_trial import openings, took
from ordertower_desktop.domain.playbook_words import differences
from ordertower_desktop.domain.playbook_writer import template_table
from ordertower_desktop.domain.post_reader import post_words
from ordertower_desktop.domain.template import Template
from ordertower_desktop.hub.api import versions as administered
from ordertower_desktop.hub.api.http import Answer, Call, Refused, as_json
from ordertower_desktop.hub.store.judging import onebook, runs
from ordertower_desktop.hub.store.judging.floors import bodies
from ordertower_desktop.hub.store.tables import orders, people, versions
from ordertower_desktop.wire.playbooks import (
    OpensOtherwise,
    Shelf,
    StepTook,
    TemplateOnTrial,
    TemplatePast,
    TemplateRow,
    TemplateToSave,
    TemplateTrial,
)
from ordertower_desktop.wire.rules import RuleChange

USUAL_VERSIONS, MOST_TRIED, DAYS = 40, 3000, 30
KEY = r"[A-Za-z0-9_-]{1,40}"


def shelf(call: Call) -> Answer:
    """Every template in force, in the order in which they are tried."""
    with call.tower.db.read() as conn:
        templates = call.tower.floors.current(conn).templates
        number, running = versions.numbers(conn).get(onebook.KIND, 0), runs.at_work(conn)
    return as_json(Shelf(number, [TemplateRow(template_table(one, {}), running[one.playbook.id]) for one in templates]))


def preview(call: Call) -> Answer:
    """What would open otherwise among the cases that nobody has taken; nothing is kept of it."""
    asked = call.read(TemplateOnTrial)
    with call.tower.db.read() as conn:
        texts, floor = bodies(conn), call.tower.floors.current(conn)
        made, posts = _read(asked.template, floor), step_posts(floor.post_names)
        will = administered.checked(texts | {onebook.KIND: onebook.with_template(texts.get(onebook.KIND, ""), made, posts=posts)}).templates
        waiting, whole = runs.untaken(conn, limit=MOST_TRIED)
        known = orders.load(conn, [case.order for case in waiting])
        running = runs.at_work(conn)[made.playbook.id]
    states = [(known[case.order], case) for case in waiting if case.order in known]
    changes = [OpensOtherwise(one.before, one.after, one.cases) for one in openings(states, will, floor=floor, now=call.now)]
    doubts = playbook_faults.doubts(made, others=will, floor=floor)
    return as_json(TemplateTrial(call.now, whole, len(states), running, changes, {str(place): words for place, words in doubts.items()}))


def save(call: Call) -> Answer:
    """Put one template in force; another's change of the same template in between is a conflict, of other templates it is not."""
    asked = call.read(TemplateToSave)
    with call.tower.db.write() as conn:
        texts = bodies(conn)
        floor = administered.checked(dict(texts))
        made = _read(asked.template, floor)
        key = made.playbook.id
        if key != call.params["playbook"] or not re.fullmatch(KEY, key):
            raise Refused(422, f"模板编号 {key[:40]} 不对：要和地址里的一致，用字母、数字、- 和 _", kind="bad_playbook")
        _unless_changed(conn, key, asked.base, _standing(floor, key))
        _in_force(conn, call, asked, texts, floor=floor, made=made)
        newest = versions.current(conn, onebook.KIND)
    return as_json(administered.page(newest))


def _in_force(conn: Connection, call: Call, asked: TemplateToSave, texts: Mapping[str, str], *, floor: Floor, made: Template) -> None:
    text, posts, key = texts.get(onebook.KIND, ""), step_posts(floor.post_names), made.playbook.id
    says = differences(_standing(floor, key), made, posts)
    if not says and asked.place < 0:
        return
    new = onebook.with_template(text, made, posts=posts, place=asked.place)
    administered.checked(dict(texts) | {onebook.KIND: new})
    why = asked.why.strip() or f"{key} {'；'.join(says) or '换了先后'}"
    administered.put_in_force(conn, call, onebook.KIND, new, why=why)


def _standing(floor: Floor, key: str) -> Template | None:
    return next((one for one in floor.templates if one.playbook.id == key), None)


def _unless_changed(conn: Connection, key: str, base: int, was: Template | None) -> None:
    if not base and was is not None:
        raise Refused(409, f"已有编号为 {key} 的模板，请先看过再改", kind="conflict")
    theirs = onebook.last_change(conn, key, since=base) if base else None
    if theirs is not None:
        who = _name(conn, theirs.by)
        raise Refused(409, f"{who} 刚把这套步骤改成第 {theirs.version} 版，请先看过再改", kind="conflict", detail=who)


def changes(call: Call) -> Answer:
    """The versions that changed one template, newest first, each in words; and how long its steps took lately."""
    key = call.query.get("playbook", "")
    with call.tower.db.read() as conn:
        found = list(onebook.changes(conn, key, limit=call.limit(USUAL_VERSIONS)))
        names = {one.version.by: _name(conn, one.version.by) for one in found}
        walked = list(runs.closed(conn, key, since=call.now - timedelta(days=DAYS)))
    spans = [StepTook(one.step, int(one.middle.total_seconds()), one.cases) for one in took(walked)]
    told = [_change(one, names[one.version.by]) for one in found]
    return as_json(TemplatePast(told, found[0].version.version if found else 0, len(walked), DAYS, spans))


def _change(one: onebook.Changed, name: str) -> RuleChange:
    made = one.version
    table = template_table(one.template, {}) if one.template else {}
    return RuleChange(made.version, made.at, made.by, name, made.why, list(one.says), table)


def _read(table: Mapping[str, object], floor: Floor) -> Template:
    try:
        return playbook_reader.template(table, post_words(floor.post_names))
    except BadFile as bad:
        raise Refused(422, str(bad).partition("\n")[0][:300], kind="bad_playbook", detail=str(bad)[:4000]) from bad


def _name(conn: Connection, person: str) -> str:
    known = people.one(conn, person)
    return known.name if known else person or "系统"
