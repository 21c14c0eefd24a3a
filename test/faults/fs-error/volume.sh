# An ext4 in a file, mounted in this container's own mount namespace, is told by the kernel's own test that it is damaged
# (Documentation/ABI/testing/sysfs-fs-ext4, trigger_fs_error). The loop device goes when the container does.
set -e
truncate -s 16M /volume.img
mkfs.ext4 -q /volume.img
mkdir -p /srv/orders
mount -o loop,errors=remount-ro /volume.img /srv/orders
device=$(basename "$(findmnt -no SOURCE /srv/orders)")
echo "checksum of the inode table" > "/sys/fs/ext4/$device/trigger_fs_error"
touch /srv/orders/new 2>/dev/null || echo READY
sleep 180
