-- How often a search looks is known to the code alone; the overview took each that had rested for an hour for one that fails, and so, all day
-- long, the ones that look once a day.
alter table platform.sweep_runs add column every_seconds integer;
