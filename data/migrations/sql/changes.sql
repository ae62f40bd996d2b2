-- What changed is found by difference: a trigger keeps the plan of its first, small statement, and joining old rows to new ones by that plan
-- compared 50,000 cases pair by pair for many minutes. EXCEPT hashes or sorts, whatever the number.
-- Most updates of a case (its form, its revision) change no figure and leave no mark.
CREATE OR REPLACE FUNCTION cases_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO dirty (name, day)
    SELECT DISTINCT 'cases', day
    FROM (
        (SELECT id, source, service, group_id, unit_id, business_line_id, state, opened_at, closed_at, reaction_minutes, handling_minutes, sla_met, rating FROM old_rows
         EXCEPT
         SELECT id, source, service, group_id, unit_id, business_line_id, state, opened_at, closed_at, reaction_minutes, handling_minutes, sla_met, rating FROM new_rows)
        UNION ALL
        (SELECT id, source, service, group_id, unit_id, business_line_id, state, opened_at, closed_at, reaction_minutes, handling_minutes, sla_met, rating FROM new_rows
         EXCEPT
         SELECT id, source, service, group_id, unit_id, business_line_id, state, opened_at, closed_at, reaction_minutes, handling_minutes, sla_met, rating FROM old_rows)
    ) AS changed, LATERAL (VALUES (utc_day(opened_at)), (utc_day(closed_at))) AS days (day)
    WHERE day IS NOT NULL;
    -- A step is counted for the group and the unit of its case.
    INSERT INTO dirty (name, day)
    SELECT DISTINCT 'task', utc_day(t.done_at)
    FROM (
        SELECT id, source, service, group_id, unit_id, business_line_id FROM old_rows
        EXCEPT
        SELECT id, source, service, group_id, unit_id, business_line_id FROM new_rows
    ) AS moved JOIN task t ON t.case_id = moved.id
    WHERE t.done_at IS NOT NULL;
    RETURN NULL;
END $$;

CREATE OR REPLACE FUNCTION tasks_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO dirty (name, day)
    SELECT DISTINCT 'task', utc_day(done_at)
    FROM (
        (SELECT id, case_id, step, kind, state, visit, entered_at, done_at, working_minutes FROM old_rows
         EXCEPT
         SELECT id, case_id, step, kind, state, visit, entered_at, done_at, working_minutes FROM new_rows)
        UNION ALL
        (SELECT id, case_id, step, kind, state, visit, entered_at, done_at, working_minutes FROM new_rows
         EXCEPT
         SELECT id, case_id, step, kind, state, visit, entered_at, done_at, working_minutes FROM old_rows)
    ) AS changed
    WHERE done_at IS NOT NULL;
    RETURN NULL;
END $$;
