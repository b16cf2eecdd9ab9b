-- The articles and coupons of the shop. Prices are in cents.
CREATE TABLE IF NOT EXISTS articles (
    sku TEXT PRIMARY KEY,
    title TEXT NOT NULL,
    unit_price INTEGER NOT NULL CHECK (unit_price BETWEEN 0 AND 4294967295),
    is_fragile INTEGER NOT NULL DEFAULT 0,
    is_oversized INTEGER NOT NULL DEFAULT 0,
    is_frozen INTEGER NOT NULL DEFAULT 0
) STRICT, WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS coupons (
    code TEXT PRIMARY KEY,
    percent INTEGER NOT NULL CHECK (percent BETWEEN 0 AND 100)
) STRICT, WITHOUT ROWID;

INSERT OR IGNORE INTO articles (sku, title, unit_price, is_fragile, is_oversized, is_frozen) VALUES
    ('chair', 'Garden chair', 4900, 0, 1, 0),
    ('jam', 'Plum jam', 420, 1, 0, 0),
    ('mug', 'Mug', 900, 1, 0, 0),
    ('mug-red', 'Red mug', 950, 1, 0, 0),
    ('mug-xl', 'Mug for a litre', 1400, 1, 0, 0),
    ('peas', 'Frozen peas', 280, 0, 0, 1),
    ('pen', 'Pen', 150, 0, 0, 0),
    ('tea', 'Green tea', 350, 0, 0, 0),
    ('tea-black', 'Black tea', 330, 0, 0, 0);

INSERT OR IGNORE INTO coupons (code, percent) VALUES ('TEN', 10), ('HALF', 50);
