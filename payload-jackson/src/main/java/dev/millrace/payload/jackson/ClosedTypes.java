/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.payload.jackson;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.cfg.MapperConfig;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.AnnotatedClass;
import com.fasterxml.jackson.databind.introspect.AnnotatedMember;
import com.fasterxml.jackson.databind.introspect.NopAnnotationIntrospector;
import com.fasterxml.jackson.databind.jsontype.TypeResolverBuilder;
import dev.millrace.payload.PayloadException;
import org.jspecify.annotations.Nullable;

/** Refuses annotations that let data name classes; whoever writes data could then choose what code runs. */
final class ClosedTypes extends NopAnnotationIntrospector {

    private static final long serialVersionUID = 1L;

    @Override
    public @Nullable TypeResolverBuilder<?> findTypeResolver(
            MapperConfig<?> config, AnnotatedClass annotated, JavaType baseType) {
        return requireClosed(annotated);
    }

    @Override
    public @Nullable TypeResolverBuilder<?> findPropertyTypeResolver(
            MapperConfig<?> config, AnnotatedMember annotated, JavaType baseType) {
        return requireClosed(annotated);
    }

    @Override
    public @Nullable TypeResolverBuilder<?> findPropertyContentTypeResolver(
            MapperConfig<?> config, AnnotatedMember annotated, JavaType containerType) {
        return requireClosed(annotated);
    }

    /** Returns nothing, which leaves the question to the next introspector. */
    private static @Nullable TypeResolverBuilder<?> requireClosed(Annotated annotated) {
        JsonTypeInfo info = annotated.getAnnotation(JsonTypeInfo.class);
        if (info != null && (info.use() == JsonTypeInfo.Id.CLASS || info.use() == JsonTypeInfo.Id.MINIMAL_CLASS)) {
            throw PayloadException.misfit(
                    annotated.getRawType(), "", "must tell its subtypes apart by names, not by names of classes");
        }
        return null;
    }
}
