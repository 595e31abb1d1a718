// Satchel: a collection of articles in one file, read and searched offline in little memory.
//
// A microcontroller, or any program that gives all memory itself:
//
//   alignas(8) static std::byte ram[256 * 1024];
//   satchel::archive book;
//   satchel::config config;
//   config.storage = {sd_read, &card, card_size, nullptr};   // or satchel::in_memory(bytes)
//   config.workspace = ram;
//   if (satchel::error e = book.open(config)) halt(e);       // e.missing: bytes short, when too small
//
//   satchel::hits<10> top;
//   if (satchel::error e = book.search("ceasefire \"deir ezzor\"", top)) halt(e);
//   for (satchel::hit h : top) {
//     satchel::article_entry s;
//     if (!book.find_entry(h.article, s)) print(h.score, s.title);
//   }
//   book.read(top[0].article, [](const satchel::piece& p) { uart_write(p.text); });
//
// On a system with files, satchel/hosted/file_archive.hpp maps the file and finds the workspace.
//
// What is where:
//   archive.hpp   open, search, read, find, complete         query.hpp    the query language
//   article.hpp   summaries and pieces                       hits.hpp     what a search gives
//   snippet.hpp   passages that show why                     verify.hpp   checking a whole archive
//   storage.hpp   where bytes come from                      error.hpp    what can go wrong
//   kind.hpp      kinds of pieces                            workspace.hpp  the caller's memory
//   multi_archive.hpp   several archives as if they were one       read_cache.hpp  a memory of what slow storage gave
//
// C++17, no exceptions, no RTTI, no allocation, no floating point, no globals, no locale. Needs zstd's decoder and the
// FlatBuffers headers.
#pragma once

#include <satchel/archive.hpp>
#include <satchel/multi_archive.hpp>
#include <satchel/read_cache.hpp>
#include <satchel/verify.hpp>
