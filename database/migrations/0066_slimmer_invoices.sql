-- What a billing run writes twice, or keeps an index for that nothing asks.

-- The sealed snapshot holds the explanation of every line, since its first version, at the line's position: that is the one that counts.
alter table invoice_lines drop column explanation;

-- References are looked up by how they begin, by the other index.
drop index invoices_by_reference;
