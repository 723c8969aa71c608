/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.architecture;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.source.doctree.DocCommentTree;
import com.sun.source.doctree.ParamTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.ModifiersTree;
import com.sun.source.tree.PackageTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.DocTrees;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePathScanner;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.lang.model.element.Modifier;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** Finds the packages, types and members of an API that have no Javadoc, and the components of records without a tag. */
final class MissingJavadoc extends TreePathScanner<Void, Void> {

    private static final JavaCompiler COMPILER = ToolProvider.getSystemJavaCompiler();
    private static final String CONSTRUCTOR = "<init>";

    private final DocTrees docs;
    private final List<String> missing = new ArrayList<>();

    private MissingJavadoc(DocTrees docs) {
        this.docs = docs;
    }

    static List<String> inFiles(List<Path> files) {
        try (StandardJavaFileManager manager = COMPILER.getStandardFileManager(null, null, UTF_8)) {
            return in(manager.getJavaFileObjectsFromPaths(files));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static List<String> in(Iterable<? extends JavaFileObject> sources) {
        JavacTask task = (JavacTask) COMPILER.getTask(null, null, null, List.of("-proc:none"), null, sources);
        MissingJavadoc scanner = new MissingJavadoc(DocTrees.instance(task));
        try {
            task.parse().forEach(unit -> scanner.scan(unit, null));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return scanner.missing;
    }

    @Override
    public Void visitPackage(PackageTree declaration, Void unused) {
        CompilationUnitTree unit = getCurrentPath().getCompilationUnit();
        if (unit.getSourceFile().isNameCompatible("package-info", JavaFileObject.Kind.SOURCE)) {
            requireComment(declaration.getPackageName().toString());
        }
        return null;
    }

    @Override
    public Void visitClass(ClassTree type, Void unused) {
        if (!isVisible(type.getModifiers())) {
            return null;
        }
        requireComment(type.getSimpleName().toString());
        if (type.getKind() == Tree.Kind.RECORD) {
            requireTags(type);
        } else if (type.getKind() == Tree.Kind.CLASS && !hasConstructor(type)) {
            missing.add(type.getSimpleName() + ": no constructor to describe");
        }
        return super.visitClass(type, null);
    }

    @Override
    public Void visitMethod(MethodTree method, Void unused) {
        if (isVisible(method.getModifiers()) && !isOverride(method)) {
            requireComment(method.getName().toString());
        }
        return null;
    }

    @Override
    public Void visitVariable(VariableTree field, Void unused) {
        if (isVisible(field.getModifiers())) {
            requireComment(field.getName().toString());
        }
        return null;
    }

    private boolean isVisible(ModifiersTree modifiers) {
        Set<Modifier> flags = modifiers.getFlags();
        return flags.contains(Modifier.PUBLIC) || flags.contains(Modifier.PROTECTED) || isInInterface(flags);
    }

    private boolean isInInterface(Set<Modifier> flags) {
        Tree around = getCurrentPath().getParentPath().getLeaf();
        return around.getKind() == Tree.Kind.INTERFACE && !flags.contains(Modifier.PRIVATE);
    }

    private static boolean isOverride(MethodTree method) {
        return method.getModifiers().getAnnotations().stream()
                .anyMatch(
                        annotation -> annotation.getAnnotationType().toString().equals("Override"));
    }

    private static boolean hasConstructor(ClassTree type) {
        return type.getMembers().stream()
                .anyMatch(member ->
                        member instanceof MethodTree method && method.getName().contentEquals(CONSTRUCTOR));
    }

    private void requireComment(String name) {
        if (docs.getDocComment(getCurrentPath()) == null) {
            missing.add(name + ": no comment");
        }
    }

    private void requireTags(ClassTree type) {
        DocCommentTree comment = docs.getDocCommentTree(getCurrentPath());
        Set<String> described = comment == null ? Set.of() : tags(comment).collect(Collectors.toSet());
        components(type)
                .filter(name -> !described.contains(name))
                .forEach(name -> missing.add("%s: no @param %s".formatted(type.getSimpleName(), name)));
    }

    private static Stream<String> tags(DocCommentTree comment) {
        return comment.getBlockTags().stream()
                .filter(ParamTree.class::isInstance)
                .map(tag -> ((ParamTree) tag).getName().toString());
    }

    /** A record has no other fields that are not static. */
    private static Stream<String> components(ClassTree type) {
        return type.getMembers().stream()
                .filter(member -> member instanceof VariableTree field
                        && !field.getModifiers().getFlags().contains(Modifier.STATIC))
                .map(component -> ((VariableTree) component).getName().toString());
    }
}
