/* Everything that the C interface can do with memory of the caller, while every way to the heap ends the program. */
#include <satchel.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

extern void* __libc_malloc(size_t);
extern void* __libc_calloc(size_t, size_t);
extern void* __libc_realloc(void*, size_t);
extern void __libc_free(void*);

static int trapped;

static void trap(void) {
  if (trapped) abort();
}

void* malloc(size_t n) {
  trap();
  return __libc_malloc(n);
}
void* calloc(size_t n, size_t m) {
  trap();
  return __libc_calloc(n, m);
}
void* realloc(void* p, size_t n) {
  trap();
  return __libc_realloc(p, n);
}
void free(void* p) {
  trap();
  __libc_free(p);
}

static unsigned char bytes[1 << 20];
static uint64_t ram[64 * 1024], cache_memory[8192];
static int failures;
static size_t read_bytes;

static void good(const char* what, satchel_error e) {
  if (e.code != SATCHEL_OK) {
    trapped = 0;
    fprintf(stderr, "%s: %s\n", what, satchel_message(e.code));
    ++failures;
  }
}

static int copy(void* context, uint64_t offset, size_t size, void* scratch) {
  memcpy(scratch, (const unsigned char*)context + offset, size);
  return 1;
}

static int take_piece(void* context, const satchel_piece* p) {
  (void)context;
  read_bytes += p->text_size;
  return 1;
}

static int take_article(void* context, uint32_t article) { return ++*(uint32_t*)context < 50 && article != 99999; }

int main(int count, char** arguments) {
  static const char* const queries[] = {"printing", "\"movable type\" press", "libr*", "tag:printing -press"};
  static satchel_archive book, file;
  static satchel_read_cache cache;
  satchel_config how = {0};
  satchel_verify_result verified;
  satchel_article_cursor cursor = {0};
  satchel_piece piece;
  uint32_t number = 0, i;
  int more = 1;
  FILE* in = count == 2 ? fopen(arguments[1], "rb") : NULL;
  if (in == NULL) return 2;
  how.storage.read = copy;
  how.storage.context = bytes;
  how.storage.size = fread(bytes, 1, sizeof bytes, in);
  how.workspace = ram;
  how.workspace_size = sizeof ram;
  fclose(in);

  trapped = 1;
  good("cache", satchel_open_read_cache(&cache, &how.storage, cache_memory, sizeof cache_memory, &how.storage));
  good("open", satchel_open(&book, &how));
  for (i = 0; i < sizeof queries / sizeof *queries; ++i) {
    const size_t size = strlen(queries[i]);
    satchel_hit hits[10];
    satchel_hit_list found = {hits, 10, 0, 0};
    satchel_archive* archives[] = {&book};
    satchel_hit of_one[10];
    satchel_multi_archive_hit several[10];
    uint32_t frequencies[8], k;
    satchel_multi_archive_hit_list of_all = {several, of_one, frequencies, 10, 8, 0, 0, 0};
    good("search", satchel_search(&book, queries[i], size, &found, NULL));
    good("search several", satchel_multi_archive_search(archives, 1, queries[i], size, &of_all, NULL));
    if (found.size == 0 || of_all.size != found.size) ++failures;
    for (k = 0; k < found.size; ++k) {
      satchel_article_entry s;
      satchel_snippet snippet;
      char text[120];
      good("entry", satchel_find_entry(&book, hits[k].article, &s));
      good("snippet", satchel_make_snippet(&book, hits[k].article, queries[i], size, text, sizeof text, &snippet));
      good("read", satchel_read(&book, hits[k].article, take_piece, NULL));
    }
  }
  good("identifier", satchel_find_identifier(&book, "posting-list", 12, &number));
  good("complete", satchel_complete(&book, "the", 3, take_article, &number));
  good("open article", satchel_open_article(&book, 0, &cursor));
  while (more) good("next piece", satchel_next_piece(&cursor, &piece, &more));
  good("verify", satchel_verify(&book, &verified, NULL, NULL));
  satchel_close(&book);
  good("open file", satchel_open_file(&file, arguments[1], SATCHEL_CHECK_ONCE));
  good("read", satchel_read(&file, 0, take_piece, NULL));
  satchel_close(&file);
  trapped = 0;
  if (failures == 0) printf("no allocation; %lu bytes read\n", (unsigned long)read_bytes);
  return failures > 0;
}
