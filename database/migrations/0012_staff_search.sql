-- Staff find an invoice by the beginning of its reference. Of text_pattern_ops, whose operators are leakproof: row level security
-- lets the index be used.

create index invoices_by_reference_prefix on invoices (tenant_id, reference text_pattern_ops);
