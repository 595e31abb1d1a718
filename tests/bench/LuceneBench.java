// Lucene in the benchmark. The command line is that of the other systems: command_line.hpp.

import org.apache.lucene.document.Document;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.MultiTermQuery;
import org.apache.lucene.search.PhraseQuery;
import org.apache.lucene.search.PrefixQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.ScoreMode;
import org.apache.lucene.search.SimpleCollector;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.store.MMapDirectory;
import org.apache.lucene.store.NIOFSDirectory;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

public final class LuceneBench {
  private static final int HITS = 10;
  private static final String FIELD = "text";

  private final IndexSearcher searcher;
  private ScoreDoc[] hits = {};
  private final List<String> identifiers = new ArrayList<>();

  private LuceneBench(Path target, boolean read) throws IOException {
    searcher = new IndexSearcher(DirectoryReader.open(read ? new NIOFSDirectory(target) : new MMapDirectory(target)));
    searcher.setQueryCache(null); // the same queries come again and again here
  }

  private static Query combine(String[] words, BooleanClause.Occur occur) {
    BooleanQuery.Builder all = new BooleanQuery.Builder();
    for (String word : words) {
      all.add(new TermQuery(new Term(FIELD, word)), occur);
    }
    return all.build();
  }

  // null: cannot answer such
  private static Query prepare(String kind, String[] words) {
    switch (kind) {
      case "term":
        return new TermQuery(new Term(FIELD, words[0]));
      case "and2":
        return combine(words, BooleanClause.Occur.MUST);
      case "or2":
      case "or4":
        return combine(words, BooleanClause.Occur.SHOULD);
      case "phrase":
        return new PhraseQuery(FIELD, words);
      case "prefix": {
        PrefixQuery prefix = new PrefixQuery(new Term(FIELD, words[0]));
        prefix.setRewriteMethod(MultiTermQuery.SCORING_BOOLEAN_REWRITE);
        return prefix;
      }
      case "prefix-unranked": // Lucene's default for prefixes: every match has the same score
        return new PrefixQuery(new Term(FIELD, words[0]));
      default:
        return null;
    }
  }

  private long search(Query query) throws IOException {
    hits = searcher.search(query, HITS).scoreDocs;
    return hits.length;
  }

  private long titles() throws IOException {
    long size = 0;
    for (ScoreDoc hit : hits) {
      size += searcher.doc(hit.doc, Set.of("title")).get("title").length();
    }
    return size;
  }

  private long article() throws IOException {
    if (hits.length == 0) {
      return 0;
    }
    Document found = searcher.doc(hits[0].doc, Set.of("title", "body"));
    return found.get("title").length() + found.get("body").length();
  }

  private void matches(Query query, PrintStream out) throws IOException {
    for (int i = identifiers.size(); i < searcher.getIndexReader().maxDoc(); i++) {
      identifiers.add(searcher.doc(i, Set.of("id")).get("id"));
    }
    searcher.search(query, new SimpleCollector() {
      private int base;

      @Override
      protected void doSetNextReader(LeafReaderContext context) {
        base = context.docBase;
      }

      @Override
      public void collect(int document) {
        out.print(identifiers.get(base + document));
        out.print(' ');
      }

      @Override
      public ScoreMode scoreMode() {
        return ScoreMode.COMPLETE_NO_SCORES;
      }
    });
  }

  private static final class Numbered {
    final int number;
    final Query query;

    Numbered(int number, Query query) {
      this.number = number;
      this.query = query;
    }
  }

  private static List<Numbered> readQueries(String path) throws IOException {
    List<Numbered> queries = new ArrayList<>();
    List<String> lines = Files.readAllLines(Path.of(path));
    for (int i = 0; i < lines.size(); i++) {
      String[] parts = lines.get(i).split("\t");
      Query query = prepare(parts[0], parts[1].split(" "));
      if (query != null) {
        queries.add(new Numbered(i, query));
      }
    }
    return queries;
  }

  private interface Step {
    long run() throws IOException;
  }

  private static long numberIn(String path, String name) throws IOException {
    for (String line : Files.readAllLines(Path.of(path))) {
      if (line.startsWith(name)) {
        return Long.parseLong(line.replaceAll("[^0-9]", ""));
      }
    }
    return 0;
  }

  private static void step(String name, Step what) throws IOException {
    long read = numberIn("/proc/self/io", "read_bytes:");
    long start = System.nanoTime();
    long result = what.run();
    long time = System.nanoTime() - start;
    System.out.printf("%s\t%d\t%d\t%d%n", name, time, numberIn("/proc/self/io", "read_bytes:") - read, result);
  }

  private static void first(String[] a) throws IOException {
    LuceneBench[] opened = new LuceneBench[1];
    step("open", () -> {
      opened[0] = new LuceneBench(Path.of(a[1]), a.length > 4 && a[4].equals("read"));
      return 0;
    });
    step("query", () -> opened[0].search(prepare(a[2], a[3].split(" "))));
    step("titles", () -> opened[0].titles());
    step("article", () -> opened[0].article());
  }

  private static void queries(String[] a) throws IOException {
    LuceneBench system = new LuceneBench(Path.of(a[1]), false);
    List<Numbered> all = readQueries(a[2]);
    int rounds = Integer.parseInt(a[3]);
    long kept = 0;
    long warm = System.nanoTime() + (long) (Double.parseDouble(a[4]) * 1e9);
    do {
      for (Numbered each : all) {
        kept += system.search(each.query) + system.titles() + system.article();
      }
    } while (System.nanoTime() < warm);
    long[][] times = new long[rounds][all.size()];
    for (long[] round : times) {
      for (int i = 0; i < round.length; i++) {
        long start = System.nanoTime();
        kept += system.search(all.get(i).query);
        round[i] = System.nanoTime() - start;
      }
    }
    StringBuilder out = new StringBuilder();
    for (long[] round : times) {
      for (int i = 0; i < round.length; i++) {
        out.append("search\t").append(all.get(i).number).append('\t').append(round[i]).append('\n');
      }
    }
    for (Numbered each : all) {
      kept += system.search(each.query);
      long start = System.nanoTime();
      kept += system.titles();
      long titled = System.nanoTime();
      kept += system.article();
      long end = System.nanoTime();
      out.append("titles\t").append(each.number).append('\t').append(titled - start).append('\n');
      out.append("article\t").append(each.number).append('\t').append(end - titled).append('\n');
    }
    long memory = numberIn("/proc/self/status", "RssAnon:") * 1024;
    System.out.printf("%srss_anon\t0\t%d%nkept\t0\t%d%n", out, memory, kept);
  }

  private static void matches(String[] a) throws IOException {
    LuceneBench system = new LuceneBench(Path.of(a[1]), false);
    try (PrintStream out = new PrintStream(System.out, false, StandardCharsets.UTF_8)) {
      for (Numbered each : readQueries(a[2])) {
        out.print(each.number + "\t");
        system.matches(each.query, out);
        out.println();
      }
    }
  }

  private static void sizes(Path target) throws IOException {
    long text = 0;
    long index = 0;
    try (var files = Files.newDirectoryStream(target)) {
      for (Path file : files) {
        // .fdt, .fdx, .fdm: stored fields
        if (file.getFileName().toString().matches(".*\\.fd[txm]")) {
          text += Files.size(file);
        } else {
          index += Files.size(file);
        }
      }
    }
    System.out.printf("text\t%d%nindex\t%d%n", text, index);
  }

  public static void main(String[] a) throws IOException, InterruptedException {
    BooleanQuery.setMaxClauseCount(1 << 20); // prefixes with many words
    List<String> commands = List.of("index", "sizes", "first", "queries", "matches");
    switch (a.length > 1 ? commands.indexOf(a[0]) : -1) {
      case 0:
        LuceneIndexing.index(Path.of(a[1]), Path.of(a[2]));
        break;
      case 1:
        sizes(Path.of(a[1]));
        break;
      case 2:
        first(a);
        break;
      case 3:
        queries(a);
        break;
      case 4:
        matches(a);
        break;
      default:
        System.err.println("usage: LuceneBench index|sizes|first|queries|matches ... (command_line.hpp)");
        System.exit(2);
    }
  }
}
