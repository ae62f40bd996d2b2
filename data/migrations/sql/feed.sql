-- The views of the BI feed; models/analytics/feed.py says what each column means. {zone} is the bank's zone. Money is kopecks inside, roubles outside.
CREATE SCHEMA IF NOT EXISTS bi;

CREATE VIEW bi.service AS
SELECT p.code AS service, v.definition -> 'case_name' ->> 'ru' AS name_ru,
       coalesce(v.definition -> 'case_name' ->> 'en', v.definition -> 'case_name' ->> 'ru') AS name_en
FROM public.process p LEFT JOIN public.process_version v ON v.id = p.published_id;

CREATE VIEW bi.unit AS
SELECT u.code AS unit, u.name ->> 'ru' AS name_ru, coalesce(u.name ->> 'en', u.name ->> 'ru') AS name_en,
       coalesce(a.code, '') AS parent_unit, coalesce(l.code, '') AS business_line
FROM public.unit u LEFT JOIN public.unit a ON a.id = u.parent_id LEFT JOIN public.business_line l ON l.id = u.business_line_id;

CREATE VIEW bi.business_line AS
SELECT code AS business_line, name ->> 'ru' AS name_ru, coalesce(name ->> 'en', name ->> 'ru') AS name_en FROM public.business_line;

CREATE VIEW bi.work_group AS
SELECT code AS work_group, name ->> 'ru' AS name_ru, coalesce(name ->> 'en', name ->> 'ru') AS name_en FROM public.work_group;

CREATE VIEW bi.security_case AS
SELECT c.number AS case_number, c.source, c.service, c.state, c.outcome, c.negative AS is_negative, coalesce(u.code, '') AS unit,
       coalesce(l.code, '') AS business_line, coalesce(g.code, '') AS work_group, CAST(c.owner_id AS text) AS owner_id,
       CAST(c.priority AS integer) AS priority, c.risk_level, CAST(c.amount_kopecks / 100.0 AS numeric(18,2)) AS amount_rub,
       c.opened_at, CAST(c.opened_at AT TIME ZONE '{zone}' AS date) AS opened_on, c.due_at, c.closed_at, CAST(c.closed_at AT TIME ZONE '{zone}' AS date) AS closed_on,
       c.reaction_minutes, c.handling_minutes, c.paused_minutes, c.sla_met AS is_in_time, CAST(c.rating AS integer) AS rating
FROM public.cases c LEFT JOIN public.unit u ON u.id = c.unit_id LEFT JOIN public.business_line l ON l.id = c.business_line_id
LEFT JOIN public.work_group g ON g.id = c.group_id;

CREATE VIEW bi.case_step AS
SELECT c.number AS case_number, c.service, t.step, t.visit, t.kind, t.state, coalesce(g.code, '') AS work_group,
       CAST(t.done_by AS text) AS done_by_id, t.entered_at, t.due_at, t.done_at, t.working_minutes
FROM public.task t JOIN public.cases c ON c.id = t.case_id LEFT JOIN public.work_group g ON g.id = t.group_id;

CREATE VIEW bi.effort AS
SELECT e.day, CAST(e.person_id AS text) AS person_id, e.minutes, e.origin, coalesce(c.number, '') AS case_number, e.service,
       coalesce(p.code, '') AS project, coalesce(u.code, '') AS unit, coalesce(l.code, '') AS business_line
FROM public.effort e LEFT JOIN public.cases c ON c.id = e.case_id LEFT JOIN public.project p ON p.id = e.project_id
LEFT JOIN public.unit u ON u.id = e.unit_id LEFT JOIN public.business_line l ON l.id = e.business_line_id
WHERE e.cancelled_at IS NULL;

CREATE VIEW bi.cost AS
SELECT e.month, e.of_month, p.code AS pool, p.name ->> 'ru' AS pool_name_ru,
       coalesce(p.name ->> 'en', p.name ->> 'ru') AS pool_name_en, CAST(e.kopecks / 100.0 AS numeric(18,2)) AS amount_rub, e.account, e.document, e.source
FROM public.cost_entry e JOIN public.cost_pool p ON p.id = e.pool_id;

CREATE VIEW bi.allocation AS
SELECT a.month, p.code AS pool, coalesce(u.code, '') AS unit, a.is_idle, a.service, coalesce(k.driver, '') AS driver,
       CAST(a.quantity AS numeric(18,6)) AS quantity, CAST(a.kopecks / 100.0 AS numeric(18,2)) AS amount_rub,
       a.correction_id IS NOT NULL AS is_correction
FROM public.allocation a JOIN public.cost_pool p ON p.id = a.pool_id LEFT JOIN public.unit u ON u.id = a.unit_id
LEFT JOIN public.allocation_key k ON k.id = a.key_id;

CREATE VIEW bi.prevented_loss AS
SELECT r.number, r.category, r.state, r.happened_on, r.counted_on, coalesce(c.number, '') AS case_number, r.service,
       coalesce(u.code, '') AS unit, coalesce(l.code, '') AS business_line, CAST(r.at_stake_kopecks / 100.0 AS numeric(18,2)) AS at_stake_rub, CAST(r.loss_kopecks / 100.0 AS numeric(18,2)) AS loss_rub,
       r.corrects_id IS NOT NULL AS is_correction, r.decided_at
FROM public.prevented_loss r LEFT JOIN public.cases c ON c.id = r.case_id LEFT JOIN public.unit u ON u.id = r.unit_id
LEFT JOIN public.business_line l ON l.id = r.business_line_id;

CREATE VIEW bi.loss_plan AS
SELECT category, month, CAST(kopecks / 100.0 AS numeric(18,2)) AS amount_rub FROM public.loss_plan;

CREATE VIEW bi.reconciliation AS
SELECT r.at, e.rule, r.first_day, r.day_after, e.checked, e.failed
FROM public.reconciliation_result e JOIN public.reconciliation_run r ON r.id = e.run_id;
