// The binary interface as it was promised, for processors of 64 bits: whoever changes a line here breaks programs that
// were built before, and needs another SOVERSION.

#include <satchel.h>

#include <cstddef>

#define AT(type, field, offset) static_assert(offsetof(satchel_##type, field) == (offset))
#define SIZE(type, size) static_assert(sizeof(satchel_##type) == (size))

#if UINTPTR_MAX > 0xffffffff

SIZE(archive, 2048);
SIZE(article_cursor, 384);
SIZE(read_cache, 2560);

SIZE(error, 16);
AT(error, where, 0);
AT(error, missing, 8);
AT(error, code, 12);
AT(error, part, 14);

SIZE(storage, 40);
AT(storage, read, 0);
AT(storage, expect, 8);
AT(storage, context, 16);
AT(storage, memory, 24);
AT(storage, size, 32);

SIZE(config, 96);
AT(config, storage, 0);
AT(config, workspace, 40);
AT(config, workspace_size, 48);
AT(config, check, 56);
AT(config, terms, 60);
AT(config, reserved, 64);

SIZE(archive_info, 144);
AT(archive_info, name, 0);
AT(archive_info, analyzer, 8);
AT(archive_info, stemmer, 16);
AT(archive_info, name_size, 24);
AT(archive_info, analyzer_size, 32);
AT(archive_info, stemmer_size, 40);
AT(archive_info, text_bytes, 48);
AT(archive_info, file_bytes, 56);
AT(archive_info, terms, 64);
AT(archive_info, articles, 72);
AT(archive_info, blocks, 76);
AT(archive_info, catalogs, 80);
AT(archive_info, pages, 84);
AT(archive_info, page_bytes, 88);
AT(archive_info, block_max, 92);
AT(archive_info, dictionary_bytes, 96);
AT(archive_info, word_codes_bytes, 100);
AT(archive_info, packed_for, 104);
AT(archive_info, position_unit, 108);
AT(archive_info, reserved, 112);

SIZE(query_size, 32);
AT(query_size, terms, 0);
AT(query_size, clauses, 4);
AT(query_size, operations, 8);
AT(query_size, depth, 12);
AT(query_size, text, 16);
AT(query_size, prefixes, 20);
AT(query_size, dates, 24);
AT(query_size, phrases, 28);

SIZE(hit, 8);
AT(hit, article, 0);
AT(hit, score, 4);

SIZE(hit_list, 24);
AT(hit_list, hits, 0);
AT(hit_list, capacity, 8);
AT(hit_list, size, 12);
AT(hit_list, total, 16);

SIZE(search_options, 40);
AT(search_options, frequencies, 0);
AT(search_options, terms, 8);
AT(search_options, articles, 12);
AT(search_options, count, 16);
AT(search_options, reserved, 20);

SIZE(multi_archive_hit, 12);
AT(multi_archive_hit, archive, 0);
AT(multi_archive_hit, found, 4);

SIZE(multi_archive_hit_list, 48);
AT(multi_archive_hit_list, hits, 0);
AT(multi_archive_hit_list, of_one, 8);
AT(multi_archive_hit_list, frequencies, 16);
AT(multi_archive_hit_list, capacity, 24);
AT(multi_archive_hit_list, terms, 28);
AT(multi_archive_hit_list, size, 32);
AT(multi_archive_hit_list, failed, 36);
AT(multi_archive_hit_list, total, 40);

SIZE(snippet, 272);
AT(snippet, size, 0);
AT(snippet, starts_cut, 4);
AT(snippet, ends_cut, 8);
AT(snippet, marks, 12);
AT(snippet, mark, 16);

SIZE(article_entry, 40);
AT(article_entry, identifier, 0);
AT(article_entry, title, 8);
AT(article_entry, identifier_size, 16);
AT(article_entry, title_size, 24);
AT(article_entry, article, 32);
AT(article_entry, identifier_cut, 36);
AT(article_entry, title_cut, 38);

SIZE(piece, 32);
AT(piece, text, 0);
AT(piece, text_size, 8);
AT(piece, kind, 16);
AT(piece, level, 20);
AT(piece, first, 24);
AT(piece, last, 28);

SIZE(verify_result, 16);
AT(verify_result, checked, 0);
AT(verify_result, damaged, 8);

#endif
