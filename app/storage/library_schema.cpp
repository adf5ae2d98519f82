#include "app/storage/library_schema.h"

namespace app::storage {

namespace {

// Times in ms since 1970 UTC. seed: the 64 bits as a signed number. audio: SHA-256 in hex (audio_store.h). words: what
// search looks through, made alike (take_rows.cpp), in a table of its own so that looking through it is quick.
QStringList version1() {
    return {
        QStringLiteral("CREATE TABLE take ("
                       "id INTEGER PRIMARY KEY AUTOINCREMENT,"
                       "created INTEGER NOT NULL,"
                       "removed INTEGER,"
                       "starred INTEGER,"
                       "line TEXT NOT NULL,"
                       "parent INTEGER REFERENCES take(id) ON DELETE SET NULL,"
                       "name TEXT NOT NULL,"
                       "note TEXT NOT NULL,"
                       "text TEXT NOT NULL,"
                       "voice TEXT NOT NULL,"
                       "voice_name TEXT NOT NULL,"
                       "voice_transcript TEXT NOT NULL,"
                       "voice_recording TEXT NOT NULL,"
                       "model TEXT NOT NULL,"
                       "model_licence TEXT NOT NULL,"
                       "seed INTEGER NOT NULL,"
                       "nfe INTEGER NOT NULL,"
                       "schedule TEXT NOT NULL,"
                       "cfg REAL NOT NULL,"
                       "sway REAL NOT NULL,"
                       "speed REAL NOT NULL,"
                       "cross_fade REAL NOT NULL,"
                       "precision TEXT NOT NULL,"
                       "device_kind TEXT NOT NULL,"
                       "device_name TEXT NOT NULL,"
                       "program TEXT NOT NULL,"
                       "build TEXT NOT NULL,"
                       "synthesis_seconds REAL NOT NULL,"
                       "first_audio_seconds REAL NOT NULL,"
                       "text_seconds REAL NOT NULL,"
                       "reference_seconds REAL NOT NULL,"
                       "dit_seconds REAL NOT NULL,"
                       "vocoder_seconds REAL NOT NULL,"
                       "other_seconds REAL NOT NULL,"
                       "chunks INTEGER NOT NULL,"
                       "reference_shortened INTEGER NOT NULL,"
                       "audio TEXT NOT NULL,"
                       "seconds REAL NOT NULL,"
                       "sample_rate INTEGER NOT NULL"
                       ") STRICT"),
        QStringLiteral("CREATE INDEX take_by_line ON take(line, id)"),
        QStringLiteral("CREATE INDEX take_by_voice ON take(voice, id)"),
        QStringLiteral("CREATE INDEX take_by_audio ON take(audio)"),
        QStringLiteral("CREATE INDEX take_by_parent ON take(parent)"),
        QStringLiteral("CREATE INDEX take_by_removal ON take(removed) WHERE removed IS NOT NULL"),
        QStringLiteral("CREATE TABLE take_words ("
                       "take INTEGER PRIMARY KEY REFERENCES take(id) ON DELETE CASCADE,"
                       "words TEXT NOT NULL"
                       ") STRICT"),
        // When this file was begun: sound that is older is none of its business.
        QStringLiteral("CREATE TABLE birth (at INTEGER NOT NULL) STRICT"),
        QStringLiteral("INSERT INTO birth VALUES (CAST(strftime('%s', 'now') AS INTEGER) * 1000)"),
    };
}

// What is spoken instead of the text (canonical form of engine/text/tags.h; empty: the text), by which other voices
// (take_rows.cpp), by which rules, and what was found doubtful in the sound (JSON; empty: it was not looked for). Takes
// of before were made as upstream does.
QStringList version2() {
    return {
        QStringLiteral("ALTER TABLE take ADD COLUMN spoken TEXT NOT NULL DEFAULT ''"),
        QStringLiteral("ALTER TABLE take ADD COLUMN other_voices TEXT NOT NULL DEFAULT ''"),
        QStringLiteral("ALTER TABLE take ADD COLUMN duration_rule TEXT NOT NULL DEFAULT 'upstream'"),
        QStringLiteral("ALTER TABLE take ADD COLUMN joining TEXT NOT NULL DEFAULT 'upstream'"),
        QStringLiteral("ALTER TABLE take ADD COLUMN doubts TEXT NOT NULL DEFAULT ''"),
    };
}

// Listening tests (app/listening). A test is its id, which is a hash of design and sounds; a session is its events, one
// after another, which are never changed: nor is whether a person listened. sealed: the commitment that was shown
// first. A cell's key is a hash of all that made its sound.
QStringList version3() {
    return {
        QStringLiteral("CREATE TABLE listening_test ("
                       "id TEXT PRIMARY KEY NOT NULL,"
                       "created INTEGER NOT NULL,"
                       "name TEXT NOT NULL,"
                       "design TEXT NOT NULL,"
                       "stimuli TEXT NOT NULL"
                       ") STRICT"),
        QStringLiteral("CREATE TABLE listening_session ("
                       "id TEXT PRIMARY KEY NOT NULL,"
                       "test TEXT NOT NULL REFERENCES listening_test(id),"
                       "listener TEXT NOT NULL,"
                       "created INTEGER NOT NULL,"
                       "seed INTEGER NOT NULL,"
                       "salt TEXT NOT NULL,"
                       "sealed TEXT NOT NULL,"
                       "simulated INTEGER NOT NULL,"
                       "program TEXT NOT NULL"
                       ") STRICT"),
        QStringLiteral("CREATE INDEX listening_session_by_test ON listening_session(test, created)"),
        QStringLiteral("CREATE TABLE listening_event ("
                       "session TEXT NOT NULL REFERENCES listening_session(id) ON DELETE CASCADE,"
                       "number INTEGER NOT NULL,"
                       "at INTEGER NOT NULL,"
                       "kind TEXT NOT NULL,"
                       "event TEXT NOT NULL,"
                       "PRIMARY KEY (session, number)"
                       ") STRICT, WITHOUT ROWID"),
        QStringLiteral("CREATE TABLE listening_cell ("
                       "key TEXT PRIMARY KEY NOT NULL,"
                       "audio TEXT NOT NULL,"
                       "made INTEGER NOT NULL,"
                       "seconds REAL NOT NULL,"
                       "facts TEXT NOT NULL"
                       ") STRICT"),
        QStringLiteral("CREATE INDEX listening_cell_by_audio ON listening_cell(audio)"),
    };
}

// Designs of listening tests while they are worked on (app/listening/design_store.h); removed ones can be brought back.
QStringList version4() {
    return {
        QStringLiteral("CREATE TABLE listening_design ("
                       "id TEXT PRIMARY KEY NOT NULL,"
                       "created INTEGER NOT NULL,"
                       "changed INTEGER NOT NULL,"
                       "removed INTEGER,"
                       "name TEXT NOT NULL,"
                       "design TEXT NOT NULL"
                       ") STRICT"),
    };
}

// When results of a listening test were looked at (app/listening/session_looks.h). state: of the votes, so that looking
// twice at the same ones is one look.
QStringList version5() {
    return {
        QStringLiteral("CREATE TABLE listening_look ("
                       "test TEXT NOT NULL REFERENCES listening_test(id),"
                       "state TEXT NOT NULL,"
                       "at INTEGER NOT NULL,"
                       "sessions INTEGER NOT NULL,"
                       "votes INTEGER NOT NULL,"
                       "PRIMARY KEY (test, state)"
                       ") STRICT, WITHOUT ROWID"),
    };
}

// The chat queue (app/danmaku/danmaku_store.h): a row for what may still be read, and for what was paid. changed: ms
// since 1970 UTC. item: JSON (app/danmaku/item_json.h). danmaku_number: which ids of items and numbers of events come
// next.
QStringList version6() {
    return {
        QStringLiteral("CREATE TABLE danmaku_item ("
                       "id INTEGER PRIMARY KEY,"
                       "changed INTEGER NOT NULL,"
                       "stage TEXT NOT NULL,"
                       "paid INTEGER NOT NULL,"
                       "item TEXT NOT NULL"
                       ") STRICT"),
        QStringLiteral("CREATE INDEX danmaku_item_by_stage ON danmaku_item(paid, stage)"),
        QStringLiteral("CREATE TABLE danmaku_number ("
                       "name TEXT PRIMARY KEY NOT NULL,"
                       "next INTEGER NOT NULL"
                       ") STRICT"),
    };
}

// Artifacts that were counted in an unattended batch for a listening test (app/listening/counted_batch.h).
QStringList version7() {
    return {
        QStringLiteral("CREATE TABLE listening_batch ("
                       "test TEXT NOT NULL REFERENCES listening_test(id),"
                       "candidate INTEGER NOT NULL,"
                       "pairs INTEGER NOT NULL,"
                       "only_candidate INTEGER NOT NULL,"
                       "only_baseline INTEGER NOT NULL,"
                       "PRIMARY KEY (test, candidate)"
                       ") STRICT, WITHOUT ROWID"),
    };
}

} // namespace

Schema librarySchema() {
    return {0x69545453, // "iTTS"
            {version1(), version2(), version3(), version4(), version5(), version6(), version7()}};
}

std::filesystem::path libraryFile(const std::filesystem::path &dataFolder) {
    return dataFolder / "library.sqlite";
}

std::filesystem::path takesFolder(const std::filesystem::path &dataFolder) {
    return dataFolder / "takes";
}

} // namespace app::storage
