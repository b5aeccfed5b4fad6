package dev.tributary;

import static java.util.Map.entry;
import static java.util.Objects.requireNonNull;

import com.sun.source.tree.AnnotationTree;
import com.sun.source.tree.CatchTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.LiteralTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.PrimitiveTypeTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.DocTrees;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePathScanner;
import dev.tributary.Tidy.Finding;
import dev.tributary.Tidy.Source;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import javax.lang.model.element.Name;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;

/**
 * The rules for one Java file, read from its syntax tree, so that a word in a string or a comment
 * is not mistaken for code. It parses and never compiles.
 */
final class TidyTree extends TreePathScanner<@Nullable Void, Set<String>> {
  static final int MAIN_LINES = 250;
  static final int TEST_LINES = 350;
  static final int METHOD_LINES = 40;
  static final int TEXT_BLOCK_LINES = 40;
  static final int CONSTRUCTOR_PARAMETERS = 6;

  private static final Pattern VAGUE = Pattern.compile(".*(Manager|Helper|Utils?|Impl|Dto)");
  private static final Pattern MONEY =
      Pattern.compile("dev/tributary/(kernel|ledger|commission|payout|reward)(/.*)?");

  /** Names, members, calls and annotations that main code does without, and what it uses. */
  private static final Map<String, String> NOT_IN_MAIN =
      Map.ofEntries(
          entry("System.out", "log it; only Main prints"),
          entry("printStackTrace()", "log it once, with the request id"),
          entry("Thread.sleep", "a Vert.x timer, or a timeout on the Future"),
          entry("await()", "compose the Future; await is for tests"),
          entry("CompletableFuture", "io.vertx.core.Future"),
          entry("@SuppressWarnings", "mend what the compiler found"),
          entry("java.util.Date", "java.time.Instant"));

  private static final Map<String, String> NOT_IN_TESTS =
      Map.of(
          "@Disabled", "mend the test or delete it",
          "Thread.sleep", "wait for the effect itself, with a deadline");

  private static final Map<String, String> NOT_NEAR_MONEY =
      Map.of(
          "double", "long minor units in Money, parts per million in Rate",
          "float", "long minor units in Money, parts per million in Rate",
          "Double", "long minor units in Money, parts per million in Rate",
          "Float", "long minor units in Money, parts per million in Rate");

  private final Source source;
  private final CompilationUnitTree unit;
  private final DocTrees docs;
  private final Set<String> namesUsed = new HashSet<>();
  private final List<Finding> findings = new ArrayList<>();

  private TidyTree(Source source, CompilationUnitTree unit, DocTrees docs) {
    this.source = source;
    this.unit = unit;
    this.docs = docs;
  }

  static List<TidyTree> parse(List<Source> sources) {
    var compiler = requireNonNull(ToolProvider.getSystemJavaCompiler(), "a JDK runs the tests");
    var trees = new ArrayList<TidyTree>();
    for (Source source : sources) {
      var options = List.of("-proc:none");
      var file = List.of(inMemory(source));
      var task = (JavacTask) compiler.getTask(null, null, null, options, null, file);
      for (CompilationUnitTree unit : units(task)) {
        var tree = new TidyTree(source, unit, DocTrees.instance(task));
        tree.fileLength();
        tree.scan(unit, tree.namesUsed);
        trees.add(tree);
      }
    }
    return trees;
  }

  List<Finding> findings() {
    return findings;
  }

  /** Whether this main file names the type of another. */
  boolean uses(Source other) {
    return source.isMain() && !source.equals(other) && namesUsed.contains(other.typeName());
  }

  private void fileLength() {
    int limit = source.isMain() ? MAIN_LINES : TEST_LINES;
    long lines = source.text().lines().count();
    if (lines > limit) {
      find(1, "file length", lines + " lines; at most " + limit + ", move a topic out");
    }
  }

  @Override
  public @Nullable Void visitClass(ClassTree node, Set<String> names) {
    boolean topLevel = getCurrentPath().getParentPath().getLeaf().equals(unit);
    if (source.isMain() && topLevel && !documented()) {
      find(node, "javadoc", "say in one sentence what it answers for and what it refuses");
    }
    if (source.isMain() && VAGUE.matcher(node.getSimpleName()).matches()) {
      find(node, "vague name", node.getSimpleName() + " says nothing; name what it is or does");
    }
    return super.visitClass(node, names);
  }

  private boolean documented() {
    var comment = docs.getDocComment(getCurrentPath());
    return comment != null && comment.contains(".");
  }

  @Override
  public @Nullable Void visitMethod(MethodTree node, Set<String> names) {
    long lines = lines(node);
    if (lines > METHOD_LINES) {
      var words = lines + " lines; at most " + METHOD_LINES + ", give its parts names";
      find(node, "method length", words);
    }
    boolean constructor = node.getName().contentEquals("<init>");
    boolean record = getCurrentPath().getParentPath().getLeaf().getKind() == Tree.Kind.RECORD;
    int parameters = node.getParameters().size();
    if (constructor && !record && parameters > CONSTRUCTOR_PARAMETERS) {
      var words = parameters + "; at most " + CONSTRUCTOR_PARAMETERS + ", group them in a record";
      find(node, "constructor parameters", words);
    }
    return super.visitMethod(node, names);
  }

  @Override
  public @Nullable Void visitCatch(CatchTree node, Set<String> names) {
    boolean silent = node.getBlock().getStatements().isEmpty() && !text(node).contains("//");
    if (silent) {
      find(node, "empty catch", "answer the exception, or say in a comment who answers it");
    }
    return super.visitCatch(node, names);
  }

  @Override
  public @Nullable Void visitLiteral(LiteralTree node, Set<String> names) {
    boolean textBlock = text(node).startsWith("\"\"\"");
    if (source.isMain() && textBlock && lines(node) > TEXT_BLOCK_LINES) {
      var words = lines(node) + " lines; at most " + TEXT_BLOCK_LINES + ", divide the statement";
      find(node, "text block length", words);
    }
    switch (node.getKind()) {
      case DOUBLE_LITERAL -> word(node, "double");
      case FLOAT_LITERAL -> word(node, "float");
      default -> {}
    }
    return super.visitLiteral(node, names);
  }

  @Override
  public @Nullable Void visitPrimitiveType(PrimitiveTypeTree node, Set<String> names) {
    word(node, node.getPrimitiveTypeKind().name().toLowerCase(Locale.ROOT));
    return super.visitPrimitiveType(node, names);
  }

  @Override
  public @Nullable Void visitIdentifier(IdentifierTree node, Set<String> names) {
    names.add(node.getName().toString());
    word(node, node.getName().toString());
    return super.visitIdentifier(node, names);
  }

  @Override
  public @Nullable Void visitMemberSelect(MemberSelectTree node, Set<String> names) {
    var name = node.getIdentifier().toString();
    names.add(name);
    word(node, name);
    word(node, last(node.getExpression()) + '.' + name);
    if (node.toString().equals("java.util.Date")) {
      word(node, "java.util.Date");
    }
    return super.visitMemberSelect(node, names);
  }

  @Override
  public @Nullable Void visitMethodInvocation(MethodInvocationTree node, Set<String> names) {
    word(node, last(node.getMethodSelect()) + "()");
    return super.visitMethodInvocation(node, names);
  }

  @Override
  public @Nullable Void visitAnnotation(AnnotationTree node, Set<String> names) {
    word(node, '@' + last(node.getAnnotationType()));
    return super.visitAnnotation(node, names);
  }

  private static String last(Tree expression) {
    Name name =
        switch (expression) {
          case IdentifierTree identifier -> identifier.getName();
          case MemberSelectTree select -> select.getIdentifier();
          default -> null;
        };
    return name == null ? "" : name.toString();
  }

  private void word(Tree node, String word) {
    var bans = source.isMain() ? NOT_IN_MAIN : NOT_IN_TESTS;
    boolean banner = word.equals("System.out") && source.typeName().equals("Main");
    if (bans.containsKey(word) && !banner) {
      find(node, "banned word", word + "; instead: " + bans.get(word));
    }
    boolean money = source.isMain() && MONEY.matcher(source.packageName()).matches();
    if (money && NOT_NEAR_MONEY.containsKey(word)) {
      find(node, "exact money", word + "; instead: " + NOT_NEAR_MONEY.get(word));
    }
  }

  private void find(Tree node, String rule, String instead) {
    find(unit.getLineMap().getLineNumber(start(node)), rule, instead);
  }

  private void find(long line, String rule, String instead) {
    findings.add(new Finding(source.path(), line, rule, instead));
  }

  private long lines(Tree node) {
    var end = docs.getSourcePositions().getEndPosition(unit, node);
    var map = unit.getLineMap();
    return map.getLineNumber(end) - map.getLineNumber(start(node)) + 1;
  }

  private String text(Tree node) {
    var end = docs.getSourcePositions().getEndPosition(unit, node);
    return source.text().substring((int) start(node), (int) end);
  }

  private long start(Tree node) {
    return docs.getSourcePositions().getStartPosition(unit, node);
  }

  private static Iterable<? extends CompilationUnitTree> units(JavacTask task) {
    try {
      return task.parse();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static JavaFileObject inMemory(Source source) {
    var uri = URI.create("sample:///" + source.path());
    return new SimpleJavaFileObject(uri, JavaFileObject.Kind.SOURCE) {
      @Override
      public CharSequence getCharContent(boolean ignoreEncodingErrors) {
        return source.text();
      }
    };
  }
}
