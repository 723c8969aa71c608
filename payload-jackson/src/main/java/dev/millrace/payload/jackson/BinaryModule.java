/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.payload.jackson;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.deser.std.StdScalarDeserializer;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdScalarSerializer;
import dev.millrace.item.Binary;
import java.io.IOException;

/** Lets {@link Binary} be a component of a payload. */
final class BinaryModule extends SimpleModule {

    private static final long serialVersionUID = 1L;

    BinaryModule() {
        super("millrace-binary");
        addSerializer(new Writer());
        addDeserializer(Binary.class, new Reader());
    }

    private static final class Writer extends StdScalarSerializer<Binary> {

        private static final long serialVersionUID = 1L;

        Writer() {
            super(Binary.class);
        }

        @Override
        public void serialize(Binary value, JsonGenerator json, SerializerProvider provider) throws IOException {
            json.writeEmbeddedObject(value);
        }
    }

    private static final class Reader extends StdScalarDeserializer<Binary> {

        private static final long serialVersionUID = 1L;

        Reader() {
            super(Binary.class);
        }

        @Override
        public Binary deserialize(JsonParser json, DeserializationContext context) throws IOException {
            return json.getEmbeddedObject() instanceof byte[] bytes
                    ? Binary.of(bytes)
                    : (Binary) context.handleUnexpectedToken(Binary.class, json);
        }
    }
}
