/* Prints the titles of the best articles for a query. */
#include <satchel.h>

#include <stdio.h>
#include <string.h>

int main(int count, char** arguments) {
  satchel_archive news = {{0}};
  satchel_error e;
  satchel_hit top[10];
  satchel_hit_list found = {top, 10, 0, 0};
  uint32_t i;
  if (count != 3) return 2;
  e = satchel_open_file(&news, arguments[1], SATCHEL_CHECK_ONCE);
  if (e.code == SATCHEL_OK) e = satchel_search(&news, arguments[2], strlen(arguments[2]), &found, NULL);
  if (e.code != SATCHEL_OK) {
    fprintf(stderr, "%s: %s\n", arguments[1], satchel_message(e.code));
    return 2;
  }
  for (i = 0; i < found.size; ++i) {
    satchel_summary article;
    if (satchel_summarize(&news, top[i].article, &article).code != SATCHEL_OK) return 2;
    printf("%u %.*s\n", (unsigned)top[i].score, (int)article.title_size, article.title);
  }
  satchel_close(&news);
  return found.size > 0 ? 0 : 1;
}
