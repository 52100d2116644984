/** Shared albums, in the delivery service's file. */
export const albumTables = `
CREATE TABLE IF NOT EXISTS account_region (
  account_id TEXT PRIMARY KEY REFERENCES account,
  region TEXT NOT NULL                    -- without a row: ZZ, the region of rehearsals
) STRICT;
CREATE TABLE IF NOT EXISTS album (
  album_id TEXT PRIMARY KEY,
  title TEXT NOT NULL,
  owner_id TEXT NOT NULL REFERENCES account,
  cover_id TEXT,                          -- chosen by the owner; shown while that picture is released
  created_at INTEGER NOT NULL
) STRICT;
CREATE TABLE IF NOT EXISTS album_member (
  album_id TEXT NOT NULL REFERENCES album,
  account_id TEXT NOT NULL REFERENCES account,
  added_at INTEGER NOT NULL,
  PRIMARY KEY (album_id, account_id)
) STRICT;
CREATE INDEX IF NOT EXISTS album_member_by_account ON album_member (account_id);
CREATE TABLE IF NOT EXISTS album_notice_seen (
  album_id TEXT NOT NULL REFERENCES album,
  account_id TEXT NOT NULL REFERENCES account,
  region TEXT NOT NULL,
  seen_at INTEGER NOT NULL,
  PRIMARY KEY (album_id, account_id, region)
) STRICT;
CREATE TABLE IF NOT EXISTS album_picture (
  picture_id TEXT PRIMARY KEY,
  album_id TEXT NOT NULL REFERENCES album,
  account_id TEXT NOT NULL REFERENCES account,
  region TEXT NOT NULL,                   -- of its owner when it was added: a repeated request says the same
  size INTEGER NOT NULL,
  sha256 TEXT NOT NULL,
  state TEXT NOT NULL,                    -- as the safety server last said
  version INTEGER NOT NULL,               -- of that word; 0: it has not heard of the picture yet
  why TEXT,
  notice TEXT,                            -- what the owner is told once it was removed
  added_at INTEGER NOT NULL,
  taken_out_at INTEGER,                   -- by its owner: out of every view from then on
  withdrawn INTEGER NOT NULL DEFAULT 0,   -- the safety server knows that it was taken out
  ask_at INTEGER                          -- when to ask the safety server how it stands; NULL: settled
) STRICT;
CREATE INDEX IF NOT EXISTS album_picture_by_album ON album_picture (album_id, added_at);
CREATE INDEX IF NOT EXISTS album_picture_to_ask ON album_picture (ask_at) WHERE ask_at IS NOT NULL;
`;
