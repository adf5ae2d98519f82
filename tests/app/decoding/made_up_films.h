// Sounds and films that are made of given samples: what they say of themselves is right, until somebody cuts them.
#pragma once

#include <QByteArray>

#include <cstdint>
#include <vector>

// Interleaved 16-bit samples; in a film, pictures of 50 kB a second lie between them that nobody can see.
struct FilmSound {
    std::vector<std::int16_t> samples;
    int channels = 2;
    int rate = 48000;
};

QByteArray wavFile(const FilmSound &sound);       // 16 bits, without pictures
QByteArray matroskaFilm(const FilmSound &sound);  // PCM in Matroska, whose segment says its length
QByteArray quickTimeFilm(const FilmSound &sound); // PCM in QuickTime, with its index in front
