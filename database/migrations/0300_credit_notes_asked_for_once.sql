-- Whoever lost the answer to a credit note asked again, and there were two. Its key finds the first one, and what was asked tells a repeat
-- from a key that is used for something else.
alter table credit_notes
  -- Made up by whoever asked; null where a cause elsewhere names the note.
  add column request_key uuid,
  -- What was to be taken back, in the words of billing.
  add column wish jsonb,
  add check ((request_key is null) = (wish is null));
create unique index credit_notes_one_per_request on credit_notes (tenant_id, request_key) where request_key is not null;
