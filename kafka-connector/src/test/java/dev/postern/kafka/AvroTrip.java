package dev.postern.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.apicurio.registry.utils.converter.avro.AvroData;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.apache.kafka.connect.data.SchemaAndValue;
import org.apache.kafka.connect.json.JsonConverter;

/** What a converter for Avro does to a value, apart from asking a registry for the schema. */
public final class AvroTrip {
    private AvroTrip() {}

    /** Writes a value in Avro, by a schema that was written as text, and reads it back. */
    public static SchemaAndValue thereAndBack(SchemaAndValue value) throws IOException {
        Schema schema = new AvroData(10).fromConnectSchema(value.schema());
        ByteArrayOutputStream octets = new ByteArrayOutputStream();
        BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(octets, null);
        new GenericDatumWriter<>(schema)
                .write(new AvroData(10).fromConnectData(value.schema(), value.value()), encoder);
        encoder.flush();
        Schema registered = new Schema.Parser().parse(schema.toString());
        Object read = new GenericDatumReader<>(registered)
                .read(null, DecoderFactory.get().binaryDecoder(octets.toByteArray(), null));
        return new AvroData(10).toConnectData(registered, read);
    }

    /** A value in JSON, to compare. */
    public static String json(SchemaAndValue value) {
        try (JsonConverter converter = new JsonConverter()) {
            converter.configure(Map.of("schemas.enable", "false"), false);
            return new String(converter.fromConnectData("topic", value.schema(), value.value()), UTF_8);
        }
    }
}
