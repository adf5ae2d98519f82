// Kills this program at one of its own changes of folders: rename, exchange, mkdir, unlink, rmdir. Between two of them
// lie moments that a kill from outside hardly ever meets.
#pragma once

void killAtChange(int number); // before the change of that number, from 0; below 0: never
void refuseExchanges();        // as disks do that cannot exchange two names
