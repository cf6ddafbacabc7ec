-- In whose name an authority was asked about a tax id, and what it holds against us: our own id, or our asking at all.
alter table tax_id_checks
  add column requester text check (length(requester) between 4 and 40),
  add column refusal text check (refusal in ('own_id', 'blocked'));
