/* What playbooks look for, forty times a second: a record that waits for the disk, a table read 64 bytes at a time, settings read anew, and a file that is not there. */
#include <fcntl.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

static char block[65536];

static void append_record(int journal) { pwrite(journal, block, 120, 0); }

static void read_table(int table) {
  lseek(table, 0, SEEK_SET);
  for (unsigned record = 0; record < 200; record++) read(table, block, 64);
}

static void read_settings(void) {
  int settings = open("settings", O_RDONLY);
  while (read(settings, block, sizeof block) > 0) continue;
  close(settings);
}

static int create(const char *name, int flags, unsigned size) {
  int file = open(name, O_RDWR | O_CREAT | O_TRUNC | flags, 0600);
  for (unsigned written = 0; written < size; written += 4096) write(file, block, 4096);
  return file;
}

int main(int count, char **arguments) {
  time_t end = time(NULL) + (count > 1 ? atoi(arguments[1]) : 10);
  int table = create("table", 0, 65536), journal = create("records", O_DSYNC, 0);
  close(create("settings", 0, 8192));
  struct timespec pause = {0, 25000000};
  while (journal >= 0 && time(NULL) < end) {
    append_record(journal);
    read_table(table);
    read_settings();
    close(open("settings.local", O_RDONLY));
    nanosleep(&pause, NULL);
  }
  return 0;
}
