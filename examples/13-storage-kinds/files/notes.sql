CREATE TABLE notes (
    name text PRIMARY KEY,
    text bytea NOT NULL
);
