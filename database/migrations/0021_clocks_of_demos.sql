-- Only a demo's clock can be moved or stopped. So nobody needs to ask a real tenant's before each piece of work.
alter table platform.tenants
  add constraint only_a_demo_moves_its_clock check (is_demo or (clock_offset_ms = 0 and clock_frozen_at is null));
