package dev.postern.benchmarks.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** An application of message-driven beans, as the README has users make one for every server: bound to the adapter that stands alone. */
public final class BeanArchive {
    private static final String CLASSES = "WEB-INF/classes/";
    private static final String CLASS = ".class";
    private static final String BEAN = "Bean";

    private static final String MODULES = """
            <jboss-deployment-structure xmlns="urn:jboss:deployment-structure:1.3">
              <deployment>
                <dependencies>
                  <module name="deployment.postern.rar" />
                </dependencies>
              </deployment>
            </jboss-deployment-structure>
            """;

    private static final String WILDFLY = """
            <ejb-jar xmlns="http://www.jboss.com/xml/ns/javaee" xmlns:jee="https://jakarta.ee/xml/ns/jakartaee"
                xmlns:r="urn:resource-adapter-binding:1.0" version="4.0">
              <jee:assembly-descriptor>
            %s  </jee:assembly-descriptor>
            </ejb-jar>
            """;

    private static final String WILDFLY_BEAN = """
                <r:resource-adapter-binding>
                  <jee:ejb-name>%s</jee:ejb-name>
                  <r:resource-adapter-name>postern.rar</r:resource-adapter-name>
                </r:resource-adapter-binding>
            """;

    private static final String PAYARA = """
            <glassfish-ejb-jar>
              <enterprise-beans>
            %s  </enterprise-beans>
            </glassfish-ejb-jar>
            """;

    private static final String PAYARA_BEAN = """
                <ejb>
                  <ejb-name>%s</ejb-name>
                  <mdb-resource-adapter>
                    <resource-adapter-mid>postern</resource-adapter-mid>
                  </mdb-resource-adapter>
                </ejb>
            """;

    private BeanArchive() {}

    /**
     * Writes a WAR of packages of ours. By name: their classes need what only an application server has.
     *
     * @param packages whose beans are the classes that end in {@code Bean}, and bear the names of their classes
     */
    public static Path write(Path war, String... packages) throws IOException {
        List<String> beans = new ArrayList<>();
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(war))) {
            for (String name : packages) {
                beans.addAll(putPackage(zip, name.replace('.', '/')));
            }
            putText(zip, "WEB-INF/jboss-deployment-structure.xml", MODULES);
            putText(zip, "WEB-INF/jboss-ejb3.xml", bound(WILDFLY, WILDFLY_BEAN, beans));
            putText(zip, "WEB-INF/glassfish-ejb-jar.xml", bound(PAYARA, PAYARA_BEAN, beans));
        }
        return war;
    }

    private static String bound(String descriptor, String each, List<String> beans) {
        StringBuilder bindings = new StringBuilder();
        beans.forEach(bean -> bindings.append(each.formatted(bean)));
        return descriptor.formatted(bindings);
    }

    /** The names of its beans. */
    private static List<String> putPackage(ZipOutputStream zip, String folder) throws IOException {
        List<String> beans = new ArrayList<>();
        try (DirectoryStream<Path> classes =
                Files.newDirectoryStream(OwnClasses.directory().resolve(folder), "*" + CLASS)) {
            for (Path file : classes) {
                String name = file.getFileName().toString();
                zip.putNextEntry(new ZipEntry(CLASSES + folder + '/' + name));
                Files.copy(file, zip);
                if (name.endsWith(BEAN + CLASS)) {
                    beans.add(name.substring(0, name.length() - CLASS.length()));
                }
            }
        }
        return beans;
    }

    private static void putText(ZipOutputStream zip, String file, String text) throws IOException {
        zip.putNextEntry(new ZipEntry(file));
        zip.write(text.getBytes(StandardCharsets.UTF_8));
    }
}
