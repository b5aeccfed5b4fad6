CREATE TABLE users (
  id          TEXT PRIMARY KEY,
  click_count BIGINT NOT NULL DEFAULT 0
);

CREATE TABLE referral_links (
  id              BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  code            TEXT NOT NULL UNIQUE,
  user_id         TEXT NOT NULL REFERENCES users,
  destination_url TEXT NOT NULL,
  click_count     BIGINT NOT NULL DEFAULT 0
);

CREATE TABLE clicks (
  id               BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  referral_link_id BIGINT NOT NULL REFERENCES referral_links,
  referrer         TEXT,
  utm_source       TEXT,
  created_at       TIMESTAMPTZ NOT NULL DEFAULT now()
);
