-- Money that a gateway took back by itself is taken down as a lost dispute. When a dispute comes afterwards that explains it, that record
-- becomes the dispute, and keeps the reference by which the money had gone.
alter table disputes add column reversal_reference text;
update disputes set reversal_reference = gateway_reference where code = 'REVERSED';
create unique index disputes_by_reversal on disputes (tenant_id, gateway_id, reversal_reference) where reversal_reference is not null;
