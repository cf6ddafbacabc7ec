-- Who of the customers' people needs a second step to sign in, and from when: until then they are told, after it they set one up before anything else.
alter table platform.tenants
  add column customer_second_factor text not null default 'nobody' check (customer_second_factor in ('nobody', 'trusted', 'everybody')),
  add column customer_second_factor_from timestamptz;
