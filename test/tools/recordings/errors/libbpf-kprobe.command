vfsstat 1 1
exit 1
