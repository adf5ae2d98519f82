// What a sound file holds, read by libsndfile.
#pragma once

#include <QFile>
#include <QString>

#include <sndfile.h>

#include <memory>
#include <vector>

#include "engine/audio/file.h"

inline std::vector<float> samplesOf(const QString &file) {
    return engine::audio::readSound(file.toStdString(), 600).interleaved;
}

inline QString tagOf(const QString &file, int kind) {
    SF_INFO info{};
    const std::unique_ptr<SNDFILE, int (*)(SNDFILE *)> handle(sf_open(QFile::encodeName(file), SFM_READ, &info),
                                                              sf_close);
    const char *text = handle ? sf_get_string(handle.get(), kind) : nullptr;
    return text ? QString::fromUtf8(text) : QString();
}
