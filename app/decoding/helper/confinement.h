// What this process gives up before it looks at a byte of the file: it cannot open anything, reach any network, start
// anything, or write anywhere but into its pipe, whatever the file makes it do.
#pragma once

namespace decode {

// Ends with the parent, closes every descriptor but 0, 1 and 2, takes limits (memory 1 GiB more than now, 20 minutes of
// processor, no file, no further descriptor, no core) and a seccomp filter: read from 0, write to 1, memory, clocks and
// exit are left; what asks for a network or another program ends the process, everything else is refused with EPERM.
// Lower limits that it was started with stay. Null, or what the system refused; nothing may be read then.
const char *confine();

} // namespace decode
