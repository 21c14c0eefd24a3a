# One dump of a mebibyte after another, none removed. When the file system is full it tries again each second.
i=0
while dd if=/dev/zero of="/dumps/$i" bs=1M count=1 2>/dev/null; do i=$((i + 1)); done
echo READY
for _ in $(seq 180); do
  dd if=/dev/zero of="/dumps/$i" bs=1M count=1 2>/dev/null
  sleep 1
done
