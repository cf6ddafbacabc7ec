-- A visit in a customer's name is as long as what it was asked for with: whoever signs out, or is signed out, is out on the customers' host as
-- well, and so is whoever asked with a token that was taken back.
alter table impersonations
  -- The session of the staff member, by its mark.
  add column staff_session text check (length(staff_session) = 64),
  -- Or the API token.
  add column token_id uuid,
  add foreign key (tenant_id, token_id) references api_tokens (tenant_id, id);
