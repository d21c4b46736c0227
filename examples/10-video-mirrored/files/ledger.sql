CREATE TABLE bills (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    video       text NOT NULL,
    price       integer NOT NULL,
    transaction text NOT NULL UNIQUE,
    at          timestamptz NOT NULL DEFAULT now()
);
