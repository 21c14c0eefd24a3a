#!/bin/sh
# Looks a name up again and again; of its two nameservers the first does not answer.
deaf=$(getent hosts deaf | cut -d' ' -f1)
dns=$(getent hosts dns | cut -d' ' -f1)
printf 'nameserver %s\nnameserver %s\noptions timeout:2\n' "$deaf" "$dns" > /etc/resolv.conf
echo READY
end=$(($(date +%s) + 180))
while [ "$(date +%s)" -lt "$end" ]; do
  getent ahostsv4 api.example.com > /dev/null
  echo "work 1"
  sleep 0.2
done
