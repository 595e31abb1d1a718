/* Searches an archive, shows the best articles with the passages that fit, and reads the first of them.
 *
 *   cc -std=c99 main.c -lsatchel -o c_example                # with the shared library
 *   cc -std=c99 main.c -l:libsatchel.a -lzstd -o c_example   # with the static one
 *   ./c_example books.satchel 'posting list'
 *
 * Exit status as that of `satchel search`: 0 found, 1 nothing, 2 error. */
#include <satchel.h>

#include <stdio.h>
#include <string.h>

static int fail(const char* what, satchel_error e) {
  char sentence[200];
  if (e.code == SATCHEL_CANNOT_OPEN_FILE) {
    fprintf(stderr, "%s: %s\n", what, strerror((int)e.where));
    return 2;
  }
  satchel_explain(&e, sentence, sizeof sentence);
  fprintf(stderr, "%s: %s\n", what, sentence);
  return 2;
}

static void print(const char* text, size_t size) { fwrite(text, 1, size, stdout); }

/* The words of the query between stars. */
static void print_snippet(const char* text, const satchel_snippet* s) {
  uint32_t at = 0;
  if (s->starts_cut) printf("... ");
  for (uint32_t i = 0; i < s->marks; ++i) {
    print(text + at, s->mark[i].begin - at);
    printf("*");
    print(text + s->mark[i].begin, s->mark[i].end - s->mark[i].begin);
    printf("*");
    at = s->mark[i].end;
  }
  print(text + at, s->size - at);
  printf("%s\n", s->ends_cut ? " ..." : "");
}

/* Takes the pieces of an article one by one: title and text, no other metadata. */
static int print_piece(void* context, const satchel_piece* p) {
  (void)context;
  if (p->kind == SATCHEL_KIND_BOILERPLATE || (p->kind < SATCHEL_KIND_HEADING && p->kind != SATCHEL_KIND_TITLE))
    return 1;
  if (p->first && p->kind == SATCHEL_KIND_HEADING) printf("%.*s ", (int)p->level, "######");
  if (p->first && p->kind == SATCHEL_KIND_LIST_ITEM) printf("- ");
  print(p->text, p->text_size);
  if (p->last) printf("\n\n");
  return 1;
}

static int search(satchel_archive* archive, const char* query) {
  satchel_hit hits[5];
  satchel_hit_list found = {hits, 5, 0, 0};
  satchel_search_options options = {0};
  satchel_error e;
  options.count = 1;
  e = satchel_search(archive, query, strlen(query), &found, &options);
  if (e.code != SATCHEL_OK) return fail(query, e);

  printf("%u articles, the best %u:\n\n", (unsigned)found.total, (unsigned)found.size);
  for (uint32_t i = 0; i < found.size; ++i) {
    satchel_article_entry entry;
    satchel_snippet snippet;
    char text[160];
    e = satchel_find_entry(archive, hits[i].article, &entry);
    if (e.code != SATCHEL_OK) return fail("entry", e);
    printf("%u  ", (unsigned)(i + 1));
    print(entry.title, entry.title_size); /* valid until the next call */
    e = satchel_make_snippet(archive, hits[i].article, query, strlen(query), text, sizeof text, &snippet);
    if (e.code != SATCHEL_OK) return fail("snippet", e);
    printf("\n   ");
    print_snippet(text, &snippet);
  }
  if (found.size == 0) return 1;

  printf("\n");
  e = satchel_read(archive, hits[0].article, print_piece, NULL);
  return e.code == SATCHEL_OK ? 0 : fail("article", e);
}

int main(int count, char** arguments) {
  satchel_archive archive = {0};
  satchel_error e;
  int status;
  if (count != 3) {
    fprintf(stderr, "usage: c_example ARCHIVE QUERY\n");
    return 2;
  }
  e = satchel_open_file(&archive, arguments[1], SATCHEL_CHECK_ONCE);
  if (e.code != SATCHEL_OK) return fail(arguments[1], e);
  status = search(&archive, arguments[2]);
  satchel_close(&archive);
  return status;
}
