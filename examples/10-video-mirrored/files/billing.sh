#!/bin/bash
# Makes the two clusters of this machine: one that writes, one that follows the other machine's.
set -euo pipefail
# shellcheck source=/dev/null
. /etc/video/database.env

# The other one counts as a standby under this name; a commit waits for it.
settings=(
    --pgoption listen_addresses="127.0.0.1,$OWN"
    --pgoption max_prepared_transactions=20
    --pgoption synchronous_standby_names="'standby'"
    --pgoption cluster_name=standby
    --pgoption password_encryption=scram-sha-256
)

cluster() {
    local name=$1 port=$2 primary=$3
    local data=/var/lib/postgresql/15/$name
    pg_createcluster 15 "$name" --port "$port" --encoding UTF8 "${settings[@]}"
    cat >>"/etc/postgresql/15/$name/pg_hba.conf" <<END
host $name billing 10.0.0.0/24 scram-sha-256
host replication billing $PEER/32 scram-sha-256
END
    if [[ $primary == "$OWN" ]]; then
        pg_ctlcluster 15 "$name" start
        # Nobody follows yet: these must not wait for a standby.
        runuser -u postgres -- psql --port "$port" --set ON_ERROR_STOP=1 <<END
SET synchronous_commit TO local;
CREATE ROLE billing LOGIN REPLICATION PASSWORD '$PASSWORD';
CREATE DATABASE $name OWNER billing;
SELECT pg_create_physical_replication_slot('standby');
\\connect $name
SET synchronous_commit TO local;
SET ROLE billing;
\\include /etc/video/$name.sql
END
    else
        rm -r "$data"
        until PGPASSWORD=$PASSWORD runuser -u postgres -- pg_basebackup --pgdata "$data" \
            --host "$PEER" --port "$port" --username billing --slot standby --write-recovery-conf; do
            rm -rf "$data"
            sleep 5
        done
        pg_ctlcluster 15 "$name" start
    fi
}

cluster queue 5433 "$QUEUE_PRIMARY" &
cluster ledger 5434 "$LEDGER_PRIMARY" &
wait
