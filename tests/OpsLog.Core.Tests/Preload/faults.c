/*
 * Loaded ahead of the C library into a process of the tests (LD_PRELOAD). It counts the calls that change a disk, fails
 * one of them or all from one on, ends the process behind one, and writes down the order of them.
 *
 * From the environment:
 *   OPSLOG_FAULT_KILL   "rename:3" ends the process just after its third rename, as a power button would
 *   OPSLOG_FAULT_TRACE  a file that gets one line a call: "fsync PATH", "rename PATH", "link PATH", "mkdir PATH", and
 *                       "say acknowledged" where the process writes this word
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <unistd.h>

enum call { FSYNC, FTRUNCATE, RENAME, MKDIR, FSTAT, PWRITE, LINK, SAY, CALLS };

static const char *const names[CALLS] = { "fsync", "ftruncate", "rename", "mkdir", "fstat", "pwrite", "link", "say" };

static atomic_long counts[CALLS];
static atomic_long fail_from[CALLS];
static atomic_long fail_to[CALLS];
static atomic_int fail_with[CALLS];
static long kill_at[CALLS];
static atomic_int pretend;
static int trace = -1;

__attribute__((constructor)) static void begin(void)
{
    const char *path = getenv("OPSLOG_FAULT_TRACE");
    if (path)
        trace = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    const char *kill = getenv("OPSLOG_FAULT_KILL");
    for (int call = 0; kill && call < CALLS; call++) {
        size_t length = strlen(names[call]);
        if (!strncmp(kill, names[call], length) && kill[length] == ':')
            kill_at[call] = atol(kill + length + 1);
    }
}

/* Fails the calls from one number to another, counted from now on; 0 for none. A write with the error 0 is a short one. */
void faults_fail(int call, long from, long to, int error)
{
    atomic_store(&counts[call], 0);
    atomic_store(&fail_with[call], error);
    atomic_store(&fail_to[call], to);
    atomic_store(&fail_from[call], from);
}

/* How many there were after the last reset. */
long faults_count(int call)
{
    return atomic_load(&counts[call]);
}

/* Lets flushes that don't fail succeed at once. */
void faults_pretend(int on)
{
    atomic_store(&pretend, on);
}

/* Counts a call. Returns -1, with errno set, where it is to fail. */
static int enter(enum call call)
{
    long number = atomic_fetch_add(&counts[call], 1) + 1;
    long from = atomic_load(&fail_from[call]);
    if (from == 0 || number < from || number > atomic_load(&fail_to[call]))
        return 0;
    errno = atomic_load(&fail_with[call]);
    return -1;
}

static void leave(enum call call, const char *path)
{
    int error = errno;
    if (trace >= 0) {
        char line[PATH_MAX + 16];
        int length = snprintf(line, sizeof line, "%s %s\n", names[call], path);
        if (syscall(SYS_write, trace, line, length) != length)
            abort();
    }
    if (kill_at[call] > 0 && atomic_load(&counts[call]) == kill_at[call])
        raise(SIGKILL);
    errno = error;
}

int fsync(int file)
{
    char link[32], path[PATH_MAX];
    if (enter(FSYNC))
        return -1;
    int result = atomic_load(&pretend) ? 0 : syscall(SYS_fsync, file);
    snprintf(link, sizeof link, "/proc/self/fd/%d", file);
    ssize_t length = readlink(link, path, sizeof path - 1);
    path[length < 0 ? 0 : length] = 0;
    if (result == 0)
        leave(FSYNC, path);
    return result;
}

int ftruncate(int file, off_t length)
{
    return enter(FTRUNCATE) ? -1 : syscall(SYS_ftruncate, file, length);
}

int ftruncate64(int file, off64_t length)
{
    return ftruncate(file, length);
}

int fstat(int file, struct stat *status)
{
    return enter(FSTAT) ? -1 : syscall(SYS_fstat, file, status);
}

int fstat64(int file, struct stat64 *status)
{
    return fstat(file, (struct stat *)status);
}

/* The name of it that .NET was built with. */
int __fxstat64(int version, int file, struct stat64 *status)
{
    (void)version;
    return fstat(file, (struct stat *)status);
}

ssize_t pwrite64(int file, const void *bytes, size_t length, off64_t offset)
{
    if (enter(PWRITE)) {
        if (errno)
            return -1;
        length = (length + 1) / 2;
    }
    return syscall(SYS_pwrite64, file, bytes, length, offset);
}

ssize_t pwrite(int file, const void *bytes, size_t length, off_t offset)
{
    return pwrite64(file, bytes, length, offset);
}

int rename(const char *from, const char *to)
{
    int result = enter(RENAME) ? -1 : renameat(AT_FDCWD, from, AT_FDCWD, to);
    if (result == 0)
        leave(RENAME, to);
    return result;
}

int link(const char *path, const char *to)
{
    int result = enter(LINK) ? -1 : linkat(AT_FDCWD, path, AT_FDCWD, to, 0);
    if (result == 0)
        leave(LINK, to);
    return result;
}

int mkdir(const char *path, mode_t mode)
{
    int result = enter(MKDIR) ? -1 : mkdirat(AT_FDCWD, path, mode);
    if (result == 0)
        leave(MKDIR, path);
    return result;
}

ssize_t write(int file, const void *bytes, size_t length)
{
    static const char word[] = "acknowledged\n";
    ssize_t result = syscall(SYS_write, file, bytes, length);
    if (length == sizeof word - 1 && !memcmp(bytes, word, length))
        leave(SAY, "acknowledged");
    return result;
}

/* A call that .NET looks up in the C library by its name is to come here as well. */
void *dlsym(void *library, const char *name)
{
    static void *(*find)(void *, const char *);
    static const char *const versions[] = { "GLIBC_2.34", "GLIBC_2.17", "GLIBC_2.2.5" };
    for (size_t i = 0; !find && i < sizeof versions / sizeof *versions; i++)
        find = (void *(*)(void *, const char *))dlvsym(RTLD_NEXT, "dlsym", versions[i]);
    if (!find)
        return NULL;
    void *found = find(library, name);
    return !found ? NULL
        : !strcmp(name, "fsync") ? (void *)fsync
        : !strcmp(name, "rename") ? (void *)rename
        : !strcmp(name, "link") ? (void *)link
        : found;
}
