-- How full a pool of 65,536 addresses is, is counted in the index alone.
drop index address_holdings_present;
create index address_holdings_present on address_holdings (tenant_id, pool_id, network) include (service_id, is_shared, is_contested)
  where ended_at is null;
