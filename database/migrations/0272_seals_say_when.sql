-- Seals from now on are made over when they were set and over how old what they cover is, as well (form 2); those of before stay as they were
-- made. And the end of the chain stands once more beside its key, under that key: an end that was cut off leaves a mark that nobody makes anew
-- without it.
alter table audit_seals add column form smallint not null default 1 check (form in (1, 2));
alter table audit_keys
  add column head_number bigint,
  add column head_mark bytea check (length(head_mark) = 32),
  add check ((head_number is null) = (head_mark is null));
