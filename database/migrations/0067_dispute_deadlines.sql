-- How many days before its deadline staff were last told of a dispute that nobody has answered, and of which deadline: an inquiry that
-- becomes a dispute has another one.
alter table disputes
  add column deadline_noticed_days smallint check (deadline_noticed_days in (1, 3)),
  add column deadline_noticed_for timestamptz,
  add check ((deadline_noticed_days is null) = (deadline_noticed_for is null));
