-- Which days have to be counted again. Statement triggers with transition tables: one small insert per statement, however many rows it touched.
-- Days are UTC: the bank's zone is known to the application, and a UTC day meets at most two days of any zone.
CREATE FUNCTION utc_day(at timestamptz) RETURNS date LANGUAGE sql IMMUTABLE AS $$ SELECT (at AT TIME ZONE 'UTC')::date $$;

CREATE FUNCTION cases_added() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO dirty (name, day)
    SELECT DISTINCT 'cases', day FROM new_rows, LATERAL (VALUES (utc_day(opened_at)), (utc_day(closed_at))) AS days (day) WHERE day IS NOT NULL;
    RETURN NULL;
END $$;

CREATE FUNCTION cases_removed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO dirty (name, day)
    SELECT DISTINCT 'cases', day FROM old_rows, LATERAL (VALUES (utc_day(opened_at)), (utc_day(closed_at))) AS days (day) WHERE day IS NOT NULL;
    RETURN NULL;
END $$;

-- Most updates of a case (its form, its revision) change no figure and leave no mark.
CREATE FUNCTION cases_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO dirty (name, day)
    SELECT DISTINCT 'cases', day
    FROM old_rows o JOIN new_rows n USING (id),
         LATERAL (VALUES (utc_day(o.opened_at)), (utc_day(o.closed_at)), (utc_day(n.opened_at)), (utc_day(n.closed_at))) AS days (day)
    WHERE day IS NOT NULL
      AND (o.source, o.service, o.group_id, o.unit_id, o.business_line_id, o.state, o.opened_at, o.closed_at, o.reaction_minutes, o.handling_minutes, o.sla_met, o.rating)
          IS DISTINCT FROM
          (n.source, n.service, n.group_id, n.unit_id, n.business_line_id, n.state, n.opened_at, n.closed_at, n.reaction_minutes, n.handling_minutes, n.sla_met, n.rating);
    -- A step is counted for the group and the unit of its case.
    INSERT INTO dirty (name, day)
    SELECT DISTINCT 'task', utc_day(t.done_at)
    FROM old_rows o JOIN new_rows n USING (id) JOIN task t ON t.case_id = n.id
    WHERE t.done_at IS NOT NULL
      AND (o.source, o.service, o.group_id, o.unit_id, o.business_line_id) IS DISTINCT FROM (n.source, n.service, n.group_id, n.unit_id, n.business_line_id);
    RETURN NULL;
END $$;

CREATE FUNCTION tasks_added() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO dirty (name, day) SELECT DISTINCT 'task', utc_day(done_at) FROM new_rows WHERE done_at IS NOT NULL;
    RETURN NULL;
END $$;

CREATE FUNCTION tasks_removed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO dirty (name, day) SELECT DISTINCT 'task', utc_day(done_at) FROM old_rows WHERE done_at IS NOT NULL;
    RETURN NULL;
END $$;

CREATE FUNCTION tasks_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO dirty (name, day)
    SELECT DISTINCT 'task', day
    FROM old_rows o JOIN new_rows n USING (id), LATERAL (VALUES (utc_day(o.done_at)), (utc_day(n.done_at))) AS days (day)
    WHERE day IS NOT NULL
      AND (o.case_id, o.step, o.kind, o.state, o.visit, o.entered_at, o.done_at, o.working_minutes)
          IS DISTINCT FROM (n.case_id, n.step, n.kind, n.state, n.visit, n.entered_at, n.done_at, n.working_minutes);
    RETURN NULL;
END $$;

CREATE FUNCTION everything_removed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO dirty (name, day) VALUES ('cases', NULL), ('task', NULL);
    RETURN NULL;
END $$;

CREATE TRIGGER cases_dirty_insert AFTER INSERT ON cases REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION cases_added();
CREATE TRIGGER cases_dirty_update AFTER UPDATE ON cases REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION cases_changed();
CREATE TRIGGER cases_dirty_delete AFTER DELETE ON cases REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION cases_removed();
CREATE TRIGGER cases_dirty_truncate AFTER TRUNCATE ON cases FOR EACH STATEMENT EXECUTE FUNCTION everything_removed();
CREATE TRIGGER task_dirty_insert AFTER INSERT ON task REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION tasks_added();
CREATE TRIGGER task_dirty_update AFTER UPDATE ON task REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION tasks_changed();
CREATE TRIGGER task_dirty_delete AFTER DELETE ON task REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION tasks_removed();
CREATE TRIGGER task_dirty_truncate AFTER TRUNCATE ON task FOR EACH STATEMENT EXECUTE FUNCTION everything_removed();

-- The target is the bank's to change; figures and pages read it from here.
INSERT INTO figure_target (figure, value, changed_at) VALUES ('sla_compliance', 0.95, now());
