-- Work that waits until staff agree to it is found by one look, however much was done before.

create index operations_awaiting_approval on operations (tenant_id, id)
  where input ->> 'approval' = 'asked' and status in ('queued', 'running', 'waiting');
