// Keys, passwords and cookies in a text that people will read or send to others.
#pragma once

#include <QString>

namespace app::log {

// The text with *** in place of what follows a word such as token, password, cookie, authorization, api_key, sessdata
// (any case, as JSON, URL, header, key=value, option or printed pair) and of what looks like a key by itself (Bearer …,
// hf_…, sk-…, user:password@host). It rather takes too much than too little: a password, cookie or header goes with the
// rest of its line. Applying it twice changes nothing more. Any thread; linear in the text's length.
QString withoutSecrets(const QString &text);

} // namespace app::log
