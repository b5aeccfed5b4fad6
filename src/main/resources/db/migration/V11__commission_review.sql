-- What waits for somebody to decide, in the order of the lists: few rows, and none while the
-- settings approve by themselves.
CREATE INDEX order_commission_open ON order_commission (id) WHERE status = 'pending';
CREATE INDEX invoice_commission_pending ON invoice_commission (id) WHERE status = 'pending';
CREATE INDEX invoice_commission_held ON invoice_commission (id) WHERE status = 'held';
