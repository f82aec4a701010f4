/* Preloaded into a writer: notes every byte that goes to a file under POWER_FOLDER, and when it was made durable, in POWER_JOURNAL. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

static int journal = -1;
static const char *folder;
static size_t folder_length;
static pthread_mutex_t guard = PTHREAD_MUTEX_INITIALIZER;

__attribute__((constructor)) static void begin(void) {
    const char *path = getenv("POWER_JOURNAL");
    folder = getenv("POWER_FOLDER");
    if (!path || !folder) return;
    folder_length = strlen(folder);
    journal = open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0600);
}

static int ours(int fd, char *path, size_t size) {
    char link[64];
    if (journal < 0 || fd == journal) return 0;
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t length = readlink(link, path, size - 1);
    if (length <= 0) return 0;
    path[length] = 0;
    return !strncmp(path, folder, folder_length);
}

struct __attribute__((packed)) head { char kind; uint16_t path; int64_t at; int64_t length; };

static void note(char kind, const char *path, int64_t at, int64_t length, const void *data) {
    struct head head = {kind, (uint16_t)strlen(path), at, length};
    struct iovec parts[3] = {{&head, sizeof head}, {(void *)path, head.path}, {(void *)data, data ? (size_t)length : 0}};
    if (writev(journal, parts, 3) < 0) _exit(111);
}

#define REAL(name) static __typeof__(&name) real; if (!real) real = (__typeof__(&name))dlsym(RTLD_NEXT, #name)
#define NOTED(call, kind, at, length, data) \
    char path[4096]; \
    int mine = ours(fd, path, sizeof path); \
    if (!mine) return call; \
    pthread_mutex_lock(&guard); \
    __typeof__(call) done = call; \
    if (done >= 0) note(kind, path, at, length, data); \
    pthread_mutex_unlock(&guard); \
    return done

ssize_t pwrite(int fd, const void *data, size_t count, off_t at) { REAL(pwrite); NOTED(real(fd, data, count, at), 'w', at, done, data); }
ssize_t pwrite64(int fd, const void *data, size_t count, off64_t at) { REAL(pwrite64); NOTED(real(fd, data, count, at), 'w', at, done, data); }
ssize_t write(int fd, const void *data, size_t count) { REAL(write); NOTED(real(fd, data, count), 'a', 0, done, data); }
int ftruncate(int fd, off_t size) { REAL(ftruncate); NOTED(real(fd, size), 't', size, 0, NULL); }
int ftruncate64(int fd, off64_t size) { REAL(ftruncate64); NOTED(real(fd, size), 't', size, 0, NULL); }
int fsync(int fd) { REAL(fsync); NOTED(real(fd), 's', 0, 0, NULL); }
int fdatasync(int fd) { REAL(fdatasync); NOTED(real(fd), 's', 0, 0, NULL); }
int unlink(const char *path) {
    REAL(unlink);
    int done = real(path);
    if (!done && journal >= 0 && !strncmp(path, folder, folder_length)) note('u', path, 0, 0, NULL);
    return done;
}
