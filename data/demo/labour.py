"""The labour of the demo bank's past: what the rules write, what its people added by hand, absences from the personnel department,
grades with rates, weeks handed in and approved. Set-based, whatever the size of the bank."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import insert, select, text

from data.ids import new_id
from data.operations.workforce import install_shipped_rules, write_efforts
from data.queries.workforce.reading import in_service
from data.session import Session
from data.settings import read_settings
from data.tables.access import business_line, person
from data.tables.workforce import grade, grade_rate, person_grade, project
from models.workforce.effort import monday_of

PROJECTS = (  # code, name, business line
    ("video", ("Видеонаблюдение в офисах", "Cameras in the offices"), "operations"),
    ("training", ("Обучение сотрудников: социальная инженерия", "Staff training: social engineering"), "retail"),
    ("scoring", ("Новые правила проверки контрагентов", "New rules for checking counterparties"), "corporate"),
    ("archive", ("Оцифровка архива проверок", "Digitising the archive of checks"), "risk"),
)  # fmt: skip

GRADES = (  # code, name, kopecks an hour at the beginning
    ("specialist", ("Специалист", "Specialist"), 95_000),
    ("senior", ("Ведущий специалист", "Senior specialist"), 120_000),
    ("lead", ("Руководитель группы", "Group lead"), 165_000),
    ("head", ("Руководитель службы", "Head of the service"), 240_000),
)

# Absences as the personnel system sends them: those for whom a colleague stood in, in its own words.
_ABSENCES = text("""
    INSERT INTO absence (id, person_id, first_day, last_day, kind, source, source_key, entered_at)
    SELECT DISTINCT ON (s.absent_id, s.first_day) gen_random_uuid(), s.absent_id, s.first_day, s.last_day,
           CASE WHEN s.reason ILIKE 'больнич%' THEN 'sick' WHEN s.reason ILIKE 'отпуск%' THEN 'vacation' ELSE 'other' END,
           'hr', p.login || ':' || s.first_day, s.created_at
    FROM substitution s JOIN person p ON p.id = s.absent_id
    WHERE s.cancelled_at IS NULL AND p.roles && ARRAY['officer', 'lead', 'head']
    ORDER BY s.absent_id, s.first_day, s.created_at
    ON CONFLICT (source, source_key) DO NOTHING
""")

# Each past working day of each person is filled by hand up to a share of its norm that changes by person and day: mostly project work,
# else calls and papers on a case of that day. `dice` comes from the hash of person and day, so the same bank has the same labour.
_BY_HAND = text("""
    WITH days AS (
        SELECT p.id AS person_id, d.day, w.norm, 'x' || left(md5(p.login || d.day::text), 6) AS mark
        FROM person p
        CROSS JOIN (SELECT k.day, k.work FROM calendar_day k JOIN calendar c ON c.id = k.calendar_id WHERE c.code = 'standard') d
        CROSS JOIN LATERAL (SELECT coalesce(sum((i ->> 1)::int - (i ->> 0)::int), 0) AS norm FROM jsonb_array_elements(d.work) i) w
        WHERE p.roles && ARRAY['officer', 'lead'] AND p.is_active AND d.day >= :begin AND d.day < :today AND w.norm > 0
          AND NOT EXISTS (SELECT 1 FROM absence a WHERE a.person_id = p.id AND d.day BETWEEN a.first_day AND a.last_day)
    ),
    dice AS (SELECT *, ('x' || substr(mark, 2, 6))::bit(24)::int AS n FROM days),
    done AS (SELECT person_id, day, sum(minutes) AS minutes FROM effort WHERE cancelled_at IS NULL GROUP BY person_id, day),
    gaps AS (
        SELECT d.person_id, d.day, d.n, (floor((d.norm * (0.52 + (d.n % 37) / 100.0) - coalesce(e.minutes, 0)) / 10) * 10)::int AS minutes
        FROM dice d LEFT JOIN done e USING (person_id, day)
    ),
    met AS (
        SELECT DISTINCT ON (e.person_id, e.day) e.person_id, e.day, e.case_id, e.service, e.unit_id, e.business_line_id
        FROM effort e WHERE e.origin = 'rule' AND e.cancelled_at IS NULL ORDER BY e.person_id, e.day, e.minutes DESC, e.id
    ),
    placed AS (
        SELECT g.*, m.case_id, m.service, m.unit_id, m.business_line_id, m.case_id IS NULL OR g.n % 10 < 6 OR g.minutes > 150 AS is_project,
               (SELECT id FROM project ORDER BY md5(code || g.person_id::text || date_trunc('month', g.day)::text) LIMIT 1) AS project_id
        FROM gaps g LEFT JOIN met m USING (person_id, day) WHERE g.minutes >= 20
    )
    INSERT INTO effort (id, person_id, day, minutes, origin, case_id, project_id, service, unit_id, business_line_id, reason, started_at,
                        entered_by, entered_at)
    SELECT gen_random_uuid(), p.person_id, p.day, p.minutes, CASE WHEN p.n % 3 = 0 THEN 'timer' ELSE 'manual' END,
           CASE WHEN NOT is_project THEN p.case_id END, CASE WHEN is_project THEN p.project_id END,
           CASE WHEN is_project THEN '' ELSE p.service END, CASE WHEN NOT is_project THEN p.unit_id END,
           CASE WHEN is_project THEN r.business_line_id ELSE p.business_line_id END,
           CASE WHEN p.n % 3 = 0 THEN '' WHEN is_project THEN (CAST(:projects AS text[]))[1 + p.n % 4]
                ELSE (CAST(:papers AS text[]))[1 + p.n % 4] END,
           CASE WHEN p.n % 3 = 0 THEN (p.day + time '14:00') AT TIME ZONE :zone END, p.person_id, (p.day + time '17:40') AT TIME ZONE :zone
    FROM placed p JOIN project r ON r.id = p.project_id
""")
# Weeks of the past are handed in on their Friday and approved on Monday by who leads; last week's still wait, some are late.
_WEEKS = text("""
    INSERT INTO effort_week (id, person_id, monday, state, submitted_at, decided_by, decided_at)
    SELECT gen_random_uuid(), w.person_id, w.monday,
           CASE WHEN w.monday < :this - 70 THEN 'locked' WHEN w.monday < :this - 7 THEN 'approved' ELSE 'submitted' END,
           (w.monday + 4 + time '17:50') AT TIME ZONE :zone,
           CASE WHEN w.monday < :this - 7 THEN b.decides END,
           CASE WHEN w.monday < :this - 7 THEN (w.monday + 7 + time '10:15') AT TIME ZONE :zone END
    FROM (
        SELECT DISTINCT e.person_id, p.login, date_trunc('week', e.day)::date AS monday FROM effort e JOIN person p ON p.id = e.person_id
    ) w
    CROSS JOIN LATERAL (
        SELECT coalesce(
            (SELECT l.person_id FROM membership m JOIN membership l ON l.group_id = m.group_id AND l.is_lead
             WHERE m.person_id = w.person_id AND NOT m.is_lead ORDER BY l.person_id LIMIT 1),
            (SELECT p.id FROM person p WHERE 'head' = ANY (p.roles) AND p.id <> w.person_id ORDER BY p.login LIMIT 1)
        ) AS decides
    ) b
    WHERE w.monday < :this - 7 OR (w.monday = :this - 7 AND w.login NOT IN ('lapin', 'yusupova'))
    ON CONFLICT (person_id, monday) DO NOTHING
""")
_PROJECT_WORDS = ["Встреча с подрядчиком", "Черновик регламента", "Сверка данных", "Подготовка материалов"]
_PAPER_WORDS = ["Звонки по делу", "Запрос в архив", "Согласование с юристами", "Работа с бумагами"]


def fill_labour(session: Session, *, begin: datetime, now: datetime) -> None:
    """Everything about the labour of the bank's past."""
    zone = ZoneInfo(read_settings().zone)
    first, today = begin.astimezone(zone).date(), now.astimezone(zone).date()
    install_shipped_rules(session)
    write_efforts(session, everything=True)
    session.execute(_ABSENCES)
    _add_projects(session)
    session.execute(_BY_HAND, {
        "begin": monday_of(first), "today": today, "zone": zone.key, "projects": _PROJECT_WORDS, "papers": _PAPER_WORDS,
    })  # fmt: skip
    _add_grades(session, first=first, today=today)
    session.execute(_WEEKS, {"this": monday_of(today), "zone": zone.key})


def _add_grades(session: Session, *, first: date, today: date) -> None:
    """Grades by position; the rates rise each January."""
    if session.first(select(grade.c.id).limit(1)) is not None:
        return
    made = {code: new_id() for code, _names, _kopecks in GRADES}
    session.execute(insert(grade), [
        {"id": made[code], "code": code, "name": dict(zip(("ru", "en"), names, strict=True))} for code, names, _kopecks in GRADES
    ])  # fmt: skip
    days = [first.replace(day=1), *(date(year, 1, 1) for year in range(first.year + 1, today.year + 1))]
    session.execute(insert(grade_rate), [
        {"grade_id": made[code], "first_day": day, "kopecks_per_hour": kopecks + number * kopecks // 1000 * 80, "changed_at": session.now}
        for code, _names, kopecks in GRADES for number, day in enumerate(days)
    ])  # fmt: skip
    people = session.rows(select(person.c.id, person.c.roles, person.c.position).where(in_service()))
    codes = {
        row.id: "head" if "head" in row.roles else "lead" if "lead" in row.roles else "senior" if "едущий" in row.position else "specialist"
        for row in people
    }  # fmt: skip
    session.execute(insert(person_grade), [
        {"person_id": one, "grade_id": made[code], "first_day": days[0]} for one, code in codes.items()
    ])  # fmt: skip


def _add_projects(session: Session) -> None:
    if session.first(select(project.c.id).limit(1)) is not None:
        return
    lines: dict[str, UUID] = {row.code: row.id for row in session.rows(select(business_line.c.code, business_line.c.id))}
    rows = [{"id": new_id(), "code": code, "name": dict(zip(("ru", "en"), names, strict=True)), "business_line_id": lines.get(line)}
            for code, names, line in PROJECTS]  # fmt: skip
    session.execute(insert(project), rows)
