#!/bin/bash
# For people, in the second zone, when the first is lost: makes this database the one that writes. Be
# certain that the first writes no more: shut its machine down if it can be reached at all.
set -euo pipefail

read -r -p 'Does the first database write no more? (yes) ' answer
[[ $answer == yes ]]
runuser -u postgres -- psql --command 'SELECT pg_promote(wait => true)'
echo 'Now point the name at the web server of this zone:'
echo '  exo dns update A DOMAIN www --address ADDRESS'
