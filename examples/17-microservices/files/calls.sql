CREATE TABLE calls (
    id      bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    service text NOT NULL,
    at      timestamptz NOT NULL DEFAULT now()
);
