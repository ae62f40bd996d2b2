-- Labour of a case counts on the day it was closed, whenever it was entered: a change of labour marks that day as well ('worked', in UTC
-- like the marks of cases). Whose work it was belongs to what is prepared by unit. EXCEPT for the reason told in changes.sql.
CREATE OR REPLACE FUNCTION efforts_added() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO dirty (name, day) SELECT DISTINCT 'effort', day FROM new_rows;
    INSERT INTO dirty (name, day)
    SELECT DISTINCT 'worked', utc_day(c.closed_at) FROM new_rows r JOIN cases c ON c.id = r.case_id WHERE c.closed_at IS NOT NULL;
    RETURN NULL;
END $$;

CREATE OR REPLACE FUNCTION efforts_removed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO dirty (name, day) SELECT DISTINCT 'effort', day FROM old_rows;
    INSERT INTO dirty (name, day)
    SELECT DISTINCT 'worked', utc_day(c.closed_at) FROM old_rows r JOIN cases c ON c.id = r.case_id WHERE c.closed_at IS NOT NULL;
    RETURN NULL;
END $$;

CREATE OR REPLACE FUNCTION efforts_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    WITH changed AS (
        (SELECT id, person_id, day, minutes, project_id, case_id, unit_id, service, cancelled_at FROM old_rows
         EXCEPT
         SELECT id, person_id, day, minutes, project_id, case_id, unit_id, service, cancelled_at FROM new_rows)
        UNION ALL
        (SELECT id, person_id, day, minutes, project_id, case_id, unit_id, service, cancelled_at FROM new_rows
         EXCEPT
         SELECT id, person_id, day, minutes, project_id, case_id, unit_id, service, cancelled_at FROM old_rows)
    )
    INSERT INTO dirty (name, day)
    SELECT DISTINCT 'effort', day FROM changed
    UNION ALL
    SELECT DISTINCT 'worked', utc_day(c.closed_at) FROM changed r JOIN cases c ON c.id = r.case_id WHERE c.closed_at IS NOT NULL;
    RETURN NULL;
END $$;

CREATE OR REPLACE FUNCTION every_effort_removed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO dirty (name, day) VALUES ('effort', NULL), ('worked', NULL);
    RETURN NULL;
END $$;

INSERT INTO dirty (name, day) SELECT 'worked', NULL WHERE EXISTS (SELECT 1 FROM cases);
