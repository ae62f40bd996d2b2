-- A day of labour is the bank's own day, written in the row: its mark needs no zone. EXCEPT for the reason told in changes.sql.
CREATE FUNCTION efforts_added() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO dirty (name, day) SELECT DISTINCT 'effort', day FROM new_rows;
    RETURN NULL;
END $$;

CREATE FUNCTION efforts_removed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO dirty (name, day) SELECT DISTINCT 'effort', day FROM old_rows;
    RETURN NULL;
END $$;

CREATE FUNCTION efforts_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO dirty (name, day)
    SELECT DISTINCT 'effort', day
    FROM (
        (SELECT id, person_id, day, minutes, project_id, service, cancelled_at FROM old_rows
         EXCEPT
         SELECT id, person_id, day, minutes, project_id, service, cancelled_at FROM new_rows)
        UNION ALL
        (SELECT id, person_id, day, minutes, project_id, service, cancelled_at FROM new_rows
         EXCEPT
         SELECT id, person_id, day, minutes, project_id, service, cancelled_at FROM old_rows)
    ) AS changed;
    RETURN NULL;
END $$;

CREATE FUNCTION every_effort_removed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO dirty (name, day) VALUES ('effort', NULL);
    RETURN NULL;
END $$;

CREATE TRIGGER effort_dirty_insert AFTER INSERT ON effort REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION efforts_added();
CREATE TRIGGER effort_dirty_update AFTER UPDATE ON effort REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION efforts_changed();
CREATE TRIGGER effort_dirty_delete AFTER DELETE ON effort REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION efforts_removed();
CREATE TRIGGER effort_dirty_truncate AFTER TRUNCATE ON effort FOR EACH STATEMENT EXECUTE FUNCTION every_effort_removed();

INSERT INTO dirty (name, day) SELECT DISTINCT 'effort', day FROM effort;
