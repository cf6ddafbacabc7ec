-- How people may sign in, by choice of the tenant, and from where they failed to.

-- Whether customers may sign in by a link that is mailed to them.
alter table platform.tenants add column sign_in_links boolean not null default false;

alter table sign_ins drop constraint sign_ins_factor_check;
alter table sign_ins add constraint sign_ins_factor_check
  check (factor in ('password', 'one_time_code', 'recovery_code', 'passkey', 'known_browser', 'email_link'));

create index failed_sign_ins on sign_ins (tenant_id, at) where outcome in ('wrong_password', 'unknown_user', 'disabled', 'wrong_factor');
