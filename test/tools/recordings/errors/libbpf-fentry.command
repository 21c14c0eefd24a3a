tcprtt -d 1
exit 1
