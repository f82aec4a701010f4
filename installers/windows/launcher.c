/* Starts the program that lies in app\ beside this file (CONSOLE: bin\ordertower.exe, and app\ lies one folder up).
 * Python runs inside this process, so that the task manager, the firewall and the taskbar show OrderTower and not Python.
 * An update swaps app\ for a new one; where it was interrupted between the two, app.old\ is still whole and is started. */
#include <shlobj.h>
#include <stdio.h>
#include <stdlib.h>
#include <wchar.h>
#include <windows.h>

#define ROOM 32768
#ifdef CONSOLE
#define UP 2
#else
#define UP 1
#endif

typedef int (*Run)(int, wchar_t **);

static int failed(const wchar_t *what)
{
#ifdef CONSOLE
    fwprintf(stderr, L"OrderTower: %ls\n", what);
#else
    MessageBoxW(NULL, what, L"\x8ba2\x5355\x63a7\x5236\x5854", MB_ICONERROR);
#endif
    return 1;
}

static HMODULE python_in(const wchar_t *home, const wchar_t *folder, wchar_t *app)
{
    static wchar_t library[ROOM];
    if (_snwprintf(app, ROOM - 32, L"%ls\\%ls", home, folder) < 0)
        return NULL;
    app[ROOM - 32] = 0;
    _snwprintf(library, ROOM, L"%ls\\" PYTHON, app);
    library[ROOM - 1] = 0;
    return LoadLibraryExW(library, NULL, LOAD_WITH_ALTERED_SEARCH_PATH);
}

int wmain(int count, wchar_t **words)
{
    static wchar_t home[ROOM], app[ROOM], start[ROOM];
    DWORD length = GetModuleFileNameW(NULL, home, ROOM);
    if (!length || length == ROOM)
        return failed(L"\x8def\x5f84\x592a\x957f");
    for (int up = 0; up < UP; up++) {
        wchar_t *last = wcsrchr(home, L'\\');
        if (!last)
            return failed(L"\x8def\x5f84\x4e0d\x5bf9");
        *last = 0;
    }
    HMODULE python = python_in(home, L"app", app);
    if (!python)
        python = python_in(home, L"app.old", app);
    Run run = python ? (Run)(void *)GetProcAddress(python, "Py_Main") : NULL;
    if (!run) /* 程序文件不完整，请重新安装 */
        return failed(L"\x7a0b\x5e8f\x6587\x4ef6\x4e0d\x5b8c\x6574\xff0c\x8bf7\x91cd\x65b0\x5b89\x88c5");
    AddDllDirectory(app); /* the libraries of the parts look for the compiler's run time, which lies beside Python */
    SetCurrentProcessExplicitAppUserModelID(L"OrderTower.Desktop");
    _snwprintf(start, ROOM, L"%ls\\start.py", app);
    start[ROOM - 1] = 0;

    const wchar_t *before[] = {words[0], L"-s", L"-X", L"utf8", start};
    int first = sizeof before / sizeof *before;
    wchar_t **all = calloc(first + count, sizeof *all);
    if (!all)
        return failed(L"\x5185\x5b58\x4e0d\x591f");
    memcpy(all, before, sizeof before);
    for (int i = 1; i < count; i++)
        all[first + i - 1] = words[i];
    return run(first + count - 1, all);
}
