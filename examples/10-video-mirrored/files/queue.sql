CREATE TABLE jobs (
    id    bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    video text NOT NULL
);
