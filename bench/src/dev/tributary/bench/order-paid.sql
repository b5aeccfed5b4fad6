INSERT INTO inbound_event (id, source, event_id, type, payload, status)
VALUES (:event::uuid, :source::text, :event_id::text, 'order.paid', :data::text::jsonb, 'received')
ON CONFLICT (source, event_id) DO NOTHING;

SELECT r.id AS referral, r.affiliate_id AS affiliate, r.affiliate_user_id AS affiliate_user,
       r.status = 'pending' AS first, r.triggers_used + 1 AS trigger_no
FROM referral r JOIN affiliate a ON a.id = r.affiliate_id
WHERE r.referred_user_id = :user_id::text AND a.status = 'active'
FOR UPDATE OF r \gset

SELECT count(*) AS known FROM order_fact WHERE order_id = :order_id::text \gset

INSERT INTO order_fact (order_id, event, user_id, order_kind, amount_minor, tax_minor,
                        shipping_minor, discount_minor, currency)
VALUES (:order_id::text, :event::uuid, :user_id::text, 'product', 11000, 1000, 0, 0, 'USD');

INSERT INTO invoice_fact (invoice_id, order_id, event, payment_method, amount_minor, currency,
                          paid_at, earns)
VALUES (:invoice_id::text, :order_id::text, :event::uuid, 'card', 11000, 'USD',
        :paid_at::text::timestamptz, true);

INSERT INTO decision (id, event, order_id, invoice_id, affiliate_id, outcome, reason_code,
                      amount_minor, currency, settings_version, engine_version, trace)
VALUES (:decision::uuid, :event::uuid, :order_id::text, :invoice_id::text, :affiliate::uuid,
        'commission', 'commission', 1000, 'USD', 1, '1', jsonb_build_array(
  jsonb_build_object('step', 'referral', 'outcome', 'pass', 'reason_code', 'bound', 'inputs',
    jsonb_build_object('referral_id', :referral::uuid, 'bound_at', '2026-04-30T12:34:56.789012Z',
                       'paid_at', :paid_at::text)),
  jsonb_build_object('step', 'affiliate', 'outcome', 'pass', 'reason_code', 'affiliate_active',
    'inputs', jsonb_build_object('affiliate_id', :affiliate::uuid)),
  '{"step": "matrix", "outcome": "pass", "reason_code": "earns",
    "inputs": {"order_kind": "product", "payment_method": "card"}}'::jsonb,
  '{"step": "base", "outcome": "set", "reason_code": "base", "value": 10000,
    "inputs": {"mode": "net", "amount": 11000, "tax_amount": 1000, "shipping_amount": 0}}'::jsonb,
  jsonb_build_object('step', 'trigger', 'outcome', 'set', 'reason_code', 'trigger',
    'value', :trigger_no::int, 'inputs', '{"used": 1, "limit": 1000000}'::jsonb),
  '{"step": "duration", "outcome": "pass", "reason_code": "no_limit", "inputs": {}}'::jsonb,
  '{"step": "rate", "outcome": "set", "reason_code": "rate", "value": 100000,
    "inputs": {"source": "default"}}'::jsonb,
  '{"step": "amount", "outcome": "set", "reason_code": "amount", "value": 1000,
    "inputs": {"formula": "round_half_up(10000 * 100000 / 1000000)"}}'::jsonb,
  '{"step": "share", "outcome": "set", "reason_code": "share", "value": 1000,
    "inputs": {"formula": "round_half_up(1000 * 11000 / 11000) - 0"}}'::jsonb,
  '{"step": "review", "outcome": "pass", "reason_code": "not_held",
    "inputs": {"amount": 1000}}'::jsonb));

INSERT INTO order_commission (id, order_id, referral_id, affiliate_id, decision_id, base_minor,
                              rate_ppm, amount_minor, currency, trigger_no, status)
VALUES (:commission::uuid, :order_id::text, :referral::uuid, :affiliate::uuid, :decision::uuid,
        10000, 100000, 1000, 'USD', :trigger_no::int, 'approved');

INSERT INTO invoice_commission (id, order_commission_id, invoice_id, amount_minor, reversed_minor,
                                currency, status, hold_days, available_at, released_at)
VALUES (:part::uuid, :commission::uuid, :invoice_id::text, 1000, 0, 'USD', 'approved', 0, now(),
        now());

INSERT INTO account (owner, bucket, currency, balance_minor)
VALUES ('00000000-0000-0000-0000-000000000000', 'expense', 'USD', NULL),
       (:affiliate::uuid, 'available', 'USD', 0), (:affiliate::uuid, 'pending', 'USD', 0)
ON CONFLICT DO NOTHING;

INSERT INTO transfer (id, key, kind)
VALUES (:credit::uuid, 'credit-' || :part::uuid, 'credit'),
       (:release::uuid, 'release-' || :part::uuid, 'release');

INSERT INTO posting (transfer_id, owner, bucket, currency, amount_minor)
VALUES (:credit::uuid, '00000000-0000-0000-0000-000000000000', 'expense', 'USD', -1000),
       (:credit::uuid, :affiliate::uuid, 'pending', 'USD', 1000),
       (:release::uuid, :affiliate::uuid, 'pending', 'USD', -1000),
       (:release::uuid, :affiliate::uuid, 'available', 'USD', 1000);

UPDATE account SET balance_minor = balance_minor + 1000
WHERE owner = :affiliate::uuid AND bucket = 'available' AND currency = 'USD';

INSERT INTO transition (subject_type, subject_id, action, from_status, to_status, actor)
SELECT 'order_commission', :commission::uuid, 'create', NULL, 'pending', 'system'
UNION ALL SELECT 'order_commission', :commission::uuid, 'approve', 'pending', 'approved', 'system'
UNION ALL SELECT 'invoice_commission', :part::uuid, 'create', NULL, 'pending', 'system'
UNION ALL SELECT 'invoice_commission', :part::uuid, 'approve', 'pending', 'approved', 'system'
UNION ALL SELECT 'referral', :referral::uuid, 'qualify', 'pending', 'qualified', 'system'
          WHERE :first::boolean;

INSERT INTO audit_entry (subject_type, subject_id, action, before, after, actor)
SELECT 'order_commission', :commission::uuid, 'create', NULL::jsonb, '{"status": "pending"}'::jsonb,
       'system'
UNION ALL SELECT 'order_commission', :commission::uuid, 'approve', '{"status": "pending"}',
                 '{"status": "approved"}', 'system'
UNION ALL SELECT 'invoice_commission', :part::uuid, 'create', NULL, '{"status": "pending"}',
                 'system'
UNION ALL SELECT 'invoice_commission', :part::uuid, 'approve', '{"status": "pending"}',
                 '{"status": "approved"}', 'system'
UNION ALL SELECT 'referral', :referral::uuid, 'qualify', '{"status": "pending"}',
                 '{"status": "qualified"}', 'system' WHERE :first::boolean;

INSERT INTO outbox (id, type, subject, data)
SELECT :news_1::uuid, 'order_commission.created', :commission::uuid::text, jsonb_build_object(
  'order_commission_id', :commission::uuid, 'order_id', :order_id::text, 'affiliate_user_id',
  :affiliate_user::text, 'amount', 1000, 'currency', 'usd', 'status', 'pending')
UNION ALL
SELECT :news_2::uuid, 'order_commission.approved', :commission::uuid::text, jsonb_build_object(
  'order_commission_id', :commission::uuid, 'order_id', :order_id::text, 'affiliate_user_id',
  :affiliate_user::text, 'amount', 1000, 'currency', 'usd', 'status', 'approved')
UNION ALL
SELECT :news_3::uuid, 'invoice_commission.created', :part::uuid::text, jsonb_build_object(
  'invoice_commission_id', :part::uuid, 'order_id', :order_id::text, 'invoice_id',
  :invoice_id::text, 'affiliate_user_id', :affiliate_user::text, 'amount', 1000,
  'reversed_amount', 0, 'currency', 'usd', 'status', 'approved')
UNION ALL
SELECT :news_4::uuid, 'invoice_commission.approved', :part::uuid::text, jsonb_build_object(
  'invoice_commission_id', :part::uuid, 'order_id', :order_id::text, 'invoice_id',
  :invoice_id::text, 'affiliate_user_id', :affiliate_user::text, 'amount', 1000,
  'reversed_amount', 0, 'currency', 'usd', 'status', 'approved')
UNION ALL
SELECT :news_5::uuid, 'referral.qualified', :referral::uuid::text, jsonb_build_object(
  'referral_id', :referral::uuid, 'affiliate_user_id', :affiliate_user::text)
WHERE :first::boolean;

WITH counted AS (
  UPDATE affiliate SET qualified_referrals = qualified_referrals + 1
  WHERE id = :affiliate::uuid AND :first::boolean
)
UPDATE referral SET triggers_used = :trigger_no::int, status = 'qualified'
WHERE id = :referral::uuid;

UPDATE inbound_event SET status = 'done', reason = 'commission', finished_at = now()
WHERE id = :event::uuid;
