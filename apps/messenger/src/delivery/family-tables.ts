/** How old accounts are, and the links of families. */
export const familyTables = `
CREATE TABLE IF NOT EXISTS account_age (
  account_id TEXT PRIMARY KEY REFERENCES account,
  band TEXT NOT NULL                      -- under-13 | 13-17 | adult; without a row: adult. Told to nobody but its owner
) STRICT;
CREATE TABLE IF NOT EXISTS family_link (
  link_id TEXT PRIMARY KEY,
  guardian TEXT NOT NULL REFERENCES account,
  young TEXT NOT NULL REFERENCES account,
  state TEXT NOT NULL,                    -- asked | on | ended
  covers TEXT NOT NULL,                   -- off | noticed | every: the least that stays covered
  changed_at INTEGER NOT NULL
) STRICT;
CREATE INDEX IF NOT EXISTS family_by_guardian ON family_link (guardian);
CREATE INDEX IF NOT EXISTS family_by_young ON family_link (young);
`;
