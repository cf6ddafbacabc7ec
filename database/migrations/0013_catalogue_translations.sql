-- Texts of what is sold in other languages than the tenant's own: { "de": { "name": "…", "description": "…" } }.
-- They lie beside the text they translate, because they are read, changed and versioned together with it.

alter table products add column translations jsonb not null default '{}'
  constraint products_translations_is_object check (jsonb_typeof(translations) = 'object');
alter table plans add column translations jsonb not null default '{}'
  constraint plans_translations_is_object check (jsonb_typeof(translations) = 'object');
alter table options add column translations jsonb not null default '{}'
  constraint options_translations_is_object check (jsonb_typeof(translations) = 'object');
alter table option_values add column translations jsonb not null default '{}'
  constraint option_values_translations_is_object check (jsonb_typeof(translations) = 'object');
