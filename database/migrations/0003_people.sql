-- Brand, users, staff, tokens; customers and their teams.

create table brands (
  tenant_id uuid primary key references platform.tenants (id),
  name text not null,
  legal_name text not null,
  address jsonb not null default '{}',
  tax_id text,
  support_email text not null,
  mail_from text not null,
  accent_color text not null default 'blue',
  website text,
  footer text
);
call platform.separate_tenants('brands');

create table users (
  tenant_id uuid not null references platform.tenants (id),
  id uuid not null,
  email text not null check (email = lower(email) and length(email) <= 254),
  password_hash text not null,
  name text not null check (length(name) between 1 and 200),
  locale text not null default 'en',
  time_zone text not null default 'UTC',
  created_at timestamptz not null,
  last_sign_in_at timestamptz,
  disabled_at timestamptz,
  primary key (tenant_id, id),
  unique (tenant_id, email)
);
call platform.separate_tenants('users');

create table staff_members (
  tenant_id uuid not null references platform.tenants (id),
  user_id uuid not null,
  roles text[] not null,
  created_at timestamptz not null,
  primary key (tenant_id, user_id),
  foreign key (tenant_id, user_id) references users (tenant_id, id)
);
call platform.separate_tenants('staff_members');

create table sign_ins (
  tenant_id uuid not null references platform.tenants (id),
  id uuid not null,
  user_id uuid,
  email text not null,
  ip inet,
  user_agent text,
  outcome text not null check (outcome in ('success', 'wrong_password', 'unknown_user', 'disabled')),
  at timestamptz not null,
  primary key (tenant_id, id)
);
create index sign_ins_by_user on sign_ins (tenant_id, user_id, id desc);
call platform.separate_tenants('sign_ins', 'select, insert');

create table password_resets (
  tenant_id uuid not null references platform.tenants (id),
  id uuid not null,
  user_id uuid not null,
  token_hash bytea not null,
  -- The token itself, encrypted, until its mail is sent: the mail is written by another process, a moment later.
  sealed_token jsonb,
  expires_at timestamptz not null,
  used_at timestamptz,
  created_at timestamptz not null,
  primary key (tenant_id, id),
  unique (tenant_id, token_hash),
  foreign key (tenant_id, user_id) references users (tenant_id, id)
);
call platform.separate_tenants('password_resets');

create table customers (
  tenant_id uuid not null references platform.tenants (id),
  id uuid not null,
  -- Shown to people and given to panels that only know whole numbers.
  number integer not null,
  kind text not null default 'person' check (kind in ('person', 'company')),
  name text not null check (length(name) between 1 and 200),
  company_name text,
  email text not null,
  phone text,
  country char(2),
  region text,
  city text,
  postal_code text,
  street text,
  tax_id text,
  currency char(3) not null,
  locale text not null default 'en',
  status text not null default 'active' check (status in ('active', 'closed')),
  created_at timestamptz not null,
  primary key (tenant_id, id),
  unique (tenant_id, number)
);
create index customers_by_email on customers (tenant_id, email);
call platform.separate_tenants('customers');

-- Words by which staff find a customer, each a row, so that a search by the beginning of any word is an index range. A trigram
-- index cannot serve here: its operators are not leakproof, and row level security would have the whole tenant read instead.
create table customer_search_words (
  tenant_id uuid not null references platform.tenants (id),
  word text not null,
  customer_id uuid not null,
  primary key (tenant_id, word, customer_id),
  foreign key (tenant_id, customer_id) references customers (tenant_id, id) on delete cascade
);
create index customer_search_words_by_beginning on customer_search_words (tenant_id, word text_pattern_ops, customer_id);
create index customer_search_words_by_customer on customer_search_words (tenant_id, customer_id);
call platform.separate_tenants('customer_search_words');

-- Kept by the database, as an index is: imports and bulk inserts cannot forget it.
create function index_customer() returns trigger language plpgsql as $$
begin
  if tg_op = 'UPDATE' then
    delete from customer_search_words where customer_id = new.id;
  end if;
  insert into customer_search_words (tenant_id, word, customer_id)
  select distinct new.tenant_id, left(word, 100), new.id
    from (select regexp_split_to_table(lower(concat_ws(' ', new.name, new.company_name, new.email)), '[^[:alnum:]]+') as word
          union select lower(new.email) union select new.number::text) words
   where word <> '';
  return null;
end $$;
create trigger index_customer_on_insert after insert on customers for each row execute function index_customer();
create trigger index_customer_on_update after update of name, company_name, email, number on customers
  for each row execute function index_customer();

create table customer_notes (
  tenant_id uuid not null references platform.tenants (id),
  id uuid not null,
  customer_id uuid not null,
  author_id uuid not null,
  body text not null check (length(body) between 1 and 10000),
  created_at timestamptz not null,
  primary key (tenant_id, id),
  foreign key (tenant_id, customer_id) references customers (tenant_id, id),
  foreign key (tenant_id, author_id) references users (tenant_id, id)
);
create index customer_notes_by_customer on customer_notes (tenant_id, customer_id, id desc);
call platform.separate_tenants('customer_notes');

create table memberships (
  tenant_id uuid not null references platform.tenants (id),
  id uuid not null,
  customer_id uuid not null,
  user_id uuid not null,
  permissions text[] not null,
  created_at timestamptz not null,
  primary key (tenant_id, id),
  unique (tenant_id, customer_id, user_id),
  foreign key (tenant_id, customer_id) references customers (tenant_id, id),
  foreign key (tenant_id, user_id) references users (tenant_id, id)
);
create index memberships_by_user on memberships (tenant_id, user_id);
call platform.separate_tenants('memberships');

create table api_tokens (
  tenant_id uuid not null references platform.tenants (id),
  id uuid not null,
  user_id uuid not null,
  -- Null for a token of a staff member.
  customer_id uuid,
  name text not null check (length(name) between 1 and 100),
  token_hash bytea not null,
  abilities text[] not null,
  expires_at timestamptz,
  last_used_at timestamptz,
  revoked_at timestamptz,
  created_at timestamptz not null,
  primary key (tenant_id, id),
  unique (tenant_id, token_hash),
  foreign key (tenant_id, user_id) references users (tenant_id, id),
  foreign key (tenant_id, customer_id) references customers (tenant_id, id)
);
create index api_tokens_by_user on api_tokens (tenant_id, user_id);
call platform.separate_tenants('api_tokens');

-- Whole-number series without gaps: customers, orders, invoices. Taken by update in the transaction that uses the number.
create table number_series (
  tenant_id uuid not null references platform.tenants (id),
  series text not null,
  prefix text not null default '',
  next_number bigint not null default 1 check (next_number >= 1),
  primary key (tenant_id, series)
);
call platform.separate_tenants('number_series');
