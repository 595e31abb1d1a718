// Lucene in the benchmark: from the corpus to one segment with positions and the codec's best compression.

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;

import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.LowerCaseFilter;
import org.apache.lucene.analysis.Tokenizer;
import org.apache.lucene.analysis.miscellaneous.ASCIIFoldingFilter;
import org.apache.lucene.analysis.util.CharTokenizer;
import org.apache.lucene.codecs.lucene87.Lucene87Codec;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.StoredField;
import org.apache.lucene.document.TextField;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.TieredMergePolicy;
import org.apache.lucene.store.FSDirectory;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

final class LuceneIndexing {
  private LuceneIndexing() {}

  // The terms of the other systems: runs of letters, marks and numbers, without case and accents. (StandardAnalyzer
  // would keep "company's" and "1,000" whole, and find other articles.)
  private static final class Terms extends Analyzer {
    private static boolean belongsToWord(int codePoint) {
      switch (Character.getType(codePoint)) {
        case Character.LETTER_NUMBER:
        case Character.OTHER_NUMBER:
        case Character.NON_SPACING_MARK:
        case Character.ENCLOSING_MARK:
        case Character.COMBINING_SPACING_MARK:
          return true;
        default:
          return Character.isLetterOrDigit(codePoint);
      }
    }

    @Override
    protected TokenStreamComponents createComponents(String field) {
      Tokenizer words = CharTokenizer.fromTokenCharPredicate(Terms::belongsToWord);
      return new TokenStreamComponents(words, new ASCIIFoldingFilter(new LowerCaseFilter(words)));
    }

    @Override
    public int getPositionIncrementGap(String field) {
      return 1; // no phrase goes from one passage to the next
    }
  }

  static void index(Path corpus, Path target) throws IOException, InterruptedException {
    TieredMergePolicy merging = new TieredMergePolicy();
    merging.setNoCFSRatio(0);
    IndexWriterConfig config = new IndexWriterConfig(new Terms());
    config.setCodec(new Lucene87Codec(Lucene87Codec.Mode.BEST_COMPRESSION));
    config.setRAMBufferSizeMB(64);
    config.setUseCompoundFile(false); // files apart, so that their sizes can be told
    config.setMergePolicy(merging);
    config.setOpenMode(IndexWriterConfig.OpenMode.CREATE);
    try (FSDirectory directory = FSDirectory.open(target);
        IndexWriter to = new IndexWriter(directory, config);
        BufferedReader lines = Files.newBufferedReader(corpus)) {
      addAll(lines, to);
      to.forceMerge(1);
    }
  }

  // As many threads as processors; the writer is made for that.
  private static void addAll(BufferedReader lines, IndexWriter to) throws IOException, InterruptedException {
    List<Exception> troubles = new ArrayList<>();
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < Runtime.getRuntime().availableProcessors(); i++) {
      Thread thread = new Thread(() -> {
        try {
          for (String line; (line = lines.readLine()) != null;) { // readLine locks
            to.addDocument(document(JsonParser.parseString(line).getAsJsonObject()));
          }
        } catch (IOException | RuntimeException trouble) {
          synchronized (troubles) {
            troubles.add(trouble);
          }
        }
      });
      threads.add(thread);
      thread.start();
    }
    for (Thread thread : threads) {
      thread.join();
    }
    if (!troubles.isEmpty()) {
      throw new IOException("an article could not be added", troubles.get(0));
    }
  }

  private static Document document(JsonObject article) {
    String title = text(article, "title");
    String body = text(article, "body");
    Document document = new Document();
    document.add(new StoredField("title", title)); // first, so that reading titles stops early
    document.add(new StoredField("id", text(article, "id")));
    document.add(new TextField("text", title, Field.Store.NO));
    for (String key : new String[] {"authors", "source", "tags"}) {
      for (String name : names(article.get(key))) {
        document.add(new TextField("text", name, Field.Store.NO));
      }
    }
    for (String paragraph : body.split("\n\\s*\n")) {
      document.add(new TextField("text", paragraph, Field.Store.NO));
    }
    for (String key : new String[] {"id", "title", "body"}) {
      article.remove(key);
    }
    document.add(new StoredField("facts", article.toString()));
    document.add(new StoredField("body", body));
    return document;
  }

  private static String text(JsonObject article, String key) {
    JsonElement value = article.get(key);
    return value != null && value.isJsonPrimitive() ? value.getAsString() : "";
  }

  private static List<String> names(JsonElement value) {
    List<String> names = new ArrayList<>();
    if (value != null && value.isJsonPrimitive()) {
      names.add(value.getAsString());
    } else if (value != null && value.isJsonArray()) {
      for (JsonElement each : (JsonArray) value) {
        names.add(each.getAsString());
      }
    }
    return names;
  }
}
