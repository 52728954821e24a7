package org.tanhwg.spark;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.serializers.JavaSerializer;
import java.util.List;
import org.apache.spark.SparkConf;
import org.apache.spark.serializer.KryoRegistrator;
import org.apache.spark.serializer.KryoSerializer;

/**
 * Lets Kryo carry what is dealt out and brought back: it cannot set components of records, nor does it know how sums are written, and so leaves both to
 * Java. {@code spark.kryo.registrator} must name this class where {@code spark.serializer} is Kryo's.
 */
public final class KryoRecords implements KryoRegistrator {
    private static final String REGISTRATOR = "spark.kryo.registrator";
    private static final String REGISTRATION = "spark.kryo.registrationRequired";

    @Override public void registerClasses(Kryo kryo) {
        kryo.addDefaultSerializer(Record.class, JavaSerializer.class);
        kryo.addDefaultSerializer(Barycentre.class, JavaSerializer.class);
    }

    /** Has Kryo use this class, if it is asked for. @throws IllegalArgumentException if it may carry listed classes only */
    static void addTo(SparkConf conf) {
        if (!isAskedFor(conf)) return;
        if (conf.getBoolean(REGISTRATION, false))
            throw new IllegalArgumentException(REGISTRATION + " = true: must be false, the classes that travel are not listed");
        String others = conf.get(REGISTRATOR, "");
        if (!isIn(others))
            conf.set(REGISTRATOR, others.isEmpty() ? KryoRecords.class.getName()
                    : others + "," + KryoRecords.class.getName());
        conf.setIfMissing("spark.kryoserializer.buffer.max", "1g"); // examples that are held out come in one piece
    }

    /** @throws IllegalArgumentException if Kryo is asked for without this class */
    static void require(SparkConf conf) {
        if (isAskedFor(conf) && !isIn(conf.get(REGISTRATOR, "")))
            throw new IllegalArgumentException("spark.serializer = " + conf.get("spark.serializer") + ": needs " + REGISTRATOR
                    + " = " + KryoRecords.class.getName());
    }

    private static boolean isAskedFor(SparkConf conf) {
        return conf.get("spark.serializer", "").equals(KryoSerializer.class.getName());
    }

    private static boolean isIn(String registrators) {
        return List.of(registrators.split(",")).contains(KryoRecords.class.getName());
    }
}
