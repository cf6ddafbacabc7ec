-- Another address counts once it was confirmed in both mailboxes; each says so when its link was used.
alter table email_links add column confirmed_at timestamptz;
alter table email_links drop constraint email_links_purpose_check;
alter table email_links add constraint email_links_purpose_check check (purpose in ('verify', 'change', 'release', 'undo', 'sign_in'));
