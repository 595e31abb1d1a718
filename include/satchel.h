/* Satchel in C: a collection of articles in one file, read and searched offline in little memory.
 *
 *   satchel_archive news = {0};
 *   satchel_error e = satchel_open_file(&news, "news.satchel", SATCHEL_CHECK_ONCE);
 *   if (e.code != SATCHEL_OK) return fail(&e);
 *   satchel_hit top[10];
 *   satchel_hit_list found = {top, 10, 0, 0};
 *   e = satchel_search(&news, "ceasefire", 9, &found, NULL);
 *   for (uint32_t i = 0; e.code == SATCHEL_OK && i < found.size; ++i) {
 *     satchel_article_entry s;
 *     if (satchel_find_entry(&news, top[i].article, &s).code == SATCHEL_OK)
 *       printf("%u %.*s\n", (unsigned)top[i].score, (int)s.title_size, s.title);
 *   }
 *   satchel_close(&news);
 *
 * This is the reader of satchel/satchel.hpp, with all that it does, for C99 and every language that can call C. The
 * query language stands in satchel/query.hpp.
 *
 * Memory. Nothing is allocated: archives, cursors and caches lie in structs of the caller, whose size is known when
 * compiling (SATCHEL_ARCHIVE_BYTES) and at run time (satchel_archive_bytes()). A struct starts as zeros: that is one
 * that is not open, on which every function is safe and says SATCHEL_NOT_OPEN. It keeps its own address: one that was
 * copied or moved is not open where it came to, so that a binding puts it where it stays (a Box in Rust, C.malloc in
 * Go). What is not in the struct is in the workspace that the caller gives, or, with satchel_open_file, in pages that
 * the system gives.
 *
 * Texts are UTF-8 with their length in bytes; they do not end with a byte 0 and may hold one. A text of length 0 may be
 * null. What a function gives out (titles, pieces, names) lies in the workspace or the archive and is valid
 * until the next call of any function with the same archive, where nothing else is said.
 *
 * Threads. One thread may use an archive at a time; archives are independent of each other, and a storage may serve
 * several if its function can. No function keeps anything elsewhere.
 *
 * Callbacks must return: no exception, longjmp or panic may leave them. Inside of one, functions of the same archive
 * that open, close, search or read say SATCHEL_BUSY and do nothing.
 *
 * Versions. The shared library is libsatchel.so.0. As long as this number stays, sizes and fields of all structs,
 * numbers of constants and functions stay; new functions and constants may come. A struct that may want more fields has
 * `reserved` ones, which must be 0 where the caller fills it: a library that does not know what is set there says
 * SATCHEL_BAD_ARGUMENT and does not pass over it. This costs a caller nothing but zeros, where a size in each struct
 * would have to be set by every binding. All fields but pointers and size_t have a fixed width; there are no bit fields
 * and no unions. */
#ifndef SATCHEL_H
#define SATCHEL_H

#include <stddef.h>
#include <stdint.h>

#define SATCHEL_VERSION_MAJOR 0
#define SATCHEL_VERSION_MINOR 1
#define SATCHEL_VERSION_PATCH 0
/* 100 for 0.1.0, 10203 for 1.2.3. */
#define SATCHEL_VERSION_NUMBER (SATCHEL_VERSION_MAJOR * 10000 + SATCHEL_VERSION_MINOR * 100 + SATCHEL_VERSION_PATCH)

#if defined(__GNUC__)
#define SATCHEL_API __attribute__((visibility("default")))
#else
#define SATCHEL_API
#endif

#ifdef __cplusplus
extern "C" {
#endif

/* The version of the library that runs, as SATCHEL_VERSION_NUMBER is that of this header. */
SATCHEL_API uint32_t satchel_version(void);

/* ---- What can go wrong ---- */

/* satchel_error::code. */
enum {
  SATCHEL_OK = 0,
  SATCHEL_IO = 1,               /* the storage could not give the bytes */
  SATCHEL_NOT_AN_ARCHIVE = 2,   /* does not start like one */
  SATCHEL_TRUNCATED = 3,        /* the file is shorter or longer than it says */
  SATCHEL_NEWER_FORMAT = 4,     /* needs a newer reader */
  SATCHEL_UNKNOWN_ANALYZER = 5, /* articles can be read; searching needs a reader that knows the analyzer */
  SATCHEL_DAMAGED = 6,          /* a checksum or a bound does not hold: the bytes are not those that were written */
  SATCHEL_SMALL_WORKSPACE = 7,  /* `where` bytes of workspace are needed, `missing` more than there are */
  SATCHEL_NOT_FOUND = 8,        /* no such article */
  SATCHEL_BAD_QUERY = 9,        /* the query cannot be understood; `where` is the byte in the query */
  SATCHEL_TOO_MANY_TERMS = 10,  /* more words than a query can hold, or than there is room for */
  SATCHEL_MISALIGNED = 11,      /* memory storage, workspaces and structs must start at a multiple of 8 */
  SATCHEL_NOT_OPEN = 12,        /* the struct is null, was not opened, was closed, or was moved */
  SATCHEL_STALE = 13,      /* the archive did something else since the cursor's last piece: open the article again */
  SATCHEL_NOT_SIGNED = 14, /* not signed with the key that was given */
  SATCHEL_FORGED = 15,     /* the bytes are not those that were signed */
  /* Those of C alone. */
  SATCHEL_BAD_ARGUMENT = 128,     /* a null pointer where there must be none, an unknown constant, a reserved field */
  SATCHEL_CANNOT_OPEN_FILE = 129, /* `where` is the system's errno */
  SATCHEL_BUSY = 130              /* called from inside of a callback of the same archive */
};

/* satchel_error::part: the part of an archive that a failure concerns. */
enum {
  SATCHEL_PART_NONE = 0,
  SATCHEL_PART_HEAD = 1,
  SATCHEL_PART_DIRECTORY = 2,
  SATCHEL_PART_DICTIONARY = 3,
  SATCHEL_PART_WORD_CODES = 4,
  SATCHEL_PART_BLOCK = 5,
  SATCHEL_PART_CATALOG = 6,
  SATCHEL_PART_PAGE = 7,
  SATCHEL_PART_TERMS = 8,
  SATCHEL_PART_POSTINGS = 9,
  SATCHEL_PART_DATES = 10,
  SATCHEL_PART_ORDER = 11,
  SATCHEL_PART_SIGNATURE = 12
};

/* A failure, or its absence (code SATCHEL_OK). A plain value: it owns nothing and stays valid forever. */
typedef struct satchel_error {
  uint64_t where;   /* number of the block, catalog or page; with SATCHEL_PART_NONE a file offset, or see the codes */
  uint32_t missing; /* bytes short, for SATCHEL_SMALL_WORKSPACE; 4 GiB at most */
  uint16_t code;
  uint16_t part;
} satchel_error;

/* An English sentence for a code, without a final stop; an English name of a part. Static texts that end with 0. */
SATCHEL_API const char* satchel_message(uint16_t code);
SATCHEL_API const char* satchel_part_name(uint16_t part);

/* Writes all that an error says ("the archive is damaged: block 12"), cut to room - 1 bytes and ended with 0. Returns
 * the bytes of the whole text, as snprintf does. */
SATCHEL_API size_t satchel_explain(const satchel_error* error, char* out, size_t room);

/* ---- Where bytes come from ---- */

/* An archive's bytes: either all in memory (mapped file, flash, embedded array), or behind a function that copies them
 * (file, SD card, HTTP range). What it points to must stay until the archive is closed. */
typedef struct satchel_storage {
  /* Reads `size` bytes at `offset` into `scratch`; 0 when that is not possible, anything else when all were read.
   * Called with offset + size within satchel_storage::size only. Used when `memory` is null. */
  int (*read)(void* context, uint64_t offset, size_t size, void* scratch);
  /* Says that these bytes are likely to be read soon, one part after the other, so that they may be fetched at once.
   * May be null. */
  void (*expect)(void* context, uint64_t offset, uint64_t size);
  void* context;      /* handed to both as it is */
  const void* memory; /* the whole archive, at a multiple of 8 bytes; null: use `read` */
  uint64_t size;      /* bytes of the archive */
} satchel_storage;

/* ---- Archives ---- */

/* Bytes of an archive's struct, some of them for what later versions need. */
#define SATCHEL_ARCHIVE_BYTES (256 * sizeof(void*))

/* An archive that is open for reading and searching, or not. Starts as zeros. */
typedef struct satchel_archive {
  uint64_t memory[SATCHEL_ARCHIVE_BYTES / 8];
} satchel_archive;

/* SATCHEL_ARCHIVE_BYTES of the library that runs: a binding that wrote the number down compares. */
SATCHEL_API size_t satchel_archive_bytes(void);

/* When the checksums of index pages are compared. Text is always checked when it is decompressed. */
enum {
  SATCHEL_CHECK_ON_READ = 0, /* each page whenever it is read */
  SATCHEL_CHECK_ONCE = 1,    /* each page when it is first read, for mapped files that nobody writes */
  SATCHEL_CHECK_AT_OPEN = 2, /* all pages once, when the archive is opened: likewise */
  SATCHEL_CHECK_NEVER = 3    /* trust the bytes; damage can then give wrong hits, never undefined behaviour */
};

/* What an archive needs to be opened. All zeros but `storage` and the workspace is a sensible choice. */
typedef struct satchel_config {
  satchel_storage storage;
  void* workspace;       /* all memory that the reader uses, at a multiple of 8; stays until the archive is closed */
  size_t workspace_size; /* satchel_need_read() and others, or what an error says (SATCHEL_SMALL_WORKSPACE) */
  uint32_t check;        /* SATCHEL_CHECK_... */
  uint32_t terms;        /* refuse when reading, a search of so many terms or its snippets would not fit; 0: do not */
  uint64_t reserved[4];
} satchel_config;

/* Opens an archive: two reads. One that was open in the struct is closed, also when this fails. */
SATCHEL_API satchel_error satchel_open(satchel_archive* archive, const satchel_config* config);

/* Maps a file (path ends with 0) and finds the workspace: pages from the system, not from the heap, more of them when a
 * query asks for more than ever before. satchel_close gives all back. The file must not be cut short while it is open:
 * the system then ends the program. POSIX systems only. */
SATCHEL_API satchel_error satchel_open_file(satchel_archive* archive, const char* path, uint32_t check);

/* The same with a file that is read where needed: for one that may be cut short, or that is too large to be mapped. */
SATCHEL_API satchel_error satchel_open_file_unmapped(satchel_archive* archive, const char* path, uint32_t check);

/* A public key, as minisign writes it: whom one trusts. */
typedef struct satchel_public_key {
  uint8_t id[8]; /* which key it is; proves nothing */
  uint8_t point[32];
} satchel_public_key;

/* Reads a key: its text of 56 characters, or the content of its file. SATCHEL_BAD_ARGUMENT where it is none. */
SATCHEL_API satchel_error satchel_parse_public_key(const char* text, size_t size, satchel_public_key* out);

/* The same as the two above, but nothing is shown that was not signed with this key: SATCHEL_NOT_SIGNED for an archive
 * of anybody else, SATCHEL_FORGED where bytes are not those that were signed. They are copied and checked each time, or
 * once (SATCHEL_CHECK_ONCE), or all of them now (SATCHEL_CHECK_AT_OPEN); never is each time. */
SATCHEL_API satchel_error satchel_open_signed_file(satchel_archive* archive, const char* path, uint32_t check,
                                                   const satchel_public_key* key);
SATCHEL_API satchel_error satchel_open_signed_file_unmapped(satchel_archive* archive, const char* path, uint32_t check,
                                                            const satchel_public_key* key);

/* After it, the archive is not open. What satchel_open_file took is given back by this alone; an archive that
 * satchel_open opened may as well be abandoned, together with its workspace and storage. */
SATCHEL_API void satchel_close(satchel_archive* archive);

/* 1 when the archive is open, otherwise 0. */
SATCHEL_API int satchel_is_open(const satchel_archive* archive);

/* How many articles there are; their numbers are 0 to this - 1. 0 when the archive is not open. */
SATCHEL_API uint32_t satchel_size(const satchel_archive* archive);

/* Facts of an open archive. Texts are valid as long as it is open. */
typedef struct satchel_archive_info {
  const char* name;
  const char* analyzer;
  const char* stemmer;
  size_t name_size, analyzer_size, stemmer_size;
  uint64_t text_bytes; /* UTF-8 bytes of all body pieces */
  uint64_t file_bytes;
  uint64_t terms; /* keys in the term dictionary */
  uint32_t articles, blocks, catalogs, pages, page_bytes;
  uint32_t block_max;        /* bytes of the largest block or catalog */
  uint32_t dictionary_bytes; /* of the zstd dictionary */
  uint32_t word_codes_bytes; /* of the word list */
  uint32_t packed_for;       /* the budget that the packer was given, in bytes; 0: none */
  uint32_t position_unit;    /* 1: lists say where words stand; 32: in which passages of so many words; 0: neither */
  uint64_t reserved[4];      /* set to 0 */
} satchel_archive_info;

SATCHEL_API satchel_error satchel_get_info(const satchel_archive* archive, satchel_archive_info* out);

/* ---- How much workspace ---- */

/* What a query asks of the reader, in counts and bytes. */
typedef struct satchel_query_size {
  uint32_t terms;      /* words, phrases' words and prefixes */
  uint32_t clauses;    /* words, phrases, prefixes and dates */
  uint32_t operations; /* steps to combine them */
  uint32_t depth;      /* values held at once while combining */
  uint32_t text;       /* bytes of the folded terms */
  uint32_t prefixes;   /* clauses that are prefixes */
  uint32_t dates;      /* clauses that are dates */
  uint32_t phrases;    /* clauses that are phrases */
} satchel_query_size;

/* How much a query asks for. SATCHEL_BAD_QUERY and SATCHEL_TOO_MANY_TERMS where it cannot be run. */
SATCHEL_API satchel_error satchel_measure(const char* query, size_t query_size, satchel_query_size* out);

/* The most that a query of `terms` terms without parentheses can ask for. SATCHEL_TOO_MANY_TERMS for more than 1024. */
SATCHEL_API satchel_error satchel_size_of_terms(uint32_t terms, satchel_query_size* out);

/* Bytes of workspace in all: to open, to read and find articles, to run a query, to make its snippets. 0 when the
 * archive is not open. Reading and searching side by side (need_read + need_search - need_open) saves switching. */
SATCHEL_API uint64_t satchel_need_open(const satchel_archive* archive);
SATCHEL_API uint64_t satchel_need_read(const satchel_archive* archive);
SATCHEL_API uint64_t satchel_need_search(const satchel_archive* archive, const satchel_query_size* size);
SATCHEL_API uint64_t satchel_need_snippet(const satchel_archive* archive, const satchel_query_size* size);

/* Bytes beyond these with which storage that copies is read a whole frame at a time: fewer reads, nothing else. */
SATCHEL_API uint64_t satchel_useful_input(const satchel_archive* archive);

/* ---- Searching; the query language stands in satchel/query.hpp ---- */

typedef struct satchel_hit {
  uint32_t article;
  uint32_t score; /* comparable within one search; 0 when the query has only conditions */
} satchel_hit;

/* What a search finds: best first, equal scores by article number. The caller sets the first two fields. */
typedef struct satchel_hit_list {
  satchel_hit* hits; /* room for `capacity` of them */
  uint32_t capacity;
  uint32_t size;  /* how many were found, at most `capacity` */
  uint32_t total; /* matching articles: exact with satchel_search_options::count, else those that were looked at */
} satchel_hit_list;

/* All zeros is what a null pointer means. */
typedef struct satchel_search_options {
  const uint32_t* frequencies; /* in how many articles of several archives each term stands; null: of this archive */
  uint32_t terms;              /* how many frequencies */
  uint32_t articles;           /* of those archives */
  uint32_t count;              /* 1: make the total exact; 0: pass over articles that cannot be among the best */
  uint32_t reserved[5];
} satchel_search_options;

/* The best hits for a query. */
SATCHEL_API satchel_error satchel_search(satchel_archive* archive, const char* query, size_t query_size,
                                         satchel_hit_list* out, const satchel_search_options* options);

/* Adds to frequencies[i] how many articles have term i of the query: for searches in several archives that
 * satchel_multi_archive_search does not do, because they run on several machines for example. */
SATCHEL_API satchel_error satchel_count_terms(satchel_archive* archive, const char* query, size_t query_size,
                                              uint32_t* frequencies, uint32_t terms);

typedef struct satchel_multi_archive_hit {
  uint32_t archive; /* its index among those that were searched */
  satchel_hit found;
} satchel_multi_archive_hit;

/* What a search in several archives finds. The caller sets the first five fields. */
typedef struct satchel_multi_archive_hit_list {
  satchel_multi_archive_hit* hits; /* room for `capacity` of them */
  satchel_hit* of_one;             /* room for as many, for the search */
  uint32_t* frequencies;           /* room for `terms` of them: as many as a query may have terms */
  uint32_t capacity;
  uint32_t terms;
  uint32_t size;
  uint32_t failed; /* the archive that an error came from */
  uint64_t total;  /* the sum of satchel_hit_list::total */
} satchel_multi_archive_hit_list;

/* Searches several archives as if they were one: a word weighs by how many articles of all of them have it. Statistics
 * in `options` are not used. */
SATCHEL_API satchel_error satchel_multi_archive_search(satchel_archive* const* archives, uint32_t count,
                                                       const char* query, size_t query_size,
                                                       satchel_multi_archive_hit_list* out,
                                                       const satchel_search_options* options);

/* One run of text, white space folded, cut at word boundaries, with the places of the query's words. */
typedef struct satchel_snippet {
  uint32_t size;       /* bytes of text in the caller's buffer */
  uint32_t starts_cut; /* 1: the paragraph has more before it */
  uint32_t ends_cut;   /* 1: and after it */
  uint32_t marks;      /* how many of `mark` are used */
  struct satchel_mark {
    uint32_t begin, end; /* bytes of the text */
  } mark[32];            /* ascending, not overlapping */
} satchel_snippet;

/* Writes the passage of an article that fits a query best to `buffer`, at most `room` bytes and no 0 at its end. */
SATCHEL_API satchel_error satchel_make_snippet(satchel_archive* archive, uint32_t article, const char* query,
                                               size_t query_size, char* buffer, size_t room, satchel_snippet* out);

/* ---- Articles ---- */

/* What can be said of an article without decoding its text. */
typedef struct satchel_article_entry {
  const char* identifier;
  const char* title;
  size_t identifier_size, title_size;
  uint32_t article;
  uint16_t identifier_cut; /* 1: longer than shown; reading the article gives all of it */
  uint16_t title_cut;
} satchel_article_entry;

SATCHEL_API satchel_error satchel_find_entry(satchel_archive* archive, uint32_t article, satchel_article_entry* out);

/* The article with this identifier, byte for byte; the first with this title, after folding. SATCHEL_NOT_FOUND where
 * there is none. */
SATCHEL_API satchel_error satchel_find_identifier(satchel_archive* archive, const char* identifier,
                                                  size_t identifier_size, uint32_t* out);
SATCHEL_API satchel_error satchel_find_title(satchel_archive* archive, const char* title, size_t title_size,
                                             uint32_t* out);

/* Calls take(context, article) for the articles whose folded title starts with the folded prefix, in the order of their
 * folded titles, until it returns 0. */
SATCHEL_API satchel_error satchel_complete(satchel_archive* archive, const char* prefix, size_t prefix_size,
                                           int (*take)(void* context, uint32_t article), void* context);

/* satchel_piece::kind. Those from 16 on are text, those below metadata. */
enum {
  SATCHEL_KIND_IDENTIFIER = 1, /* unique in the archive; always present */
  SATCHEL_KIND_TITLE = 2,      /* always present, may be empty */
  SATCHEL_KIND_SUBTITLE = 3,   /* at most one */
  SATCHEL_KIND_AUTHOR = 4,     /* one piece per author, in the order of the source */
  SATCHEL_KIND_SOURCE = 5,     /* publication or collection the article came from */
  SATCHEL_KIND_URL = 6,
  SATCHEL_KIND_PUBLISHED = 7,   /* ISO 8601: YYYY, YYYY-MM, YYYY-MM-DD or a date with time */
  SATCHEL_KIND_LANGUAGE = 8,    /* BCP 47 tag */
  SATCHEL_KIND_TAG = 9,         /* one piece per tag */
  SATCHEL_KIND_FIELD_NAME = 10, /* name of a free key/value field; its value follows */
  SATCHEL_KIND_FIELD_VALUE = 11,
  SATCHEL_KIND_HEADING = 16, /* level 1 to 6 */
  SATCHEL_KIND_PARAGRAPH = 17,
  SATCHEL_KIND_LIST_ITEM = 18, /* level 1 is the outermost list */
  SATCHEL_KIND_QUOTE = 19,
  SATCHEL_KIND_CODE = 20,       /* preformatted text, line breaks kept */
  SATCHEL_KIND_REFERENCE = 21,  /* link or literature reference that stands apart from the text */
  SATCHEL_KIND_BOILERPLATE = 22 /* disclaimers, notices, calls to subscribe: usually not shown */
};

/* A piece of an article, or a part of one that does not fit in a block. Unknown kinds may come: text of theirs can be
 * shown as a paragraph's. */
typedef struct satchel_piece {
  const char* text;
  size_t text_size;
  uint32_t kind;
  uint32_t level; /* headings and list items */
  uint32_t first; /* 1: this is the piece's first part */
  uint32_t last;  /* 1: and its last; 0: the next call gives the next part */
} satchel_piece;

/* Calls take(context, piece) for each piece of an article, metadata first, until it returns 0. The piece is valid
 * within the call. */
SATCHEL_API satchel_error satchel_read(satchel_archive* archive, uint32_t article,
                                       int (*take)(void* context, const satchel_piece* piece), void* context);

/* The same, but the words of a query are told apart: a piece of text comes in parts as if it did not fit in a block,
 * each word of the query with match 1, as a snippet marks it, and what lies between with 0. Metadata and boilerplate
 * come with 0 alone. The workspace is that of a snippet. */
SATCHEL_API satchel_error satchel_read_with_query(satchel_archive* archive, uint32_t article, const char* query,
                                                  size_t query_size,
                                                  int (*take)(void* context, const satchel_piece* piece, int match),
                                                  void* context);

#define SATCHEL_ARTICLE_CURSOR_BYTES (48 * sizeof(void*))

/* Walks over the pieces of one article when the caller asks. Starts as zeros; needs no closing; may be moved, the
 * archive may not. Any other call with the archive makes it SATCHEL_STALE, so that an archive has one at a time. */
typedef struct satchel_article_cursor {
  uint64_t memory[SATCHEL_ARTICLE_CURSOR_BYTES / 8];
} satchel_article_cursor;

SATCHEL_API size_t satchel_article_cursor_bytes(void);

SATCHEL_API satchel_error satchel_open_article(satchel_archive* archive, uint32_t article, satchel_article_cursor* out);

/* Puts the next piece into `out`, valid until the next call, and 1 into `more`; 0 at the article's end. */
SATCHEL_API satchel_error satchel_next_piece(satchel_article_cursor* cursor, satchel_piece* out, int* more);

/* ---- Checking, and other things ---- */

typedef struct satchel_verify_result {
  uint64_t checked; /* parts that were looked at */
  uint64_t damaged;
} satchel_verify_result;

/* Looks at every part of an archive and calls report(context, error) for each that is damaged; `report` may be null.
 * Fails itself only when it cannot look. Uses 128 KiB of stack. */
SATCHEL_API satchel_error satchel_verify(satchel_archive* archive, satchel_verify_result* out,
                                         void (*report)(void* context, const satchel_error* error), void* context);

/* The zstd dictionary of the blocks, 0 bytes where there is none. */
SATCHEL_API satchel_error satchel_get_dictionary(satchel_archive* archive, const void** out, size_t* size);

#define SATCHEL_READ_CACHE_BYTES (320 * sizeof(void*))

/* A memory of what was read, for storage where each read costs time: 64 KiB hold what a query and its ten titles need.
 * Starts as zeros; must stay where it is while its storage is in use; one thread at a time. */
typedef struct satchel_read_cache {
  uint64_t memory[SATCHEL_READ_CACHE_BYTES / 8];
} satchel_read_cache;

SATCHEL_API size_t satchel_read_cache_bytes(void);

/* Puts a cache of `size` bytes of `memory` before the storage `below`; `out` is what an archive is then opened with.
 * What lies in memory already is not cached: `out` is then `below`. */
SATCHEL_API satchel_error satchel_open_read_cache(satchel_read_cache* cache, const satchel_storage* below, void* memory,
                                                  size_t size, satchel_storage* out);

/* Forgets everything, for storage that gave wrong bytes once (SATCHEL_DAMAGED) and may give right ones now. */
SATCHEL_API satchel_error satchel_forget(satchel_read_cache* cache);

#define SATCHEL_SIGNED_STORAGE_BYTES (128 * sizeof(void*))

/* Stands between an archive and its storage and gives only what was signed, in memory of the caller: for cards, HTTP
 * and programs that give all memory. Starts as zeros; must stay where it is while its storage is in use; one thread at
 * a time. */
typedef struct satchel_signed_storage {
  uint64_t memory[SATCHEL_SIGNED_STORAGE_BYTES / 8];
} satchel_signed_storage;

SATCHEL_API size_t satchel_signed_storage_bytes(void);

/* Checks the signature of the archive in `below`; `out` is what an archive is then opened with, with
 * SATCHEL_CHECK_NEVER. `memory` starts at a multiple of 8. SATCHEL_SMALL_WORKSPACE says how much of it is needed, and
 * what satchel_useful_memory() gives makes reads fewer. `check` as in satchel_open_signed_file. */
SATCHEL_API satchel_error satchel_open_signed_storage(satchel_signed_storage* checked, const satchel_storage* below,
                                                      const satchel_public_key* key, void* memory, size_t size,
                                                      uint32_t check, satchel_storage* out);

/* After that, also when it said SATCHEL_SMALL_WORKSPACE: bytes with which all hashes are kept. 0 when it was not
 * called. */
SATCHEL_API uint64_t satchel_useful_memory(const satchel_signed_storage* checked);

/* An archive that reads there says SATCHEL_IO when bytes were refused. This gives an error, just made, its right name,
 * SATCHEL_FORGED, and leaves others as they are. */
SATCHEL_API satchel_error satchel_explain_signed(const satchel_signed_storage* checked, const satchel_error* error);

#ifdef __cplusplus
}
#endif

#endif
