#!/bin/bash
# Checks what the examples put on their machines: renders every user data as Terraform would, takes
# the files out of it, and gives each to the program that will read it: bash, shellcheck, python,
# nginx, haproxy, keepalived, NATS, Redis and Sentinel, Patroni, WireGuard, Samba, FRR, cloud-init, a YAML
# parser. Leaves out what only a running machine shows.
#
# A program that is not here is skipped, and said. Exit code 1 when anything is wrong.
set -uo pipefail

examples=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp --directory)
trap 'rm -rf "$work"' EXIT
export CHECKPOINT_DISABLE=1 TF_CLI_CONFIG_FILE=/dev/null
wrong=0
checked=0

have() {
    command -v "$1" >/dev/null && return 0
    if [[ ! -e $work/skipped-$1 ]]; then
        echo "SKIPPED: $1 is not installed, so that $2 is not checked"
        touch "$work/skipped-$1"
    fi
    return 1
}

# run WHAT COMMAND…: prints what the command said only when it fails.
run() {
    local what=$1 said
    shift
    checked=$((checked + 1))
    if ! said=$("$@" 2>&1); then
        echo "WRONG: $what"
        printf '%s\n' "$said" | sed 's/^/    /'
        wrong=1
    fi
}

# The values that every template of the examples can be rendered with.
values() {
    cat <<HCL
locals {
  example = "$1"

  values = {
    domain = "example.net", bucket = "backups.example.net", zone = "ch-gva-2", name = "first"
    key = "EXOkey", secret = "secret", record = "record-id", password = "password"
    address = "10.0.0.21", watched = "shop-web-0", watched_address = "10.0.0.11"
    own_name = "shop-web-1", servers = ["10.0.0.11", "10.0.0.12"]
    members = ["10.0.0.21", "10.0.0.22"], cluster = { first = "10.0.0.21", second = "10.0.0.22" }
    superuser_password = "password", replication_password = "password"
    database_url = "postgresql://shop:password@10.0.0.21:5432/shop", watches = true
    authority = "a certificate\n", certificate = "a certificate\n", certificate_key = "a key\n"

    queues = ["nats://video:password@10.0.0.20:4222"], replicas = 3, endpoint = "https://sos-ch-gva-2.exo.io"
    incoming = "incoming.example.net", converted = "converted.example.net", server = "10.0.0.20:587"
    own = "10.0.0.21", peer = "198.51.100.7", queue = "10.0.0.21", ledger = "10.0.0.22", first = "10.0.0.21"
    billing_env = "QUEUE_DSN=postgresql://\n", shop_env = "DATABASE_URL=postgresql://\n"
    store = "/srv/notes", package = "nfs-common"
    writes = true, primary = "database-gva.example.net", stream = "password", heartbeat = "https://example.net"
    pictures = "pictures.example.net", pictures_key = "EXOkey", pictures_secret = "secret", backup_zone = "at-vie-1"
    passphrase = "password", vault_zone = "de-fra-1", vault_bucket = "vault.example.net"
    vault_key = "EXOkey", vault_secret = "secret"
    private_key = "WGZpcnN0Zmlyc3RmaXJzdGZpcnN0Zmlyc3RmaXJzdDE=", public_key = "ssh-ed25519 AAAA runner"
    peer_key = "WHNlY29uZHNlY29uZHNlY29uZHNlY29uZHNlY29uZDE=", developer_key = "ssh-ed25519 AAAA developer"
    office_network = "192.168.10.0/24", gateway = "10.0.0.5", realm = "office.example.net"
    registry = "10.0.0.13", forge = "10.0.0.11", runner = "10.0.0.12", pool_yaml = "#cloud-config\n"
    image = "10.0.0.13:5000/site", port = 51829, peers = ["10.0.0.31", "10.0.0.32"], move_key = "a key"
    allowed = "192.168.10.0/24", tunnel = "10.9.0.10"
    gateways = ["wg0", "wg1"], priority = 150, network = "10.1.0.0/24"
    needs = ["catalogue", "database"], soft = ["ads"], limits = { ads = { timeout = "200ms", retries = 0 } }
    ports   = { catalogue = 9001, ads = 9005, database = 9007 }
    targets = { catalogue = ["10.0.0.21:8000", "10.0.0.22:8000"], database = ["10.0.0.81:5432"] }
    database = "postgresql://shop@127.0.0.1/shop"
  }

  # Only what is called a template is one: a script has its own use for a brace after a dollar.
  templates = {
    for path in fileset(local.example, "files/*.tftpl") :
    trimsuffix(trimprefix(path, "files/"), ".tftpl") => templatefile("\${local.example}/\${path}", local.values)
  }
  files = merge(local.templates, {
    for path in fileset(local.example, "files/*") :
    trimprefix(path, "files/") => file("\${local.example}/\${path}") if !endswith(path, ".tftpl")
  })

  texts = {
    for name, path in {
      site = "shop.nginx", page = "index.html", application = "shop.py", unit = "shop.service"
      schema = "shop.sql", backup = "backup.sh", backup_service = "backup.service"
      backup_timer = "backup.timer", s3cfg = "s3cfg", install_exo = "install-exo.sh"
      watchdog = "watchdog.sh", watchdog_service = "watchdog.service"
      watchdog_timer = "watchdog.timer", watchdog_env = "watchdog.env"
      address_unit = "elastic-ip.service", createcluster = "createcluster.conf"
      etcd = "etcd.env", patroni = "patroni.yml", bootstrap = "patroni-shop.sh"
    } : name => try(local.files[path], "")
  }

  # In the later examples each is called as its file is: nats_conf is nats.conf.
  named = { for path, text in local.files : replace(path, "/[.-]/", "_") => text }

  # What is put together from several files: the mounts of all kinds, and the tunnels of a gateway.
  joined = {
    mount_sh = join("", concat(["#!/bin/bash\nset -euo pipefail\n"], [
      for path, text in local.files : text if startswith(path, "mount-")
    ]))
    tunnels = { wg0 = try(local.files["tunnel.conf"], ""), wg9 = try(local.files["tunnel.conf"], "") }
  }

  # Both are called the configuration of their machine.
  configuration = try(local.files["$2"], "")
}
HCL
}

# Prints a user data template, rendered, in base64 and quotes.
render() {
    local example=$1 template=$2 configuration=$3 directory=$4
    mkdir -p "$directory/terraform"
    values "$example" "$configuration" >"$directory/terraform/values.tf"
    local expression="base64encode(templatefile(\"$example/user-data/$template\", merge(local.values, local.texts, local.named, local.joined, { configuration = local.configuration })))"
    echo "$expression" | terraform -chdir="$directory/terraform" console
}

# Takes the files out of a cloud-config, as cloud-init would write them.
# shellcheck disable=SC2317  # called by `run`
unpack() {
    python3 - "$1" "$2" <<'PYTHON'
import pathlib, sys, yaml

text = pathlib.Path(sys.argv[1]).read_text()
if not text.startswith("#cloud-config\n"):
    sys.exit("it does not begin with #cloud-config")
config = yaml.safe_load(text)
unknown = set(config) - {"package_update", "packages", "write_files", "runcmd"}
if unknown:
    sys.exit(f"unknown keys: {sorted(unknown)}")
for command in config["runcmd"]:
    words = [command] if isinstance(command, str) else command
    if not all(isinstance(word, str) for word in words):
        sys.exit(f"a command is not a list of texts: {command}")
for entry in config["write_files"]:
    if not isinstance(entry["content"], str) or not entry["content"]:
        sys.exit(f"{entry['path']} is empty")
    if not isinstance(entry.get("permissions", ""), str):
        sys.exit(f"{entry['path']}: permissions without quotes are a number")
    path = pathlib.Path(sys.argv[2] + entry["path"])
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(entry["content"])
pathlib.Path(sys.argv[2] + "/run.sh").write_text(
    "#!/bin/bash\n" + "".join(line + "\n" for line in config["runcmd"] if isinstance(line, str))
)
PYTHON
}

check_script() {
    run "$1" bash -n "$2"
    have shellcheck "the style of scripts" && run "$1" shellcheck "$2"
}

check_nginx() {
    have nginx "nginx" || return
    mkdir -p "$work/nginx"
    printf 'pid %s/pid;\nevents {}\nhttp {\naccess_log off;\ninclude %s;\n}\n' "$work/nginx" "$2" >"$work/nginx/nginx.conf"
    run "$1" nginx -t -q -p "$work/nginx" -e stderr -c "$work/nginx/nginx.conf"
}

# Starts it, and stops it a second later: what it cannot read makes it end before.
# shellcheck disable=SC2317  # called by `run`
starts() {
    local status=0
    timeout --signal KILL 1 "$@" || status=$?
    [[ $status -eq 137 || $status -eq 124 ]]
}

check_redis() {
    have redis-server "Redis and Sentinel" || return
    mkdir -p "$work/redis"
    # Our own directory and addresses; the rest as it is.
    sed --expression 's|^bind .*|bind 127.0.0.1|' --expression "s|^dir .*|dir $work/redis|" \
        --expression '/^logfile /d' --expression '/^pidfile /d' "$2" >"$work/redis/conf"
    if [[ $2 == */sentinel.conf ]]; then
        run "$1" starts redis-server "$work/redis/conf" --sentinel --port 46379
    else
        run "$1" starts redis-server "$work/redis/conf" --port 0 --unixsocket "$work/redis/socket"
    fi
}

# Patroni also asks whether the others are there, and whether the data is; here they are not.
# shellcheck disable=SC2317  # called by `run`
patroni_reads() {
    local said
    said=$(patroni --validate-config "$1" 2>&1) && return 0
    printf '%s\n' "$said" |
        grep --invert-match --extended-regexp 'is not reachable|Port [0-9]+ is already in use|Cannot assign|data_dir|bin_dir|(bootstrap.pg_hba|authentication.rewind)  is not defined' |
        grep . && return 1
    return 0
}

check_samba() {
    have testparm "Samba" || return
    local whole=$work/smb.conf
    # What is added to a configuration that Samba itself writes begins without its head.
    { grep --quiet '^\[global\]' "$2" || echo '[global]'; cat "$2"; } >"$whole"
    run "$1" samba_reads "$whole"
}

# shellcheck disable=SC2317  # called by `run`
samba_reads() {
    local said
    said=$(testparm --suppress-prompt "$1" 2>&1) || { printf '%s\n' "$said"; return 1; }
    ! printf '%s\n' "$said" | grep --ignore-case --extended-regexp 'unknown parameter|ignoring'
}

check_file() {
    local what=$1 file=$2 interface
    case $file in
    */nats-server.conf) have nats-server "NATS" && run "$what" nats-server -t -c "$file" ;;
    */redis/*.conf) check_redis "$what" "$file" ;;
    */patroni/config.yml) have patroni "Patroni" && run "$what" patroni_reads "$file" ;;
    */wireguard/*.conf) have wg-quick "WireGuard" && chmod 0600 "$file" && run "$what" wg-quick strip "$file" ;;
    */samba/*.conf) check_samba "$what" "$file" ;;
    */frr.conf) have vtysh "FRR" && run "$what" vtysh --dryrun --inputfile "$file" ;;
    */etc/nginx/*) check_nginx "$what" "$file" ;;
    */haproxy.cfg)
        # What lies beside it on its machine lies beside it here.
        sed --in-place "s|/etc/haproxy/|${file%/*}/|" "$file"
        have haproxy "haproxy" && run "$what" haproxy -c -f "$file"
        ;;
    */keepalived.conf)
        # The private network is the second interface there; here it may be called anything.
        for interface in /sys/class/net/*; do
            [[ ${interface##*/} == lo ]] || sed --in-place "s/interface eth1/interface ${interface##*/}/" "$file"
        done
        have keepalived "keepalived" && run "$what" keepalived -t -f "$file"
        ;;
    *.yml | *.yaml) run "$what" python3 -c 'import sys, yaml; yaml.safe_load(open(sys.argv[1]))' "$file" ;;
    *.py) run "$what" python3 -c 'import ast, sys; ast.parse(open(sys.argv[1]).read())' "$file" ;;
    *)
        if [[ $(head --lines 1 "$file") == '#!/bin/bash' ]]; then
            check_script "$what" "$file"
        fi
        ;;
    esac
}

check_example() {
    local example=$1 name template directory file rendered configuration
    name=$(basename "$example")
    for template in "$example"/user-data/*.tftpl; do
        template=$(basename "$template")
        directory=$work/$name/${template%%.*}
        mkdir -p "$directory/root"
        configuration=postgresql.conf
        [[ $template == balancer.* ]] && configuration=haproxy.cfg
        if ! rendered=$(render "$example" "$template" "$configuration" "$directory" 2>&1); then
            echo "WRONG: $name: $template cannot be rendered"
            printf '%s\n' "$rendered" | sed 's/^/    /'
            wrong=1
            continue
        fi
        if ! printf '%s' "$rendered" | tr -d '"\n' | base64 --decode >"$directory/user-data" 2>/dev/null; then
            echo "WRONG: $name: $template: $rendered"
            wrong=1
            continue
        fi
        run "$name: $template" unpack "$directory/user-data" "$directory/root"
        have cloud-init "the form of user data" &&
            run "$name: $template: schema" cloud-init schema --config-file "$directory/user-data"
        while IFS= read -r -d '' file; do
            check_file "$name: $template: ${file#"$directory/root"}" "$file"
        done < <(find "$directory/root" -type f -print0 | sort --zero-terminated)
    done
}

check_script "$(basename "$0")" "$0"
if have terraform "the examples (rendering needs it)"; then
    run "terraform fmt" terraform fmt -check -diff -recursive "$examples"
    if python3 -c 'import yaml' 2>/dev/null; then
        for example in "$examples"/[0-9]*/; do
            check_example "${example%/}"
        done
    else
        echo "SKIPPED: python3 with PyYAML is not installed, so that no user data is checked"
    fi
fi
echo "$checked checks"
exit "$wrong"
