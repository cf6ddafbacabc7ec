-- What was said to gateways and panels can be forgotten by itself, too.
alter table retention_rules drop constraint retention_rules_kind_check;
alter table retention_rules add constraint retention_rules_kind_check
  check (kind in ('mail_texts', 'sign_in_origins', 'order_origins', 'notes', 'quotes', 'calls', 'idle_customers'));
create index remote_calls_in_time on remote_calls using brin (tenant_id, called_at) with (autosummarize = on);
