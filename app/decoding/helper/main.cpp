// ishowtts-decode: one file in (descriptor 0), its sound out (descriptor 1, app/decoding/wire.h). The Studio starts it
// for every file of a stranger; it lives as long as one file takes and can touch nothing else.
#include <csignal>
#include <new>

#include <sys/stat.h>
#include <unistd.h>

#include "app/decoding/helper/confinement.h"
#ifdef ISHOWTTS_HAVE_LIBAV
#include "app/decoding/helper/container_reader.h"
#endif
#include "app/decoding/helper/sndfile_reader.h"

int main() {
    decode::SoundPipe pipe;
    struct stat status {};
    if (::isatty(STDOUT_FILENO) || ::fstat(STDIN_FILENO, &status) != 0 || !S_ISREG(status.st_mode)) {
        constexpr char usage[] = "ishowtts-decode is started by the Studio: a sound file in, records out.\n";
        return ::write(STDERR_FILENO, usage, sizeof usage - 1) < 0 ? 3 : 2;
    }
    pipe.greet();
    if (const char *step = decode::confine()) {
        pipe.fail({decode::wire::Reason::NotConfined, step});
        ::_exit(1);
    }
    try {
        decode::InputFile file(status.st_size, pipe);
#ifdef ISHOWTTS_HAVE_LIBAV
        if (!decode::readWithSndfile(file, pipe, false)) {
            if (!file.seek(0))
                throw decode::Refused(decode::wire::Reason::Damaged, {});
            decode::readContainer(file, pipe);
        }
#else
        if (!decode::readWithSndfile(file, pipe, true))
            throw decode::Refused(decode::wire::Reason::NotSound, "built without FFmpeg");
#endif
    } catch (const decode::Refused &why) {
        pipe.fail(why);
    } catch (const std::bad_alloc &) {
        pipe.fail({decode::wire::Reason::Memory, {}});
    }
    ::_exit(0); // what libraries do at their end needs rights that are gone
}
