// What the machine says of its network: who listens on a port already, which one is free, and how others may call us.
// Reads /proc and opens sockets, so not on the GUI thread.
#pragma once

#include <QString>
#include <QStringList>

namespace app::server {

struct PortLook {
    bool taken = false;  // somebody listens there
    QString program;     // as the system calls it; empty: somebody else's, or nobody's
    qint64 process = 0;  // its number; 0: not known
    bool isOurs = false; // the program is an iShowTTS, another one or this
    int freePort = 0;    // the next above that nobody has; 0: none of the next twenty
};

PortLook lookAtPort(int port); // 1…65535

// Addresses of this machine that others may reach, IPv4 first; neither loopback nor those of one cable only.
QStringList networkAddresses();

} // namespace app::server
